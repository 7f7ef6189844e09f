/** Stating a name where Google does not tell an address (A1). */
import { keptName, STATED_NAME_KEY } from '../../core/stated-name';
import { Refusal } from '../../core/words';
import type { Ports } from '../ports';

/** @throws Refusal name-missing */
export function stateName(ports: Ports, typed: string): void {
  const name = keptName(typed);
  if (name === '') throw new Refusal('name-missing');
  ports.userValues.set(STATED_NAME_KEY, name);
}
