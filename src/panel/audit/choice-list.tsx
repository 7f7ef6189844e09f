/** One of several, such as a push or a snapshot, to be chosen before the button below is pressed. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props<K> {
  readonly legend: string;
  /** Key and words of each. */
  readonly entries: readonly (readonly [K, ComponentChildren])[];
  readonly chosen: K | undefined;
  readonly onChoose: (key: K) => void;
}

export function ChoiceList<K extends string | number>({ legend, entries, chosen, onChoose }: Props<K>) {
  const name = useId();
  return (
    <fieldset>
      <legend>{legend}</legend>
      {entries.map(([key, words]) => (
        <label key={key} class="tick">
          <input type="radio" name={name} checked={key === chosen} onChange={() => onChoose(key)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
