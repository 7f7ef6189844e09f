/** Exposed functions of Health: what was found, its lists page by page, and the way to the rows (H1–H3). */
import type { CountList, GroupList, SetName } from '../core/health/lists';
import { readHealth, type Health } from '../flows/health/health';
import {
  healthCounts as readCounts,
  healthGroups as readGroups,
  healthRows as readRows,
  showHealth as selectRows,
  type HealthGroup,
  type HealthLine,
  type HealthPage,
  type ShownOfHealth,
} from '../flows/health/lists';
import type { Count } from '../core/health/lists';
import type { Answer } from '../platform/answer';
import { asked } from './calls';

/** What is wrong or odd among the active postbacks as last pulled or pushed, and how many there are of each kind. */
export function health(): Answer<Health> {
  return asked((ports) => readHealth(ports));
}

/** Groups of postbacks that are the same, or fire for the same; pages of at most 500. */
export function healthGroups(request: { list: GroupList; offset: number }): Answer<HealthPage<HealthGroup>> {
  return asked((ports) => readGroups(ports, request.list, request.offset));
}

/** Values of a column with their counts; pages of at most 500. */
export function healthCounts(request: { list: CountList; offset: number }): Answer<HealthPage<Count>> {
  return asked((ports) => readCounts(ports, request.list, request.offset));
}

/** Postbacks of a finding, a group or a count; pages of at most 500. */
export function healthRows(request: SetName & { offset: number }): Answer<HealthPage<HealthLine>> {
  return asked((ports) => readRows(ports, request, request.offset));
}

/** Selects their rows in the Postbacks tab, or the row of one of them. */
export function showHealth(request: SetName & { id?: number }): Answer<ShownOfHealth> {
  return asked((ports) => selectRows(ports, request, request.id));
}
