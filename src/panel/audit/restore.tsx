/** Restoring rows of a snapshot as changes of the sheet (U3). */
import { useRef, useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { moment } from '../format';
import { Help } from '../parts/help';
import { Button, Field, Form, Heading, Note, Tick } from '../parts/parts';
import { Refused } from '../parts/refused';
import { idsIn, notAnId } from '../pull/pull-request';
import { useSteps } from '../use-action';
import { BroughtBackView } from './brought-back';
import type { Snapshot } from './snapshot-words';
import { StepsAtWork } from './steps-at-work';

type Request = Args<'restoreStep'>[0];

export function RestoreRows({ snapshot }: { readonly snapshot: Snapshot }) {
  const { bridge, go } = usePanel();
  const [status, setStatus] = useState(false);
  const [isSelected, setSelected] = useState(true);
  const [wrong, setWrong] = useState<string | undefined>();
  const next = useRef<Request>({ sheetId: snapshot.sheetId, status });
  const steps = useSteps<Value<'restoreStep'>>(async () => {
    const step = await bridge.call('restoreStep', next.current);
    if (step.goOn) next.current = { ...next.current, goOn: step.goOn };
    return step;
  });
  const restore = (form: HTMLFormElement): void => {
    const { sheetId } = snapshot;
    const typed = idsIn(String(new FormData(form).get('ids') ?? ''));
    setWrong('wrong' in typed ? notAnId(typed.wrong, 'postback') : undefined);
    if ('wrong' in typed) return;
    steps.start(async () => {
      const ids = isSelected ? (await bridge.call('selection', { visibleOnly: false })).ids : typed.ids;
      const isAll = !isSelected && typed.ids.length === 0;
      next.current = { sheetId, status, ...(!isAll && { ids }) };
      return null;
    });
  };
  const result = steps.last?.result;
  if (result)
    return (
      <>
        <BroughtBackView
          result={result}
          guide="restore-rows-from-a-snapshot"
          another={['Back to the snapshots', () => go('snapshots')]}
        />
        {!result.intact && (
          <Note bad title="This snapshot is not as it was taken">
            Verify it to see which rows were changed, and look twice when you review.
          </Note>
        )}
      </>
    );
  if (steps.busy)
    return (
      <StepsAtWork
        title="Restoring rows"
        guide="restore-rows-from-a-snapshot"
        progress={steps.progress}
        canCancel={false}
      >
        Nothing is sent; leaving this view ends it, and what was restored stays as changes.
      </StepsAtWork>
    );
  return (
    <>
      <Heading>Restore rows</Heading>
      <Help guide="restore-rows-from-a-snapshot">
        Puts values of the snapshot of {moment(snapshot.takenAt)} into the sheet as changes.
      </Help>
      <Form onSubmit={restore}>
        <Tick checked={isSelected} onChange={setSelected}>
          Only the rows selected in the Postbacks tab
        </Tick>
        {!isSelected && (
          <Field
            label="Postback IDs"
            help="Empty: every row of the snapshot that differs."
            error={wrong}
            control={(attributes) => <input {...attributes} name="ids" autocomplete="off" />}
          />
        )}
        <Tick checked={status} onChange={setStatus}>
          Status too: may turn postbacks on or off
        </Tick>
        <Button blue>Restore rows</Button>
      </Form>
      <Refused error={steps.error} />
    </>
  );
}
