/** The workbench as scripts and tests start it. */
export { startWorkbench, type RunningWorkbench, type ServerOptions } from './server';
export { COLLEAGUE, OWNER } from './practice';
export type { Workbench } from './workbench';
