/** Views that the menu has and this version does not: it says so, and shows the way back. */
import { Help } from '../parts/help';
import { Heading } from '../parts/parts';

const WORDS = {
  snapshot: ['Audit snapshot', 'This version cannot take audit snapshots yet; nothing was read or changed.'],
  undo: ['Undo a push', 'This version cannot undo a push yet; nothing was read or changed.'],
} as const;

export function LaterView({ view }: { readonly view: keyof typeof WORDS }) {
  const [title, text] = WORDS[view];
  return (
    <>
      <Heading>{title}</Heading>
      <Help guide="the-start-of-the-panel">{text}</Help>
    </>
  );
}
