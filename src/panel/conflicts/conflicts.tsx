/** What was changed here and in Everflow too: the values side by side, and whose is taken, for each field, row or all (M2). */
import { useEffect, useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Help } from '../parts/help';
import { LongList } from '../parts/long-list';
import { pageOf, type Page } from '../parts/page';
import { Button, Buttons, Heading, Live, ProgressBar } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useAction, useSteps } from '../use-action';
import { ConflictRow, type Line, type Use } from './conflict-row';

type Conflicts = Value<'conflicts'>;
type Request = Args<'settleStep'>[0];
type Settled = NonNullable<Value<'settleStep'>['result']>;

export function ConflictsView() {
  const { bridge } = usePanel();
  const [list, setList] = useState<Conflicts | null>(null);
  const [told, setTold] = useState('');
  const reading = useAction();
  const read = async (): Promise<void> => setList(await bridge.call('conflicts', { offset: 0 }));
  // State and Message in the sheet would go on telling of conflicts that are over.
  const checking = useSteps<Value<'checkStep'>>(() => bridge.call('checkStep'));
  useEffect(() => reading.run(read), []);
  const settle = (request: Request): void =>
    checking.start(async () => {
      setTold('');
      let step = await bridge.call('settleStep', request);
      while (step.goOn) {
        setTold(`${number(step.progress.done)} of ${number(step.progress.total)} rows settled`);
        step = await bridge.call('settleStep', { ...request, goOn: step.goOn });
      }
      // What was done is true even if nothing can be read afterwards.
      if (step.result) setTold(settledText(step.result, request.use));
      await read();
      return null;
    });
  const busy = reading.busy || checking.busy;
  return (
    <>
      <Heading key={list?.stamps}>{list ? titleOf(list.total) : 'Changed in Everflow too'}</Heading>
      <Live>{told}</Live>
      <Refused error={reading.error ?? checking.error} />
      {busy && <ProgressBar progress={list ? checking.progress : LOOKING} />}
      {list && <Listed key={list.stamps} list={list} busy={busy} settle={settle} />}
      {!busy && (reading.error ?? checking.error) && (
        <Button blue={!list} onClick={() => reading.run(read)}>
          Look again
        </Button>
      )}
    </>
  );
}

const LOOKING = { doing: 'Comparing rows', done: 0, total: 0, finished: false };

function titleOf(rows: number): string {
  if (rows === 0) return 'No row was changed in Everflow too';
  return `${count(rows, 'row was', 'rows were')} changed in Everflow too`;
}

interface ListedProps {
  readonly list: Conflicts;
  readonly busy: boolean;
  readonly settle: (request: Request) => void;
}

function Listed({ list, busy, settle }: ListedProps) {
  const { bridge, go } = usePanel();
  const load = async (offset: number): Promise<Page<Line>> =>
    asPage(await bridge.call('conflicts', { offset }));
  const isEmpty = list.total === 0;
  const forAll = (use: Use): void => settle({ stamps: list.stamps, use });
  const one = (line: Line, use: Use, fields?: readonly string[]): void =>
    settle({ stamps: line.stamp, use, turnOn: true, ...(fields && { fields }) });
  return (
    <>
      {!isEmpty && (
        <>
          <Help guide="changed-in-everflow-too">
            You changed the same field to something else. “Use mine” makes it a change again, which you review
            and push; nothing is sent here.
          </Help>
          <Buttons>
            <Button blue disabled={busy} onClick={() => forAll('theirs')}>
              Use Everflow’s for all
            </Button>
            <Button disabled={busy} onClick={() => forAll('mine')}>
              Use mine for all
            </Button>
          </Buttons>
          <p class="gray">“Use mine for all” does not turn anything on.</p>
        </>
      )}
      <Buttons>
        <Button blue={isEmpty} disabled={busy} onClick={() => go('push')}>
          Review and push
        </Button>
      </Buttons>
      {!isEmpty && (
        <LongList<Line>
          what={['row', 'rows']}
          first={asPage(list)}
          load={load}
          draw={(line) => (
            <ConflictRow line={line} busy={busy} onUse={(use, fields) => one(line, use, fields)} />
          )}
        />
      )}
    </>
  );
}

const asPage = ({ lines, total, offset }: Conflicts): Page<Line> => pageOf(lines, offset, total);

function settledText({ rows, changedAgain, turnsOn, tooLong, doubled }: Settled, use: Use): string {
  const whose = use === 'mine' ? 'with your values' : 'with Everflow’s';
  const passed: readonly (readonly [number, string])[] = [
    [changedAgain, 'changed again since it was shown: look at it once more'],
    [turnsOn, 'would be turned on: settle it by itself'],
    [tooLong, 'too long for a cell: settle it in Everflow'],
    [doubled, 'the id stands in several rows: check the edits'],
  ];
  const left = passed.filter(([times]) => times > 0);
  const why = left.map(([times, reason]) => ` ${count(times, 'row')} passed over (${reason}).`);
  return `${count(rows, 'row')} settled ${whose}.${why.join('')}`;
}
