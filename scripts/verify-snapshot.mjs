/**
 * Recomputes the digest of an audit snapshot from a CSV file of its tab, without the add-on and without packages:
 * `node scripts/verify-snapshot.mjs snapshot.csv`. The format is told in docs/snapshot-format.md. Ends with 1 if anything was changed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const grid = [[]];
for (const [, quoted, bare, end] of readFileSync(process.argv[2], 'utf8')
  .replace(/^\uFEFF/, '')
  .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
  grid.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
  if (end !== ',') grid.push([]);
}
const filled = (cells) => cells.filter((cell) => cell !== '').length;
const plain = (cell) => cell.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
const json = (cells) => JSON.stringify(cells.map(plain));
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

const blank = grid.findIndex(([name = '', value = '']) => name === '' && value === '');
const head = grid.slice(1, blank).map((row) => row.slice(0, 2));
const header = grid[blank + 1] ?? [];
const places = [...header.keys()].filter((at) => header[at] !== '' && header[at] !== 'Row digest');
const rows = grid.slice(blank + 2).filter(filled);
const digests = rows.map((row) => {
  const id = row[header.indexOf('Postback ID')];
  return { id, stated: row[header.indexOf('Row digest')], digest: sha256(json(places.map((at) => row[at]))) };
});
for (const { id } of digests.filter((row) => row.digest !== row.stated))
  console.log(`Row of ${id} was changed.`);
const strays = [
  ...grid.slice(0, blank + 1).map((row) => row.slice(2)),
  ...rows.map((row) => row.filter((_, at) => !header[at])),
];
const [isTitled, extra] = [
  grid[0].slice(0, 2).join() === 'Postback Desk audit snapshot,format 1',
  filled(strays.flat()),
];
const inOrder = digests.sort(
  (a, b) => a.id.length - b.id.length || (a.id + a.digest < b.id + b.digest ? -1 : 1),
);
const covered = JSON.stringify(
  head.filter(([name]) => name !== 'Digest (SHA-256)').map((line) => line.map(plain)),
);
const lines = inOrder.map(({ id, digest }) => `${id} ${digest}`);
const digest = sha256(
  [grid[0].slice(0, 2).join(', '), covered, json(places.map((at) => header[at])), ...lines].join('\n'),
);
const stated = head.find(([name]) => name === 'Digest (SHA-256)')?.[1];
const isIntact =
  isTitled && extra === 0 && digest === stated && digests.every((row) => row.digest === row.stated);
console.log(
  `Digest:  ${digest}\nStated:  ${stated}\n${isIntact ? 'Intact' : 'CHANGED'}: ${rows.length} rows, ${extra} cells too many`,
);
process.exitCode = isIntact ? 0 : 1;
