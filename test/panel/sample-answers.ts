/** Answers of the server, complete and of the right types, in which a test changes only what it is about. */
import type { Value } from '../../src/panel/bridge';
import type { Preview, PreviewAnswer } from '../../src/panel/preview/choice';
import type { Status } from '../../src/panel/context';

export type CheckResult = NonNullable<Value<'checkStep'>['result']>;
export type PullResult = NonNullable<Value<'pullStep'>['result']>;
export type PushResult = NonNullable<Value<'pushStep'>['result']>;

export const ACME = { id: 11, name: 'Acme Network', host: 'api.eflow.team' } as const;
export const ACME_KEY = { host: ACME.host, networkId: 11, networkName: ACME.name, lastFour: 'c4f2' };
/** 14:02 UTC on 3 March 2025, in ms. */
export const THEN = Date.UTC(2025, 2, 3, 14, 2);

export const FRESH: Status = {
  person: 'anna@example.com',
  network: null,
  connections: [],
  speed: 'normal',
  recentFilters: [],
  pull: null,
  job: null,
  readOnly: null,
  trouble: null,
  copy: null,
  log: null,
};
export const PULLED: Status = {
  ...FRESH,
  network: ACME,
  connections: [ACME_KEY],
  pull: { at: THEN, by: 'anna@example.com', complete: true },
};

/** A job that was left: anybody may go on with it. */
export const job = (
  kind: string,
  parts: Partial<NonNullable<Status['job']>> = {},
): NonNullable<Status['job']> => ({
  kind,
  startedBy: 'anna@example.com',
  startedAt: THEN,
  inUse: null,
  push: null,
  ...parts,
});

export function progress(doing: string, done: number, total: number, finished = false) {
  return { doing, done, total, finished };
}

export const pullResult = (parts: Partial<PullResult> = {}): PullResult => ({
  rows: 10_212,
  added: 10_212,
  changed: 0,
  complete: true,
  missing: 0,
  ignored: [],
  notLoaded: 0,
  gone: 0,
  switchedOff: 0,
  unclear: 0,
  notRefreshed: 0,
  cancelled: false,
  seconds: 40,
  ...parts,
});

export const checkResult = (parts: Partial<CheckResult> = {}): CheckResult => ({
  edited: 12,
  created: 3,
  stopped: 2,
  pushable: 13,
  unchanged: 900,
  unknown: 0,
  certain: true,
  groups: [],
  ...parts,
});

export function preview(parts: Partial<Preview> = {}): Preview {
  const writes = parts.writes ?? 2;
  return {
    creates: 0,
    updates: writes,
    writes,
    fields: [{ field: 'postback_url', header: 'URL', count: writes }],
    hosts: [{ before: 't.old.com', after: 't.new.com', count: writes }],
    urlHosts: { total: 0, most: [] },
    partners: { total: 0, most: [] },
    effects: [],
    warnings: [],
    confirm: { typed: false, number: writes },
    estimate: { requests: 4, quotaShare: 0.0002, seconds: 1, batches: 1 },
    page: { offset: 0, total: writes, lines: [], next: null },
    ...parts,
  };
}

export const previewAnswer = (parts: Partial<PreviewAnswer> = {}): PreviewAnswer => ({
  previewId: 'p1',
  chosen: parts.all ?? preview(),
  all: preview(),
  reasonRequired: false,
  hiddenUntold: 0,
  stopped: 0,
  leftOut: [],
  ...parts,
});

export const pushResult = (parts: Partial<PushResult> = {}): PushResult => ({
  planId: 'plan1',
  total: 2,
  counts: { Updated: 2 },
  cancelled: false,
  waiting: 0,
  seconds: 3,
  ...parts,
});

export type ConflictLine = Value<'conflicts'>['lines'][number];
type ConflictUnit = ConflictLine['units'][number];

export const conflictUnit = (parts: Partial<ConflictUnit['fields'][number]> = {}): ConflictUnit => ({
  fields: [
    {
      field: 'postback_url',
      header: 'URL',
      pulled: 'https://first.example/',
      mine: 'https://mine.example/',
      theirs: 'https://theirs.example/',
      isEdited: true,
      ...parts,
    },
  ],
  turnsOn: false,
  fits: true,
});

export const conflictLine = (parts: Partial<ConflictLine> = {}): ConflictLine => ({
  id: 501,
  rowNumber: 7,
  firesFor: 'partner Acme (12), all offers: conversions',
  stamp: 'dx.a1b2c3d4',
  units: [conflictUnit()],
  ...parts,
});

export const conflictsOf = (...lines: readonly ConflictLine[]): Value<'conflicts'> => ({
  total: lines.length,
  offset: 0,
  lines,
  stamps: lines.map(({ stamp }) => stamp).join(),
});

/** Texts that would do harm if a page took them for markup. */
export const HOSTILE =
  '<img src=x onerror="globalThis.harmed = true"><script>globalThis.harmed = true</script>&amp;"\'';
