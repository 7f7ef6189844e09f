/**
 * What every view of the panel shares: the bridge, what is known of the spreadsheet, and the way to another view. It draws nothing.
 */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Bridge, Value } from './bridge';
import type { View } from './view-names';

export type Status = Value<'status'>;
export type Connection = Status['connections'][number];

/** How a view takes up an unfinished pull or push: goes on with it, or ends it. */
export type Resume = 'go-on' | 'stop';

export interface Panel {
  readonly bridge: Bridge;
  readonly status: Status;
  /** Asks the server again what the panel shows at all times. @throws PanelError as a rejection */
  readonly refresh: () => Promise<void>;
  readonly go: (view: View, resume?: Resume) => void;
}

export const PanelContext = createContext<Panel | null>(null);

/** @throws Error outside of the panel: a mistake of ours */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('A view was drawn outside of the panel');
  return panel;
}
