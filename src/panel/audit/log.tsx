/** The change log: how long it is, verifying it, and beginning a new one (A1). */
import { useRef, useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Help } from '../parts/help';
import { Button, Heading, Live, Note, ProgressBar, Tick } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useAction, useSteps } from '../use-action';

type Request = Args<'verifyLog'>[0];
type Verdict = NonNullable<Value<'verifyLog'>['result']>;

export function LogView() {
  const { bridge, status, refresh, go } = usePanel();
  const { log } = status;
  const next = useRef<Request>({});
  // Verifying is a line of the log itself.
  const steps = useSteps<Value<'verifyLog'>>(async () => {
    const step = await bridge.call('verifyLog', next.current);
    if (step.goOn) next.current = { goOn: step.goOn };
    return step;
  }, refresh);
  const verify = (): void => {
    next.current = {};
    steps.start(() => Promise.resolve(null));
  };
  const result = steps.last?.result;
  return (
    <>
      <Heading>Change log</Heading>
      <Help guide="change-log">
        {log
          ? `The tab Change log has ${count(log.lines, 'line')}, each with a digest over the line before.`
          : 'It begins with the next pull, push or change of a setting.'}
      </Help>
      {log ? (
        <Button blue disabled={steps.busy} onClick={verify}>
          Verify log
        </Button>
      ) : (
        <Button blue onClick={() => go('pull')}>
          Pull postbacks
        </Button>
      )}
      {steps.busy && <ProgressBar progress={steps.progress} />}
      <Refused error={steps.error} />
      <Live>{result && <Found verdict={result} />}</Live>
      {log && <NewLog isLarge={log.isLarge} />}
    </>
  );
}

function Found({ verdict }: { readonly verdict: Verdict }) {
  const { lines, intact, broken, brokenInAll, missing, missingInAll, doubled, doubledInAll } = verdict;
  if (intact) return <Note title="Whole">All {count(lines, 'line')} are as they were written.</Note>;
  const stretches = missing.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  return (
    <Note bad title="Not whole">
      <ul>
        <Numbers total={brokenInAll} what="changed or put in" numbers={broken.map(String)} />
        <Numbers total={missingInAll} what="missing" numbers={stretches} />
        <Numbers total={doubledInAll} what="there more than once" numbers={doubled.map(String)} />
        {!verdict.newestIsThere && <li>The newest line, number {verdict.newest}, is not there</li>}
      </ul>
    </Note>
  );
}

/** Told one by one in a line; the rest is counted. */
const TOLD = 20;

interface NumbersProps {
  readonly total: number;
  readonly what: string;
  readonly numbers: readonly string[];
}

function Numbers({ total, what, numbers }: NumbersProps) {
  if (total === 0) return null;
  const told = numbers.slice(0, TOLD).join(', ');
  return (
    <li>
      {count(total, 'line')} {what}: {told}
      {numbers.length > TOLD && ', …'}
    </li>
  );
}

function NewLog({ isLarge }: { readonly isLarge: boolean }) {
  const { bridge, refresh } = usePanel();
  const { busy, error, run } = useAction();
  const [isSure, setSure] = useState(false);
  const [told, setTold] = useState('');
  const begin = (): void =>
    run(async () => {
      const { lines } = await bridge.call('startNewLog');
      setTold(
        `A new log was begun with ${number(lines)} ${lines === 1 ? 'line' : 'lines'}; the old tab has the date in its name.`,
      );
      setSure(false);
      await refresh();
    });
  return (
    <details class="block" open={isLarge}>
      <summary>Start a new log</summary>
      <p>
        {isLarge && 'This one is large. '}The old tab stays under another name, and the new one goes on with
        its last number and digest.
      </p>
      <Tick checked={isSure} onChange={setSure}>
        Begin a new tab
      </Tick>
      <Button disabled={busy || !isSure} onClick={begin}>
        Start a new log
      </Button>
      <Live>{told}</Live>
      <Refused error={error} />
    </details>
  );
}
