/** Snapshots of a part: of a filtered pull, of one partner, masked; and what is refused. */
import { EVERYTHING } from '../../src/everflow/query';
import type { PixelRecord } from '../../local/everflow';
import { headOf, finish, rowsOf, takeSnapshot, verifyTab } from './audit-support';
import { Bench, refusalOf } from './pull-support';

const SIZE = 150;
const bench = new Bench(SIZE);
beforeAll(() => bench.open());
afterAll(() => bench.close());
beforeEach(() => bench.begin());

/** A partner with several postbacks of its own. */
async function somePartner(): Promise<{
  readonly partner: number;
  readonly own: PixelRecord[];
  readonly all: PixelRecord[];
}> {
  const all = await bench.records();
  const own = (id: number): PixelRecord[] =>
    all.filter((one) => one.network_affiliate_id === id && one.pixel_level !== 'global_offer');
  const partner = [...new Set(all.map((one) => one.network_affiliate_id))]
    .filter((id) => id > 0)
    .sort((a, b) => own(b).length - own(a).length)[0]!;
  return { partner, own: own(partner), all };
}

const idsIn = (tab: string): number[] => rowsOf(bench.file, tab).map((row) => Number(row['Postback ID']));
const sorted = (records: readonly PixelRecord[]): number[] =>
  records.map((one) => one.network_pixel_id).sort((a, b) => a - b);

describe('[A2] a snapshot of a filtered pull', () => {
  it('is titled by its filter, and leaves out what also serves others unless it is asked for', async () => {
    const { partner, own, all } = await somePartner();
    bench.anna.pull({ query: { ...EVERYTHING, partnerIds: [partner] } });
    const { name } = takeSnapshot(bench.anna);
    expect(name).toContain(`partner ${partner}`);
    const head = headOf(bench.file, name);
    expect(head['Snapshot of']).toContain(`partner ${partner}`);
    expect(JSON.parse(head['Filter as sent']!)).toEqual({
      query: { filters: { network_affiliate_ids: [partner] } },
    });
    expect(idsIn(name)).toEqual(sorted(own));
    expect(head['Left out']).toContain('that also serve others');
    const wide = takeSnapshot(bench.anna, { othersToo: true });
    const forAll = all.filter((one) => one.pixel_level === 'global_offer');
    expect(forAll.length).toBeGreaterThan(0);
    expect(idsIn(wide.name)).toEqual(sorted([...own, ...forAll]));
  });

  it('holds nothing of an earlier pull', async () => {
    bench.anna.pull();
    bench.anna.pull({ query: { ...EVERYTHING, status: 'inactive' } });
    const { name } = takeSnapshot(bench.anna);
    const off = (await bench.records()).filter((one) => one.pixel_status === 'inactive');
    expect(idsIn(name)).toEqual(sorted(off));
    expect(headOf(bench.file, name)['Left out']).toBe(`${SIZE - off.length} that the last pull did not read`);
  });
});

describe('[A2] a snapshot for one partner', () => {
  it('holds no other partner’s URL', async () => {
    const { partner, own, all } = await somePartner();
    bench.anna.pull();
    const { name, sheetId } = takeSnapshot(bench.anna, { partnerIds: [partner] });
    expect(idsIn(name)).toEqual(sorted(own));
    const theirs = new Set(own.map((one) => one.postback_url));
    const text = bench.file.sheet(name).texts().flat().join('\n');
    const others = all.map((one) => one.postback_url).filter((url) => url.length > 12 && !theirs.has(url));
    expect(others.length).toBeGreaterThan(20);
    expect(others.filter((url) => text.includes(url))).toEqual([]);
    expect(verifyTab(bench.anna, sheetId)).toMatchObject({ intact: true });
  });

  it('with what serves all partners, if that is asked for, still holds nothing of another partner', async () => {
    const { partner, own, all } = await somePartner();
    bench.anna.pull();
    const { name } = takeSnapshot(bench.anna, { partnerIds: [partner], othersToo: true });
    const forAll = all.filter((one) => one.pixel_level === 'global_offer');
    expect(idsIn(name)).toEqual(sorted([...own, ...forAll]));
    expect(headOf(bench.file, name)['Left out']).toBe(
      `${all.length - own.length - forAll.length} of other partners`,
    );
  });

  it('without any postback is refused', () => {
    bench.anna.pull();
    const refused = refusalOf(() => bench.anna.call('snapshotStart', { partnerIds: [987_654] }));
    expect(refused.code).toBe('snapshot-empty');
  });
});

describe('[A5] a masked snapshot', () => {
  it('shows no secret, keeps macros and hosts, says so, and has a digest of its own', async () => {
    const [first, second] = (await bench.records()).filter((one) => one.delivery_method === 'postback');
    const url = 'https://api.tracker.example/in?tx={transaction_id}&auth_token=';
    await bench.control.change(first!.network_pixel_id, { postback_url: `${url}s3cr3tvalue` });
    await bench.control.change(second!.network_pixel_id, {
      postback_url: 'https://anna:w0rd@host.example/p/9f8e7d6c5b4a39281706f5e4d3c2b1a0?x={sub1}',
    });
    bench.anna.pull();
    const plain = takeSnapshot(bench.anna);
    const masked = takeSnapshot(bench.anna, { masked: true });
    const urls = new Map(rowsOf(bench.file, masked.name).map((row) => [row['Postback ID'], row['URL']]));
    expect(urls.get(String(first!.network_pixel_id))).toBe(`${url}•••`);
    expect(urls.get(String(second!.network_pixel_id))).toBe('https://•••@host.example/p/•••?x={sub1}');
    expect(masked.digest).not.toBe(plain.digest);
    expect(masked.name).toContain('masked');
    expect(headOf(bench.file, masked.name)).toMatchObject({
      'Snapshot of': 'All postbacks · masked',
      Masked: expect.stringMatching(/^yes/),
    });
    expect(verifyTab(bench.anna, masked.sheetId)).toMatchObject({ intact: true });
    const listed = bench.anna.call('snapshots');
    expect(listed.map((one) => one.masked)).toEqual([true, false]);
  });
});

describe('[A2] nothing is taken', () => {
  it('before the first pull', () => {
    expect(refusalOf(() => bench.anna.call('snapshotStart')).code).toBe('not-pulled');
  });

  it('of an incomplete pull, and the refusal says what to do', async () => {
    await bench.control.settings({ pageCap: 50 });
    await bench.control.arm({
      match: { path: 'page=2&page_size=50', count: 'all' },
      answer: {
        kind: 'status',
        status: 200,
        body: { pixels: [], paging: { page: 2, page_size: 50, total_count: SIZE } },
      },
    });
    expect(bench.anna.pull()).toMatchObject({ complete: false });
    const refused = refusalOf(() => bench.anna.call('snapshotStart'));
    expect(refused.code).toBe('snapshot-incomplete');
    expect(refused.message).toMatch(/Pull again/);
    expect(bench.anna.call('status').job).toBeNull();
  });

  it('[J2] beside another job, which is named; and no pull beside a snapshot', () => {
    bench.anna.pull();
    bench.anna.call('snapshotStart');
    const refused = refusalOf(() => bench.anna.call('pullStart', { query: EVERYTHING, details: 'skip' }));
    expect(refused.message).toContain('an audit snapshot');
    finish(bench.anna, () => bench.anna.call('snapshotStep'));
  });
});
