/** Taking an audit snapshot: what of, the work in steps, and the digest to keep (A2, A3, A5). */
import { useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { count } from '../format';
import { Interrupted } from '../job/interrupted';
import { Help } from '../parts/help';
import { Button, Buttons, Field, Form, Heading, Note, Tick } from '../parts/parts';
import { Refused } from '../parts/refused';
import { idsIn, notAnId } from '../pull/pull-request';
import { Digest } from './digest';
import { NameFirst } from './name-form';
import { Sharing } from './sharing';
import { StepsAtWork } from './steps-at-work';
import { useJob } from './use-job';

type Choice = Required<NonNullable<Args<'snapshotStart'>[0]>>;
type Result = NonNullable<Value<'snapshotStep'>['result']>;

export function SnapshotView({ resume }: { readonly resume: Resume | undefined }) {
  const { bridge, status } = usePanel();
  const { busy, error, progress, last, begun, goOn, start } = useJob<'snapshotStep'>(
    (to) => to.call('snapshotStep'),
    resume,
  );
  const take = (choice: Choice): void => start(() => bridge.call('snapshotStart', choice));
  if (last?.result) return <Taken result={last.result} />;
  if (busy && begun)
    return (
      <StepsAtWork title="Taking a snapshot" guide="take-a-snapshot" progress={progress}>
        Keep this panel open; if it is closed, the snapshot pauses and can go on later.
      </StepsAtWork>
    );
  if (error && begun) return <Interrupted kind="snapshot" error={error} begun again={goOn} />;
  if (status.person === '') return <NameFirst />;
  return (
    <>
      <SnapshotForm busy={busy} onTake={take} />
      <Refused error={error} />
    </>
  );
}

interface FormProps {
  readonly busy: boolean;
  readonly onTake: (choice: Choice) => void;
}

function SnapshotForm({ busy, onTake }: FormProps) {
  const { status } = usePanel();
  const [masked, setMasked] = useState(false);
  const [othersToo, setOthersToo] = useState(false);
  const [wrong, setWrong] = useState<string | undefined>();
  const submit = (form: HTMLFormElement): void => {
    const read = idsIn(String(new FormData(form).get('partners')));
    setWrong('wrong' in read ? notAnId(read.wrong, 'partner') : undefined);
    if ('ids' in read) onTake({ partnerIds: read.ids, masked, othersToo });
  };
  return (
    <>
      <Heading>Audit snapshot</Heading>
      <Help guide="take-a-snapshot">
        Makes a protected tab of what Everflow said at the last pull, without your unsent edits.
      </Help>
      {status.pull && !status.pull.complete && (
        <Note bad title="The last pull is incomplete">
          No snapshot can be taken of it. Pull again first.
        </Note>
      )}
      <Form onSubmit={submit}>
        <Field
          label="Partner IDs"
          help="Empty: everything that the last pull read."
          error={wrong}
          control={(attributes) => <input {...attributes} name="partners" autocomplete="off" />}
        />
        <Tick checked={othersToo} onChange={setOthersToo}>
          Also postbacks that serve others than the chosen partners, or than the filter of the pull
        </Tick>
        <Tick checked={masked} onChange={setMasked}>
          Masked: what looks like a token or password shows as •••
        </Tick>
        <Button blue disabled={busy}>
          Take snapshot
        </Button>
      </Form>
    </>
  );
}

function Taken({ result }: { readonly result: Result }) {
  const { go } = usePanel();
  if (result.cancelled)
    return (
      <>
        <Heading>Snapshot cancelled</Heading>
        <Help guide="take-a-snapshot">No tab was left behind.</Help>
        <Button blue onClick={() => go('snapshot')}>
          Take another snapshot
        </Button>
      </>
    );
  const { name, digest, rows, choice, protection } = result;
  return (
    <>
      <Heading>Snapshot taken</Heading>
      <Help guide="share">
        {count(rows, 'postback')} stand in the tab “{name}”.
      </Help>
      {protection !== 'strict' && (
        <Note title="Others can edit this tab">
          Google did not let it be closed to others. The digest still shows any change.
        </Note>
      )}
      <Digest value={digest} />
      <Sharing name={name} {...choice} />
      <Buttons>
        <Button blue onClick={() => go('audit')}>
          Done
        </Button>
        <Button onClick={() => go('compare')}>Compare with another one</Button>
      </Buttons>
    </>
  );
}
