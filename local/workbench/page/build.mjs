/**
 * Builds the page of the workbench into a folder that the server hands out as it is. The folder's name holds a digest of all that goes
 * into it, so a second start finds it and builds nothing. Run directly, it prints the folder.
 */
import { build } from 'esbuild';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Workbench</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="start.css">
    <script type="module" src="start.js"></script>
  </head>
  <body class="wb-body"><div id="page"></div></body>
</html>
`;

/** Everything that decides what comes out: the page's own files, the protocol, and which packages are installed. */
async function digest() {
  const hash = createHash('sha256');
  const names = (await readdir(here, { recursive: true })).filter((name) =>
    /\.(tsx?|css|mjs|json)$/.test(name),
  );
  const files = names.sort().map((name) => join(here, name));
  for (const file of [...files, join(here, '../protocol.ts'), join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {{ outdir?: string }} [options] outdir: where the built folders are kept; default `.cache/workbench`.
 * @returns {Promise<{ folder: string, built: boolean }>} The page is `index.html` in `folder`; `built` is false if it was there already.
 */
export async function buildPage({ outdir = join(root, '.cache/workbench') } = {}) {
  const folder = join(outdir, `page-${await digest()}`);
  if (existsSync(folder)) return { folder, built: false };
  // Under another name until it is complete: a build that was stopped is no page.
  const unfinished = join(outdir, `unfinished-${randomUUID()}`);
  await mkdir(unfinished, { recursive: true });
  await build({
    entryPoints: [join(here, 'start.tsx')],
    outdir: unfinished,
    bundle: true,
    // Univer imports hyphenation dictionaries on demand. Without splitting all of them would be in the one file.
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff2': 'dataurl', '.svg': 'dataurl', '.png': 'dataurl' },
    logLevel: 'warning',
  });
  await writeFile(join(unfinished, 'index.html'), PAGE);
  for (const old of await readdir(outdir)) {
    if (old.startsWith('page-')) await rm(join(outdir, old), { recursive: true, force: true });
  }
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Two starts at once: the other one was faster.
    if (!existsSync(folder)) throw error;
    await rm(unfinished, { recursive: true, force: true });
  }
  return { folder, built: true };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  void buildPage().then(({ folder }) => console.log(folder));
}
