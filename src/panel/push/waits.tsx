/** A push that waits for a person: after equal refusals, or for more requests of Google's (W5, J3). Its first rows have a view of their own. */
import type { ComponentChildren } from 'preact';
import { number } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, Data, Heading } from '../parts/parts';

export interface WaitsProps {
  /** Why it waits, in words. */
  readonly message: string;
  /** Rows without a result so far. */
  readonly left: number;
  readonly goOn: () => void;
  readonly stop: () => void;
  /** The rows so far, for those who want to look. */
  readonly rows: ComponentChildren;
}

/** `Stop here: leave the other 3,752 as changes` */
export function stopText(left: number): string {
  if (left === 0) return 'Stop here';
  return left === 1
    ? 'Stop here: leave the other one as a change'
    : `Stop here: leave the other ${number(left)} as changes`;
}

export function ManyRefusals({ message, left, goOn, stop, rows }: WaitsProps) {
  return (
    <>
      <Heading>Everflow refuses many rows for the same reason</Heading>
      <p>
        It says: <Data>{message}</Data>
      </p>
      <Help guide="push">
        The push waits. Stop and put the rows right, or go on and let the other rows be tried.
      </Help>
      <Buttons>
        <Button blue onClick={stop}>
          {stopText(left)}
        </Button>
        <Button onClick={goOn}>Go on</Button>
      </Buttons>
      {rows}
    </>
  );
}

export function NoQuota({ message, left, goOn, stop, rows }: WaitsProps) {
  return (
    <>
      <Heading>The push waits for Google’s daily quota</Heading>
      <p>
        <Data>{message.replace(/\.?$/, '.')}</Data>
      </p>
      <Help guide="a-push-that-stopped">
        Every finished row is recorded, and nothing is lost while it waits. Go on when Google allows requests
        again, in 24 hours at the latest, or let a colleague open this panel and go on: each account has a
        quota of its own.
      </Help>
      <Buttons>
        <Button blue onClick={goOn}>
          Go on
        </Button>
        <Button onClick={stop}>{stopText(left)}</Button>
      </Buttons>
      {rows}
    </>
  );
}
