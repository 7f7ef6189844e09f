/** Which fixed cells a check writes, and the names that a push leaves behind (V10, C4, W6). */
import type { BaselineRow } from '../../src/core/baseline';
import type { ColumnKey } from '../../src/core/columns';
import { readDrafts } from '../../src/core/edits';
import { namesOf } from '../../src/core/names';
import type { Problem } from '../../src/core/problem';
import { STATES } from '../../src/core/words';
import { followingCells } from '../../src/flows/check/cells';
import type { DeskCheck } from '../../src/flows/check/desk-check';
import { baselineOf } from '../../src/flows/push/results';
import { baselineRow, P501 } from './check-support';
import { FakeDesk } from './core/fake-desk';

const named = (id: number, partnerId: number, partner: string, url = P501.postback_url!): BaselineRow => {
  const row = baselineRow({ ...P501, network_affiliate_id: partnerId, postback_url: url }, id);
  return { ...row, postback: { ...row.postback, partnerName: partner } };
};
const ROWS = [named(501, 12, 'Acme'), named(502, 13, 'Beta')];

/** What a check writes after these cells of the first row were typed, as "column=value". */
function written(
  typed: { readonly [K in ColumnKey]?: unknown },
  rows: readonly BaselineRow[] = ROWS,
  problems: readonly Problem[] = [],
): string[] {
  const reading = new FakeDesk(rows);
  for (const [key, value] of Object.entries(typed)) reading.set(0, key as ColumnKey, value);
  const pulled = new Map(rows.map((row) => [row.postback.id, row]));
  const desk = readDrafts(reading, pulled);
  const check = { reading, desk, problems, baseline: { rows: pulled }, names: namesOf(pulled) };
  return followingCells(check as unknown as DeskCheck).map(({ column, value }) => `${column}=${value}`);
}

describe('[V10] following cells', () => {
  test('nothing is written that already shows it', () => {
    const firesFor = 'partner Beta (13), offer Shoes (40): conversions';
    expect(written({})).toEqual([]);
    expect(written({ partnerId: 13 })).toEqual(['partner=Beta', `firesFor=${firesFor}`]);
    expect(written({ partnerId: 13, partner: 'Beta', firesFor })).toEqual([]);
  });
  test('of two edits one is taken back: its cells are as pulled again, because the row is still marked as edited', () => {
    const typed = { description: 'x', partner: 'Beta' };
    expect(written({ ...typed, state: STATES.edited })).toEqual(['partner=Acme']);
    expect(written({ ...typed, state: '' })).toEqual([]);
    expect(written({ ...typed, state: STATES.pushed })).toEqual([]);
  });
  test('a row without an edit gets its cells back only while it is marked as edited', () => {
    for (const state of [
      STATES.edited,
      STATES.warning,
      STATES.stopped,
      STATES.conflict,
      STATES.switchedOff,
    ]) {
      expect(written({ partner: 'Beta', state })).toEqual(['partner=Acme']);
    }
    for (const state of ['', STATES.pushed, STATES.gone])
      expect(written({ partner: 'Beta', state })).toEqual([]);
  });
  test('an as-pulled text that looks like nothing of ours follows too', () => {
    const rows = [named(501, 12, 'Acme', 'https://my host/p')];
    expect(written({ url: 'https://new.host/p' }, rows)).toEqual(['host=new.host']);
    expect(written({ url: 'https://new.host/p', host: 'my other host' }, rows)).toEqual([]);
  });
  test("[C9] cells that show another postback's id to be wrong are left as evidence", () => {
    const foreign: Problem = {
      rule: 'C9',
      cause: 'foreign-cells',
      severity: 'error',
      row: 0,
      column: 'id',
      title: '',
      message: '',
      fixes: [],
    };
    expect(written({ partnerId: 13 }, ROWS, [foreign])).toEqual([]);
    expect(written({ partnerId: 13 }, ROWS, [{ ...foreign, severity: 'warning' }])).toHaveLength(2);
  });
  test('the normalised form of a name is the name', () => {
    const rows = [ROWS[0]!, named(502, 13, 'Be\r\nta')];
    expect(written({ partnerId: 13, partner: 'Be\nta', firesFor: 'kept words' }, rows)).toEqual([]);
  });
});

describe('[W6] names that an answer leaves out', () => {
  const old = new Map(ROWS.map((row) => [row.postback.id, row]));
  const namesAfter = (id: number, fields: typeof P501, told = ''): string[] => {
    const truth = { ...baselineRow(fields, id).postback, partnerName: told, offerName: '' };
    const result = { seq: 1, outcome: 'Updated', id, message: '', status: 200, truth } as const;
    return baselineOf([result], new Map(), old, 7, () => namesOf(old)).map(
      ({ postback }) => `${postback.partnerName}/${postback.offerName}`,
    );
  };

  test('are those of the same ids as before, else as other postbacks name them', () => {
    expect(namesAfter(501, P501)).toEqual(['Acme/Shoes']);
    expect(namesAfter(501, { ...P501, network_affiliate_id: 13, network_offer_id: 99 })).toEqual(['Beta/']);
    expect(namesAfter(900, { ...P501, network_affiliate_id: 13 })).toEqual(['Beta/Shoes']);
    expect(namesAfter(501, { ...P501, network_affiliate_id: 0 })).toEqual(['/Shoes']);
  });
  test('what the answer tells wins', () => {
    expect(namesAfter(501, P501, 'Acme Ltd')).toEqual(['Acme Ltd/Shoes']);
  });
});
