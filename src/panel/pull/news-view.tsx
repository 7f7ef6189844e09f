/** What changed on Everflow, as a view of its own: reached from the start at any time after a pull (P9). */
import { usePanel } from '../context';
import { Help } from '../parts/help';
import { Button, Buttons, Heading } from '../parts/parts';
import { News } from './news';

export function NewsView() {
  const { go } = usePanel();
  return (
    <>
      <Heading>What changed in Everflow</Heading>
      <Help guide="what-changed-in-everflow">Old and new values, until you mark them as seen.</Help>
      <News isView />
      <Buttons>
        <Button blue onClick={() => go('check')}>
          Check edits
        </Button>
      </Buttons>
    </>
  );
}
