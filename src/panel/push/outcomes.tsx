/** How a push ended: counted by outcome, what to do about the rest, and row by row (W5). Never a lone "done". */
import { OUTCOMES } from '../../core/words-rows';
import type { PanelError, Value } from '../bridge';
import type { PreviewAnswer } from '../preview/choice';
import { usePanel } from '../context';
import { count, duration, localTimes, number } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, ErrorBox, Heading, Note } from '../parts/parts';
import { useAction } from '../use-action';
import { PushRows } from './push-rows';

type Result = NonNullable<Value<'pushStep'>['result']>;

const GOOD: readonly string[] = ['Updated', 'Created', 'Nothing to change'];
const IN_CONFLICT = 'Changed in Everflow too';

interface Props {
  readonly result: Result;
  /** What is to be tried again is reviewed first. */
  readonly onRetry: (answer: PreviewAnswer) => void;
}

export function Outcomes({ result, onRetry }: Props) {
  const { counts, stopped, cancelled, total, planId, seconds } = result;
  return (
    <>
      <Heading>{cancelled ? 'Push cancelled' : stopped ? 'The push stopped' : 'Push finished'}</Heading>
      {stopped && <Note title={stopped.title}>{localTimes(stopped.text, Date.now())}</Note>}
      <Help guide="what-each-outcome-means">
        {count(total, 'change')}, {duration(seconds)}. Each row says in its Message cell what happened.
      </Help>
      <ul>
        {OUTCOMES.flatMap((outcome) => {
          const times = counts[outcome] ?? 0;
          return times === 0 ? [] : [<li key={outcome}>{`${outcome}: ${number(times)}`}</li>];
        })}
      </ul>
      <NextSteps result={result} onRetry={onRetry} />
      <PushRows planId={planId} opener="Show every row" />
    </>
  );
}

function NextSteps({ result, onRetry }: Props) {
  const { bridge, go } = usePanel();
  const { busy, error, run } = useAction();
  const { planId, waiting } = result;
  const steps = stepsAfter(result);
  const does: { readonly [S in Step]: () => void } = {
    waiting: () => go('waiting'),
    settle: () => go('conflicts'),
    retry: () => run(async () => onRetry(await bridge.call('retryStart', { planId }))),
    check: () => go('check'),
    done: () => go('home'),
  };
  return (
    <>
      {waiting > 0 && (
        <p>
          {count(waiting, 'new row waits', 'new rows wait')} for you: sending again unasked could make a
          postback fire twice.
        </p>
      )}
      {steps.includes('retry') && (
        <p class="gray">
          Retrying takes what got no answer or was not sent, and refused rows that you have changed since.
        </p>
      )}
      <Buttons>
        {steps.map((step, at) => (
          <Button key={step} blue={at === 0} disabled={busy} onClick={does[step]}>
            {textOf(step, result)}
          </Button>
        ))}
      </Buttons>
      <ErrorBox error={error && wordsOf(error)} />
    </>
  );
}

type Step = 'waiting' | 'settle' | 'retry' | 'check' | 'done';

/** What can come next; the first is the blue one. */
function stepsAfter(result: Result): readonly Step[] {
  const { counts, waiting, cancelled, stopped } = result;
  if (OUTCOMES.every((outcome) => GOOD.includes(outcome) || !counts[outcome])) return ['done'];
  const noAnswer = counts['No answer (safe to retry)'] ?? 0;
  const isRetryFirst = noAnswer > 0 && waiting === 0 && !cancelled && !stopped;
  const retry: readonly Step[] = mayRetry(result) ? ['retry'] : [];
  const settle: readonly Step[] = (counts[IN_CONFLICT] ?? 0) > 0 ? ['settle'] : [];
  if (isRetryFirst) return [...retry, ...settle, 'check'];
  return [...(waiting > 0 ? ['waiting' as const] : []), ...settle, 'check', ...retry];
}

function textOf(step: Step, { waiting, counts }: Result): string {
  const texts: { readonly [S in Step]: string } = {
    waiting: `Answer ${count(waiting, 'new row')}`,
    settle: `Settle ${count(counts[IN_CONFLICT] ?? 0, 'conflict')}`,
    retry: 'Retry these',
    check: 'Check edits',
    done: 'Done',
  };
  return texts[step];
}

/** Could any row be tried again? New rows that wait for a person are not, whatever they ended as. */
function mayRetry({ counts, waiting }: Result): boolean {
  const twins = Math.max(0, waiting - (counts['Unclear (look before retrying)'] ?? 0));
  const unsent = (counts['Not sent'] ?? 0) - twins;
  return unsent + (counts['No answer (safe to retry)'] ?? 0) + (counts['Refused by Everflow'] ?? 0) > 0;
}

function wordsOf(error: PanelError): Pick<PanelError, 'title' | 'message'> {
  if (error.code !== 'nothing-to-push') return error;
  return {
    title: 'No row can be retried as it is',
    message:
      'Change the refused rows in the Postbacks tab first, then retry; of the others none has a change left that can be pushed.',
  };
}
