/** While a list is read, where it could not be, and where it is empty: each with its next step. */
import type { ComponentChildren } from 'preact';
import { Button, Live } from '../parts/parts';
import { Refused } from '../parts/refused';
import type { Loaded } from './use-loaded';

interface Props<T> {
  readonly loaded: Loaded<readonly T[]>;
  /** What stands in the place of an empty list. */
  readonly empty: ComponentChildren;
  readonly children: (values: readonly T[]) => ComponentChildren;
}

export function Loading<T>({ loaded: { value, error, again }, empty, children }: Props<T>) {
  return (
    <>
      <Live>{!value && !error && 'Reading…'}</Live>
      <Refused error={error} />
      {error && (
        <Button blue onClick={again}>
          Try again
        </Button>
      )}
      {value && (value.length === 0 ? empty : children(value))}
    </>
  );
}
