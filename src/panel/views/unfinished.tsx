/** The offer to go on with an interrupted pull or push, or to end it (P8, W7). */
import { usePanel, type Status } from '../context';
import { moment } from '../format';
import { Button, Buttons, Heading, Note } from '../parts';

type Job = NonNullable<Status['job']>;

const WORDS = {
  pull: {
    title: 'The last pull was not finished',
    text: 'It goes on where it stopped, and nothing counts as pulled before it is finished.',
    stop: 'Stop here and keep the rows as they were',
  },
  push: {
    title: 'The last push was not finished',
    text: 'Every finished row is recorded; nothing was sent twice.',
    stop: 'Stop here and leave the rest as changes',
  },
} as const;

export function Unfinished({ job }: { readonly job: Job }) {
  const { go, status } = usePanel();
  const { kind } = job;
  const since = `Started by ${job.startedBy === '' ? 'somebody' : job.startedBy}, ${moment(job.startedAt)}.`;
  if (kind !== 'pull' && kind !== 'push') return <Unknown since={since} />;
  const words = WORDS[kind];
  if (kind === 'push' && status.trouble) return <CannotGoOn trouble={status.trouble} since={since} />;
  return (
    <>
      <Heading>{words.title}</Heading>
      <p>
        {since} {words.text}
      </p>
      <Buttons>
        <Button blue onClick={() => go(kind, 'go-on')}>
          Go on
        </Button>
        <Button onClick={() => go(kind, 'stop')}>{words.stop}</Button>
      </Buttons>
    </>
  );
}

/** What the push did may no longer be told, so nothing is promised; it can be ended (J4). */
function CannotGoOn(props: { readonly trouble: NonNullable<Status['trouble']>; readonly since: string }) {
  const { go } = usePanel();
  return (
    <>
      <Heading>The last push cannot go on</Heading>
      <Note title={props.trouble.title}>{props.trouble.text}</Note>
      <p>{props.since}</p>
      <Buttons>
        <Button blue onClick={() => go('push', 'stop')}>
          End this push
        </Button>
      </Buttons>
    </>
  );
}

/** Started by a newer version of the add-on. */
function Unknown({ since }: { readonly since: string }) {
  return (
    <>
      <Heading>Another action is under way</Heading>
      <p>{since} Reload the page to get the newest version of the add-on, then go on.</p>
    </>
  );
}
