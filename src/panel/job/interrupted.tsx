/**
 * Something in steps, such as a push, that did not come to its end here: what happened, and the right next step. Going on is offered only where this window
 * may; where others are at it, people look again first (J2).
 */
import type { PanelError } from '../bridge';
import { usePanel } from '../context';
import { isUnknown } from '../failures';
import { Help } from '../parts/help';
import { nextStepAfter } from '../parts/next-step';
import { GUIDE_OF, NAMES, type Kind } from './job-words';
import { Button, Buttons, ErrorBox, Heading } from '../parts/parts';
import { useAction } from '../use-action';

interface Props {
  readonly kind: Kind;
  readonly error: PanelError;
  /** False if it was refused before anything began. */
  readonly begun: boolean;
  /** Goes on, or tries to begin again. */
  readonly again: () => void;
}

/** Others are at it, or may be: going on unasked could take it out of their hands. */
const OTHERS: readonly PanelError['code'][] = ['in-use', 'step-running', 'step-lost', 'busy'];

export function Interrupted({ kind, error, begun, again }: Props) {
  const { code } = error;
  return (
    <>
      <Heading key={code}>{titleOf(kind, code, begun)}</Heading>
      <ErrorBox error={wordsFor(kind, error)} />
      <Help guide={GUIDE_OF[kind]}>{begun && RECORDED[kind]}</Help>
      <NextStep kind={kind} error={error} begun={begun} again={again} />
    </>
  );
}

function titleOf(kind: Kind, code: PanelError['code'], begun: boolean): string {
  if (isUnknown({ code }))
    return begun
      ? `It is not known how far the ${NAMES[kind]} came`
      : `It is not known whether the ${NAMES[kind]} began`;
  if (!begun) return `The ${NAMES[kind]} did not begin`;
  if (code === 'nothing-running') return `The ${NAMES[kind]} has ended already`;
  return OTHERS.includes(code) ? `The ${NAMES[kind]} does not go on here` : `The ${NAMES[kind]} stopped`;
}

type Words = Pick<PanelError, 'title' | 'message'>;

function wordsFor(kind: Kind, error: PanelError): Words {
  const { code, title } = error;
  if (code === 'offline') return { title, message: OFFLINE };
  if (code === 'no-server') return NO_ANSWER;
  // While rows are being written the layout cannot be repaired: what stands in them is half old, half new.
  if (kind === 'pull' && COLUMNS.includes(code)) return { title, message: PULL_WAITS };
  return error;
}

const COLUMNS: readonly PanelError['code'][] = ['column-missing', 'column-doubled'];
const PULL_WAITS =
  'The pull waits for it. Press Ctrl+Z in the sheet until the column is back, or see that its header stands in row 1 once: of two, rename one; if the column is gone, insert an empty one and type the header. Then go on. If its cells are empty afterwards, Discard changes, below the check, puts back what was pulled.';
const OFFLINE =
  'The step under way may still be at work, or be done already. Connect again, then go on from here: Google is asked first how far it came.';

/** A call without an answer may have been carried out all the same, so nothing is said about what was done. */
const NO_ANSWER: Words = {
  title: 'Google gave no answer',
  message:
    'The step under way may still be at work, or be done already. Check your connection, then ask again. If it happens each time, sign in with only one Google account in this browser.',
};

const RECORDED: { readonly [K in Kind]: string } = {
  pull: 'What was read so far is kept.',
  push: 'Every finished row is recorded; nothing was sent twice.',
  snapshot: 'What was written so far is kept.',
  compare: 'What was written so far is kept.',
};

type Step = 'look-again' | 'go-on' | 'try-again' | 'begin-anew' | 'check';

function stepOf(kind: Kind, code: PanelError['code'], begun: boolean): Step {
  if (code === 'nothing-running') return kind === 'pull' || kind === 'push' ? 'check' : 'look-again';
  // What was confirmed is still there, and only waits for another step to be over.
  if (code === 'step-running' && !begun) return 'try-again';
  if (OTHERS.includes(code) || (isUnknown({ code }) && !begun)) return 'look-again';
  return begun ? 'go-on' : 'begin-anew';
}

const STEPS: { readonly [K in Kind]: { readonly [S in Step]: string } } = {
  pull: words('Pull postbacks'),
  push: words('Review the changes again'),
  snapshot: words('Take audit snapshot'),
  compare: words('Compare snapshots'),
};

function words(anew: string): { readonly [S in Step]: string } {
  return {
    'look-again': 'Look again',
    'go-on': 'Go on',
    'try-again': 'Try again',
    'begin-anew': anew,
    check: 'Check edits',
  };
}

function NextStep({ kind, error: { code }, begun, again }: Props) {
  const { refresh, go } = usePanel();
  const { busy, error, run } = useAction();
  const step = stepOf(kind, code, begun);
  // While it is unfinished only keys and settings can be put right; the rest of the panel waits.
  const found = nextStepAfter(code);
  const cause = !begun || found?.view === 'settings' ? found : undefined;
  const take = (): void => {
    if (step === 'go-on' || step === 'try-again') again();
    else if (step === 'begin-anew') go(kind);
    // What is known here of the pull or push under way is out of date by now.
    else
      run(async () => {
        await refresh();
        go(step === 'check' ? 'check' : 'home');
      });
  };
  return (
    <>
      <Buttons>
        <Button blue disabled={busy} onClick={take}>
          {STEPS[kind][step]}
        </Button>
        {cause && cause.view !== kind && (
          <Button disabled={busy} onClick={() => go(cause.view)}>
            {cause.text}
          </Button>
        )}
      </Buttons>
      <ErrorBox error={error} />
    </>
  );
}
