/** The local Apps Script as tests and scripts use it: nothing else in this folder needs to be imported. */
export type { Checkpoint } from './checkpoint';
export type { ClientValue } from './client-values';
export type { Costs, Plan } from './execution';
export type { BeforeCall } from './execution';
export { ExecutionKilled } from './kernel';
export type { AuthModeName, ServiceCall, World } from './kernel';
export { LocalAppsScript } from './local-apps-script';
export type { PlanHandle, RunOptions } from './local-apps-script';
export type { LocalAppsScriptOptions } from './options';
export { NotCallable, ScriptError } from './outcome';
export type { ExecutionRecord } from './outcome';
export { scriptCpuUs } from './script-cpu';
export { lockKeys } from './services/lock';
export { storeKeys } from './services/properties';
export { NotModelled } from './strict';
export { Person, Workbook } from './spreadsheet';
export type { PlannedFault, TransportFault } from './url-fetch/transport';
export { worlds } from './worlds';
