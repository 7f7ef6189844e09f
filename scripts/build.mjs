/**
 * Builds `dist/` exactly as it is pushed to Apps Script: the script, the pages that it shows, and the manifest. The script's source map is kept
 * beside it, for `npm run trace`. Ends with exit code 1, and leaves `dist/` as it was, if a file has grown too large.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from './build-panel.mjs';
import { buildScript } from './build-script.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
/** Outside of `dist/`, or it would be pushed. */
const maps = join(root, '.cache', 'maps');

/**
 * Sizes that files have to stay below, in bytes, by their ending. Google loads the whole script anew for each call of a page, some hundred times
 * in one long push, and a page before anything of it is seen: what is added is paid each time. Of the script some 280 kB are pull, check, preview and
 * push; the audit trail is the rest.
 */
const LIMITS = { '.js': 360_000, '.html': 126_000 };
const limitOf = (name) => LIMITS[/\.\w+$/.exec(name)[0]] ?? Infinity;

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const [script, pages, manifest] = await Promise.all([
  buildScript(root, version),
  buildPages(),
  readFile(join(root, 'appsscript.json'), 'utf8'),
]);
const files = [
  ['Code.js', script.code],
  ...Object.entries(pages).map(([name, page]) => [`${name}.html`, page]),
  ['appsscript.json', manifest],
].map(([name, text]) => ({ name, text, size: Buffer.byteLength(text), limit: limitOf(name) }));

const tooLarge = files.filter(({ size, limit }) => size >= limit);
for (const { name, size, limit } of tooLarge)
  console.error(`${name} has ${size} bytes; it has to stay below ${limit} (scripts/build.mjs says why).`);
if (tooLarge.length > 0) process.exit(1);

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await mkdir(maps, { recursive: true });
for (const { name, text } of files) await writeFile(join(dist, name), text);
await writeFile(join(maps, 'Code.js.map'), script.map);

if (!process.argv.includes('--quiet')) {
  for (const { name, size, limit } of files) {
    const most = limit === Infinity ? '' : `, limit ${limit}`;
    console.log(`dist/${name}`.padEnd(22) + `${size} bytes (${(size / 1000).toFixed(0)} kB)${most}`);
  }
  console.log(`${script.names.length} functions: ${script.names.join(', ')}`);
}
