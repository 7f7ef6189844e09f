/**
 * The preview: what would be pushed, the ticks, and the confirmation (D2). Numbers and ticks move together: nothing can be confirmed
 * while the numbers of the present ticks are not on the screen.
 */
import { useState } from 'preact/hooks';
import { usePanel } from '../context';
import { count, networkText } from '../format';
import { Help } from '../parts/help';
import { Field, Form, Heading, Live } from '../parts/parts';
import { Refused } from '../parts/refused';
import type { Begin } from '../push/push-run';
import { useAction } from '../use-action';
import { ChangeList } from './change-list';
import {
  firstUnticked,
  groupWarnings,
  isOpen,
  leaveOutOf,
  ticksOf,
  withoutRow,
  type Preview,
  type PreviewAnswer,
  type Unticked,
} from './choice';
import { GroupWarnings } from './group-warnings';
import { LeaveOutForm } from './leave-out';
import { isFive, PushButtons } from './push-buttons';
import { LeftOut, Summary } from './summary';
import { Ticks } from './ticks';

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
  const [isLeavingOut, setLeavingOut] = useState(false);
  const confirming = useAction();
  const { writes } = preview;
  const warnings = groupWarnings(preview);

  const submit = (form: HTMLFormElement, pressed: string): void => {
    const text = (name: string): string => String(new FormData(form).get(name) ?? '');
    confirming.run(async () => {
      const { planId, digest } = await bridge.call('previewConfirm', {
        previewId: answer.previewId,
        leaveOut: leaveOutOf(unticked),
        warningsAccepted: accepted || !isOpen(warnings),
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
      <Help guide="review">Nothing is sent before you press a push button below.</Help>
      <Live>{current ? chosenText(writes, answer.all.writes) : 'Counting…'}</Live>
      <Form onSubmit={submit}>
        <Summary preview={preview} hiddenUntold={answer.hiddenUntold} speed={status.speed} />
        <Ticks all={answer.all} unticked={unticked} onChange={choose} />
        {isLeavingOut && <LeaveOutForm all={answer.all} unticked={unticked} onChange={choose} />}
        <GroupWarnings warnings={warnings} accepted={accepted} onChange={setAccepted} />
        <Refused error={error} />
        <LeftOut answer={answer} />
        <ChangeList
          previewId={answer.previewId}
          leaveOut={leaveOutOf(shown.unticked)}
          page={preview.page}
          turn={shown.turn}
          onLeaveOut={(line) => choose(withoutRow(unticked, line))}
        />
        <Confirmation answer={answer} confirm={preview.confirm} />
        <Refused error={confirming.error} />
        <PushButtons
          writes={writes}
          disabled={!current || confirming.busy}
          isLeavingOut={isLeavingOut}
          onLeaveOut={() => setLeavingOut(!isLeavingOut)}
        />
      </Form>
    </>
  );
}

function chosenText(writes: number, all: number): string {
  return writes === all
    ? `All ${count(all, 'change')} chosen.`
    : `${count(writes, 'change')} chosen of ${count(all, 'change')}.`;
}

interface ConfirmationProps {
  readonly answer: PreviewAnswer;
  readonly confirm: Preview['confirm'];
}

/** The reason, and the number where it must be typed (D2). */
function Confirmation({ answer, confirm }: ConfirmationProps) {
  return (
    <>
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
    </>
  );
}
