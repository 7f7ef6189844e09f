/** Example rows about cells: formulas, dates, numbers, stand-ins and texts that must stay exact, judged alike in every world. */
import { BASE_URL } from './example-network';
import type { ExampleDesk } from './example-desk';
import type { Example } from './example-verdict';

const TAB = 'Postbacks';
const MOVED_URL = BASE_URL.replace('t.acme.io', 'go.acme.io');

/** Long enough to be no number in any format. */
const SIXTEEN_DIGITS = '1234567890123456';

/** Two formulas in the URL column, and an edit of a third cell there. */
function formulas(desk: ExampleDesk): number {
  const row = desk.rowOf(501);
  desk.typeUnformatted(row, 'URL', `=SUBSTITUTE("${BASE_URL}","t.acme","go.acme")`);
  desk.typeUnformatted(
    desk.rowOf(507),
    'URL',
    '=ARRAYFORMULA(SUBSTITUTE("https://old.example/p","old","new"))',
  );
  desk.neighbour({ URL: 'https://neighbour.example/p?tx={transaction_id}' });
  desk.neighbours.add(507);
  return row;
}

const exactly = (id: string, text: string): Example => ({
  id,
  rule: 'T2',
  what: `#501: the description ${JSON.stringify(text)}`,
  act: (desk) => {
    const row = desk.rowOf(501);
    desk.typeExactly(row, 'Description', text);
    return row;
  },
  expect: { verdict: '✔', sent: { description: text } },
});

const stoodIn = (id: string, what: string, act: Example['act'], says = /only stands for/): Example => ({
  id,
  rule: 'T3',
  what,
  act,
  expect: { verdict: '✖', says },
});

/** Copies one cell onto another. */
function pasteCell(desk: ExampleDesk, from: string, to: string): void {
  desk.page.person.paste(TAB, to, desk.page.person.copy(TAB, from), { valuesOnly: true });
}

/** A row whose long code is a stand-in, copied and made new. */
function copyMadeNew(desk: ExampleDesk, id: number): number {
  const row = desk.copyBelow(id);
  desk.anna.check();
  desk.anna.fix('copied-row', 'make-new');
  return row;
}

export const CELL_ROWS: readonly Example[] = [
  {
    id: 'R54',
    rule: 'C5',
    what: 'a formula in one URL cell, an ARRAYFORMULA in another',
    act: formulas,
    expect: {
      verdict: '✖',
      stopsAll: true,
      says: /Column URL holds a formula/,
      fixes: { 'Keep the values': { verdict: '✔', sent: { postback_url: MOVED_URL } } },
    },
  },
  {
    id: 'R55',
    rule: 'C5',
    what: '#501: the description became the error #N/A',
    act: (desk) => {
      const row = desk.rowOf(501);
      desk.typeUnformatted(row, 'Description', '#N/A');
      return row;
    },
    expect: { verdict: '✖', says: /error #N\/A/ },
  },
  exactly('R56', '=SUM(A1)'),
  exactly('R56b', '+1'),
  exactly('R56c', '@x'),
  exactly('R56d', "'quoted"),
  exactly('R56e', '-dash and "quotes"\nsecond line'),
  {
    id: 'R57',
    rule: 'C5',
    what: '#501: the description 2026-11-22 became a date',
    act: (desk) => {
      const row = desk.rowOf(501);
      desk.typeUnformatted(row, 'Description', '2026-11-22');
      return row;
    },
    expect: { verdict: '✖', says: /became a date \(2026-11-22\).*plain text/ },
  },
  {
    id: 'R58',
    rule: 'C5',
    what: '#510: a facebook pixel id of 16 digits, as a number',
    act: (desk) => {
      const row = desk.rowOf(510);
      desk.typeUnformatted(row, 'FB pixel ID', SIXTEEN_DIGITS);
      return row;
    },
    expect: { verdict: '✖', says: /became a number.*lost/ },
  },
  {
    id: 'R58b',
    rule: 'C8',
    what: '#510: the same as text',
    act: (desk) => desk.edit(510, { 'FB pixel ID': SIXTEEN_DIGITS }),
    expect: {
      verdict: '✔',
      sent: {
        facebook_pixel: {
          network_affiliate_integration_facebook_business_id: 5,
          pixel_id: SIXTEEN_DIGITS,
          event_name: 'Lead',
          user_data: [{ field: 'email', value: '{adv1}' }],
          custom_data: [{ field: 'currency', value: 'USD' }],
        },
      },
    },
  },
  stoodIn('R60', 'the stand-in of a long text, pasted into another row', (desk) => {
    const to = desk.rowOf(508);
    pasteCell(desk, desk.page.cell('HTML code', desk.rowOf(511)), desk.page.cell('HTML code', to));
    return to;
  }),
  stoodIn('R60b', 'the stand-in of a long text in a copy that was made new', (desk) =>
    copyMadeNew(desk, 511),
  ),
  {
    ...stoodIn('R60c', 'the stand-in of details that are not loaded, pasted into another row', (desk) => {
      const to = desk.rowOf(501);
      pasteCell(desk, desk.page.cell('FB event', desk.rowOf(510)), desk.page.cell('Description', to));
      return to;
    }),
    network: 'unread',
  },
  {
    ...stoodIn('R60d', 'details that are not loaded in a copy that was made new', (desk) =>
      copyMadeNew(desk, 510),
    ),
    network: 'unread',
  },
  {
    id: 'R67',
    rule: 'D1',
    what: '#501 typed again as it is, other formats, a moved column',
    act: (desk) => {
      const row = desk.rowOf(501);
      const { text } = desk.page.rows()[row - 2]!;
      for (const header of ['Partner ID', 'Offer ID', 'Type', 'Level', 'Status', 'URL', 'Delay (ms)']) {
        desk.page.type(header, row, text[header]!);
      }
      const { person } = desk.page;
      person.setNumberFormat(TAB, desk.page.cell('Delay (ms)', row), '0.00');
      person.setNumberFormat(TAB, desk.page.cell('Offer ID', row), '#,##0');
      person.setNumberFormat(TAB, desk.page.cell('Description', row), 'general');
      person.moveColumn(TAB, 14, 3);
      person.moveColumn(TAB, 2, 20);
      return row;
    },
    expect: { verdict: '∅' },
  },
];
