/**
 * A morning's work of an operations team, as edits in the sheet: a tracker domain moved on hundreds of rows, postbacks switched off,
 * delays, new postbacks, and the mistakes that people make on the way.
 */
import { TRACKER_HOST } from '../everflow';
import { Page, TAB } from './page';

export const NEW_TRACKER_HOST = 'go.acme-tracking.net';

/** What was done, in words and numbers, for the story. */
export interface Done {
  readonly what: string;
  readonly rows: number;
}

/** Fewest rows of a kind that the edit takes; small networks give what they have. */
const SWITCHED_OFF = 40;
const DELAYED = 15;
const DESCRIBED = 10;

type Row = ReturnType<Page['rows']>[number];

export function bulkEdit(page: Page): Done[] {
  const rows = page.rows();
  const isPlain = ({ text }: Row): boolean =>
    text['Method'] === 'postback' &&
    text['Status'] === 'active' &&
    /^https:\/\/[\w.]+\//.test(text['URL'] ?? '');
  const tracked = rows.filter(({ text }) => (text['URL'] ?? '').includes(TRACKER_HOST));
  const others = rows.filter((row) => isPlain(row) && !tracked.includes(row));
  const take = slices(others);
  // First, so that small networks have the mistakes too.
  const slipped = take(6);
  return [
    moveDomain(page, tracked.length),
    each('status set to inactive', take(SWITCHED_OFF), (row) =>
      page.type('Status', row.rowNumber, 'inactive'),
    ),
    each('delay set to 5000 ms', take(DELAYED), (row) => page.type('Delay (ms)', row.rowNumber, '5000')),
    each('description rewritten', take(DESCRIBED), (row) =>
      page.type(
        'Description',
        row.rowNumber,
        `checked by anna: "ok", row ${row.rowNumber}\nsecond line – ünïcödé ✓`,
      ),
    ),
    editFacebook(page, rows),
    newPostbacks(page),
    mistakes(page, slipped),
  ];
}

/** Gives out rows that nobody else has edited. */
function slices(rows: readonly Row[]): (count: number) => readonly Row[] {
  let from = 0;
  return (count) => {
    const part = rows.slice(from, from + count);
    from += count;
    return part;
  };
}

function each(what: string, rows: readonly Row[], edit: (row: Row) => void): Done {
  rows.forEach(edit);
  return { what, rows: rows.length };
}

/** Find and replace in the URL column, as staff do it. */
function moveDomain(page: Page, rows: number): Done {
  const column = page.column('URL');
  page.person.replace({
    where: { sheet: TAB, range: `${column}2:${column}${page.lastRow()}` },
    find: TRACKER_HOST,
    replacement: NEW_TRACKER_HOST,
  });
  return { what: `tracker moved: ${TRACKER_HOST} → ${NEW_TRACKER_HOST}`, rows };
}

function editFacebook(page: Page, rows: readonly Row[]): Done {
  const facebook = rows.filter(
    ({ text }) =>
      text['Method'] === 'facebook' && text['Status'] === 'active' && (text['FB event'] ?? '') !== '',
  );
  const chosen = facebook.slice(0, 3);
  return each('facebook event and data edited', chosen, (row) => {
    page.type('FB event', row.rowNumber, 'Purchase');
    page.type('FB custom data', row.rowNumber, 'value={payout}\ncurrency=USD');
  });
}

/** One conversion postback for a partner, cloned to offers and to two events. */
function newPostbacks(page: Page): Done {
  const base = {
    'Partner ID': '12',
    Type: 'conversion',
    Level: 'specific',
    Method: 'postback',
    Status: 'active',
    URL: `https://${NEW_TRACKER_HOST}/new?tx={transaction_id}&s1={sub1}`,
    'Delay (ms)': '0',
  };
  const rows = [
    { ...base, 'Offer ID': '40' },
    { ...base, 'Offer ID': '41' },
    { ...base, 'Offer ID': '40', 'Event ID': '77', Type: 'post_conversion' },
    { ...base, 'Offer ID': '40', 'Event ID': '78', Type: 'event' },
    { ...base, 'Offer ID': '', Level: 'global', Description: '=not a formula', Status: 'inactive' },
    {
      ...base,
      'Offer ID': '40',
      Method: 'html',
      URL: '',
      'HTML code': '<img src="https://a.b/p?{sub1}">',
      'Delay (ms)': '',
    },
  ];
  page.pasteBelow(rows);
  return { what: 'new postbacks pasted below', rows: rows.length };
}

/** What goes wrong on the way. Each must be told in its own words, and none of it may be sent. */
function mistakes(page: Page, rows: readonly Row[]): Done {
  const slips: ((row: Row) => void)[] = [
    (row) => page.type('Status', row.rowNumber, 'Inactive '),
    (row) => page.type('URL', row.rowNumber, 'htp://t.acme.example/p'),
    (row) => page.type('Delay (ms)', row.rowNumber, '30s'),
    (row) => page.type('Partner ID', row.rowNumber, 'Acme'),
    (row) => page.type('Type', row.rowNumber, 'converison'),
    (row) => {
      // A cell copied from elsewhere brings its own format, and what is typed becomes a date.
      page.person.setNumberFormat(TAB, page.cell('Description', row.rowNumber), 'general');
      page.type('Description', row.rowNumber, '2026-11-22');
    },
  ];
  rows.forEach((row, at) => slips[at]?.(row));
  page.pasteBelow([
    {
      'Partner ID': '12',
      'Offer ID': '40',
      Type: 'conversion',
      Level: 'global',
      Method: 'postback',
      Status: 'active',
      URL: 'https://a.example/p?tx={transaction_id}',
    },
  ]);
  return { what: 'mistakes', rows: rows.length + 1 };
}
