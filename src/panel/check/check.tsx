/** Checking the edits: counts, what is wrong by cause, and one-click fixes (V11). */
import { useEffect, useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Help } from '../parts/help';
import { Aloud, Button, Buttons, Heading, Live, Note, ProgressBar } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useAction, useSteps } from '../use-action';
import { DiscardChanges } from './discard';
import { ProblemGroup, type Group } from './problem-group';
import { RepairLayout } from './repair';

type CheckStep = Value<'checkStep'>;
type Result = NonNullable<CheckStep['result']>;

export function CheckView() {
  const { bridge } = usePanel();
  const [told, setTold] = useState('');
  const showing = useAction();
  const steps = useSteps<CheckStep>(() => bridge.call('checkStep'));
  const check = (): void => steps.start(() => Promise.resolve(null));
  const fix = (group: Group, fixId: string): void =>
    steps.start(async () => {
      setTold('');
      const { cause, severity } = group;
      let step = await bridge.call('fixGroup', { cause, severity, fixId });
      while (step.result === undefined) {
        setTold(`${number(step.progress.done)} of ${number(step.progress.total)} repaired`);
        step = await bridge.call('fixGroup', { cause, severity, fixId, soFar: step.soFar });
      }
      setTold(fixedText(step.result));
      return null;
    });
  const confirm = ({ cause }: Group, word: string): void =>
    showing.run(async () => {
      await bridge.call('confirmProblem', { cause, word });
      setTold('Confirmed. It holds while these changes stay as they are.');
      check();
    });
  const show = ({ cause, severity }: Group): void =>
    showing.run(async () => setTold(shownText(await bridge.call('showProblems', { cause, severity }))));
  useEffect(check, []);
  const result = steps.last?.result;
  return (
    <>
      <Heading>Check edits</Heading>
      <Help guide="check">Compares the Postbacks tab with what was pulled; nothing is sent.</Help>
      <Live>{told}</Live>
      <Aloud>{result ? checkedText(result) : ''}</Aloud>
      <Refused error={steps.error ?? showing.error} view="check" />
      {steps.busy && <ProgressBar progress={steps.progress} />}
      {result && (
        <Checked
          result={result}
          busy={steps.busy || showing.busy}
          onFix={fix}
          onShow={show}
          onConfirm={confirm}
          again={check}
        />
      )}
      {!result && !steps.busy && (
        <Button blue onClick={check}>
          Check again
        </Button>
      )}
      <DiscardChanges onEnd={check} />
      <RepairLayout />
    </>
  );
}

function fixedText({ rows, formulas }: Value<'fixGroup'>['soFar']): string {
  const what =
    formulas > 0 ? `${count(formulas, 'formula')} replaced by values` : `${count(rows, 'row')} repaired`;
  return `${what}. Ctrl+Z in the sheet takes it back.`;
}

function shownText({ cells, hiddenByFilter }: Value<'showProblems'>): string {
  const hidden =
    hiddenByFilter > 0 ? ` A filter hides ${count(hiddenByFilter, 'row')} of the first ones.` : '';
  return `${count(cells, 'cell')} selected in the Postbacks tab.${hidden}`;
}

function checkedText({ pushable, stopped, groups }: Result): string {
  const problems = groups.reduce((sum, group) => sum + group.count, 0);
  return `Checked. ${number(pushable)} can be pushed, ${number(stopped)} cannot. ${count(problems, 'problem')}.`;
}

interface CheckedProps {
  readonly result: Result;
  readonly busy: boolean;
  readonly onFix: (group: Group, fixId: string) => void;
  readonly onShow: (group: Group) => void;
  readonly onConfirm: (group: Group, word: string) => void;
  readonly again: () => void;
}

function Checked({ result, busy, onFix, onShow, onConfirm, again }: CheckedProps) {
  const { go } = usePanel();
  const { pushable, groups } = result;
  return (
    <>
      <Counts result={result} />
      <Buttons>
        {pushable > 0 && (
          <Button blue onClick={() => go('push')}>
            Review {count(pushable, 'change')}
          </Button>
        )}
        <Button blue={pushable === 0} onClick={again}>
          Check again
        </Button>
      </Buttons>
      {groups.map((group) => (
        <ProblemGroup
          key={`${group.severity} ${group.cause}`}
          group={group}
          busy={busy}
          onFix={(fixId) => onFix(group, fixId)}
          onShow={() => onShow(group)}
          onConfirm={(word) => onConfirm(group, word)}
        />
      ))}
    </>
  );
}

function Counts({ result }: { readonly result: Result }) {
  const { edited, created, stopped, pushable, unchanged, unknown, certain } = result;
  return (
    <>
      {edited + created === 0 && certain && <p>No row was changed.</p>}
      {!certain && (
        <Note title="Part of what was pulled can no longer be read">
          {count(unknown, 'row')} cannot be judged. Pull again to mend this; your edits are kept.
        </Note>
      )}
      <ul>
        <li>{count(edited, 'changed row')}</li>
        <li>{count(created, 'new row')}</li>
        <li>
          {number(pushable)} can be pushed, {number(stopped)} cannot as they are
        </li>
        <li>{count(unchanged, 'row')} as pulled</li>
      </ul>
    </>
  );
}
