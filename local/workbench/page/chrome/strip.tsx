/** The control strip: what a visitor does to the world around the add-on. It looks like nothing of Sheets, on purpose. */
import { useEffect, useState } from 'preact/hooks';
import type { WorldView } from '../../protocol';
import type { Session } from '../session';

const PACES = [
  { pace: 1, label: 'Real' },
  { pace: 10, label: '×10' },
  { pace: 0, label: 'No waiting' },
] as const;

type Button = WorldView['acts'][number];

/** The workbench's time, going on from what the server last told. */
function useClock({ now }: WorldView): string {
  const [told, setTold] = useState({ now, at: performance.now() });
  const [, tick] = useState(0);
  useEffect(() => setTold({ now, at: performance.now() }), [now]);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return new Date(told.now + performance.now() - told.at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

function StripButton({
  button,
  on,
  session,
}: {
  readonly button: Button;
  readonly on: boolean;
  readonly session: Session;
}) {
  const { id, label, help, toggle, link, toFrame } = button;
  if (link !== undefined) {
    return (
      <a class="wb-strip-button" href={link} target="_blank" rel="noopener" title={help}>
        {label} ↗
      </a>
    );
  }
  const press = () => {
    if (toFrame) session.toFrame(id);
    else void session.world(toggle ? { id, on: !on } : { id });
  };
  return (
    <button
      type="button"
      class={`wb-strip-button ${on ? 'wb-strip-on' : ''}`}
      aria-pressed={toggle ? on : undefined}
      title={help}
      onClick={press}
    >
      {label}
    </button>
  );
}

export function Strip({
  world,
  note,
  session,
}: {
  readonly world: WorldView;
  readonly note: string;
  readonly session: Session;
}) {
  const [open, setOpen] = useState(true);
  const clock = useClock(world);
  const armed = new Map(world.armed.map(({ id, text }) => [id, text]));
  const groups = [...new Set(world.acts.map(({ group }) => group))];
  return (
    <section class="wb-strip" aria-label="Workbench, not part of the add-on">
      <div class="wb-strip-head">
        <button type="button" class="wb-strip-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '▾' : '▸'} Workbench · not part of the add-on
        </button>
        <span class="wb-strip-clock">{clock}</span>
        <fieldset class="wb-strip-pace">
          <legend class="wb-strip-legend">Pace</legend>
          {PACES.map(({ pace, label }) => (
            <label key={pace} class={world.pace === pace ? 'wb-pace wb-pace-on' : 'wb-pace'}>
              <input
                type="radio"
                name="pace"
                class="wb-pace-input"
                checked={world.pace === pace}
                onChange={() => void session.world({ id: 'pace', pace })}
              />
              {label}
            </label>
          ))}
        </fieldset>
        <span class="wb-strip-count">{world.postbacks.toLocaleString('en-US')} postbacks in Everflow</span>
        <span class="wb-strip-note" role="status">
          {note}
        </span>
      </div>
      {open && (
        <div class="wb-strip-groups">
          {groups.map((group) => (
            <div key={group} class="wb-strip-group" role="group" aria-label={group}>
              <span class="wb-strip-name">{group}</span>
              {world.acts
                .filter((button) => button.group === group)
                .map((button) => (
                  <StripButton key={button.id} button={button} on={armed.has(button.id)} session={session} />
                ))}
            </div>
          ))}
        </div>
      )}
      {world.armed.length > 0 && (
        <ul class="wb-strip-armed" aria-label="Waiting to happen, or going on">
          {world.armed.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
