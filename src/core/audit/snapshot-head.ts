/** The head of a snapshot: what was taken, when, from what, by whom, and how to verify it (A2). Words only; pure. */
import { utcText } from '../utc-text';
import type { Network } from '../postback';
import {
  DIGEST_NAME,
  ROW_DIGEST_HEADER,
  SNAPSHOT_FORMAT,
  SNAPSHOT_TITLE,
  type HeadLine,
} from './snapshot-text';
import { SNAPSHOT_HEADERS, type LeftOut, type SnapshotChoice } from './snapshot-rows';

/** Name of the line that says who may edit the tab: known only once it was tried. */
export const PROTECTION_NAME = 'Protection';

/** Everything that the head tells. Times are milliseconds since the epoch, 0 where they are not known. */
export interface SnapshotFacts {
  readonly network: Network;
  readonly spreadsheetId: string;
  readonly takenAt: number;
  readonly takenBy: string;
  readonly pull: {
    readonly firstRequestAt: number;
    readonly lastRequestAt: number;
    readonly by: string;
    /** In words. */
    readonly filter: string;
    /** As it was sent to Everflow, as JSON; '' where it is not known. */
    readonly sent: string;
  };
  readonly choice: SnapshotChoice;
  readonly postbacks: number;
  readonly byStatus: string;
  readonly byMethod: string;
  readonly notLoaded: number;
  readonly leftOut: LeftOut;
  /** Pushed, or read again, after the pull. */
  readonly pushedSince: number;
  readonly unsent: string;
  readonly version: string;
  readonly layout: number;
  /** Digest and time of the snapshot taken before; '' if there was none. */
  readonly previous: string;
}

/** What the snapshot is of, in a few words. */
export function titleOf({ pull, choice }: Pick<SnapshotFacts, 'pull' | 'choice'>): string {
  const { partnerIds, masked } = choice;
  const partners = partnerIds.length === 0 ? [] : [partnersText(partnerIds)];
  return [pull.filter, ...partners, ...(masked ? ['masked'] : [])].join(' · ');
}

/** `partner 12`, `partners 12, 13 and 14`. */
export function partnersText(ids: readonly number[]): string {
  const last = ids[ids.length - 1];
  return ids.length === 1 ? `partner ${last}` : `partners ${ids.slice(0, -1).join(', ')} and ${last}`;
}

/** All lines but that of the digest, in order. */
export function headLines(facts: SnapshotFacts): HeadLine[] {
  const { network, pull, choice } = facts;
  const time = (ms: number): string => (ms > 0 ? utcText(ms / 1000) : 'not recorded');
  return [
    ['Snapshot of', titleOf(facts)],
    ['Network', `${network.name} (${network.id})`],
    ['Region', `${network.host === 'api-eu.eflow.team' ? 'EU' : 'US'} (${network.host})`],
    ['Spreadsheet', facts.spreadsheetId],
    ['Taken at', time(facts.takenAt)],
    ['Taken by', facts.takenBy || 'not told by Google'],
    ['First request of the pull', time(pull.firstRequestAt)],
    ['Last request of the pull', time(pull.lastRequestAt)],
    ['Pulled by', pull.by || 'not told by Google'],
    ['Filter of the pull', pull.filter],
    ['Filter as sent', pull.sent || 'not recorded'],
    ['Postbacks', String(facts.postbacks)],
    ['By status', facts.byStatus],
    ['By method', facts.byMethod],
    ['Details', detailsText(facts.notLoaded)],
    ['Left out', leftOutText(facts.leftOut)],
    ['Pushed since the pull', postbacks(facts.pushedSince)],
    ['Unsent edits', facts.unsent],
    ['Masked', choice.masked ? 'yes: what looks like a secret in URLs, code and lists shows as •••' : 'no'],
    ['Add-on version', `${facts.version}, hidden tab layout ${facts.layout}`],
    ['Previous snapshot', facts.previous || 'none'],
    [PROTECTION_NAME, ''],
    [
      'How to verify',
      'Panel > Audit > Verify; or without the add-on: download this tab as CSV and recompute the digest as docs/snapshot-format.md says.',
    ],
    [
      'What the digest shows',
      'Any change since the snapshot was taken, to whoever kept the digest elsewhere, such as in a ticket. Whoever can edit the tab can replace both.',
    ],
  ];
}

const postbacks = (count: number): string => (count === 1 ? '1 postback' : `${count} postbacks`);

function detailsText(count: number): string {
  return count === 0 ? 'loaded' : `not loaded for ${postbacks(count)}`;
}

function leftOutText({ gone, notRead, othersToo, otherPartners }: LeftOut): string {
  const parts = [
    [otherPartners, 'of other partners'],
    [othersToo, 'that also serve others'],
    [notRead, 'that the last pull did not read'],
    [gone, 'that are gone from Everflow'],
  ] as const;
  const told = parts.flatMap(([count, why]) => (count === 0 ? [] : [`${count} ${why}`]));
  return told.length === 0 ? 'nothing' : told.join('; ');
}

/** Who may edit the tab. `warning`: Google refused to keep others out. */
export function protectionText(kind: 'strict' | 'warning' | 'none', who: string): string {
  if (kind === 'strict')
    return `Only ${who || 'whoever took it'} and the owner of the spreadsheet can edit this tab`;
  return kind === 'warning'
    ? 'Google only warns before an edit: others could not be kept out'
    : 'None: Google refused it';
}

/** Rows of the tab above the table, header row included. */
export function topOf(head: readonly HeadLine[], digest: string): string[][] {
  return [
    [SNAPSHOT_TITLE, SNAPSHOT_FORMAT],
    ...head.map((line) => [...line]),
    [DIGEST_NAME, digest],
    [],
    [...SNAPSHOT_HEADERS, ROW_DIGEST_HEADER],
  ];
}
