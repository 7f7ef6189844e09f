/** What a run of the benchmark tells, as it stands in its JSON. `bench/README.md` says the same in words; change both. */

/** What one flow cost at one size, at the usual costs of calls. */
export interface Measured {
  readonly flow: string;
  /** Rows that it is about: postbacks, or for a push and its preview edited rows, or for details records read by id. */
  readonly rows: number;
  /** HTTP requests to Everflow, retries included. */
  readonly requests: number;
  /** Reads and writes of services (cells, properties, cache, locks, session) and flushes; each is a round trip. */
  readonly calls: number;
  /** Those of them that go to the spreadsheet. */
  readonly sheetCalls: number;
  readonly flushes: number;
  /** Calls of `fetch` and `fetchAll`; not among `calls`. */
  readonly fetchCalls: number;
  /** Cells read and written. */
  readonly cells: number;
  /** Calls of the add-on's functions, each a fresh load of the script. */
  readonly steps: number;
  /** Virtual seconds: in all, and of the slowest step. */
  readonly seconds: number;
  readonly slowestStep: number;
  /** Processor milliseconds of the add-on itself: of the whole process, less those inside methods of services and in the driver. */
  readonly ownCpuMs: number;
  /** Processor milliseconds of the whole process: the add-on, the local Google and the embedded Everflow. */
  readonly cpuMs: number;
  /** Resident megabytes of the whole process after garbage was collected, before the flow; and the most during it. */
  readonly restMb: number;
  readonly peakMb: number;
}

/** The least that a flow can cost: see `floor.ts` for the formulas. */
export interface Floor {
  readonly requests: number;
  readonly seconds: number;
  /** The part of `seconds` that requests alone need. */
  readonly httpSeconds: number;
  /** One JSON.parse and one JSON.stringify of the same data, processor milliseconds. */
  readonly jsonCpuMs: number;
}

/** Ours divided by the floor; null where the floor is 0. */
export interface Ratio {
  readonly requests: number | null;
  readonly seconds: number | null;
  readonly ownCpu: number | null;
}

/** The same flow where all that Google's services cost is ten times as much. */
export interface Slow {
  readonly steps: number;
  readonly seconds: number;
  readonly slowestStep: number;
  /** Whether the slowest step stays within the longest execution, 6 minutes. */
  readonly withinLimit: boolean;
}

export interface FlowResult extends Measured {
  /** For pushes: requests for each edited row. */
  readonly requestsPerRow: number | null;
  readonly floor: Floor;
  readonly ratio: Ratio;
  readonly slow: Slow | null;
}

export interface SizeResult {
  readonly postbacks: number;
  readonly flows: readonly FlowResult[];
  /** Flows that were asked for and cannot be at this size, each with the reason. */
  readonly leftOut: readonly { readonly flow: string; readonly why: string }[];
  /** Real seconds that measuring took. */
  readonly realSeconds: number;
}

/** From 10,000 to 100,000 postbacks: how many times as much. */
export interface Growth {
  readonly flow: string;
  readonly calls: number;
  readonly cells: number;
  readonly ownCpu: number;
  readonly seconds: number;
}

/** A job done the way such add-ons usually do it. */
export interface UsualJob {
  readonly job: string;
  readonly rows: number;
  readonly requests: number;
  readonly calls: number;
  readonly steps: number;
  readonly seconds: number;
  /** Executions of 6 minutes that it would need, if it could be cut anywhere. */
  readonly executions: number;
  /** The add-on's own flow beside it, if it was measured at this size. */
  readonly ours: {
    readonly flow: string;
    readonly requests: number;
    readonly calls: number;
    readonly steps: number;
    readonly seconds: number;
  } | null;
}

export interface UsualSize {
  readonly postbacks: number;
  readonly jobs: readonly UsualJob[];
}

export interface StartUp {
  /** Bytes of the script, and of all that is pushed. */
  readonly scriptBytes: number;
  readonly allBytes: number;
  /** Loading the script and running `onOpen`: processor milliseconds, the first time in a process and on average after. */
  readonly firstMs: number;
  readonly averageMs: number;
  readonly loads: number;
}

export interface Target {
  readonly name: string;
  /** Unit of `measured` and `limit`. */
  readonly unit: string;
  readonly limit: number;
  /** Null: this run did not measure it. */
  readonly measured: number | null;
  readonly holds: boolean | null;
}

export interface BenchResult {
  readonly node: string;
  readonly cpu: string;
  readonly memoryBy: 'VmHWM' | 'maxRSS';
  readonly startUp: StartUp;
  readonly sizes: readonly SizeResult[];
  readonly growth: readonly Growth[];
  readonly usualWay: readonly UsualSize[];
  readonly targets: readonly Target[];
  /** Real seconds of the whole run. */
  readonly realSeconds: number;
}
