/** Tells the story on a terminal: chapters, progress, first rows as a table, totals. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Teller } from './run';

export interface TerminalOptions {
  readonly write: (text: string) => void;
  readonly colour: boolean;
}

/** Problem groups and outcome lines that are shown one by one. */
const SHOWN = 12;
const BARS = 24;

export function terminalTeller({ write, colour }: TerminalOptions): Teller {
  const { bold, cyan, dim, green, red } = pc.createColors(colour);
  const line = (text = ''): void => write(`${text}\n`);
  const table = (
    head: readonly string[],
    rows: readonly (readonly (string | number)[])[],
    widths?: number[],
  ): void => {
    const made = new Table({
      head: head.map((text) => bold(text)),
      style: { head: [], border: [], compact: true },
      ...(widths ? { colWidths: widths } : {}),
    });
    for (const row of rows) made.push([...row]);
    for (const text of made.toString().split('\n')) line(`  ${text}`);
  };
  let last = '';
  return {
    chapter(title) {
      last = '';
      line();
      line(bold(cyan(`── ${title} ${'─'.repeat(Math.max(0, 66 - title.length))}`)));
    },
    progress(doing, done, total) {
      if (total === 0) return;
      const filled = Math.round((BARS * Math.min(done, total)) / total);
      const text = `  ${doing.padEnd(34)} ${'█'.repeat(filled)}${'░'.repeat(BARS - filled)} ${done} / ${total}`;
      if (text !== last) line(dim(text));
      last = text;
    },
    slipped(what, rows) {
      line(`  ${String(rows).padStart(5)}  ${what}`);
    },
    told(title, text) {
      line(`  ${red(bold(title))}`);
      if (text !== '') line(dim(`  ${oneLine(text)}`));
    },
    recovered(what, rows) {
      line(`  ${green('✓')} ${what}${rows > 1 ? `: ${rows}` : ''}`);
    },
    connected(network, lastFour) {
      line(`  The key ending in ${lastFour} belongs to ${bold(network)}.`);
    },
    pulled(result, page) {
      const state = result.complete ? 'complete' : `incomplete, ${result.missing} missing`;
      line(`  ${bold(`${result.rows} postbacks`)} pulled in ${result.seconds} virtual seconds: ${state}.`);
      const wanted = ['Postback ID', 'Fires for', 'Status', 'URL'];
      const rows = page
        .rows()
        .slice(0, 5)
        .map(({ text }) => wanted.map((header) => oneLine(text[header] ?? '')));
      table(wanted, rows, [13, 42, 10, 44]);
    },
    edited(done) {
      for (const { what, rows } of done) line(`  ${String(rows).padStart(5)}  ${what}`);
    },
    checked(result) {
      line(
        `  ${result.edited} rows edited, ${result.created} new, ${red(`${result.stopped} cannot be pushed`)} as they are.`,
      );
      const rows = result.groups
        .slice(0, SHOWN)
        .map((group) => [
          group.severity,
          group.count,
          group.title,
          oneLine(group.examples[0]?.message ?? ''),
        ]);
      table(['', 'rows', 'what', 'the first, in words'], rows, [11, 7, 34, 57]);
    },
    fixed(label, rows) {
      line(`  ${green('✓')} ${label}: ${rows} ${rows === 1 ? 'row' : 'rows'}`);
    },
    previewed({ chosen, stopped }) {
      const { estimate } = chosen;
      line(
        `  Push ${bold(`${chosen.writes} changes`)}: ${chosen.updates} updates, ${chosen.creates} new postbacks.`,
      );
      for (const { header, count } of chosen.fields) line(`  ${String(count).padStart(5)}  ${header}`);
      for (const { before, after, count } of chosen.hosts.slice(0, 3)) {
        line(`  ${String(count).padStart(5)}  ${before} → ${after}`);
      }
      for (const { label, count } of chosen.effects) line(`  ${String(count).padStart(5)}  ${label}`);
      line(
        `  ${stopped} rows stay behind with errors. About ${estimate.requests} requests, ${Math.ceil(estimate.seconds)} seconds, ` +
          `${(estimate.quotaShare * 100).toFixed(1)} % of a day's quota.`,
      );
    },
    killed() {
      line(`  ${red('Google ended the execution.')} Waiting until its step counts as dead, then going on.`);
    },
    pushed(result, outcomes, lines) {
      table(
        ['outcome', 'rows'],
        Object.entries(result.counts).map(([word, count]) => [word, count ?? 0]),
      );
      const bySeq = new Map(lines.map((one) => [one.seq, one]));
      const rows = [...outcomes.slice(0, 4), ...outcomes.slice(-4)].map(({ seq, outcome, id }) => [
        id === 0 ? 'new' : id,
        outcome,
        bySeq
          .get(seq)
          ?.changes.map((change) => change.header)
          .join(', ') ?? '',
        oneLine(bySeq.get(seq)?.firesFor ?? ''),
      ]);
      table(['postback', 'outcome', 'changed', 'fires for'], rows, [10, 26, 27, 46]);
      line(`  Took ${result.seconds} virtual seconds.`);
    },
    proved(found, report) {
      for (const { id, key, expected, found: now } of found.slice(0, SHOWN)) {
        line(
          red(
            `  #${id} ${key}: expected ${oneLine(JSON.stringify(expected) ?? 'nothing')}, found ${oneLine(JSON.stringify(now) ?? 'nothing')}`,
          ),
        );
      }
      const verdict = report.serverMatches
        ? bold(green('serverMatches: true'))
        : bold(red(`serverMatches: false (${found.length} differences)`));
      line(`  Every record on the server was compared with what the preview showed. ${verdict}`);
      line(
        `  ${report.requests} requests, ${report.sheetCalls} spreadsheet calls, ${report.flushes} flushes, ` +
          `${report.executions} executions, ${report.virtualSeconds} virtual seconds; ${report.leftAsChanges} rows are still changes.`,
      );
    },
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}
