/**
 * Health of the postbacks (H1, H2): what is wrong or odd among those that are active, and how many there are of each kind. Reads the books
 * only, so it is about what Everflow was last known to hold; changes nothing.
 */
import { notRefreshedIn } from '../../core/row-marks';
import {
  COUNT_LISTS,
  countsOf,
  FINDING_LISTS,
  GROUP_LISTS,
  groupsOf,
  membersOf,
  type Count,
  type CountList,
  type FindingList,
  type GroupList,
} from '../../core/health/lists';
import { surveyOf, type Survey } from '../../core/health/known';
import { describeQuery } from '../../everflow/query';
import { switchedOffSince } from '../changes';
import type { BaselineReading, Head } from '../head';
import { readKnown } from '../known';
import type { Ports } from '../ports';

export interface Health {
  /** When what is looked at was pulled, milliseconds since the epoch. */
  readonly pulledAt: number;
  readonly limits: Limits;
  readonly postbacks: number;
  readonly active: number;
  /** What was found, most urgent first; lists without anything are left out. */
  readonly findings: readonly Finding[];
  readonly counts: readonly CountPicture[];
}

/** Why something may be missing here. */
export interface Limits {
  /** Part of the books cannot be read (B2). */
  readonly damaged: boolean;
  /** The last pull lacks some (P2). */
  readonly incomplete: boolean;
  /** If not everything was ever pulled: what was asked for last, in words; else ''. */
  readonly filter: string;
  /** Postbacks that the last pull did not read (P6). */
  readonly notRefreshed: number;
  /** Active postbacks whose details are not known, so that they are compared with none (P5). */
  readonly notLoaded: number;
}

export interface Finding {
  readonly list: GroupList | FindingList;
  /** Groups, or 0 for a list of single postbacks. */
  readonly groups: number;
  readonly postbacks: number;
}

export interface CountPicture {
  readonly list: CountList;
  /** The most frequent values. */
  readonly bars: readonly Count[];
  /** All values. */
  readonly total: number;
}

/** Bars that come with the first answer; `healthCounts` has all. */
const FIRST_BARS = 8;

export interface Surveyed {
  readonly head: Head;
  readonly baseline: BaselineReading;
  readonly survey: Survey;
}

/** What is known of all postbacks. @throws Refusal as a check */
export function surveyBooks(ports: Ports): Surveyed {
  const { head, baseline } = readKnown(ports, 'once');
  const switchedOff = new Set(switchedOffSince(ports, baseline.rows).keys());
  return { head, baseline, survey: surveyOf(baseline.rows, switchedOff) };
}

/** @throws Refusal as a check */
export function readHealth(ports: Ports): Health {
  const surveyed = surveyBooks(ports);
  const { head, survey } = surveyed;
  return {
    pulledAt: head.pulledAt,
    limits: limitsOf(surveyed),
    postbacks: survey.all.length,
    active: survey.active.length,
    findings: findingsIn(survey),
    counts: COUNT_LISTS.map((list) => {
      const counts = countsOf(survey, list);
      return { list, bars: counts.slice(0, FIRST_BARS), total: counts.length };
    }),
  };
}

function findingsIn(survey: Survey): Finding[] {
  const groups = GROUP_LISTS.map((list) => {
    const found = groupsOf(survey, list);
    const postbacks = found.reduce((sum, { members }) => sum + members.length, 0);
    return { list, groups: found.length, postbacks };
  });
  const single = FINDING_LISTS.map((list) => ({
    list,
    groups: 0,
    postbacks: membersOf(survey, { list, value: '' }).length,
  }));
  return [...groups, ...single].filter(({ postbacks }) => postbacks > 0);
}

function limitsOf({ head, baseline, survey }: Surveyed): Limits {
  const isPart = head.complete && head.everythingAt === undefined;
  return {
    damaged: baseline.damaged,
    incomplete: !head.complete,
    filter: isPart ? (head.asked ? describeQuery(head.asked.query) : 'by a filter') : '',
    notRefreshed: notRefreshedIn(baseline.rows, head.pulledAt),
    notLoaded: survey.active.filter(({ isLoaded }) => !isLoaded).length,
  };
}
