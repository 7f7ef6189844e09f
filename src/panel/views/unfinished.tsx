/** The offer to go on with an interrupted pull or push, or to end it (P8, W7). */
import { usePanel, type Status } from '../context';
import { moment } from '../format';
import { Button, Buttons, Heading } from '../parts';

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
  const { go } = usePanel();
  const { kind } = job;
  const since = `Started by ${job.startedBy === '' ? 'somebody' : job.startedBy}, ${moment(job.startedAt)}.`;
  if (kind !== 'pull' && kind !== 'push') return <Unknown since={since} />;
  const words = WORDS[kind];
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

/** Started by a newer version of the add-on. */
function Unknown({ since }: { readonly since: string }) {
  return (
    <>
      <Heading>Another action is under way</Heading>
      <p>{since} Reload the page to get the newest version of the add-on, then go on.</p>
    </>
  );
}
