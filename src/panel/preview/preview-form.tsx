/**
 * The preview: what would be pushed, the ticks, and the confirmation (D2). Numbers and ticks move together: nothing can be confirmed
 * while the numbers of the present ticks are not on the screen.
 */
import { useState } from 'preact/hooks';
import {
  firstUnticked,
  groupWarnings,
  isOpen,
  leaveOutOf,
  ticksOf,
  type Preview,
  type PreviewAnswer,
  type Unticked,
} from './choice';
import { usePanel } from '../context';
import { count, networkText } from '../format';
import { ErrorBox, Field, Form, Heading, Live, Tick } from '../parts/parts';
import { useAction } from '../use-action';
import { ChangeList } from './change-list';
import { LeaveOutForm } from './leave-out';
import { LeftOut, Summary } from './summary';
import { Ticks } from './ticks';
import { isFive, PushButtons } from './push-buttons';
import type { Begin } from '../push/push-run';

interface Props {
  readonly answer: PreviewAnswer;
  readonly onConfirmed: (begin: Begin) => void;
}

/** A preview that belongs to certain ticks. */
interface Shown {
  readonly unticked: Unticked;
  readonly preview: Preview;
  /** Grows with each new preview. */
  readonly turn: number;
}

function useShown({ answer }: Props) {
  const { bridge } = usePanel();
  const [unticked, setUnticked] = useState(() => firstUnticked(answer.all));
  const [shown, setShown] = useState<Shown>({ unticked, preview: answer.chosen, turn: 0 });
  const { error, run } = useAction();
  const choose = (next: Unticked): void => {
    setUnticked(next);
    run(async () => {
      const { previewId } = answer;
      const preview = await bridge.call('previewShow', { previewId, leaveOut: leaveOutOf(next), offset: 0 });
      // Numbers of an earlier choice may be shown for a moment, but they are not those of the ticks, so nothing can be confirmed.
      setShown(({ turn }) => ({ unticked: next, preview, turn: turn + 1 }));
    });
  };
  return { unticked, choose, error, shown, current: shown.unticked === unticked };
}

export function PreviewForm(props: Props) {
  const { answer } = props;
  const { bridge, status } = usePanel();
  const { unticked, choose, error, shown, current } = useShown(props);
  const { preview } = shown;
  const [accepted, setAccepted] = useState(false);
  const confirming = useAction();
  const { writes, confirm } = preview;
  const warnings = groupWarnings(preview);

  const submit = (form: HTMLFormElement, pressed: string): void => {
    const text = (name: string): string => String(new FormData(form).get(name) ?? '');
    confirming.run(async () => {
      const leaveOut = leaveOutOf(unticked);
      const warningsAccepted = accepted || !isOpen(warnings);
      const { planId, digest } = await bridge.call('previewConfirm', {
        previewId: answer.previewId,
        leaveOut,
        warningsAccepted,
        ticks: ticksOf(answer.all, unticked),
        typed: text('typed'),
        reason: text('reason'),
      });
      props.onConfirmed({ planId, digest, ...(isFive(writes, pressed) && { first: 'five' }) });
    });
  };
  return (
    <>
      <Heading>
        Push {count(writes, 'change')} to {status.network ? networkText(status.network) : 'Everflow'}?
      </Heading>
      <Live>
        {current
          ? `${count(writes, 'change')} chosen of ${count(answer.all.writes, 'change')}.`
          : 'Counting…'}
      </Live>
      <Form onSubmit={submit}>
        <Summary preview={preview} hiddenUntold={answer.hiddenUntold} speed={status.speed} />
        <Ticks all={answer.all} unticked={unticked} onChange={choose} />
        <LeaveOutForm all={answer.all} unticked={unticked} onChange={choose} />
        <GroupWarnings warnings={warnings} accepted={accepted} onChange={setAccepted} />
        <ErrorBox error={error} />
        <LeftOut answer={answer} />
        <ChangeList
          key={shown.turn}
          page={preview.page}
          load={async (offset) =>
            (
              await bridge.call('previewShow', {
                previewId: answer.previewId,
                leaveOut: leaveOutOf(shown.unticked),
                offset,
              })
            ).page
          }
        />
        <Field
          label={answer.reasonRequired ? 'Reason or ticket' : 'Reason or ticket (optional)'}
          control={(attributes) => (
            <input
              {...attributes}
              name="reason"
              maxLength={500}
              autocomplete="off"
              required={answer.reasonRequired}
            />
          )}
        />
        {confirm.typed && (
          <Field
            label={`Type ${confirm.number} to confirm`}
            control={(attributes) => (
              <input {...attributes} name="typed" inputMode="numeric" autocomplete="off" required />
            )}
          />
        )}
        <ErrorBox error={confirming.error} />
        <PushButtons writes={writes} disabled={!current || confirming.busy} />
      </Form>
    </>
  );
}

interface GroupWarningsProps {
  readonly warnings: Preview['warnings'];
  readonly accepted: boolean;
  readonly onChange: (accepted: boolean) => void;
}

/** Warnings that are confirmed together (V1). */
function GroupWarnings({ warnings, accepted, onChange }: GroupWarningsProps) {
  if (warnings.length === 0) return null;
  return (
    <fieldset>
      <legend>Warnings</legend>
      <ul>
        {warnings.map(({ cause, title, count: times, confirmed }) => (
          <li key={cause}>
            {title} ({times}
            {confirmed > 0 && `, ${confirmed === times ? 'all' : confirmed} confirmed before`})
          </li>
        ))}
      </ul>
      {isOpen(warnings) && (
        <Tick checked={accepted} onChange={onChange}>
          I have looked at these warnings; push these rows as they are
        </Tick>
      )}
    </fieldset>
  );
}
