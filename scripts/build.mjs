/**
 * Builds `dist/` exactly as it is pushed to Apps Script: one readable script, the pages that it shows, and the manifest.
 * The script's top-level functions are the exports of `src/main.ts` and nothing else: every other top-level function could be
 * called by anyone through google.script.run.
 */
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from './build-panel.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/**
 * es2019 also lowers `?.` and `??`, on which statements about Apps Script's V8 differ; private and static class fields, which its
 * documentation excludes, are lowered too. Source: https://developers.google.com/apps-script/guides/v8-runtime
 */
const common = {
  entryPoints: [join(root, 'src/main.ts')],
  bundle: true,
  write: false,
  target: 'es2019',
  charset: 'utf8',
  platform: 'neutral',
  legalComments: 'inline',
  // Apps Script's documentation says that comment-like text in template literals is stripped from HTML; scripts stay as they are.
  // Comments name sources by path: the same whichever folder the build is started from.
  absWorkingDir: root,
  logLevel: 'warning',
};

/** Names that the entry exports, from esbuild's own account of the module. */
async function exposedNames() {
  const { metafile } = await build({ ...common, format: 'esm', metafile: true, outfile: 'names.js' });
  return Object.values(metafile.outputs)
    .flatMap((output) => output.exports)
    .sort();
}

const version = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version;
const names = await exposedNames();
const stubs = names.map(
  (name) => `function ${name}() { return postbackDesk.${name}.apply(this, arguments); }`,
);
const script = await build({
  ...common,
  format: 'iife',
  globalName: 'postbackDesk',
  define: { __VERSION__: JSON.stringify(version) },
  banner: {
    js: `/** Postback Desk ${version}. Built from TypeScript; edit the sources, not this file. @OnlyCurrentDoc */`,
  },
  footer: { js: stubs.join('\n') },
  outfile: join(dist, 'Code.js'),
});
const pages = Object.entries(await buildPages());

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await writeFile(join(dist, 'Code.js'), script.outputFiles[0].contents);
for (const [name, page] of pages) await writeFile(join(dist, `${name}.html`), page);
await writeFile(join(dist, 'appsscript.json'), await readFile(join(root, 'appsscript.json')));

if (!process.argv.includes('--quiet')) {
  const size = (script.outputFiles[0].contents.length / 1024).toFixed(0);
  console.log(`dist/Code.js        ${size} kB, ${names.length} functions: ${names.join(', ')}`);
  for (const [name, page] of pages) {
    console.log(`dist/${`${name}.html`.padEnd(14)} ${(page.length / 1024).toFixed(0)} kB`);
  }
  console.log('dist/appsscript.json');
}
