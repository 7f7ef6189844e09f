/** Warnings of the chosen rows that are confirmed together (V1). */
import { number } from '../format';
import { Tick } from '../parts/parts';
import { isOpen, type Preview } from './choice';

interface Props {
  readonly warnings: Preview['warnings'];
  readonly accepted: boolean;
  readonly onChange: (accepted: boolean) => void;
}

export function GroupWarnings({ warnings, accepted, onChange }: Props) {
  if (warnings.length === 0) return null;
  return (
    <fieldset>
      <legend>Warnings</legend>
      <ul>
        {warnings.map(({ cause, title, count: times, confirmed }) => (
          <li key={cause}>
            {title} ({number(times)}
            {confirmed > 0 && `, ${confirmed === times ? 'all' : number(confirmed)} confirmed before`})
          </li>
        ))}
      </ul>
      {isOpen(warnings) && (
        <Tick checked={accepted} onChange={onChange}>
          I have looked at these warnings; push these rows as they are
        </Tick>
      )}
    </fieldset>
  );
}
