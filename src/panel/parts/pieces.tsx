/** A value with its changed part marked. */
import type { Marked } from './marked';

/** Nothing is marked where nothing is in common: marking all of it would tell nothing. */
export function Pieces({ of: { head, part, tail } }: { readonly of: Marked }) {
  const isMarked = head !== '' || tail !== '';
  return (
    <bdi class="data">
      {head}
      {isMarked && part !== '' ? <mark>{part}</mark> : part}
      {tail}
    </bdi>
  );
}
