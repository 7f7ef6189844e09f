/** Undoing a push: which one, all of it or chosen rows, and what was brought back as changes (U2). */
import { useRef, useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { count, moment, whoFirst } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, Data, Heading, Tick } from '../parts/parts';
import { Refused } from '../parts/refused';
import { PushRowList } from '../push/push-rows';
import { useSteps } from '../use-action';
import { BroughtBackView } from './brought-back';
import { ChoiceList } from './choice-list';
import { Loading } from './loading';
import { StepsAtWork } from './steps-at-work';
import { useLoaded } from './use-loaded';

type Push = Value<'pushesDone'>[number];
type Request = Args<'undoStep'>[0];

export function UndoView() {
  const { bridge, go } = usePanel();
  const loaded = useLoaded(() => bridge.call('pushesDone'));
  const [chosen, setChosen] = useState<string | undefined>();
  const [isSelected, setSelected] = useState(false);
  const [isShown, setShown] = useState(false);
  const next = useRef<Request>({ planId: '' });
  const steps = useSteps<Value<'undoStep'>>(async () => {
    const step = await bridge.call('undoStep', next.current);
    if (step.goOn) next.current = { ...next.current, goOn: step.goOn };
    return step;
  });
  const push = loaded.value?.find(({ planId }) => planId === chosen) ?? loaded.value?.[0];
  const undo = ({ planId }: Push): void =>
    steps.start(async () => {
      next.current = { planId };
      if (isSelected) {
        const { ids } = await bridge.call('selection', { visibleOnly: false });
        next.current = { planId, ids };
      }
      return null;
    });
  const result = steps.last?.result;
  if (result)
    return (
      <BroughtBackView
        result={result}
        guide="undo-a-push"
        another={['Undo another push', () => go('undo')]}
      />
    );
  if (steps.busy)
    return (
      <StepsAtWork title="Undoing a push" guide="undo-a-push" progress={steps.progress} canCancel={false}>
        Nothing is sent; leaving this view ends it, and what was brought back stays as changes.
      </StepsAtWork>
    );
  return (
    <>
      <Heading>Undo a push</Heading>
      <Help guide="undo-a-push">
        Puts the old values back into the sheet as changes, where Everflow still holds what the push wrote.
      </Help>
      <Loading<Push>
        loaded={loaded}
        empty={
          <>
            <p>No finished push of the last 20 changed anything.</p>
            <Button blue onClick={() => go('home')}>
              To the start
            </Button>
          </>
        }
      >
        {(pushes) => (
          <>
            <ChoiceList
              legend="Push"
              entries={pushes.map((one) => [one.planId, <PushName of={one} />] as const)}
              chosen={push?.planId}
              onChoose={(planId) => {
                setChosen(planId);
                setShown(false);
              }}
            />
            <Tick checked={isSelected} onChange={setSelected}>
              Only the rows selected in the sheet
            </Tick>
            <Refused error={steps.error} />
            <Buttons>
              <Button blue onClick={() => undo(push!)}>
                Undo this push
              </Button>
              <Button expanded={isShown} onClick={() => setShown(!isShown)}>
                {isShown ? 'Hide its rows' : 'Show its rows'}
              </Button>
            </Buttons>
            {isShown && push && <PushRowList key={push.planId} planId={push.planId} />}
          </>
        )}
      </Loading>
    </>
  );
}

function PushName({ of: { at, by, reason, counts, rows } }: { readonly of: Push }) {
  const told = Object.entries(counts)
    .map(([outcome, times]) => `${outcome}: ${times}`)
    .join(', ');
  return (
    <>
      <strong>{moment(at)}</strong>, {count(rows, 'row')} to undo
      <br />
      {told}
      {reason !== '' && (
        <>
          <br />
          <Data>{reason}</Data>
        </>
      )}
      <br />
      <span class="gray">{whoFirst(by)}</span>
    </>
  );
}
