/** What a pull brought, and what it did not (P2, P3, P5). */
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, Heading } from '../parts/parts';
import { News } from './news';

type Result = NonNullable<Value<'pullStep'>['result']>;

export function PullOutcome({ result }: { readonly result: Result }) {
  const { go } = usePanel();
  const again = (blue: boolean) => (
    <Button blue={blue} onClick={() => go('pull')}>
      Pull again
    </Button>
  );
  if (result.cancelled) {
    return (
      <>
        <Heading>Pull cancelled</Heading>
        <Help guide="pull">Nothing in the Postbacks tab was changed.</Help>
      </>
    );
  }
  return (
    <>
      <Heading>{titleOf(result)}</Heading>
      {!result.complete && (
        <p>
          Everflow’s list changed while it was read. Rows that are here can be edited and pushed. Nothing is
          marked as gone, and no audit snapshot can be taken.
        </p>
      )}
      <Counts result={result} />
      {result.changed + result.switchedOff + result.gone > 0 && <News />}
      <Help guide="edit">Edit cells in the Postbacks tab; then check your edits.</Help>
      <Buttons>
        {!result.complete && again(true)}
        <Button blue={result.complete} onClick={() => go('check')}>
          {result.complete ? 'Check edits' : 'Go on with what is here'}
        </Button>
      </Buttons>
    </>
  );
}

function titleOf({ complete, missing, rows }: Result): string {
  if (complete) return `Pulled ${count(rows, 'postback')}`;
  return `Incomplete: ${number(missing)} of ${count(rows + missing, 'postback')} are missing`;
}

function Counts({ result }: { readonly result: Result }) {
  return (
    <ul>
      <li>{count(result.added, 'row')} added</li>
      <li>{count(result.changed, 'postback')} changed on Everflow since the last pull</li>
      {result.notRefreshed > 0 && (
        <li>{count(result.notRefreshed, 'postback')} of earlier pulls not refreshed; their rows say so</li>
      )}
      {result.unclear > 0 && (
        <li>
          {count(result.unclear, 'postback')} left alone, since the id stands twice or was lost; the check
          names them
        </li>
      )}
      {result.notLoaded > 0 && <li>{count(result.notLoaded, 'postback')} with details not loaded</li>}
      {result.ignored.map((filter) => (
        <li key={filter}>Everflow ignored the filter by {filter}; it was applied here instead</li>
      ))}
    </ul>
  );
}
