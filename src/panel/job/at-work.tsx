/** A pull or push that somebody is at: who, since when, and taking it over where nobody is any more (J2). */
import { useState } from 'preact/hooks';
import { usePanel } from '../context';
import { moment, number, who, whoFirst } from '../format';
import { NAMES, startedText, type Job, type Kind } from './job-words';
import { Help } from '../parts/help';
import { Button, Buttons, ErrorBox, Form, Heading, Live, Tick } from '../parts/parts';
import { useAction } from '../use-action';

interface Props {
  readonly kind: Kind;
  readonly job: Job;
  readonly inUse: NonNullable<Job['inUse']>;
}

export function AtWork({ kind, job, inUse }: Props) {
  const { refresh } = usePanel();
  const { busy, error, run } = useAction();
  const [told, setTold] = useState('');
  const look = (): void =>
    run(async () => {
      setTold('');
      await refresh();
      setTold('Looked again: it cannot go on from here yet.');
    });
  const title = titleOf(kind, inUse);
  return (
    <>
      <Heading key={title}>{title}</Heading>
      <Help guide="taking-over-from-a-colleague">
        {startedText(job)} {textOf(inUse)}
      </Help>
      {job.push && (
        <p>
          {number(job.push.done)} of {number(job.push.total)} are done.
        </p>
      )}
      <Buttons>
        <Button blue disabled={busy} onClick={look}>
          Look again
        </Button>
      </Buttons>
      <Live>{told}</Live>
      <ErrorBox error={error} />
      {!inUse.live && <TakeOver kind={kind} by={inUse.by} />}
    </>
  );
}

function titleOf(kind: Kind, { by, live, mine }: Props['inUse']): string {
  const name = NAMES[kind];
  if (mine) return `Your ${name} is still at work`;
  return live ? `${whoFirst(by)} is going on with the ${name}` : `${whoFirst(by)} was at the ${name} last`;
}

function textOf({ by, since, live, mine }: Props['inUse']): string {
  if (mine)
    return `A step of it is at work since ${moment(since)}, begun here or in another window. Most are over within a minute; if its window was closed, look again after 7 minutes at the latest.`;
  return live
    ? `${whoFirst(by)} is at it since ${moment(since)}. Nothing else can begin meanwhile; wait and look again.`
    : `${whoFirst(by)} worked on it at ${moment(since)}. Two minutes after that you can go on with it from here.`;
}

/** Two windows at the same push would be in each other's way, so it takes a tick as well as the button. */
function TakeOver({ kind, by }: { readonly kind: Kind; readonly by: string }) {
  const { bridge, go } = usePanel();
  const { busy, error, run } = useAction();
  const [sure, setSure] = useState(false);
  const takeOver = (): void =>
    run(async () => {
      await bridge.call('takeOver');
      go(kind, 'go-on');
    });
  return (
    <Form onSubmit={takeOver}>
      <fieldset>
        <legend>Go on at once</legend>
        <Tick checked={sure} onChange={setSure}>
          I know that {who(by)} is not at it any more
        </Tick>
        <p class="gray">Only if you know it: a window that is still open there stops with its next step.</p>
        <Button disabled={busy || !sure}>Take over</Button>
      </fieldset>
      <ErrorBox error={error} />
    </Form>
  );
}
