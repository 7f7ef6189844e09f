/** docs/macros.md and the lists say the same, row by row and in the same order, and the page says of every entry where it was read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEARN_DOUBTED_FROM, LEARN_FROM } from '../../../src/core/check/macro-judge';
import {
  FOREIGN_FORMS,
  FOREIGN_TOKENS,
  LOOSE_FORMS,
  PLACEHOLDER_WORDS,
  type ForeignToken,
} from '../../../src/core/data/foreign-tokens';
import { EVERFLOW_MACROS, MACROS_ELSEWHERE } from '../../../src/core/data/macros';

const PAGE = readFileSync(join(__dirname, '../../../docs/macros.md'), 'utf8');

/** The rows of the table under a heading, without its head. */
function rowsUnder(heading: string): string[][] {
  const section = PAGE.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}
const code = (text: string): string => `\`${text}\``;
const macro = (name: string | undefined): string => (name === undefined ? '–' : code(`{${name}}`));
const ADVICE = { 'click-id': 'a click id: advice', payout: 'money: advice' };
const replacedBy = ({ counterpart, means }: ForeignToken): string =>
  means === undefined ? macro(counterpart) : ADVICE[means];

/** What an entry stands for in a few words, how sure that is, and the page it was read on: only the page has them. */
const TEXT: unknown = expect.stringMatching(/^\S.+/);
const GRADE: unknown = expect.stringMatching(/^(documented|attested)$/);
const SOURCE: unknown = expect.stringMatching(/^<https?:\/\/[\w.-]+\/\S+>$/);

test.each<[string, unknown[][]]>([
  ["Everflow's macros for partner postbacks", EVERFLOW_MACROS.map((name) => [macro(name), TEXT])],
  [
    "Everflow's macros for other places",
    MACROS_ELSEWHERE.map(({ name, place, instead }) => [macro(name), place, macro(instead)]),
  ],
  [
    'Marks of other platforms',
    FOREIGN_FORMS.map(({ open, close, platform }) => [code(`${open}name${close}`), platform]),
  ],
  [
    'Tokens of other platforms',
    [...FOREIGN_TOKENS, ...PLACEHOLDER_WORDS].map((entry) => [
      code(entry.token),
      entry.platform,
      replacedBy(entry),
    ]),
  ],
])('[V8] the page lists: %s', (heading, expected) => {
  expect(expected.length).toBeGreaterThan(3);
  const cited = expected.map((cells) => [...cells, GRADE, SOURCE]);
  expect(rowsUnder(heading)).toEqual(cited);
});

test('[V8] the page tells the marks of no platform, and from when on macros are learnt', () => {
  for (const { open, close } of LOOSE_FORMS) expect(PAGE).toContain(code(`${open}name${close}`));
  expect(PAGE).toContain(`From **${LEARN_FROM}** others`);
  expect(PAGE).toContain(`takes **${LEARN_DOUBTED_FROM}**`);
});
