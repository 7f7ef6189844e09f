/**
 * The stage for stories and bundle tests: an embedded Everflow and a local Apps Script that runs `dist/` against it, both in the same
 * virtual time.
 */
import {
  LocalAppsScript,
  type BeforeCall,
  worlds,
  type LocalAppsScriptOptions,
  type World,
} from '../apps-script';
import { everflowInThread, startEverflow, type Everflow, type EverflowOptions } from '../everflow';

export interface StageOptions {
  readonly dist: string;
  /** Postbacks of the network. */
  readonly size: number;
  readonly seed?: number;
  /** Of ids and chance in the script, where they must not be those of an earlier run with this seed; default `seed`. */
  readonly scriptSeed?: number;
  readonly world?: World;
  /** True: real HTTP between the two. False, the default: faster by a half, and requests made together arrive in their order. */
  readonly overHttp?: boolean;
  readonly everflow?: Omit<EverflowOptions, 'size' | 'seed' | 'time' | 'startMs'>;
  readonly google?: Partial<Omit<LocalAppsScriptOptions, 'dist' | 'world' | 'seed' | 'routes' | 'startMs'>>;
}

export interface Stage {
  readonly everflow: Everflow;
  readonly google: LocalAppsScript;
  readonly close: () => Promise<void>;
}

/** A Sunday morning; both clocks begin here, or rate windows of the server would not pass. */
const START_MS = Date.UTC(2026, 10, 22, 9);

export async function setStage(options: StageOptions): Promise<Stage> {
  const seed = options.seed ?? 1;
  const network = {
    ...options.everflow,
    size: options.size,
    seed,
    time: 'header',
    startMs: START_MS,
  } as const;
  const inThread = options.overHttp ? undefined : everflowInThread(network);
  const everflow = inThread ?? (await startEverflow(network));
  const google = new LocalAppsScript({
    user: 'anna@acme.test',
    ...options.google,
    ...(inThread ? { send: (requests) => inThread.send(requests) } : {}),
    dist: options.dist,
    world: options.world ?? worlds.plain,
    seed: options.scriptSeed ?? seed,
    startMs: START_MS,
    routes: { 'https://api.eflow.team': everflow.url, 'https://api-eu.eflow.team': everflow.url },
  });
  return {
    everflow,
    google,
    close: async () => {
      await everflow.close();
      google.close();
    },
  };
}

const SHEET_SERVICES = new Set(['SpreadsheetApp', 'Spreadsheet', 'Sheet', 'Range', 'RangeList']);

/**
 * Counts round trips to the spreadsheet from now on; takes the place of any other hook between calls.
 * @param also called before each call after it was counted, such as to end the execution
 */
export function countSheetCalls(google: LocalAppsScript, also?: BeforeCall): { readonly count: number } {
  const counter = { count: 0 };
  google.beforeCall((...call) => {
    if (SHEET_SERVICES.has(call[0].service)) counter.count += 1;
    also?.(...call);
  });
  return counter;
}
