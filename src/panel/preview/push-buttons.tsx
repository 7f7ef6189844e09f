/** The buttons under a preview: push the first five or all, or neither (W8, S6). */
import { usePanel } from '../context';
import { count, moment, who } from '../format';
import { Button, Buttons, Note } from '../parts/parts';

/** Up to so many writes all go at once. */
const ALL_AT_ONCE = 20;

/** Whether only five go first. A browser may not tell which button submitted; then the careful one is meant. */
export function isFive(writes: number, pressed: string): boolean {
  return writes > ALL_AT_ONCE && pressed !== 'all';
}

interface Props {
  readonly writes: number;
  readonly disabled: boolean;
  /** Whether the ticks that leave changes out are open. */
  readonly isLeavingOut: boolean;
  readonly onLeaveOut: () => void;
}

export function PushButtons({ writes, disabled, isLeavingOut, onLeaveOut }: Props) {
  const { status, go } = usePanel();
  const { readOnly } = status;
  const isOff = disabled || writes === 0 || readOnly !== null;
  const offersFive = writes > ALL_AT_ONCE;
  return (
    <>
      {readOnly && (
        <Note bad title="This spreadsheet is read-only">
          Nothing can be pushed: {who(readOnly.by)} set it so, {moment(readOnly.at)}. It can be changed in
          Settings, at the start of the panel.
        </Note>
      )}
      {offersFive && (
        <p class="gray">
          Push 5 first: they are read back and compared, and the others wait until you have looked.
        </p>
      )}
      <Buttons>
        {offersFive && (
          <Button blue value="five" disabled={isOff}>
            Push 5 first
          </Button>
        )}
        <Button blue={!offersFive} value="all" disabled={isOff}>
          {offersFive ? 'Push all' : `Push ${count(writes, 'change')}`}
        </Button>
        <Button expanded={isLeavingOut} onClick={onLeaveOut}>
          Leave out…
        </Button>
        <Button onClick={() => go('home')}>Cancel</Button>
      </Buttons>
    </>
  );
}
