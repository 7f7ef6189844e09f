/**
 * Builds the contract suite as Apps Script takes it: `node scripts/build-contract.mjs [--out FOLDER] [--host https://HOST/] [--quiet]`. The manifest has
 * the add-on's scopes, and lists no host but the one that was named, and one that cannot exist.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleScript } from './build-script.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** As in `contract/entries/requests.ts`. */
const NO_SUCH_HOST = 'https://postback-desk.invalid/';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'dist-contract') },
    host: { type: 'string', default: '' },
    quiet: { type: 'boolean', default: false },
  },
});
if (values.host !== '' && !/^https:\/\/[a-z\d-]+(\.[a-z\d-]+)+(:\d+)?\/$/.test(values.host)) {
  console.error(
    `--host takes an address like https://httpbin.org/ with the slash at its end, not "${values.host}".`,
  );
  process.exit(1);
}

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const manifest = JSON.parse(await readFile(join(root, 'appsscript.json'), 'utf8'));
manifest.urlFetchWhitelist = [...(values.host === '' ? [] : [values.host]), NO_SUCH_HOST];
// Not minified: a maintainer reads it before he runs it, and it is loaded a few times only.
const { code, names } = await bundleScript(root, 'contract/main.ts', {
  define: { __CONTRACT_HOST__: JSON.stringify(values.host) },
  banner: `/** Contract suite of Postback Desk ${version}. Built from TypeScript; edit the sources, not this file. @OnlyCurrentDoc */`,
  minify: false,
});

const out = resolve(values.out);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(join(out, 'Code.js'), code);
await writeFile(join(out, 'appsscript.json'), `${JSON.stringify(manifest, null, 2)}\n`);
if (!values.quiet)
  console.log(
    `${out}: Code.js with ${Buffer.byteLength(code)} bytes and ${names.length} functions, appsscript.json`,
  );
