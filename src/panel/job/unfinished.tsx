/** An interrupted pull, push, snapshot or comparison: the offer to go on with it, or to end it; where others are at it, who they are (P8, W7, J2). */
import { useState } from 'preact/hooks';
import { usePanel, type Status } from '../context';
import { count, number } from '../format';
import { GUIDE_OF, NAMES, startedText, type Job, type Kind } from './job-words';
import { Help } from '../parts/help';
import { Button, Buttons, Heading, Note } from '../parts/parts';
import { AtWork } from './at-work';
import { PushRowList } from '../push/push-rows';
import { stopText } from '../push/waits';

type PushSoFar = NonNullable<Job['push']>;

export function Unfinished({ job }: { readonly job: Job }) {
  const { status } = usePanel();
  const { kind, inUse } = job;
  if (!isKind(kind)) return <Unknown job={job} />;
  if (inUse && (inUse.live || !inUse.mine)) return <AtWork kind={kind} job={job} inUse={inUse} />;
  if (kind === 'push' && status.trouble) return <CannotGoOn trouble={status.trouble} job={job} />;
  if (kind === 'push') return <PushOffer job={job} />;
  return kind === 'pull' ? <PullOffer job={job} /> : <AuditOffer kind={kind} job={job} />;
}

const isKind = (kind: string): kind is Kind => kind in NAMES;

/** A snapshot or comparison: nothing but a hidden tab is left of it, which cancelling takes away. */
function AuditOffer({ kind, job }: { readonly kind: 'snapshot' | 'compare'; readonly job: Job }) {
  const { go } = usePanel();
  return (
    <>
      <Heading>The last {NAMES[kind]} was not finished</Heading>
      <Help guide={GUIDE_OF[kind]}>{startedText(job)} It goes on where it stopped.</Help>
      <Buttons>
        <Button blue onClick={() => go(kind, 'go-on')}>
          Go on
        </Button>
        <Button onClick={() => go(kind, 'stop')}>Cancel this {NAMES[kind]}</Button>
      </Buttons>
    </>
  );
}

function PullOffer({ job }: { readonly job: Job }) {
  const { go } = usePanel();
  return (
    <>
      <Heading>The last pull was not finished</Heading>
      <Help guide="pull">
        {startedText(job)} It goes on where it stopped, and nothing counts as pulled before it is finished.
      </Help>
      <Buttons>
        <Button blue onClick={() => go('pull', 'go-on')}>
          Go on
        </Button>
        <Button onClick={() => go('pull', 'stop')}>Stop here and keep the rows as they were</Button>
      </Buttons>
    </>
  );
}

function PushOffer({ job }: { readonly job: Job }) {
  const { go } = usePanel();
  const [shown, setShown] = useState(false);
  const { push } = job;
  return (
    <>
      <Heading>
        {push
          ? `The last push stopped after ${number(push.done)} of ${number(push.total)}`
          : 'The last push was not finished'}
      </Heading>
      <Help guide="a-push-that-stopped">
        {startedText(job)} Every finished row is recorded; nothing was sent twice.{push && openText(push)}
      </Help>
      <Buttons>
        <Button blue onClick={() => go('push', 'go-on')}>
          Go on
        </Button>
        {push && push.done > 0 && (
          <Button onClick={() => setShown(!shown)}>
            {shown ? 'Hide what was done' : 'Show what was done'}
          </Button>
        )}
        <Button onClick={() => go('push', 'stop')}>
          {push ? stopText(push.total - push.done - push.open) : 'Stop here and leave the rest as changes'}
        </Button>
      </Buttons>
      {push && shown && <PushRowList planId={push.planId} />}
    </>
  );
}

function openText({ open }: PushSoFar): string {
  if (open === 0) return '';
  const rows = open === 1 ? 'the last row' : `the last ${count(open, 'row')}`;
  return ` Going on first asks Everflow what really happened to ${rows}.`;
}

interface CannotGoOnProps {
  readonly trouble: NonNullable<Status['trouble']>;
  readonly job: Job;
}

/** What the push did may no longer be told, so nothing is promised; it can be ended (J4). */
function CannotGoOn({ trouble, job }: CannotGoOnProps) {
  const { go } = usePanel();
  return (
    <>
      <Heading>The last push cannot go on</Heading>
      <Note title={trouble.title}>{trouble.text}</Note>
      <Help guide="a-push-that-stopped">{startedText(job)}</Help>
      <Buttons>
        <Button blue onClick={() => go('push', 'stop')}>
          End this push
        </Button>
      </Buttons>
    </>
  );
}

/** Started by a newer version of the add-on. */
function Unknown({ job }: { readonly job: Job }) {
  return (
    <>
      <Heading>Another action is under way</Heading>
      <Help guide="when-something-is-refused">
        {startedText(job)} Reload the page to get the newest version of the add-on, then go on.
      </Help>
    </>
  );
}
