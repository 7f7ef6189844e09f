/** docs/performance.md from a result: its tables, and the words that say how to read them. */
import type { BenchResult } from './contract';
import {
  ASSUMPTIONS,
  BURST_S,
  COSTS,
  PAGES_AT_ONCE,
  PAGE_SIZE,
  RECORDS_AT_ONCE,
  REQUESTS_PER_SECOND,
} from './cost-model';
import { growthTables, sizeTables, startUpTable, targetTable, usualTables, type TableOf } from './tables';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function lines(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function drawn({ title, head, rows }: TableOf): string {
  return `### ${title}\n\n${lines(head, rows)}\n`;
}

const MEMORY = {
  VmHWM: "the system's own record of the peak (`VmHWM` of Linux), set back before each flow",
  maxRSS: "the process's peak so far (`maxRSS`), so that a flow also shows what an earlier one needed",
} as const;

const leftOut = ({ sizes }: BenchResult): string =>
  sizes
    .flatMap(({ postbacks, leftOut: left }) =>
      left.map(({ flow, why }) => `- Among ${postbacks.toLocaleString('en-US')} postbacks: ${flow}: ${why}.`),
    )
    .join('\n');

function verdict({ targets }: BenchResult): string {
  const missed = targets.filter(({ holds }) => holds === false).length;
  const open = targets.filter(({ holds }) => holds === null).length;
  const held = targets.length - missed - open;
  return `${held} of ${targets.length} hold, ${missed} do not${open === 0 ? '' : `, ${open} were not measured`}.`;
}

/** The whole page, not formatted yet. */
export const performancePage = (result: BenchResult): string => `# Performance

Made by \`npm run bench -- --write-docs\`; do not edit it. Requests, calls, cells, steps and virtual seconds come out the same in each run; processor time and
memory are those of one machine (${result.cpu}, Node ${result.node}), and shift a little from run to run. All was measured on the built add-on in the
local stand-ins, nothing on Google.

## Targets

${verdict(result)}

${lines(targetTable(result).head, targetTable(result).rows)}

## How to read the tables

- **Flows.** One working day: a first **pull** without details, then **details** by id (a refresh that reads them), a **refresh** in which nothing has changed, a **check**
  with one row in twenty edited, **preview** and **push** of 500 and of 5,000 edited rows, **snapshot**, **verify**, and **compare** of the snapshot with now after one
  postback in a hundred has changed. \`rows\` is what a flow is about: edited rows for check, preview and push, records read by id for details, else all postbacks.
- **Requests** go to Everflow; **fetches** are the calls of \`fetch\` and \`fetchAll\` in which they are sent.
- **Calls** are round trips to Google: reads and writes of cells, properties, cache, locks and session, and flushes. **Of sheet**: those that go to the spreadsheet.
- **Steps** are executions; each loads the script anew. **Virtual s** is what a user would wait by the [cost model](#the-cost-model), waiting for the rate included.
- **Own CPU** is the add-on's: processor time of the whole process while the script runs, its loading included, less the time inside methods of Google's services, in
  which the local stand-ins (Everflow among them) work. What the garbage collector does meanwhile is in it. **All CPU** is the whole process.
- **Memory** is that of the whole process, which holds the spreadsheet and Everflow too: **before** is the resident size after garbage was collected, **most** is
  ${MEMORY[result.memoryBy]}. Each size has a process of its own.
- **10 ×**: the same day where every call of a service, every cell and every flush costs ten times as much; requests and loading do not.
${leftOut(result) === '' ? '' : `\nLeft out:\n\n${leftOut(result)}\n`}
## The cost model

${lines(
  ['what', 'costs', 'source'],
  ASSUMPTIONS.map(({ what, value, source }) => [what, value, source]),
)}

Computing takes no virtual time. \`bench/cost-model.ts\` has the numbers.

## Floors

Below these nothing correct can be, whoever writes it (\`bench/floor.ts\`). What keeps a user safe (what was pulled, plans, journals, the change log) is left out of them on purpose:
it shows as the ratio.

- **Requests:** pull and refresh: ⌈postbacks / ${PAGE_SIZE.toLocaleString('en-US')}⌉ pages. Details: one for each record. Push: two for each updated row, a read and a write. All others: none.
- **Requests' seconds:** the longer of requests / ${REQUESTS_PER_SECOND} − ${BURST_S} (the configured rate, and how far sending may run ahead of it), and
  ${COSTS.fetchMs / 1000} × (⌈pages / ${PAGES_AT_ONCE}⌉ + ⌈records / ${RECORDS_AT_ONCE}⌉) (parallel batches).
- **Seconds:** these, and for each block of cells that must be moved once ${COSTS.serviceCallMs / 1000} + cells / 1,000 × ${COSTS.perThousandCellsMs / 1000}, and one flush (${COSTS.flushMs / 1000}) and one load (${COSTS.loadMs / 1000}).
  Blocks: pull: all cells of the tab written. Refresh and preview: ids and editable cells read. Check: the same, State and Message of edited rows written. Details: the same, rows with
  details written. Push: ids read, State and Message of pushed rows written. Snapshot: all that it takes read, and written with a digest for each row. Verify: that read. Compare: that and the tab read.
- **JSON floor:** processor time of one \`JSON.parse\` and one \`JSON.stringify\` of the rows of Everflow's table, page by page, in the middle of three times, in the same process right after
  the flow. Pushes: of as many rows as were pushed.

## Sizes

${sizeTables(result).map(drawn).join('\n')}
## Growth

${growthTables(result).map(drawn).join('\n')}
## The usual way

The same jobs as such add-ons are usually written (\`bench/usual-way/\`), run by the same local Apps Script: pages of 100 one after the other, \`appendRow\` for each row, a check that reads cell by
cell, a push of one row for each call of the panel, a copy row by row. Each job was really done, without the limit of 6 minutes, and the rows counted afterwards: all were pulled, copied and pushed.
Then the time was divided into executions of 6 minutes; the push has one for each row. "calls" do not contain requests.

What it does not do is not held against it: it keeps no state, so an execution that ends in the middle begins again from the start; it turns \`007\` into 7; it sends what nobody has seen.
Where writes follow each other without a read, Google may bundle them, and its own sample comes to some 7 ms for each instead of ${COSTS.serviceCallMs}: the pull would then take about a tenth. Check,
push and copy read between their writes and would not.

${usualTables(result).map(drawn).join('\n')}
## Start-up

Each click in the menu and each step of a flow loads the whole script. Processor time of loading it and running \`onOpen\`, the first time in a process and after.

${lines(startUpTable(result).head, startUpTable(result).rows)}
`;
