/** What a view asks for once when it is opened. Draws nothing. */
import { useEffect, useState } from 'preact/hooks';
import type { PanelError } from '../bridge';
import { useAction } from '../use-action';

export interface Loaded<T> {
  /** null until it is answered. */
  readonly value: T | null;
  readonly error: PanelError | null;
  readonly again: () => void;
}

export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const { error, run } = useAction();
  const again = (): void => run(async () => setValue(await load()));
  useEffect(again, []);
  return { value, error, again };
}
