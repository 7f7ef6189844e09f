/** What changed on Everflow since the last pull, above all what it switched off, until it is marked as seen; and what is gone (P9). */
import { useEffect, useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count, number, shownValue } from '../format';
import { Fold } from '../parts/fold';
import { LongList } from '../parts/long-list';
import { pageOf, type Page } from '../parts/page';
import { Button, Buttons, Data, ErrorBox, Live, Note, ProgressBar, Tick } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useAction, useSteps } from '../use-action';

type Changes = Value<'changesPage'>;
type Line = Changes['lines'][number];
type RemoveStep = Value<'removeGone'>;

/** Asks for what is new, and shows it. @param isView true where it is all that is shown, so that it also says that there is nothing */
export function News({ isView = false }: { readonly isView?: boolean }) {
  const { bridge } = usePanel();
  const [first, setFirst] = useState<Changes | null>(null);
  const { busy, error, run } = useAction();
  useEffect(() => run(async () => setFirst(await bridge.call('changesPage', { offset: 0 }))), []);
  return (
    <>
      <Live>{busy ? 'Reading what changed…' : ''}</Live>
      <Refused error={error} />
      {isView && first && first.total + first.gone === 0 && (
        <p>Nothing has changed in Everflow that you have not seen.</p>
      )}
      {first && <Told first={first} />}
    </>
  );
}

function Told({ first }: { readonly first: Changes }) {
  const { bridge } = usePanel();
  const [seen, setSeen] = useState(false);
  const [told, setTold] = useState('');
  const { busy, error, run } = useAction();
  const markSeen = (): void =>
    run(async () => {
      await bridge.call('changesSeen', { upTo: first.upTo });
      setSeen(true);
      setTold('Marked as seen.');
    });
  const show = (): void =>
    run(async () => {
      const { cells } = await bridge.call('showSwitchedOff');
      setTold(`${count(cells, 'cell')} selected in the Postbacks tab.`);
    });
  const load = async (offset: number): Promise<Page<Line>> =>
    asPage(await bridge.call('changesPage', { offset }));
  return (
    <>
      <Live>{told}</Live>
      <ErrorBox error={error} />
      {!seen && first.total > 0 && (
        <>
          {first.switchedOff > 0 && <SwitchedOff postbacks={first.switchedOff} />}
          <Buttons>
            {first.switchedOff > 0 && (
              <Button disabled={busy} onClick={show}>
                Show them
              </Button>
            )}
            <Button disabled={busy} onClick={markSeen}>
              Seen
            </Button>
          </Buttons>
          <Fold summary={`Every change, old → new (${number(first.total)})`}>
            {() => (
              <LongList<Line>
                what={['change', 'changes']}
                first={asPage(first)}
                load={load}
                draw={(line) => <ChangedLine line={line} />}
              />
            )}
          </Fold>
        </>
      )}
      {first.gone > 0 && <Gone postbacks={first.gone} />}
    </>
  );
}

const asPage = ({ lines, total, offset }: Changes): Page<Line> => pageOf(lines, offset, total);

function SwitchedOff({ postbacks }: { readonly postbacks: number }) {
  return (
    <Note title={`Everflow switched off ${count(postbacks, 'postback')} since your last pull`}>
      Usually after repeated delivery errors at the partner’s server. They stay off until you set Status to
      active and push. Check the partner’s server first.
    </Note>
  );
}

const KINDS: { readonly [K in Line['kind']]?: string } = {
  new: 'New in Everflow',
  gone: 'Gone from Everflow',
  back: 'In Everflow again',
};

function ChangedLine({ line }: { readonly line: Line }) {
  const { id, kind, firesFor, header, before, after } = line;
  return (
    <>
      <strong>#{id}</strong>
      <div class="gray">
        <Data>{firesFor}</Data>
      </div>
      {KINDS[kind] ?? (
        <>
          {header}: <Data>{shownValue(before)}</Data> → <Data>{shownValue(after)}</Data>
        </>
      )}
    </>
  );
}

/** Rows of postbacks that Everflow does not have any more leave only by this button, rows with changes only by a second one. */
function Gone({ postbacks }: { readonly postbacks: number }) {
  const { bridge } = usePanel();
  const [editedToo, setEditedToo] = useState(false);
  const steps = useSteps<RemoveStep>(() => bridge.call('removeGone', { editedToo }));
  const start = (): void => steps.start(() => Promise.resolve(null));
  const result = steps.last?.result;
  const kept = result?.keptEdited ?? 0;
  return (
    <>
      <h2>{count(postbacks, 'postback')} gone from Everflow</h2>
      <p>Their rows stay, with your changes, and cannot be pushed. They can be made new on purpose.</p>
      <ErrorBox error={steps.error} />
      {steps.busy && <ProgressBar progress={steps.progress} />}
      <Live>{result ? removedText(result) : ''}</Live>
      {kept > 0 && (
        <Tick checked={editedToo} onChange={setEditedToo}>
          Also {count(kept, 'row')} with changes, which are lost then
        </Tick>
      )}
      {(!result || kept > 0) && (
        <Button disabled={steps.busy || (kept > 0 && !editedToo)} onClick={start}>
          Remove gone rows
        </Button>
      )}
    </>
  );
}

function removedText({ removed, keptEdited, keptDoubled }: NonNullable<RemoveStep['result']>): string {
  const kept = keptEdited > 0 ? ` ${count(keptEdited, 'row')} with changes stayed.` : '';
  const doubled = keptDoubled > 0 ? ` ${count(keptDoubled, 'row')} standing more than once stayed.` : '';
  return `${count(removed, 'row')} removed.${kept}${doubled}`;
}
