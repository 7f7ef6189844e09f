/** Every create and every changed field of a preview, old → new (D2): in the panel, with a button that leaves a row out, and in a window of its own. */
import { usePanel } from '../context';
import { number } from '../format';
import { Fold } from '../parts/fold';
import { LongList } from '../parts/long-list';
import { Button, Buttons, ErrorBox } from '../parts/parts';
import { useAction } from '../use-action';
import { ChangeLine, nameOf, type Line } from './change-line';
import type { LeaveOut, Preview } from './choice';

type PreviewPage = Preview['page'];

interface Props {
  readonly previewId: string;
  /** What the list is without. */
  readonly leaveOut: LeaveOut;
  readonly page: PreviewPage;
  /** Another number means another list. */
  readonly turn: number;
  readonly onLeaveOut: (line: Line) => void;
}

/** Characters of a value that fit a sidebar. */
const MOST = 400;

export function ChangeList({ previewId, leaveOut, page, turn, onLeaveOut }: Props) {
  const { bridge } = usePanel();
  const { busy, error, run } = useAction();
  const load = async (offset: number): Promise<PreviewPage> =>
    (await bridge.call('previewShow', { previewId, leaveOut, offset })).page;
  const openWide = (): void =>
    run(async () => {
      await bridge.callNow('showChanges', { previewId, leaveOut });
    });
  return (
    <>
      <Fold summary={`Every change, old → new (${number(page.total)})`}>
        {() => (
          <LongList<Line>
            key={turn}
            what={['row', 'rows']}
            first={page}
            load={load}
            draw={(line) => (
              <ChangeLine line={line} most={MOST}>
                <Button
                  label={`Leave out ${nameOf(line)}, ${line.firesFor}`}
                  onClick={() => onLeaveOut(line)}
                >
                  Leave out
                </Button>
              </ChangeLine>
            )}
          />
        )}
      </Fold>
      <Buttons>
        <Button disabled={busy} onClick={openWide}>
          Show in a wide window
        </Button>
      </Buttons>
      <ErrorBox error={error} />
    </>
  );
}
