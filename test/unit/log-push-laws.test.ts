/** Laws of what the change log tells of a push: derived from plan and journal, it only grows, and every planned change is told once [A1] [B1]. */
import fc from 'fast-check';
import packageJson from '../../package.json';
import { columnForField } from '../../src/core/columns';
import type { Plan, PlanItem } from '../../src/core/plan';
import { fieldsOfCreate } from '../../src/core/plan';
import { FIELDS, zeroOf, type Postback } from '../../src/core/postback';
import { OUTCOMES, type Outcome } from '../../src/core/words';
import type { JournalEntry } from '../../src/flows/push/journal';
import { VERSION } from '../../src/core/version';
import { pushLines } from '../../src/flows/log/push';
import type { RowResult } from '../../src/flows/push/results';
import { P501, update } from './check-support';
import { META, plan } from './plan-support';

const SEED = { seed: 20261126, numRuns: 200 };

const base = { firesFor: '', effects: [], warnings: [], warnedFields: {} } as const;
const create = (seq: number): PlanItem => ({
  ...base,
  kind: 'create',
  seq,
  rowKey: `n-${seq}`,
  fields: fieldsOfCreate({ ...P501, description: `new ${seq}` }),
});

/** A plan of so many updates and new rows. */
function planOf(updates: number, creates: number): Plan {
  const made = plan(
    Array.from({ length: updates }, (_, row) =>
      update(P501, { delay_ms: 7 + row, description: `=${row}` }, { row, id: 1000 + row }),
    ),
  );
  const items = [
    ...made.items,
    ...Array.from({ length: creates }, (_, at) => create(made.items.length + at + 1)),
  ];
  return { ...made, items };
}

const resultOf = (item: PlanItem, outcome: Outcome): RowResult => ({
  seq: item.seq,
  outcome,
  id: item.kind === 'update' ? item.id : outcome === 'Created' ? 9000 + item.seq : 0,
  message: outcome === 'Refused by Everflow' ? 'invalid url' : '',
  status: outcome === 'Not sent' ? 0 : 200,
});

/** A plan and its journal: results in any order, in batches, with other entries between them, up to its end. */
const journals = fc
  .tuple(fc.nat(6), fc.nat(4))
  .filter(([updates, creates]) => updates + creates > 0)
  .chain(([updates, creates]) => {
    const made = planOf(updates, creates);
    return fc
      .tuple(
        fc.shuffledSubarray([...made.items], { minLength: made.items.length }),
        fc.array(fc.constantFrom(...OUTCOMES), {
          minLength: made.items.length,
          maxLength: made.items.length,
        }),
        fc.array(fc.constantFrom('take-over', 'pause', 'go-on', 'withdrawn', 'cut'), { maxLength: 8 }),
      )
      .map(([items, outcomes, between]) => {
        const entries: JournalEntry[] = [
          { kind: 'begin', at: META.createdAt, by: 'anna@acme.test', me: 'a' },
        ];
        items.forEach((item, at) => {
          entries.push({ kind: 'intent', what: item.kind, seqs: [item.seq] });
          const what = between[at];
          const time = META.createdAt + at * 1000;
          if (what === 'take-over') entries.push({ kind: what, at: time, by: 'ben@acme.test', me: 'b' });
          if (what === 'pause') entries.push({ kind: what, at: time, why: 'trial' });
          if (what === 'go-on') entries.push({ kind: what, at: time, why: 'trial', by: 'ben@acme.test' });
          if (what === 'withdrawn') entries.push({ kind: what, seqs: [item.seq] });
          entries.push({ kind: 'results', at: time, results: [resultOf(item, outcomes[at]!)] });
        });
        entries.push({ kind: 'end', at: META.createdAt + 60_000, why: 'done' });
        return { made, entries };
      });
  });

describe('[A1] [B1] what is told of a push', () => {
  test('only grows with its journal: what was told stays, and nothing comes before it', () => {
    fc.assert(
      fc.property(journals, fc.nat(), ({ made, entries }, cut) => {
        const all = pushLines(made, entries);
        const some = pushLines(made, entries.slice(0, cut % (entries.length + 1)));
        expect(all.slice(0, some.length)).toEqual(some);
      }),
      SEED,
    );
  });

  test('tells every planned change once, with its outcome, and starts and ends once', () => {
    fc.assert(
      fc.property(journals, ({ made, entries }) => {
        const lines = pushLines(made, entries);
        const results = entries.flatMap((entry) => (entry.kind === 'results' ? entry.results : []));
        const expected = results.flatMap(({ seq, outcome, id }) => {
          const item = made.items.find((one) => one.seq === seq)!;
          if (item.kind === 'update')
            return item.changes.map(({ field, before, after }) =>
              [item.id, columnForField(field).header, before, after, outcome].join('|'),
            );
          return FIELDS.filter((field) => (item.fields[field] ?? zeroOf(field)) !== zeroOf(field)).map(
            (field) =>
              [id || item.rowKey, columnForField(field).header, '', item.fields[field], outcome].join('|'),
          );
        });
        const told = lines
          .filter(({ what }) => what === 'Create' || what === 'Update')
          .map((line) => [line.id, line.field, line.before, line.after, line.outcome].join('|'));
        const zeroAsShown = (texts: readonly string[]): string[] =>
          texts.map((text) => text.replace('|0|', '||')).sort();
        expect(zeroAsShown(told)).toEqual(zeroAsShown(expected));
        for (const outcome of ['Started', 'Done'])
          expect(lines.filter((line) => line.what === 'Push' && line.outcome === outcome)).toHaveLength(1);
        expect(new Set(lines.map(({ reference }) => reference))).toEqual(new Set([made.id]));
      }),
      SEED,
    );
  });
});

test('[A1] the version that is told is the package’s', () => {
  expect(VERSION).toBe(packageJson.version);
});

describe('[A1] the lines themselves', () => {
  const made = planOf(1, 0);
  const [item] = made.items;
  const journal = (result: Partial<RowResult>): JournalEntry[] => [
    { kind: 'begin', at: META.createdAt, by: 'anna@acme.test', me: 'a', key: 'wxyz', reason: 'OPS-12' },
    { kind: 'results', at: META.createdAt + 5000, results: [{ ...resultOf(item!, 'Updated'), ...result }] },
  ];

  test('the start tells network, spreadsheet, version, end of the key, reason, and what was confirmed and left out', () => {
    const confirmed = {
      typed: '31',
      warnings: ['Plain http'],
      leftOut: { rows: 3, named: ['12', 'n-9'], changes: 2 },
      stopped: 4,
    };
    const [first] = pushLines({ ...made, confirmed }, journal({}));
    expect(first).toMatchObject({
      what: 'Push',
      outcome: 'Started',
      who: 'anna@acme.test',
      reference: 'plan-1',
    });
    for (const part of [
      'Acme Network (network 1, api.eflow.team)',
      'Spreadsheet sheet-1',
      'Key ending in wxyz',
      'Reason: OPS-12',
      'Typed to confirm: 31',
      'Confirmed: Plain http',
      'Left out: 3 rows (12, n-9, …)',
      'Left out in rows that are sent: 2 changes',
      'Could not be pushed: 4 rows',
    ])
      expect(first!.message).toContain(part);
  });

  test('[A6] what Everflow holds besides is told as seen: taken over, or stored otherwise than sent', () => {
    const fields = { ...P501, delay_ms: 99, description: '=0', postback_url: 'https://theirs.example/' };
    const truth = { id: 1000, fields } as unknown as Postback;
    const lines = pushLines(made, journal({ truth, pulled: { postback_url: P501.postback_url! } }));
    const seen = lines.filter(({ outcome }) => outcome === 'Seen');
    expect(seen.map(({ what, field, before, after }) => [what, field, before, after])).toEqual([
      ['Changed in Everflow', 'URL', P501.postback_url, 'https://theirs.example/'],
      ['Changed in Everflow', 'Delay (ms)', '7', '99'],
    ]);
  });

  test('a conflict tells the change that was not sent, and what Everflow holds', () => {
    const truth = { id: 1000, fields: { ...P501, delay_ms: 50 } } as unknown as Postback;
    const lines = pushLines(made, journal({ outcome: 'Changed in Everflow too', truth }));
    const delay = lines.filter(({ field }) => field === 'Delay (ms)');
    expect(delay.map(({ before, after, outcome }) => [before, after, outcome])).toEqual([
      [String(P501.delay_ms), '7', 'Changed in Everflow too'],
      [String(P501.delay_ms), '50', 'Seen'],
    ]);
  });
});
