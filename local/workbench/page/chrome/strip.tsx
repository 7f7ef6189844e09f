/** The control strip: what a visitor does to the world around the add-on. It looks like nothing of Sheets, on purpose. */
import { useEffect, useRef, useState } from 'preact/hooks';
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

/** The buttons of one group, under its name. Each says what it does before it is pressed. */
function Group({ name, buttons, armed, session }: GroupProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = ({ target }: Event) => {
      if (!place.current?.contains(target as Node)) setOpen(false);
    };
    const away = () => setOpen(false);
    document.addEventListener('pointerdown', close, true);
    window.addEventListener('blur', away);
    return () => {
      document.removeEventListener('pointerdown', close, true);
      window.removeEventListener('blur', away);
    };
  }, [open]);
  const some = buttons.some(({ id }) => armed.has(id));
  return (
    <div
      class="wb-strip-group"
      ref={place}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        place.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        class={`wb-strip-button ${some ? 'wb-strip-on' : ''}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {name} ▾
      </button>
      {open && (
        <ul class="wb-strip-list" aria-label={name} onClick={() => setOpen(false)}>
          {buttons.map((button) => (
            <li key={button.id} class="wb-strip-line">
              <StripButton button={button} on={armed.has(button.id)} session={session} />
              <span class="wb-strip-help">{button.help}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface GroupProps {
  readonly name: string;
  readonly buttons: readonly Button[];
  readonly armed: ReadonlySet<string>;
  readonly session: Session;
}

interface StripProps {
  readonly world: WorldView;
  readonly note: string;
  readonly session: Session;
}

export function Strip({ world, note, session }: StripProps) {
  const [open, setOpen] = useState(true);
  const clock = useClock(world);
  const armed = new Set(world.armed.map(({ id }) => id));
  // The first group is what a visitor begins with: it stands open.
  const [first, ...groups] = [...new Set(world.acts.map(({ group }) => group))];
  const of = (name: string | undefined) => world.acts.filter(({ group }) => group === name);
  return (
    <section class="wb-strip" aria-label="Workbench, not part of the add-on">
      <div class="wb-strip-head">
        <button type="button" class="wb-strip-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '▾' : '▸'} Workbench · not part of the add-on
        </button>
        {open && (
          <>
            {of(first).map((button) => (
              <StripButton key={button.id} button={button} on={armed.has(button.id)} session={session} />
            ))}
            {groups.map((name) => (
              <Group key={name} name={name} buttons={of(name)} armed={armed} session={session} />
            ))}
          </>
        )}
        <span class="wb-strip-gap" />
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
        <span class="wb-strip-clock">{clock}</span>
        <span class="wb-strip-count">{world.postbacks.toLocaleString('en-US')} postbacks in Everflow</span>
      </div>
      <div class="wb-strip-told">
        {world.armed.length > 0 && (
          <ul class="wb-strip-armed" aria-label="Waiting to happen, or going on">
            {world.armed.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        )}
        <span class="wb-strip-note" role="status">
          {note}
        </span>
      </div>
    </section>
  );
}
