/** docs/macros.md and the lists say the same, row by row and in the same order. */
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

test.each<[string, string[][]]>([
  [
    "Everflow's macros for partner postbacks",
    EVERFLOW_MACROS.map(({ name, meaning, grade, source }) => [macro(name), meaning, grade, `<${source}>`]),
  ],
  [
    "Everflow's macros for other places",
    MACROS_ELSEWHERE.map(({ name, place, instead, grade, source }) => [
      macro(name),
      place,
      macro(instead),
      grade,
      `<${source}>`,
    ]),
  ],
  [
    'Marks of other platforms',
    FOREIGN_FORMS.map(({ open, close, platform, grade, source }) => [
      code(`${open}name${close}`),
      platform,
      grade,
      `<${source}>`,
    ]),
  ],
  [
    'Tokens of other platforms',
    [...FOREIGN_TOKENS, ...PLACEHOLDER_WORDS].map((entry) => [
      code(entry.token),
      entry.platform,
      replacedBy(entry),
      entry.grade,
      `<${entry.source}>`,
    ]),
  ],
])('[V8] the page lists: %s', (heading, expected) => {
  expect(expected.length).toBeGreaterThan(3);
  expect(rowsUnder(heading)).toEqual(expected);
});

test('[V8] the page tells the marks of no platform, and from when on macros are learnt', () => {
  for (const { open, close } of LOOSE_FORMS) expect(PAGE).toContain(code(`${open}name${close}`));
  expect(PAGE).toContain(`From **${LEARN_FROM}** others`);
  expect(PAGE).toContain(`takes **${LEARN_DOUBTED_FROM}**`);
});
