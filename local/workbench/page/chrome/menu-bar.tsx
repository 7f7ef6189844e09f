/** The menu bar and its menus, by pointer and by keys, as https://www.w3.org/WAI/ARIA/apg/patterns/menubar/ has it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Session } from '../session';
import { menusOf } from './menu-items';
import type { Entry, Item, Menu } from './menu-items';

/** Sets the focus to a neighbour among the entries of a menu or of the bar. */
function focusNext(from: HTMLElement, step: number): void {
  const all = [
    ...from
      .closest('ul')!
      .querySelectorAll<HTMLElement>(':scope > li > [role=menuitem], :scope > li > [role=menuitemcheckbox]'),
  ];
  const at = all.indexOf(from);
  all[(at + step + all.length) % all.length]?.focus();
}

interface ListProps {
  readonly label: string;
  readonly entries: readonly Entry[];
  /** An entry was chosen. */
  readonly done: () => void;
  /** Back to what opened this list. */
  readonly leave: () => void;
  /** To the neighbouring menu of the bar. */
  readonly across: (step: number) => void;
  readonly sub?: boolean;
  /** Opened by a key: the first entry takes the focus. */
  readonly byKey: boolean;
}

function List({ label, entries, done, leave, across, sub = false, byKey }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<{ at: number; byKey: boolean } | null>(null);
  // Before the next key can come: it belongs to the first entry.
  useLayoutEffect(() => {
    if (byKey) list.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
  }, []);
  const choose = (item: Item, at: number, key: boolean) => {
    if (item.items) setOpen({ at, byKey: key });
    else {
      done();
      item.run?.();
    }
  };
  const onKey = (event: KeyboardEvent, item: Item, at: number) => {
    const target = event.currentTarget as HTMLElement;
    const keys: Record<string, () => void> = {
      ArrowDown: () => focusNext(target, 1),
      ArrowUp: () => focusNext(target, -1),
      ArrowRight: () => (item.items ? choose(item, at, true) : across(1)),
      ArrowLeft: () => (sub ? leave() : across(-1)),
      Enter: () => choose(item, at, true),
      ' ': () => choose(item, at, true),
      Escape: leave,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <ul role="menu" aria-label={label} class={sub ? 'wb-menu wb-submenu' : 'wb-menu'} ref={list}>
      {entries.map((item, at) => {
        if (item === 'separator') return <li key={at} role="separator" class="wb-separator" />;
        const checkable = item.checked !== undefined;
        return (
          <li
            key={at}
            role="none"
            class="wb-menu-line"
            onPointerEnter={() => setOpen(item.items ? { at, byKey: false } : null)}
          >
            <div
              role={checkable ? 'menuitemcheckbox' : 'menuitem'}
              aria-checked={checkable ? item.checked : undefined}
              aria-haspopup={item.items ? 'menu' : undefined}
              aria-expanded={item.items ? open?.at === at : undefined}
              tabIndex={-1}
              class="wb-menu-item"
              onClick={() => choose(item, at, false)}
              onKeyDown={(event) => onKey(event, item, at)}
              onPointerEnter={(event) => event.currentTarget.focus()}
            >
              <span class="wb-menu-check">{item.checked ? '✓' : ''}</span>
              <span class="wb-menu-label">{item.label}</span>
              <span class="wb-menu-keys">{item.items ? '▸' : (item.keys ?? '')}</span>
            </div>
            {item.items && open?.at === at && (
              <List
                key={`${at}${open.byKey}`}
                label={item.label}
                entries={item.items}
                done={done}
                sub
                byKey={open.byKey}
                across={across}
                leave={() => {
                  setOpen(null);
                  const before = entries.slice(0, at).filter((one) => one !== 'separator').length;
                  const own = list.current?.querySelectorAll<HTMLElement>(':scope > li > [role^=menuitem]');
                  own?.[before]?.focus();
                }}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function MenuBar({ session }: { readonly session: Session }) {
  const bar = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<{ at: number; byKey: boolean } | null>(null);
  // One entry of the bar can be reached by Tab; the others by arrows from it.
  const [reached, setReached] = useState(0);
  const menus: readonly Menu[] = menusOf(session);
  const button = (at: number) =>
    bar.current?.querySelectorAll<HTMLElement>(':scope > li > [role=menuitem]')[at];
  const go = (at: number) => {
    setReached(at);
    button(at)?.focus();
  };
  useEffect(() => {
    if (open === null) return;
    const close = (event: Event) => {
      if (!bar.current?.contains(event.target as Node)) setOpen(null);
    };
    const away = () => setOpen(null);
    document.addEventListener('pointerdown', close, true);
    window.addEventListener('blur', away);
    return () => {
      document.removeEventListener('pointerdown', close, true);
      window.removeEventListener('blur', away);
    };
  }, [open]);
  const onKey = (event: KeyboardEvent, at: number) => {
    const next = (step: number) => (at + step + menus.length) % menus.length;
    const keys: Record<string, () => void> = {
      ArrowRight: () => go(next(1)),
      ArrowLeft: () => go(next(-1)),
      ArrowDown: () => setOpen({ at, byKey: true }),
      Enter: () => setOpen({ at, byKey: true }),
      ' ': () => setOpen({ at, byKey: true }),
      Escape: () => {
        setOpen(null);
        session.backToGrid();
      },
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <ul
      role="menubar"
      aria-label="Menus"
      class="wb-menubar"
      ref={bar}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {menus.map((menu, at) => (
        <li key={menu.label} role="none" class="wb-menubar-entry">
          <div
            role="menuitem"
            aria-haspopup="menu"
            aria-expanded={open?.at === at}
            tabIndex={at === reached ? 0 : -1}
            class="wb-menubar-item"
            onClick={() => setOpen(open?.at === at ? null : { at, byKey: false })}
            onPointerEnter={() => open !== null && open.at !== at && setOpen({ at, byKey: false })}
            onFocus={() => setReached(at)}
            onKeyDown={(event) => onKey(event, at)}
          >
            {menu.label}
          </div>
          {open?.at === at && (
            <List
              key={`${at}${open.byKey}`}
              label={menu.label}
              entries={menu.items}
              byKey={open.byKey}
              done={() => {
                setOpen(null);
                session.backToGrid();
              }}
              leave={() => {
                setOpen(null);
                go(at);
              }}
              across={(step) => {
                const to = (at + step + menus.length) % menus.length;
                go(to);
                setOpen({ at: to, byKey: true });
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
