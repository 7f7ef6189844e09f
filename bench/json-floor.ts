/**
 * The floor of processor time: one JSON.parse and one JSON.stringify of the data that a flow reads or writes: the table as Everflow tells it, and the cells of
 * the Postbacks tab.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everflowInThread } from '../local/everflow';
import { PAGE_SIZE } from './cost-model';

/** Odd, so that there is a middle one. */
const RUNS = 3;
/** Virtual milliseconds between two pages, so that no rate limit is met. */
const APART_MS = 1000;

function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

/** How often a flow has to go through the table's facts (as told, or as they were pulled), and through the cells of the tab. */
export interface Passes {
  readonly table: number;
  readonly tab: number;
}

/**
 * The pages of a network's table as they come over the wire, and the cells of its tab. They wait in files, so that they are not among what is in memory
 * while a flow runs; `close` removes them.
 */
export class FlowData {
  private readonly folder = mkdtempSync(join(tmpdir(), 'postback-bench-'));
  private readonly file = join(this.folder, 'pages.jsonl');
  private readonly tab = join(this.folder, 'tab.jsonl');
  private hasTab = false;

  /** @param seed as of the network that is measured */
  constructor(
    private readonly postbacks: number,
    seed: number,
  ) {
    const startMs = Date.UTC(2026, 0, 1);
    const everflow = everflowInThread({ size: postbacks, seed, time: 'header', startMs });
    const pages = Array.from({ length: Math.ceil(postbacks / PAGE_SIZE) }, (_, at) => {
      const [answer] = everflow.send([
        {
          url: `${everflow.url}/v1/networks/pixelstable?page=${at + 1}&page_size=${PAGE_SIZE}`,
          method: 'POST',
          headers: {
            'X-Eflow-API-Key': everflow.keys.main,
            'X-Virtual-Now-Ms': String(startMs + at * APART_MS),
          },
          body: Buffer.from('{}'),
        },
      ]);
      if (!answer || 'error' in answer || answer.status !== 200)
        throw new Error(`Page ${at + 1} of the table could not be read`);
      return Buffer.from(answer.body).toString('utf8');
    });
    writeFileSync(this.file, pages.join('\n'));
  }

  /** Keeps the cells of the tab, once. @param cells without the header */
  keepTab(cells: () => readonly (readonly string[])[]): void {
    if (this.hasTab) return;
    this.hasTab = true;
    const rows = cells();
    const parts: string[] = [];
    for (let from = 0; from < rows.length; from += PAGE_SIZE)
      parts.push(JSON.stringify(rows.slice(from, from + PAGE_SIZE)));
    writeFileSync(this.tab, parts.join('\n'));
  }

  /** Processor milliseconds to parse and write so many rows of each once, in the middle of three times. */
  jsonCpuMs(rows: number, { table, tab }: Passes): number {
    const cells = readFileSync(this.tab, 'utf8')
      .split('\n')
      .slice(0, Math.ceil(rows / PAGE_SIZE));
    const pages = [
      ...Array.from({ length: table }, () => this.read(rows)).flat(),
      ...Array.from({ length: tab }, () => cells).flat(),
    ];
    const times = Array.from({ length: RUNS }, () =>
      cpuMs(() => {
        for (const page of pages) JSON.stringify(JSON.parse(page));
      }),
    );
    return Math.round(median(times) * 100) / 100;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Pages with so many rows in all. */
  private read(rows: number): string[] {
    const pages = readFileSync(this.file, 'utf8').split('\n');
    if (rows >= this.postbacks) return pages;
    const whole = pages.slice(0, Math.floor(rows / PAGE_SIZE));
    const { pixels, ...rest } = JSON.parse(pages[whole.length] ?? '{}') as { pixels: unknown[] };
    return [...whole, JSON.stringify({ pixels: pixels.slice(0, rows % PAGE_SIZE), ...rest })];
  }
}
