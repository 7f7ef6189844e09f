/** The ticks of a preview: effects, and warnings that need a tick of their own. What is not ticked is left out (D2, V1). */
import { number } from '../format';
import { Tick } from '../parts/parts';
import { ownTickWarnings, withTick, type Preview, type Unticked } from './choice';
import { effectText } from './effect-words';

interface Props {
  /** Counts over all changes, so that they stay while ticks come and go. */
  readonly all: Preview;
  readonly unticked: Unticked;
  readonly onChange: (unticked: Unticked) => void;
}

export function Ticks({ all, unticked, onChange }: Props) {
  const own = ownTickWarnings(all);
  return (
    <>
      <fieldset>
        <legend>Push changes that do this</legend>
        {all.effects.map(({ effect, count }) => (
          <Tick
            key={effect}
            checked={!unticked.effects.includes(effect)}
            onChange={(on) => onChange({ ...unticked, effects: withTick(unticked.effects, effect, on) })}
          >
            {effectText(effect, count)}
          </Tick>
        ))}
      </fieldset>
      {own.length > 0 && (
        <fieldset>
          <legend>Push in spite of this</legend>
          {own.map(({ cause, title, count, confirmed }) => (
            <Tick
              key={cause}
              checked={!unticked.warnings.includes(cause)}
              onChange={(on) => onChange({ ...unticked, warnings: withTick(unticked.warnings, cause, on) })}
            >
              {title} ({number(count)}
              {confirmed > 0 && `, ${confirmed === count ? 'all' : number(confirmed)} confirmed before`})
            </Tick>
          ))}
        </fieldset>
      )}
    </>
  );
}
