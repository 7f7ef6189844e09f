/** A refusal with its way on, for views that have no better next step of their own (S5). */
import type { PanelError } from '../bridge';
import type { View } from '../view-names';
import { NextStepButton } from './next-step';
import { ErrorBox } from './parts';

interface Props {
  readonly error: PanelError | null;
  /** The view in which this is: it needs no button to itself. */
  readonly view?: View;
}

export function Refused({ error, view }: Props) {
  return (
    <>
      <ErrorBox error={error} />
      {error && <NextStepButton code={error.code} {...(view && { besides: view })} />}
    </>
  );
}
