/** The lists behind what Health tells, page by page, and the way from each to its rows in the Postbacks tab (H3). Changes nothing. */
import { sentenceOf, type Member } from '../../core/health/groups';
import {
  columnOfList,
  countsOf,
  groupsOf,
  membersOf,
  nameOf,
  type Count,
  type CountList,
  type GroupList,
  type SetName,
} from '../../core/health/lists';
import { placesOf } from '../../core/row-owner';
import { surveyBooks } from './health';
import type { Ports, Shown } from '../ports';

/** Lines in one answer, and about their characters (X1). */
const LINES_PER_PAGE = 500;
const CHARACTERS_PER_PAGE = 400_000;
/** Postbacks of a group that are named at once. */
const FIRST_OF_GROUP = 5;
/** Of a URL: enough to see which it is. */
const MAX_URL = 300;
/** Rows that are selected at once: what the desk can do. */
const MAX_SHOWN = 500;

export interface HealthPage<T> {
  readonly total: number;
  readonly lines: readonly T[];
}

export interface HealthLine {
  readonly id: number;
  readonly firesFor: string;
  /** The URL, or the method where there is none. */
  readonly sends: string;
  readonly note: string;
}

export interface HealthGroup {
  /** Names the group in `healthRows`. */
  readonly value: string;
  readonly count: number;
  readonly why: string;
  readonly first: readonly HealthLine[];
}

export interface ShownOfHealth extends Shown {
  /** Postbacks of the set; those without a row of their own in the tab cannot be selected. */
  readonly postbacks: number;
}

/** Postbacks of a set. @throws Refusal as a check */
export function healthRows(ports: Ports, set: SetName, offset: number): HealthPage<HealthLine> {
  return pageFrom(membersOf(surveyBooks(ports).survey, set), offset, lineOf);
}

/** Groups of a kind, the largest first. @throws Refusal as a check */
export function healthGroups(ports: Ports, list: GroupList, offset: number): HealthPage<HealthGroup> {
  return pageFrom(groupsOf(surveyBooks(ports).survey, list), offset, (group) => ({
    value: nameOf(group),
    count: group.members.length,
    why: group.why,
    first: group.members.slice(0, FIRST_OF_GROUP).map(lineOf),
  }));
}

/** All values with their counts, the most frequent first. @throws Refusal as a check */
export function healthCounts(ports: Ports, list: CountList, offset: number): HealthPage<Count> {
  return pageFrom(countsOf(surveyBooks(ports).survey, list), offset, (count) => count);
}

/**
 * Selects the rows of a set, or of one postback of it.
 * @throws Refusal as a check
 */
export function showHealth(ports: Ports, set: SetName, id?: number): ShownOfHealth {
  const { head, baseline, survey } = surveyBooks(ports);
  const members = membersOf(survey, set).filter(({ known }) => id === undefined || known.id === id);
  const column = columnOfList(set.list);
  const reading = ports.desk.read(head.deskSheetId);
  const { rows } = placesOf(reading, baseline.rows);
  const cells = members
    .flatMap(({ known }) => {
      const row = rows.get(known.id);
      return row === undefined ? [] : [{ row, column }];
    })
    .slice(0, MAX_SHOWN);
  const hiddenByFilter = ports.desk.select(head.deskSheetId, reading, cells);
  return { cells: cells.length, hiddenByFilter, postbacks: members.length };
}

function pageFrom<A, T>(all: readonly A[], offset: number, draw: (one: A) => T): HealthPage<T> {
  const from = Math.max(0, Math.floor(offset) || 0);
  const lines: T[] = [];
  let characters = 0;
  for (const one of all.slice(from, from + LINES_PER_PAGE)) {
    const line = draw(one);
    characters += JSON.stringify(line).length;
    if (lines.length > 0 && characters > CHARACTERS_PER_PAGE) break;
    lines.push(line);
  }
  return { total: all.length, lines };
}

function lineOf({ known, note }: Member): HealthLine {
  const { postback_url, delivery_method } = known.fields;
  const sends = String(known.host === undefined ? delivery_method : postback_url);
  return {
    id: known.id,
    firesFor: sentenceOf(known),
    sends: sends.length > MAX_URL ? `${sends.slice(0, MAX_URL)}…` : sends,
    note,
  };
}
