/** What whoever has started an embedded Everflow holds in hand, wherever it runs. */
import type { Control } from './control';
import type { KEY_VALUES } from './keys';

/** A running embedded Everflow. */
export interface Everflow {
  /** `http://127.0.0.1:<port>`, without a path: stands for https://api.eflow.team */
  readonly url: string;
  /** Values for X-Eflow-API-Key, by name. */
  readonly keys: typeof KEY_VALUES;
  readonly control: Control;
  /** Stops server and thread; resolves when both are gone. Safe to call twice. */
  close(): Promise<void>;
}
