/**
 * Builds the script that is pushed: bundled, minified, its functions at top level. Also the source map, which is never pushed and turns the
 * places of a stack trace back into those of the sources (`npm run trace`).
 */
import { build } from 'esbuild';
import { join } from 'node:path';

/**
 * es2020 lowers private and static class fields, which Apps Script's documentation excludes, and leaves `?.` and `??`: it says nothing about
 * them, but Google's own samples for Apps Script use both. Sources: https://developers.google.com/apps-script/guides/v8-runtime and
 * https://github.com/googleworkspace/apps-script-samples/blob/347529f5cbfdf8e82092de98d88690abd5b36d36/ai/standup-chat-app/main.js
 */
const TARGET = 'es2020';

/** The script's one variable at top level. */
const GLOBAL = 'desk';

/** Minified lines are broken near this length: editors stumble over a single line of everything. In characters. */
const LINE = 1000;

/**
 * The add-on.
 * @param root folder of the project
 * @param version as people see it
 * @returns `code` and `map`, both texts, and `names`, the script's functions
 */
export function buildScript(root, version) {
  return bundleScript(root, 'src/main.ts', {
    define: { __VERSION__: JSON.stringify(version) },
    banner: `/** Postback Desk ${version}. Built from TypeScript; edit the sources, not this file. @OnlyCurrentDoc */`,
  });
}

/**
 * Any script for Apps Script.
 * @param entry the file whose exports become functions at top level
 * @param parts `define` and `banner` as esbuild has them, and `minify`
 */
export async function bundleScript(root, entry, { define, banner, minify = true }) {
  const common = {
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    minify,
    target: TARGET,
    charset: 'utf8',
    platform: 'neutral',
    // The map names sources by path: the same whichever folder the build is started from.
    absWorkingDir: root,
    define,
    logLevel: 'warning',
  };
  const names = await exportsOf(common);
  const { outputFiles } = await build({
    ...common,
    format: 'iife',
    globalName: GLOBAL,
    lineLimit: LINE,
    sourcemap: 'external',
    sourcesContent: false,
    outfile: join(root, 'dist', 'Code.js'),
    banner: { js: banner },
    footer: { js: stubs(names) },
  });
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  return { code: textOf('.js'), map: textOf('.map'), names };
}

/** Names that the entry exports, from esbuild's own account of the module. */
async function exportsOf(common) {
  const { metafile } = await build({ ...common, format: 'esm', metafile: true, outfile: 'names.js' });
  return Object.values(metafile.outputs)
    .flatMap((output) => output.exports)
    .toSorted();
}

/**
 * The exports of `src/main.ts` as functions at top level, and nothing else there: every other function could be called by anyone through
 * google.script.run.
 */
const stubs = (names) =>
  names.map((name) => `function ${name}(){return ${GLOBAL}.${name}.apply(this,arguments)}`).join('\n');
