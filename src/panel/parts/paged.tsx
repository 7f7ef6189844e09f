/** A long list, a few lines at a time; further pages come from the server when they are asked for (X1). */
import { useEffect, useState } from 'preact/hooks';
import { number } from '../format';
import { Button, ErrorBox } from './parts';
import { useAction } from '../use-action';
import type { ComponentChildren } from 'preact';

/** Lines added to the page at once; a sidebar is small. */
const LINES_AT_ONCE = 50;

export interface Page<T> {
  readonly lines: readonly T[];
  readonly total: number;
  /** Offset of what comes after these lines; null at the end. */
  readonly next: number | null;
}

interface Props<T> {
  /** What is known already; null if nothing was asked for yet. */
  readonly first: Page<T> | null;
  readonly load: (offset: number) => Promise<Page<T>>;
  readonly draw: (line: T) => ComponentChildren;
  /** Words of the button while nothing is shown. */
  readonly opener: string;
  /** True if the first lines are asked for unbidden: a button elsewhere has opened this list. */
  readonly atOnce?: boolean;
}

export function Paged<T>({ first, load, draw, opener, atOnce = false }: Props<T>) {
  const [known, setKnown] = useState<Page<T>>(first ?? { lines: [], total: 0, next: 0 });
  const [shown, setShown] = useState(first ? LINES_AT_ONCE : 0);
  const { busy, error, run } = useAction();
  const more = (): void =>
    run(async () => {
      const wanted = shown + LINES_AT_ONCE;
      if (wanted > known.lines.length && known.next !== null) {
        const page = await load(known.next);
        setKnown({ ...page, lines: [...known.lines, ...page.lines] });
      }
      setShown(wanted);
    });
  useEffect(() => {
    if (atOnce) more();
  }, []);
  const hasMore = known.next !== null || shown < known.lines.length;
  const told = Math.min(shown, known.lines.length);
  return (
    <>
      <ul class="list">
        {known.lines.slice(0, shown).map((line, at) => (
          <li key={at}>{draw(line)}</li>
        ))}
      </ul>
      <ErrorBox error={error} />
      {hasMore && (
        <Button disabled={busy} onClick={more}>
          {told === 0 ? opener : `Show more (${number(told)} of ${number(known.total)} shown)`}
        </Button>
      )}
    </>
  );
}
