/** Settings of a spreadsheet that everyone who works in it shares (D2): when a number is typed to confirm, and whether a reason is asked for. */
import { DEFAULT_THRESHOLD } from '../core/plan-preview';
import { Refusal } from '../core/words';
import type { Ports } from './ports';

const SETTINGS_KEY = 'postbackDesk.settings';

export interface Settings {
  /** Writes above this are confirmed by typing their number; 0 and up to `MAX_THRESHOLD`. */
  readonly threshold: number;
  /** True if nothing is pushed without a reason or ticket. */
  readonly reasonRequired: boolean;
}

/** Above this, typing the number would never be asked for. */
export const MAX_THRESHOLD = 10_000;
const DEFAULTS: Settings = { threshold: DEFAULT_THRESHOLD, reasonRequired: false };

/** What cannot be read counts as never set: the stricter default then holds. */
export function readSettings(ports: Ports): Settings {
  const text = ports.documentValues.get(SETTINGS_KEY);
  if (text === null) return DEFAULTS;
  try {
    const saved = JSON.parse(text) as unknown;
    return isSettings(saved) ? pick(saved) : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

/** @throws Refusal settings-invalid */
export function saveSettings(ports: Ports, wanted: unknown): Settings {
  if (!isSettings(wanted)) throw new Refusal('settings-invalid', String(MAX_THRESHOLD));
  const settings = pick(wanted);
  ports.documentValues.set(SETTINGS_KEY, JSON.stringify(settings));
  return settings;
}

const pick = ({ threshold, reasonRequired }: Settings): Settings => ({ threshold, reasonRequired });

function isSettings(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null) return false;
  const { threshold, reasonRequired } = value as { [K in keyof Settings]?: unknown };
  return (
    typeof threshold === 'number' &&
    Number.isInteger(threshold) &&
    threshold >= 0 &&
    threshold <= MAX_THRESHOLD &&
    typeof reasonRequired === 'boolean'
  );
}
