/** The start once there is a key: one blue button for what comes next, and what else waits for the person (X1). */
import { useEffect, useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel, type Status } from '../context';
import { count, moment } from '../format';
import { Help } from '../parts/help';
import { nextStepAfter } from '../parts/next-step';
import { Button, Buttons, Heading, Live, Note } from '../parts/parts';
import type { PanelError } from '../bridge';
import { useAction } from '../use-action';

type Counts = Value<'startCounts'>;

export function NextStep() {
  const { status, go } = usePanel();
  const { pull, trouble } = status;
  const canCheck = pull !== null && trouble === null;
  const { counts, isCounting } = useCounts(canCheck);
  const isPullNext = !canCheck || counts?.edits === 0;
  return (
    <>
      <Heading>Postback Desk</Heading>
      {trouble && <Note title={trouble.title}>{trouble.text}</Note>}
      <Help guide="the-start-of-the-panel">
        {pull
          ? 'Edit cells in the Postbacks tab, then check them.'
          : 'Pull all postbacks into this spreadsheet, edit them there, then check and push your changes.'}
      </Help>
      {pull && <p>{pulledText(pull)}</p>}
      {pull && !pull.complete && !trouble && (
        <Note title="The last pull is incomplete">
          Rows that are here can be edited and pushed. Nothing is marked as gone; pull again for the rest.
        </Note>
      )}
      <Live>{isCounting ? 'Counting your edits…' : ''}</Live>
      <Buttons>
        {canCheck && (
          <Button blue={!isPullNext} onClick={() => go('check')}>
            {checkText(counts)}
          </Button>
        )}
        <Button blue={isPullNext} onClick={() => go('pull')}>
          Pull postbacks
        </Button>
        {canCheck && <Button onClick={() => go('push')}>Review and push</Button>}
      </Buttons>
      {trouble && <TroubleStep trouble={trouble} />}
      {counts && <Waiting counts={counts} />}
      <Buttons>
        {pull && <Button onClick={() => go('health')}>Health</Button>}
        {pull && <Button onClick={() => go('audit')}>Audit and undo</Button>}
        <Button onClick={() => go('settings')}>Settings</Button>
      </Buttons>
    </>
  );
}

/** Where the trouble can be removed, if that is not by pulling, which is offered anyway. */
function TroubleStep({ trouble }: { readonly trouble: NonNullable<Status['trouble']> }) {
  const { go } = usePanel();
  const step = nextStepAfter(trouble.code as PanelError['code']);
  if (!step || step.view === 'pull') return null;
  return (
    <Buttons>
      <Button onClick={() => go(step.view)}>{step.text}</Button>
    </Buttons>
  );
}

/** Asked after the start is on the screen: counting reads the whole tab. A failure is not told, the check will tell it better. */
function useCounts(isWanted: boolean): { readonly counts: Counts | null; readonly isCounting: boolean } {
  const { bridge } = usePanel();
  const [counts, setCounts] = useState<Counts | null>(null);
  const { busy, run } = useAction();
  useEffect(() => {
    if (isWanted) run(async () => setCounts(await bridge.callNow('startCounts')));
  }, [isWanted]);
  return { counts, isCounting: busy };
}

function checkText(counts: Counts | null): string {
  if (!counts) return 'Check edits';
  return counts.edits === 0 ? 'Check edits (none yet)' : `Check ${count(counts.edits, 'edit')}`;
}

function pulledText({ at, by, complete }: NonNullable<Status['pull']>): string {
  const whom = by === '' ? '' : ` by ${by}`;
  return `Pulled ${moment(at)}${whom}${complete ? '' : ', incomplete'}.`;
}

/** What waits for the person besides their own edits. */
function Waiting({ counts: { waiting, conflicts, news } }: { readonly counts: Counts }) {
  const { go } = usePanel();
  const switchedOff =
    news.switchedOff > 0 ? ` ${count(news.switchedOff, 'postback was', 'postbacks were')} switched off.` : '';
  return (
    <>
      {waiting > 0 && (
        <Note bad title={`${count(waiting, 'new row waits', 'new rows wait')} for your answer`}>
          Sending again unasked could make a postback fire twice.
          <Buttons>
            <Button onClick={() => go('waiting')}>Answer {count(waiting, 'new row')}</Button>
          </Buttons>
        </Note>
      )}
      {conflicts > 0 && (
        <Note title={`${count(conflicts, 'row was', 'rows were')} changed in Everflow too`}>
          They are not pushed until you choose whose value is right.
          <Buttons>
            <Button onClick={() => go('conflicts')}>Settle {count(conflicts, 'conflict')}</Button>
          </Buttons>
        </Note>
      )}
      {news.lines > 0 && (
        <Note title="News from Everflow">
          {count(news.lines, 'change')} that you have not marked as seen.{switchedOff}
          <Buttons>
            <Button onClick={() => go('news')}>What changed in Everflow</Button>
          </Buttons>
        </Note>
      )}
    </>
  );
}
