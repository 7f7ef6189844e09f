/** What people and partners do in the hands model, as fast-check commands; what the add-on does is in `hands-addon.ts`. */
import fc from 'fast-check';
import type { QueryStatus } from '../../src/everflow/query';
import type { JsonObject } from '../../local/everflow';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { TAB, type Page } from '../../local/story/page';
import { check, discard, fix } from './hands-addon';
import { push } from './hands-push';
import { refresh } from './hands-refresh';
import { TAG, type HandsDesk, type Line } from './hands-desk';
import type { HandsModel } from './hands-model';

type Run = (model: HandsModel, desk: HandsDesk) => unknown;

class Command implements fc.AsyncCommand<HandsModel, HandsDesk> {
  constructor(
    private readonly words: string,
    private readonly act: Run,
  ) {}
  check(): boolean {
    return true;
  }
  async run(model: HandsModel, desk: HandsDesk): Promise<void> {
    model.story.push(this.words);
    await this.act(model, desk);
    model.tally.count(this.words.replace(/["\d].*/, '').trim());
    model.tagRows();
  }
  toString(): string {
    return this.words;
  }
}

/** What people type, by header: right, wrong and awkward. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  URL: [
    'https://a.b/p?tx={transaction_id}',
    'http://x.y/?c={sub1}',
    'htp://bad',
    '',
    'https://a.b/p?n=my offer',
  ],
  Description: ['a note', '', '+5', 'two\nlines', "it's"],
  Status: ['active', 'inactive', 'Inactive ', ''],
  'Delay (ms)': ['0', '5000', '30s', '', '300001'],
  'Offer ID': ['40', '41', '0', 'Offer Name'],
  'Partner ID': ['12', '14', '', 'Acme'],
  'Event ID': ['0', '77', ''],
  Type: ['conversion', 'post_conversion', 'cpc', 'converison'],
  Level: ['specific', 'global', 'global_offer'],
  Method: ['postback', 'html'],
  'HTML code': ['<i>{sub1}</i>', ''],
};
const TYPED_HEADERS = Object.keys(TYPED);

const index = fc.nat({ max: 40 });
const header = fc.constantFrom(...TYPED_HEADERS);
const typed = header.chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...TYPED[name]!)));

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;

/** A row with content. */
function rowAt(model: HandsModel, at: number): Line | undefined {
  const lines = model.lines();
  return lines.length === 0 ? undefined : pick(lines, at);
}

const make = (words: string, act: Run): Command => new Command(words, act);

/** A command about one row, passed over when the tab is empty. */
const onRow = (
  words: string,
  at: number,
  act: (line: Line, page: Page, model: HandsModel) => void,
): Command =>
  make(`${words}, row ${at}`, (model, desk) => {
    const line = rowAt(model, at);
    if (line) act(line, desk.now, model);
  });

const lastColumn = (desk: HandsDesk): string =>
  columnLetters(desk.stage.google.workbook!.sheet(TAB).dataArea().numColumns);

/** Facebook details are only edited where they are used: the server's table tells them of no other postback. */
const facebookEvent = (text: string): Command =>
  make(`type FB event "${text}" into every facebook row`, (model, desk) => {
    for (const line of model.lines())
      if (line.values['Method'] === 'facebook') desk.now.type('FB event', line.rowNumber, text);
  });

/** What people do most. */
const TYPES: fc.Arbitrary<Command> = fc
  .tuple(index, typed)
  .map(([at, [name, text]]) =>
    onRow(`type ${name} ${JSON.stringify(text)}`, at, (line, page) => page.type(name, line.rowNumber, text)),
  );

const PERSON: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(index, typed, fc.integer({ min: 2, max: 5 })).map(([at, [name, text], count]) =>
    onRow(`paste ${count} × ${name} ${JSON.stringify(text)}`, at, (line, page) =>
      page.person.pasteText(
        TAB,
        page.cell(name, line.rowNumber),
        Array.from({ length: count }, () => [text]),
      ),
    ),
  ),
  fc.tuple(index, index, header).map(([from, to, name]) =>
    onRow(`copy ${name} to row ${to}`, from, (line, page, model) => {
      const target = rowAt(model, to)!;
      page.person.paste(
        TAB,
        page.cell(name, target.rowNumber),
        page.person.copy(TAB, page.cell(name, line.rowNumber)),
      );
    }),
  ),
  index.map((at) =>
    onRow('copy below', at, (line, page, model) => {
      const target = page.lastRow() + 1;
      page.person.paste(TAB, `A${target}`, page.person.copyRows(TAB, line.rowNumber));
      model.tagPasted([target]);
    }),
  ),
  fc.tuple(index, index).map(([from, to]) =>
    onRow(`copy over row ${to}`, from, (line, page, model) => {
      const target = rowAt(model, to)!;
      if (target.rowNumber === line.rowNumber) return;
      page.person.paste(TAB, `A${target.rowNumber}`, page.person.copyRows(TAB, line.rowNumber));
      model.tagPasted([target.rowNumber]);
    }),
  ),
  index.map((at) =>
    onRow('clear the id', at, (line, page) =>
      page.person.clear(TAB, page.cell('Postback ID', line.rowNumber)),
    ),
  ),
  fc
    .tuple(index, fc.constantFrom('999999', '503', 'abc'))
    .map(([at, text]) =>
      onRow(`type id ${text}`, at, (line, page) => page.type('Postback ID', line.rowNumber, text)),
    ),
  fc.tuple(fc.constantFrom('URL', 'Status', 'Postback ID', TAG), fc.boolean()).map(([name, up]) =>
    make(`sort all by ${name} ${up ? 'A-Z' : 'Z-A'}`, (_model, desk) => {
      const page = desk.now;
      page.person.sort(TAB, `A2:${lastColumn(desk)}${page.lastRow()}`, page.column(name), up);
    }),
  ),
  fc.constantFrom('URL', 'Description', 'Postback ID', 'Offer ID').map((name) =>
    make(`sort column ${name} alone`, (_model, desk) => {
      const page = desk.now;
      const column = page.column(name);
      page.person.sort(TAB, `${column}2:${column}${page.lastRow()}`, column);
    }),
  ),
  fc.constantFrom('Offer ID', 'Method', 'URL', 'Description').map((name) =>
    make(`sort the columns up to ${name} only`, (_model, desk) => {
      const page = desk.now;
      page.person.sort(TAB, `A2:${page.column(name)}${page.lastRow()}`, 'A');
    }),
  ),
  index.map((at) =>
    onRow('insert two rows above', at, (line, page) => page.person.insertRows(TAB, line.rowNumber, 2)),
  ),
  index.map((at) => onRow('delete', at, (line, page) => page.person.deleteRows(TAB, line.rowNumber))),
  fc.tuple(index, index).map(([from, to]) =>
    make(`move column ${from} to ${to}`, (_model, desk) => {
      const { numColumns } = desk.stage.google.workbook!.sheet(TAB).dataArea();
      desk.now.person.moveColumn(TAB, 1 + (from % numColumns), 1 + (to % numColumns));
    }),
  ),
  index.map((at) =>
    make(`insert an own column at ${at}`, (_model, desk) => {
      const page = desk.now;
      const column = 1 + (at % 12);
      page.person.insertColumns(TAB, column);
      page.person.pasteText(TAB, `${columnLetters(column)}1`, [[`Own ${at}`], ['mine'], ['=2*3']]);
    }),
  ),
  fc.tuple(header, fc.constantFrom('active', '', '12')).map(([name, text]) =>
    make(`filter ${name} without "${text}"`, (_model, desk) => {
      const page = desk.now;
      page.person.setFilter(TAB, `A1:${lastColumn(desk)}${page.lastRow()}`, { [page.column(name)]: [text] });
    }),
  ),
  fc
    .tuple(index, fc.constantFrom('URL', 'Description', 'Status'), fc.constantFrom('="active"', '=1+1'))
    .map(([at, name, formula]) =>
      onRow(`formula ${formula} into ${name}`, at, (line, page) => {
        page.person.setNumberFormat(TAB, page.cell(name, line.rowNumber), 'general');
        page.type(name, line.rowNumber, formula);
      }),
    ),
  fc.constantFrom('Purchase', '').map(facebookEvent),
  fc
    .constantFrom(['example', 'example2'], ['tx=', 'txn='], ['inactive', 'active'], ['5', '6'])
    .map(([find, replacement]) =>
      make(`replace ${find} by ${replacement} in the URL column`, (_model, desk) => {
        const page = desk.now;
        const column = page.column('URL');
        page.person.replace({
          where: { sheet: TAB, range: `${column}2:${column}${page.lastRow()}` },
          find,
          replacement,
        });
      }),
    ),
];

const THERE = [
  { postback_url: 'https://partner.example/own?tx={transaction_id}' },
  { description: 'by the partner' },
  { description: '' },
  { pixel_status: 'inactive' },
  { pixel_status: 'active' },
  { delay_ms: 1000 },
  { network_offer_id: 41 },
] as const;

/** What else could be meant by the same field. */
const ALSO: { readonly [header: string]: JsonObject | undefined } = {
  URL: { postback_url: 'https://partner.example/too?tx={transaction_id}' },
  Description: { description: 'by the partner too' },
  'Delay (ms)': { delay_ms: 2000 },
  'Offer ID': { network_offer_id: 81 },
};

const PARTNERS: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(index, fc.constantFrom(...THERE)).map(([at, fields]) =>
    make(`Everflow: change ${JSON.stringify(fields)} of postback ${at}`, async (_model, desk) => {
      const list = await desk.control.records();
      if (list.length > 0) await desk.control.change(pick(list, at).network_pixel_id, fields);
    }),
  ),
  fc.tuple(index, fc.boolean()).map(([at, told]) =>
    make(`Everflow: change what row ${at} changes too${told ? ', and refresh' : ''}`, async (model, desk) => {
      const edited = model
        .lines()
        .flatMap((line) =>
          model.edits(line).flatMap((name) => (ALSO[name] ? [{ id: line.id, fields: ALSO[name] }] : [])),
        );
      const { id, fields } = edited[at % Math.max(1, edited.length)] ?? { id: 0, fields: {} };
      if (await desk.control.record(id)) await desk.control.change(id, fields);
      if (told) await refresh(model, '');
    }),
  ),
  fc.constant(
    make('Everflow: change something else of every edited row', async (model, desk) => {
      for (const line of model.lines()) {
        const edits = model.edits(line);
        const other = Object.keys(ALSO).find((name) => !edits.includes(name) && name !== 'Offer ID');
        if (edits.length === 0 || !other || !(await desk.control.record(line.id))) continue;
        await desk.control.change(line.id, ALSO[other]!);
      }
    }),
  ),
  index.map((at) =>
    make(`Everflow: remove postback ${at}`, async (model, desk) => {
      const list = await desk.control.records();
      if (list.length < 4) return;
      const { network_pixel_id: id } = pick(list, at);
      await desk.control.remove(id);
      model.removed.add(id);
    }),
  ),
  fc.constant(make('Everflow: a colleague makes a postback', (_model, desk) => desk.control.create())),
];

const ADDON: readonly fc.Arbitrary<Command>[] = [
  fc.constant(make('check', check)),
  fc.nat({ max: 12 }).map((at) => make(`fix ${at}`, (model) => fix(model, at))),
  fc.nat({ max: 12 }).map((at) => make(`fix ${at}`, (model) => fix(model, at))),
  fc
    .constantFrom<QueryStatus>('', '', 'active', 'inactive')
    .map((status) => make(`refresh ${status || 'everything'}`, (model) => refresh(model, status))),
  fc.constant(make('push', push)),
];

/** So often that edits, changes on both sides, and pushes of both meet in most sequences. */
const TYPING = 5;
const ADDON_TIMES = 4;

/** Seldom: what it puts back cannot be pushed any more. */
const DISCARD = fc.constant(make('discard everything', discard));

/** Sequences of what people, partners and the add-on do, in the proportions of a working day. */
export function sequences(replayPath: string | undefined): fc.Arbitrary<Iterable<Command>> {
  const all = [
    ...Array.from({ length: TYPING }, () => TYPES),
    ...PERSON,
    ...PARTNERS,
    ...PARTNERS,
    DISCARD,
    ...Array.from({ length: ADDON_TIMES }, () => ADDON).flat(),
  ];
  return fc.commands(all as fc.Arbitrary<fc.AsyncCommand<HandsModel, HandsDesk>>[], {
    size: '+1',
    maxCommands: 24,
    ...(replayPath ? { replayPath } : {}),
  }) as fc.Arbitrary<Iterable<Command>>;
}
