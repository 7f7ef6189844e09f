/** How a push ended: counted by outcome, and row by row (W5). Never a lone "done". */
import { OUTCOMES } from '../../core/words-rows';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count, duration, number } from '../format';
import { Button, Buttons, Data, Heading, Note } from '../parts';
import { Paged, type Page } from './paged';

type Result = NonNullable<Value<'pushStep'>['result']>;
type Row = Value<'pushRows'>['rows'][number];

const GOOD: readonly string[] = ['Updated', 'Created', 'Nothing to change'];

export function Outcomes({ result }: { readonly result: Result }) {
  const { go } = usePanel();
  const { counts, stopped, cancelled, total, planId, seconds } = result;
  const allGood = OUTCOMES.every((outcome) => GOOD.includes(outcome) || !counts[outcome]);
  return (
    <>
      <Heading>{cancelled ? 'Push cancelled' : stopped ? 'The push stopped' : 'Push finished'}</Heading>
      {stopped && <Note title={stopped.title}>{stopped.text}</Note>}
      <p>
        {count(total, 'change')}, {duration(seconds)}. Each row says in its Message cell what happened.
      </p>
      <ul>
        {OUTCOMES.flatMap((outcome) => {
          const times = counts[outcome] ?? 0;
          return times === 0 ? [] : [<li key={outcome}>{`${outcome}: ${number(times)}`}</li>];
        })}
      </ul>
      <Buttons>
        <Button blue onClick={() => go(allGood ? 'home' : 'check')}>
          {allGood ? 'Done' : 'Check edits'}
        </Button>
      </Buttons>
      <Rows planId={planId} />
    </>
  );
}

function Rows({ planId }: { readonly planId: string }) {
  const { bridge } = usePanel();
  const load = async (offset: number): Promise<Page<Row>> => {
    const { rows, total } = await bridge.call('pushRows', { planId, offset });
    const next = offset + rows.length;
    return { lines: rows, total, next: rows.length > 0 && next < total ? next : null };
  };
  return <Paged<Row> first={null} load={load} draw={drawRow} opener="Show every row" />;
}

function drawRow({ id, outcome, message }: Row) {
  return (
    <>
      <strong>{id === 0 ? 'New postback' : `#${id}`}</strong>: {outcome}
      {message !== '' && (
        <div>
          <Data>{message}</Data>
        </div>
      )}
    </>
  );
}
