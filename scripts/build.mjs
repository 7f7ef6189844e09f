/**
 * Builds `dist/` exactly as it is pushed to Apps Script: the script, the panel page and the manifest. The script's source map is kept beside
 * it, for `npm run trace`. Ends with exit code 1, and leaves `dist/` as it was, if a file has grown too large.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPanel } from './build-panel.mjs';
import { buildScript } from './build-script.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
/** Outside of `dist/`, or it would be pushed. */
const maps = join(root, '.cache', 'maps');

/**
 * Sizes that a file has to stay below, in bytes. Google loads the whole script anew for each call of the panel, some hundred times in one long
 * push, and a page before anything of it is seen; what is added is paid each time.
 */
const LIMITS = { 'Code.js': 250_000, 'Panel.html': 120_000 };

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const [script, panel, manifest] = await Promise.all([
  buildScript(root, version),
  buildPanel(),
  readFile(join(root, 'appsscript.json'), 'utf8'),
]);
const files = { 'Code.js': script.code, 'Panel.html': panel, 'appsscript.json': manifest };
const sizeOf = (name) => Buffer.byteLength(files[name]);

const tooLarge = Object.entries(LIMITS).filter(([name, limit]) => sizeOf(name) >= limit);
for (const [name, limit] of tooLarge)
  console.error(
    `${name} has ${sizeOf(name)} bytes; it has to stay below ${limit} (scripts/build.mjs says why).`,
  );
if (tooLarge.length > 0) process.exit(1);

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await mkdir(maps, { recursive: true });
for (const [name, text] of Object.entries(files)) await writeFile(join(dist, name), text);
await writeFile(join(maps, 'Code.js.map'), script.map);

if (!process.argv.includes('--quiet')) {
  for (const name of Object.keys(files)) {
    const limit = LIMITS[name] ? `, limit ${LIMITS[name]}` : '';
    console.log(
      `dist/${name}`.padEnd(22) + `${sizeOf(name)} bytes (${(sizeOf(name) / 1000).toFixed(0)} kB)${limit}`,
    );
  }
  console.log(`${script.names.length} functions: ${script.names.join(', ')}`);
}
