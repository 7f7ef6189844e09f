/**
 * Settings of a spreadsheet that everyone who works in it shares: when a number is typed to confirm, whether a reason is asked for (D2), and whether
 * anything may be written to Everflow at all (S6).
 */
import { utcText } from '../../core/utc-text';
import { DEFAULT_THRESHOLD } from '../../core/plan-preview';
import { Refusal } from '../../core/words';
import { noteEvent } from '../log/log';
import type { Ports } from '../ports';

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

/** What they are called in the change log. */
const SETTINGS = [
  ['threshold', 'Type the number above'],
  ['reasonRequired', 'Reason required'],
] as const;

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
  const [before, settings] = [readSettings(ports), pick(wanted)];
  ports.documentValues.set(SETTINGS_KEY, JSON.stringify(settings));
  const changed = SETTINGS.filter(([key]) => before[key] !== settings[key]);
  const facts = changed.map(([key, field]) => ({
    what: 'Setting',
    outcome: 'Changed',
    field,
    before: String(before[key]),
    after: String(settings[key]),
  }));
  if (facts.length > 0) noteEvent(ports, ...facts);
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

/** Document property: read-only mode, by whom and since when. A property of its own, so that it cannot be lost among others. */
const READ_ONLY_KEY = 'postbackDesk.readOnly';

export interface ReadOnly {
  /** '' where Google does not tell. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Who made this spreadsheet read-only, and when; undefined if nobody did (S6). */
export function readReadOnly(ports: Ports): ReadOnly | undefined {
  const text = ports.documentValues.get(READ_ONLY_KEY);
  return text === null ? undefined : (JSON.parse(text) as ReadOnly);
}

/** Makes the spreadsheet read-only, or writable again. A push under way stops before its next batch. */
export function setReadOnly(ports: Ports, isReadOnlyNow: boolean): void {
  const wasReadOnly = readReadOnly(ports) !== undefined;
  if (isReadOnlyNow === wasReadOnly) return;
  if (!isReadOnlyNow) ports.documentValues.remove(READ_ONLY_KEY);
  else {
    const chosen: ReadOnly = { by: ports.person(), at: ports.clock.now() };
    ports.documentValues.set(READ_ONLY_KEY, JSON.stringify(chosen));
  }
  noteEvent(ports, { what: 'Read-only', outcome: isReadOnlyNow ? 'On' : 'Off' });
}

/** Why nothing may be written to Everflow from this spreadsheet, as of the last look; undefined if it may. */
export function readOnlyRefusal(ports: Ports): Refusal | undefined {
  const chosen = readReadOnly(ports);
  return chosen && new Refusal('read-only', chosen.by || 'Somebody', utcText(chosen.at / 1000));
}

/** @throws Refusal read-only */
export function refuseIfReadOnly(ports: Ports): void {
  const refusal = readOnlyRefusal(ports);
  if (refusal) throw refusal;
}
