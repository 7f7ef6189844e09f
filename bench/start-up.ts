/** What every click and every step pays first: loading the script. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LocalAppsScript, scriptCpuUs } from '../local/apps-script';
import type { StartUp } from './contract';

const LOADS = 30;

/** To be called in a process that has loaded nothing yet. */
export function measureStartUp(dist: string): StartUp {
  const google = new LocalAppsScript({ dist });
  google.openSpreadsheet();
  const loadMs = (): number => scriptCpuUs(() => google.trigger('onOpen', { authMode: 'NONE' })) / 1000;
  const firstMs = loadMs();
  const others = Array.from({ length: LOADS - 1 }, loadMs);
  google.close();
  const tenths = (ms: number): number => Math.round(ms * 10) / 10;
  return {
    scriptBytes: statSync(join(dist, 'Code.js')).size,
    allBytes: readdirSync(dist).reduce((sum, name) => sum + statSync(join(dist, name)).size, 0),
    firstMs: tenths(firstMs),
    averageMs: tenths(others.reduce((sum, ms) => sum + ms, 0) / others.length),
    loads: LOADS,
  };
}
