/** After a refusal: the button that leads to where its cause can be removed (S5). */
import { useContext } from 'preact/hooks';
import type { PanelError } from '../bridge';
import { PanelContext } from '../context';
import { enterKeyText } from '../format';
import type { View } from '../view-names';
import { Button } from './parts';

export interface NextStep {
  readonly text: string;
  readonly view: View;
}

const KEY: NextStep = { text: 'Enter a key', view: 'settings' };
const SETTINGS: NextStep = { text: 'Open settings', view: 'settings' };
const PULL: NextStep = { text: 'Pull postbacks', view: 'pull' };
const REVIEW: NextStep = { text: 'Review the changes again', view: 'push' };
const LOG: NextStep = { text: 'Go to the change log', view: 'log' };
const REPAIR: NextStep = { text: 'Go to Repair layout', view: 'check' };

const STEPS: { readonly [C in PanelError['code']]?: NextStep } = {
  'no-key': KEY,
  'bad-key': KEY,
  realm: KEY,
  permission: KEY,
  'ip-list': KEY,
  'other-network': KEY,
  'network-unknown': KEY,
  unreachable: KEY,
  'not-found': KEY,
  'read-only': SETTINGS,
  'store-full': SETTINGS,
  rate: SETTINGS,
  'not-pulled': PULL,
  'desk-missing': PULL,
  'books-missing': PULL,
  'books-damaged': PULL,
  'books-rewound': PULL,
  'books-changed': PULL,
  'books-replaced': PULL,
  'copy-not-pulled': PULL,
  'snapshot-incomplete': PULL,
  'log-protected': LOG,
  'push-lost': PULL,
  'plan-unknown': REVIEW,
  'plan-changed': REVIEW,
  'plan-old': REVIEW,
  'plan-other-person': REVIEW,
  'column-missing': REPAIR,
  'column-doubled': REPAIR,
};

/** Where the cause of a refusal can be removed; undefined where there is no such place in the panel. */
export function nextStepAfter(code: PanelError['code']): NextStep | undefined {
  return STEPS[code];
}

/** Nothing, where the panel has no place for it. @param besides a view that needs no button: people are in it */
export function NextStepButton({
  code,
  besides,
}: {
  readonly code: PanelError['code'];
  readonly besides?: View;
}) {
  const panel = useContext(PanelContext);
  const step = nextStepAfter(code);
  if (!panel || !step || step.view === besides) return null;
  return (
    <p>
      <Button onClick={() => panel.go(step.view)}>
        {step === KEY ? enterKeyText(panel.status.network) : step.text}
      </Button>
    </p>
  );
}
