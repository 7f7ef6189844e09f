/** The rows that wait, a page at a time: each page makes the server search in Everflow, so it is asked for by a button and not by scrolling. */
import { useState } from 'preact/hooks';
import { number } from '../format';
import type { Page } from '../parts/page';
import { Button, ErrorBox } from '../parts/parts';
import { useAction } from '../use-action';
import type { ComponentChildren } from 'preact';

/** Lines added to the page at once; a sidebar is small. */
const LINES_AT_ONCE = 50;

interface Props<T> {
  /** What is known already. */
  readonly first: Page<T>;
  readonly load: (offset: number) => Promise<Page<T>>;
  readonly draw: (line: T) => ComponentChildren;
}

export function Paged<T>({ first, load, draw }: Props<T>) {
  const [known, setKnown] = useState<Page<T>>(first);
  const [shown, setShown] = useState(LINES_AT_ONCE);
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
          Show more ({number(told)} of {number(known.total)} shown)
        </Button>
      )}
    </>
  );
}
