/** What a view asks for once when it is opened. Draws nothing. */
import { useEffect, useState } from 'preact/hooks';
import type { Name, PanelError, Value } from '../bridge';
import { usePanel } from '../context';
import { useAction } from '../use-action';

type Asked = Extract<Name, 'pushesDone' | 'snapshots'>;

export interface Loaded<T> {
  /** null until it is answered. */
  readonly value: T | null;
  readonly error: PanelError | null;
  readonly again: () => void;
}

export function useLoaded<N extends Asked>(name: N): Loaded<Value<N>> {
  const { bridge } = usePanel();
  const [value, setValue] = useState<Value<N> | null>(null);
  const { error, run } = useAction();
  const again = (): void =>
    run(async () => {
      setValue((await bridge.call<Asked>(name)) as Value<N>);
    });
  useEffect(again, []);
  return { value, error, again };
}
