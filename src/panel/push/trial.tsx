/** "Push 5 first": what became of the first rows, and the choice to go on or to stop (W8). */
import type { Value } from '../bridge';
import { count, number } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, Data, Heading, Note } from '../parts/parts';
import { PostbackName } from './push-rows';
import { stopText, type WaitsProps } from './waits';

export type TrialRow = NonNullable<Value<'pushStep'>['trial']>[number];

const WRITTEN: readonly string[] = ['Updated', 'Created'];
const GOOD: readonly string[] = [...WRITTEN, 'Nothing to change'];

interface Props extends Omit<WaitsProps, 'message'> {
  readonly trial: readonly TrialRow[];
}

export function Trial({ trial, left, goOn, stop, rows }: Props) {
  const warnings = warningsOf(trial);
  const isGood = warnings.length === 0;
  const others = left === 1 ? 'Push the other one' : `Push the other ${number(left)}`;
  const stopping = (
    <Button blue={!isGood} onClick={stop}>
      {stopText(left)}
    </Button>
  );
  return (
    <>
      <Heading>
        {isGood
          ? `The first ${trial.length} are pushed and were read back`
          : `Look at the first ${trial.length} before the others are pushed`}
      </Heading>
      {isGood ? (
        <Help guide="push-5-first">
          Everflow holds them as reviewed. Nothing more is sent until you choose.
        </Help>
      ) : (
        <Note bad title="Not all of them are as reviewed">
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Note>
      )}
      {!isGood && <Help guide="push-5-first">Nothing more is sent until you choose.</Help>}
      <ul class="list">
        {trial.map((row) => (
          <li key={row.seq}>
            <TrialLine row={row} />
          </li>
        ))}
      </ul>
      <Buttons>
        {!isGood && stopping}
        <Button blue={isGood} onClick={goOn}>
          {others}
        </Button>
        {isGood && stopping}
      </Buttons>
      {rows}
    </>
  );
}

function TrialLine({ row: { id, outcome, differs, read } }: { readonly row: TrialRow }) {
  return (
    <>
      <PostbackName id={id} />: {outcome}
      {WRITTEN.includes(outcome) && (
        <div>
          {!read && 'Could not be read back'}
          {read && differs.length === 0 && '✓ as reviewed'}
          {read && differs.length > 0 && (
            <>
              Everflow holds something else in <Data>{differs.join(', ')}</Data>
            </>
          )}
        </div>
      )}
    </>
  );
}

function warningsOf(trial: readonly TrialRow[]): string[] {
  const times = (is: (row: TrialRow) => boolean): number => trial.filter(is).length;
  const told: readonly (readonly [number, string])[] = [
    [
      times(({ differs }) => differs.length > 0),
      'not held as reviewed: the others may end like that too. Look at them in Everflow.',
    ],
    [times(({ outcome }) => !GOOD.includes(outcome)), 'not pushed; each says why in its Message cell.'],
    [
      times(({ outcome, read }) => WRITTEN.includes(outcome) && !read),
      'not read back: Everflow did not answer. Look at them in Everflow.',
    ],
  ];
  return told.flatMap(([rows, words]) => (rows === 0 ? [] : [`${count(rows, 'row')} ${words}`]));
}
