/**
 * A list of any length: only lines in view are in the page, and pages come from the server as they are scrolled to (X1). Its box is one
 * stop of the Tab key and scrolls with the arrow keys.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { count } from '../format';
import { useAction } from '../use-action';
import type { Page } from './page';
import { Button, ErrorBox, Live } from './parts';
import { drawnAt, guessFrom } from './window';

/** Lists up to this long stand in the page without a box of their own, if all of it is known. */
const SHORT = 12;
/** Taken until a line has been measured, in px. */
const FIRST_GUESS = 64;
/** Height of the box where none is laid out yet, in px. */
const FIRST_VIEW = 480;
/** Lines that a page of the server holds at most. */
const PAGE_LINES = 500;

interface Props<T> {
  /** What the lines are, one and many, such as `change` and `changes`. */
  readonly what: readonly [string, string];
  /** What is known already; null if nothing was asked for yet. */
  readonly first: Page<T> | null;
  readonly load: (offset: number) => Promise<Page<T>>;
  readonly draw: (line: T) => ComponentChildren;
}

export function LongList<T>({ what, first, load, draw }: Props<T>) {
  const { lines, total, busy, error, need } = useLines(first, load);
  const { box, heights, list, top, view, look } = useView();
  const guess = useGuess(heights);
  const isShort = total !== null && total <= SHORT && lines.size === total;
  const shown = drawnAt({ total: total ?? 0, heightOf: (at) => heights.get(at), guess }, top, view);
  const { from, to, before, after } = isShort ? { from: 0, to: total, before: 0, after: 0 } : shown;
  useEffect(() => need(from, to), [from, to, busy]);
  const items: ComponentChildren[] = [];
  for (let at = from; at < to; at += 1) {
    const line = lines.get(at);
    const place = { 'aria-setsize': total ?? -1, 'aria-posinset': at + 1 };
    items.push(
      line === undefined ? (
        // As high as is guessed, and not measured: nothing moves more than it must when the line comes.
        <li key={`${at} to come`} {...place} class="gray" style={{ minHeight: `${guess}px` }}>
          …
        </li>
      ) : (
        <li key={at} {...place} data-at={at}>
          {draw(line)}
        </li>
      ),
    );
  }
  const named = total === null ? what[1] : count(total, what[0], what[1]);
  return (
    <div class="block">
      <Live>{busy ? `Loading ${what[1]}…` : ''}</Live>
      <ErrorBox error={error} />
      {error && <Button onClick={() => need(from, to, true)}>Try again</Button>}
      <div
        ref={box}
        onScroll={look}
        {...(!isShort && { class: 'long', tabIndex: 0, role: 'group', 'aria-label': named })}
      >
        {/* Beside the list and not its padding, with which browsers would not hold still what is in view. */}
        <div style={{ height: `${before}px` }} />
        <ul ref={list} class="list">
          {items}
        </ul>
        <div style={{ height: `${after}px` }} />
      </div>
    </div>
  );
}

/** The lines that are known, by their place in the list; asks for those that are drawn and are not. */
function useLines<T>(first: Props<T>['first'], load: Props<T>['load']) {
  const [lines] = useState(() => new Map(first?.lines.entries()));
  const [total, setTotal] = useState(first?.total ?? null);
  const { busy, error, run } = useAction();
  const need = (from: number, to: number, again = false): void => {
    if (busy || (error && !again)) return;
    const missing = total === null ? 0 : firstMissing(lines, from, to);
    if (missing === null) return;
    // Aligned, so that scrolling upwards does not ask for a page for every few lines; pages of long lines end early.
    const start = missing - (missing % PAGE_LINES);
    run(async () => {
      const offset = lines.has(start) ? missing : start;
      const page = await load(offset);
      page.lines.forEach((line, at) => lines.set(offset + at, line));
      // A list that has become shorter meanwhile is not asked for what it no longer has.
      setTotal(page.lines.length === 0 ? Math.min(page.total, offset) : page.total);
    });
  };
  return { lines, total, busy, error, need };
}

function firstMissing(lines: ReadonlyMap<number, unknown>, from: number, to: number): number | null {
  for (let at = from; at < to; at += 1) if (!lines.has(at)) return at;
  return null;
}

/** Guessed from the first lines that are drawn, and kept: with another guess all lines would move under the reader's eyes. */
function useGuess(heights: ReadonlyMap<number, number>): number {
  const kept = useRef(0);
  if (kept.current === 0 && heights.size > 0) kept.current = guessFrom(heights, FIRST_GUESS);
  return kept.current || FIRST_GUESS;
}

/** Where the box stands, and how high the drawn lines are. */
function useView() {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [heights] = useState(() => new Map<number, number>());
  const [{ top, view }, setSeen] = useState({ top: 0, view: FIRST_VIEW });
  const [, setMeasured] = useState(0);
  const look = (): void => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    const seen = { top: scrollTop, view: clientHeight || FIRST_VIEW };
    if (seen.top !== top || seen.view !== view) setSeen(seen);
  };
  useKeptFocus(box);
  useLayoutEffect(() => {
    let isNew = false;
    for (const item of list.current?.children ?? []) {
      const [at, height] = [Number((item as HTMLElement).dataset['at']), (item as HTMLElement).offsetHeight];
      if (Number.isNaN(at) || height === 0 || heights.get(at) === height) continue;
      heights.set(at, height);
      isNew = true;
    }
    if (isNew) setMeasured((times) => times + 1);
  });
  useEffect(() => {
    if (typeof ResizeObserver === 'undefined' || !box.current) return;
    // Also when a closed section around the list is opened.
    const observer = new ResizeObserver(look);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return { box, list, heights, top, view, look };
}

/** A line that scrolls away may hold the focus; the box takes it over then, so that the keyboard goes on from here. */
function useKeptFocus(box: { readonly current: HTMLElement | null }): void {
  const last = useRef<Node | null>(null);
  useLayoutEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  });
  useEffect(() => {
    const { current } = box;
    const note = ({ target }: Event): void => {
      last.current = target as Node;
    };
    current?.addEventListener('focusin', note);
    return () => current?.removeEventListener('focusin', note);
  }, []);
}
