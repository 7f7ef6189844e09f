/** Exposed functions of the start and of settings: what there is, keys, speed, what everyone shares, and what a copy is for. */
import type { ApiHost } from '../core/postback';
import { SPEEDS, type Speed } from '../everflow/rate';
import { forgetKey, listConnections, readSpeed, saveSpeed, type Connection } from '../flows/access';
import { connect, type ConnectResult } from '../flows/setup/connect';
import { keepAsRecord as keepCopyAsRecord, workInCopy as startInCopy } from '../flows/setup/copy';
import {
  readSettings,
  saveSettings as keepSettings,
  setReadOnly as chooseReadOnly,
  type Settings,
} from '../flows/setup/settings';
import { startCounts as countAtStart, type StartCounts } from '../flows/start-counts';
import { readStatus, type Status } from '../flows/status';
import type { Answer } from '../platform/answer';
import { asked } from './calls';

/** What the panel shows at all times: network, account, what is under way. */
export function status(): Answer<Status> {
  return asked((ports) => readStatus(ports));
}

/** What waits for the person: edits, new rows without an answer, conflicts, news. */
export function startCounts(): Answer<StartCounts> {
  return asked((ports) => countAtStart(ports));
}

/** In a copied file: this spreadsheet begins its own work; a complete pull comes first (S7). */
export function workInCopy(): Answer<Status> {
  return asked((ports) => {
    startInCopy(ports);
    return readStatus(ports);
  });
}

/** In a copied file: nothing is pulled into it, changed or pushed any more (S7). */
export function keepAsRecord(): Answer<Status> {
  return asked((ports) => {
    keepCopyAsRecord(ports);
    return readStatus(ports);
  });
}

/** "Test connection": shows which network the key belongs to, and saves the key for this user. */
export function connectKey(request: { host: string; key: string }): Answer<ConnectResult> {
  return asked((ports) => connect(ports, request.host, request.key));
}

export function connections(): Answer<Connection[]> {
  return asked((ports) => listConnections(ports));
}

export function forgetConnection(request: { host: ApiHost; networkId: number }): Answer<Connection[]> {
  return asked((ports) => {
    forgetKey(ports, request.host, request.networkId);
    return listConnections(ports);
  });
}

export function setSpeed(speed: Speed): Answer<Speed> {
  return asked((ports) => {
    if (SPEEDS.includes(speed)) saveSpeed(ports, speed);
    return readSpeed(ports);
  });
}

/** Settings that everyone in this spreadsheet shares. */
export function settings(): Answer<Settings> {
  return asked((ports) => readSettings(ports));
}

/** Read-only mode of this spreadsheet: nothing is written to Everflow (S6). */
export function setReadOnly(request: { readOnly: boolean }): Answer<Status> {
  return asked((ports) => {
    chooseReadOnly(ports, request.readOnly);
    return readStatus(ports);
  });
}

export function saveSettings(wanted: Settings): Answer<Settings> {
  return asked((ports) => keepSettings(ports, wanted));
}
