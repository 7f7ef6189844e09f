/** How the exposed functions run: each from nothing, with an answer for whatever happens, and those that write while no other step is live (J2). */
import { alone, aloneUnlessBusy, drive } from '../flows/lease';
import type { Ports } from '../flows/ports';
import { answer, type Answer } from '../platform/answer';
import { createPorts } from '../platform/ports';

export const asked = <T>(run: (ports: Ports) => T): Answer<T> =>
  answer(() => {
    const ports = createPorts();
    try {
      return run(ports);
    } finally {
      // Also where it was refused: what was found out on the way is kept.
      ports.documentValues.settle();
      ports.userValues.settle();
    }
  });
export const underLease = <T>(run: (own: Ports) => T): Answer<T> => asked((ports) => alone(ports, run));
export const ifNotBusy = <T>(run: (own: Ports) => T): Answer<T> =>
  asked((ports) => aloneUnlessBusy(ports, run));
export const ofJob = <T>(run: (own: Ports) => T): Answer<T> => asked((ports) => drive(ports, run));
