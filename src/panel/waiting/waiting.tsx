/** New rows that wait for a person: what Everflow holds for each, and the answers (W4). Nothing is sent from here. */
import { useEffect, useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { count } from '../format';
import { Help } from '../parts/help';
import { pageOf, type Page } from '../parts/page';
import { Button, Buttons, Heading, Live } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useAction } from '../use-action';
import { Paged } from './paged';
import { choosable, WaitingRow, type Row } from './waiting-row';

type Answer = Args<'answerWaiting'>[0]['answer'];
/** What was decided about a row here; `later` can be taken back. */
type Decision = Answer | 'later';
type Decisions = ReadonlyMap<string, Decision>;

export function WaitingView() {
  const { bridge } = usePanel();
  const [first, setFirst] = useState<Value<'waitingRows'> | null>(null);
  const [turn, setTurn] = useState(0);
  const { busy, error, run } = useAction();
  const read = (): void =>
    run(async () => {
      setFirst(await bridge.call('waitingRows', { offset: 0 }));
      setTurn(turn + 1);
    });
  useEffect(read, []);
  return (
    <>
      <Heading key={turn}>{first ? titleOf(first.total) : 'New rows that wait for an answer'}</Heading>
      <Live>{busy ? 'Looking in Everflow…' : ''}</Live>
      <Refused error={error} />
      {first && <Rows key={turn} first={first} readAgain={read} />}
      {!first && !busy && (
        <Button blue onClick={read}>
          Look again
        </Button>
      )}
    </>
  );
}

function titleOf(total: number): string {
  if (total === 0) return 'No new row waits for an answer';
  return `${count(total, 'new row waits', 'new rows wait')} for an answer`;
}

interface RowsProps {
  readonly first: Value<'waitingRows'>;
  readonly readAgain: () => void;
}

function Rows({ first, readAgain }: RowsProps) {
  const { bridge, go } = usePanel();
  const [rows, setRows] = useState(first.rows);
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const given = [...decisions.values()].filter((decision) => decision !== 'later');
  const decide = (rowKey: string, decision: Decision | null): void =>
    setDecisions((before) => {
      const others = [...before].filter(([key]) => key !== rowKey);
      return new Map(decision ? [...others, [rowKey, decision]] : others);
    });
  // Rows that were answered have left the server's list, so that the others have moved up in it.
  const load = async (offset: number): Promise<Page<Row>> => {
    const { rows: more, total } = await bridge.call('waitingRows', { offset: offset - given.length });
    const known = new Set(rows.map(({ rowKey }) => rowKey));
    const added = more.filter(({ rowKey }) => !known.has(rowKey));
    setRows([...rows, ...added]);
    return pageOf(added, offset, total + given.length);
  };
  const isOpen = ({ rowKey }: Row): boolean => !decisions.has(rowKey);
  const next = rows.find((row) => isOpen(row) && choosable(row).length > 0);
  const isSent = given.some((decision) => 'others' in decision);
  return (
    <>
      {rows.length > 0 && (
        <Help guide="new-rows-that-wait-for-you">
          Nothing is sent from here: what you let go is in the next review.
        </Help>
      )}
      <Paged<Row>
        first={pageOf(first.rows, 0, first.total)}
        load={load}
        draw={(row) => (
          <WaitingRow
            row={row}
            blue={row === next}
            decision={decisions.get(row.rowKey) ?? null}
            onDecide={(decision) => decide(row.rowKey, decision)}
          />
        )}
      />
      <Buttons>
        <Button blue={!next} onClick={() => go(isSent ? 'push' : 'check')}>
          {isSent ? 'Review and push' : 'Check edits'}
        </Button>
        {rows.length > 0 && <Button onClick={readAgain}>Look again</Button>}
      </Buttons>
    </>
  );
}
