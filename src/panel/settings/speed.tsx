/** How much of Everflow's rate limit pulls and pushes may use (W3). */
import { usePanel } from '../context';
import { ErrorBox, Field } from '../parts/parts';
import { useAction } from '../use-action';
import type { Args } from '../bridge';

type Choice = Args<'setSpeed'>[0];

const CHOICES: readonly (readonly [Choice, string])[] = [
  ['gentle', 'Gentle: leaves most of the limit to other tools'],
  ['normal', 'Normal: half of the limit'],
  ['full', 'Full: all of the limit'],
];

export function Speed() {
  const { bridge, status, refresh } = usePanel();
  const { error, run } = useAction();
  const save = (speed: Choice): void =>
    run(async () => {
      await bridge.call('setSpeed', speed);
      await refresh();
    });
  return (
    <>
      <Field
        label="Speed"
        control={(attributes) => (
          <select
            {...attributes}
            value={status.speed}
            onChange={(event) => save(event.currentTarget.value as Choice)}
          >
            {CHOICES.map(([speed, words]) => (
              <option key={speed} value={speed}>
                {words}
              </option>
            ))}
          </select>
        )}
      />
      <ErrorBox error={error} />
    </>
  );
}
