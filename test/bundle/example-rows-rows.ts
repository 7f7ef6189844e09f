/** Example rows about rows: copies, lost and unknown ids, twins, changes on the other side, and columns sorted on their own. */
import { BASE_URL, MANY_ROWS, NEW_URL } from './example-network';
import type { ExampleDesk } from './example-desk';
import type { Example } from './example-verdict';

const TAB = 'Postbacks';

/** A pasted copy of #501; the original is edited too and must stay pushable. */
function copyOfBase(desk: ExampleDesk): number {
  const row = desk.copyBelow(501);
  desk.neighbours.add(501);
  return row;
}

function copyWithEdit(desk: ExampleDesk): number {
  const row = copyOfBase(desk);
  desk.page.type('Description', desk.rowOf(501), 'the original');
  return row;
}

/** The cells of a column below the header, but for the base row, which stands first. */
function manyCells({ page }: ExampleDesk, header: string): string {
  const column = page.column(header);
  return `${column}3:${column}${MANY_ROWS + 2}`;
}

export const PEOPLE_ROWS: readonly Example[] = [
  {
    id: 'R46',
    rule: 'C6',
    what: 'a pasted copy of #501, nothing changed',
    act: copyWithEdit,
    expect: {
      verdict: '✖',
      titles: [/copies of other rows/],
      says: /Copy of #501/,
      fixes: {
        'Make these rows new': {
          verdict: '⚠',
          asks: 'own-tick',
          says: /#501/,
          sent: { postback_url: BASE_URL },
        },
      },
    },
  },
  {
    id: 'R47',
    rule: 'C6',
    what: 'a copy of #501 with offer 41',
    act: (desk) => {
      const row = copyOfBase(desk);
      desk.page.type('Offer ID', row, '41');
      desk.page.type('Description', desk.rowOf(501), 'the original');
      return row;
    },
    expect: {
      verdict: '✖',
      says: /Copy of #501/,
      fixes: {
        'Make these rows new': {
          verdict: '✔',
          effects: ['starts-firing'],
          sent: { network_offer_id: 41, network_affiliate_id: 12, postback_url: BASE_URL },
        },
      },
    },
  },
  {
    id: 'R48',
    rule: 'V9',
    what: 'two new rows that are equal in every field: the second',
    act: (desk) => desk.paste({}, {}),
    expect: { verdict: '✖', says: /same/i, besides: 1 },
  },
  {
    id: 'R48b',
    rule: 'V9',
    what: 'two new rows that are equal but for the description',
    act: (desk) => desk.paste({}, { Description: 'again' }),
    expect: { verdict: '⚠', rows: 2, says: /fire/i },
  },
  {
    id: 'R49',
    rule: 'C6',
    what: "#501's id was cleared, and #501 stands nowhere else",
    act: (desk) => {
      const row = desk.rowOf(501);
      desk.page.person.clear(TAB, desk.page.cell('Postback ID', row));
      return row;
    },
    expect: {
      verdict: '✖',
      says: /was #501 and has lost its id/,
      fixes: {
        'Put the id back': { verdict: '∅' },
        'Make it new': { verdict: '⚠', asks: 'own-tick', says: /#501/ },
      },
    },
  },
  {
    id: 'R50',
    rule: 'C6',
    what: 'id 999999, which was never pulled and exists',
    act: async (desk) => {
      await desk.control.create({ network_pixel_id: 999_999, network_affiliate_id: 14, description: 'old' });
      return desk.paste({
        'Postback ID': '999999',
        'Partner ID': '14',
        'Offer ID': '0',
        Level: 'global',
        'Delay (ms)': '0',
        URL: NEW_URL,
        Description: 'old',
      });
    },
    expect: {
      verdict: '✖',
      says: /#999999 was never pulled/,
      fixes: { 'Read #999999 from Everflow': { verdict: '✔', sent: { postback_url: NEW_URL } } },
    },
  },
  {
    id: 'R50b',
    rule: 'C6',
    what: 'id 999999, which does not exist',
    act: (desk) => desk.paste({ 'Postback ID': '999999' }),
    expect: {
      verdict: '✖',
      fixes: {
        'Read #999999 from Everflow': {
          verdict: '✖',
          says: /no postback #999999/i,
          fixes: { 'Make it new': { verdict: '✔' } },
        },
      },
    },
  },
  {
    id: 'R61',
    rule: 'M3',
    what: '#501 was switched off in Everflow; its URL is edited here',
    act: async (desk) => {
      await desk.changedThere(501, { pixel_status: 'inactive' });
      return desk.edit(501, { URL: NEW_URL });
    },
    expect: {
      verdict: '✔',
      sent: { postback_url: NEW_URL, pixel_status: 'inactive' },
      after: /^⏻ switched off in Everflow$/,
    },
  },
  {
    id: 'R62',
    rule: 'M1',
    what: 'the description of #501 was changed in Everflow; its URL is edited here',
    act: async (desk) => {
      await desk.changedThere(501, { description: 'by the partner' });
      return desk.edit(501, { URL: NEW_URL });
    },
    expect: { verdict: '✔', sent: { postback_url: NEW_URL, description: 'by the partner' } },
  },
  {
    id: 'R64',
    rule: 'C9',
    what: 'the URL column sorted on its own, 300 rows',
    network: 'many',
    act: (desk) => {
      desk.page.person.sort(TAB, manyCells(desk, 'URL'), desk.page.column('URL'));
      desk.neighbours.add(0);
      return desk.rowOf(601);
    },
    expect: {
      verdict: '✖',
      stopsAll: true,
      titles: [/^This looks like a column was sorted on its own$/],
      says: /In column URL, 297 rows now hold another row's value/,
      fixes: {
        'Discard changes in URL': { verdict: '∅' },
        'It is right: type SHUFFLED': {
          verdict: '⚠',
          asks: 'confirmed',
          rows: 297,
          fixes: { 'Discard changes in URL': { verdict: '∅' } },
        },
      },
    },
  },
  {
    id: 'R65',
    rule: 'C9',
    what: 'a domain replaced in 300 URLs',
    network: 'many',
    act: (desk) => {
      const range = manyCells(desk, 'URL');
      desk.page.person.replace({ where: { sheet: TAB, range }, find: 't.old.com', replacement: 't.new.com' });
      return desk.rowOf(600);
    },
    expect: { verdict: '✔', rows: MANY_ROWS, effects: ['other'] },
  },
  {
    id: 'R65b',
    rule: 'C9',
    what: 'status set to inactive in 300 rows',
    network: 'many',
    act: (desk) => {
      const lines = Array.from({ length: MANY_ROWS }, () => ['inactive']);
      desk.page.person.pasteText(TAB, desk.page.cell('Status', 3), lines);
      return desk.rowOf(600);
    },
    expect: { verdict: '✔', rows: MANY_ROWS, effects: ['turns-off'], sent: { pixel_status: 'inactive' } },
  },
  {
    id: 'R65c',
    rule: 'C9',
    what: 'one URL pasted into 300 rows',
    network: 'many',
    act: (desk) => {
      const { person } = desk.page;
      person.paste(TAB, manyCells(desk, 'URL'), person.copy(TAB, desk.page.cell('URL', desk.rowOf(501))));
      return desk.rowOf(600);
    },
    expect: { verdict: '✔', rows: MANY_ROWS, sent: { postback_url: BASE_URL } },
  },
];
