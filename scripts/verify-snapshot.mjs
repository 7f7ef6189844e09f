/**
 * Recomputes the digest of an audit snapshot from a CSV file of its tab (File > Download > CSV), without the add-on and without packages:
 * `node scripts/verify-snapshot.mjs snapshot.csv`. The format is told in docs/snapshot-format.md. Ends with 1 if anything was changed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const plain = (cells) =>
  // oxlint-disable-next-line no-control-regex -- line ends and control characters do not count
  cells.map((cell) => cell.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''));

const csv = readFileSync(process.argv[2], 'utf8').replace(/^\uFEFF/, '');
const grid = [[]];
for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
  grid.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
  if (end !== ',') grid.push([]);
}

const blank = grid.findIndex((row) => row.every((cell) => cell === ''));
const head = grid.slice(1, blank).map((row) => row.slice(0, 2));
const width = grid[blank + 1].lastIndexOf('Row digest');
const headers = grid[blank + 1].slice(0, width);
const rows = grid.slice(blank + 2).filter((row) => row.some((cell) => cell !== ''));

const digests = rows.map((row) => ({
  id: row[headers.indexOf('Postback ID')],
  digest: sha256(JSON.stringify(plain(row.slice(0, width)))),
  stated: row[width],
}));
const inOrder = digests.toSorted((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
const covered = head.filter(([name]) => name !== 'Digest (SHA-256)').map(plain);
const lines = inOrder.map(({ id, digest }) => `${id} ${digest}`);
const digest = sha256(
  [grid[0].slice(0, 2).join(', '), JSON.stringify(covered), JSON.stringify(plain(headers)), ...lines].join(
    '\n',
  ),
);

const stated = head.find(([name]) => name === 'Digest (SHA-256)')?.[1];
for (const row of digests.filter((each) => each.digest !== each.stated))
  console.log(`Row of ${String(row.id)} was changed.`);
console.log(
  `Digest:  ${digest}\nStated:  ${stated}\n${digest === stated ? 'Intact' : 'CHANGED'}: ${rows.length} rows`,
);
process.exitCode = digest === stated ? 0 : 1;
