/** The lists of Health by name: which postbacks belong to each, and what there is to say of one (H2, H3). */
import { macroUse } from '../check/macro-use';
import type { ColumnKey } from '../columns';
import type { Field } from '../postback';
import { lackOfClickId } from './click-id';
import { duplicates, firingTwice, plain, type Group, type Member } from './groups';
import { misspeltHosts } from './hosts';
import { gather, type Known, type Survey } from './known';
import { loneHosts, loneMethods } from './odd';

/** Groups, most harmful first. */
export const GROUP_LISTS = ['duplicate', 'firing'] as const;
/** What is counted by value. */
export const COUNT_LISTS = ['host', 'status', 'type', 'method', 'level'] as const;

export type GroupList = (typeof GROUP_LISTS)[number];
/** Single postbacks. */
export type FindingList = 'switched-off' | 'click-id' | 'misspelt' | 'lone' | 'http';
export type CountList = (typeof COUNT_LISTS)[number];
export type ListName = GroupList | FindingList | CountList;

/** Names a set of postbacks in a way that outlives a call: of a group the least id, of a count its value, of a finding ''. */
export interface SetName {
  readonly list: ListName;
  readonly value: string;
}

const isGroupList = (list: ListName): list is GroupList => (GROUP_LISTS as readonly string[]).includes(list);
const isFindingList = (list: ListName): list is FindingList => list in FINDERS;

export function groupsOf(survey: Survey, list: GroupList): Group[] {
  return list === 'duplicate' ? duplicates(survey) : firingTwice(survey);
}

/** Postbacks of a set, by id; none if the name says nothing any more. */
export function membersOf(survey: Survey, { list, value }: SetName): readonly Member[] {
  if (isFindingList(list)) return FINDERS[list](survey);
  if (!isGroupList(list))
    return countedOf(survey, list)
      .filter((known) => valueOf(known, list) === value)
      .map(plain);
  return groupsOf(survey, list).find((group) => nameOf(group) === value)?.members ?? [];
}

/** The least id of a group. */
export const nameOf = ({ members }: Group): string => String(members[0]!.known.id);

const callsUrl = ({ host }: Known): boolean => host !== undefined;

const FINDERS: { readonly [L in FindingList]: (survey: Survey) => Member[] } = {
  'switched-off': ({ all, switchedOff }) => all.filter(({ id }) => switchedOff.has(id)).map(plain),
  'click-id': ({ active, baseline }) => {
    const use = macroUse(baseline);
    return active.filter(callsUrl).flatMap((known) => {
      const lack = lackOfClickId(known, use, baseline.get(known.id));
      if (lack === undefined) return [];
      return [{ known, note: lack === '' ? '' : `Everflow sends ${lack.slice(0, 60)} as it stands.` }];
    });
  },
  misspelt: (survey) => {
    const meant = misspeltIn(survey);
    return survey.active.filter(callsUrl).flatMap((known) => {
      const right = meant.get(known.host!);
      return right === undefined ? [] : [{ known, note: `Did you mean ${right}?` }];
    });
  },
  lone: (survey) => {
    const misspelt = misspeltIn(survey);
    const hosts = loneHosts(survey.active).filter(([{ host }]) => !misspelt.has(host!));
    const all = 'All others of this partner and type';
    return [
      ...hosts.map(([known, others]) => ({ known, note: `${all} go to ${others}.` })),
      ...loneMethods(survey.active).map(([known, others]) => ({
        known,
        note: `${all} have method ${others}.`,
      })),
    ].sort((a, b) => a.known.id - b.known.id);
  },
  http: ({ active }) =>
    active.filter((known) => callsUrl(known) && /^http:/i.test(String(known.fields.postback_url))).map(plain),
};

/** Most urgent first. */
export const FINDING_LISTS = Object.keys(FINDERS) as readonly FindingList[];

function misspeltIn(survey: Survey): ReadonlyMap<string, string> {
  return misspeltHosts(new Map(countsOf(survey, 'host').map(({ value, count }) => [value, count])));
}

const FIELD_OF: { readonly [L in Exclude<CountList, 'host'>]: Field } = {
  status: 'pixel_status',
  type: 'pixel_type',
  method: 'delivery_method',
  level: 'pixel_level',
};

/** Those that a count is about: only the status is counted of postbacks that are off, and only a called URL has a host. */
function countedOf({ all, active }: Survey, list: CountList): readonly Known[] {
  if (list === 'status') return all;
  return list === 'host' ? active.filter(callsUrl) : active;
}

const valueOf = ({ host, fields }: Known, list: CountList): string =>
  list === 'host' ? host! : String(fields[FIELD_OF[list]] ?? '');

export interface Count {
  readonly value: string;
  readonly count: number;
}

/** How many have each value, the most frequent first. The counts add up to the postbacks that are counted. */
export function countsOf(survey: Survey, list: CountList): Count[] {
  return [...gather(countedOf(survey, list), (known) => valueOf(known, list))]
    .map(([value, same]) => ({ value, count: same.length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** The column in which people see what a list is about, where that is not the URL. */
const COLUMNS: { readonly [L in ListName]?: ColumnKey } = {
  duplicate: 'id',
  firing: 'firesFor',
  'switched-off': 'status',
  status: 'status',
  type: 'type',
  method: 'method',
  level: 'level',
};

export const columnOfList = (list: ListName): ColumnKey => COLUMNS[list] ?? 'url';
