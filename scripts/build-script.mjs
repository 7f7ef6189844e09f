/**
 * Builds the script that is pushed: bundled, minified, its functions at top level. Also the source map, which is never pushed and turns the
 * places of a stack trace back into those of the sources (`npm run trace`).
 */
import { build, transform } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compact } from './compact.mjs';

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
 * The listed names and what stands for each: A to Z, then Aa, Ab and so on, which nothing in the sources is called. So a key of that form in
 * what leaves the script is a mistake that tests can see.
 */
async function shortNames(root) {
  const list = await readFile(join(root, 'scripts/short-names.txt'), 'utf8');
  const names = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const letter = (at, first) => String.fromCharCode(first.charCodeAt(0) + at);
  const short = (at) =>
    at < 26 ? letter(at, 'A') : letter(Math.floor(at / 26) - 1, 'A') + letter(at % 26, 'a');
  return Object.fromEntries(names.map((name, at) => [name, short(at)]));
}

/** The sources as one module with its source map and the names it exports; white space and local names as they were. */
async function bundle(root, version, options) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'src/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: TARGET,
    charset: 'utf8',
    platform: 'neutral',
    legalComments: 'inline',
    define: { __VERSION__: JSON.stringify(version) },
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    // The map names sources by path: the same whichever folder the build is started from.
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    logLevel: 'warning',
    ...options,
  });
  const output = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint);
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  return { text: textOf('.js'), map: JSON.parse(textOf('.map')), names: output.exports.toSorted() };
}

/** The module as one closure that returns what it exported. `head` is a line of code to begin with; two lines more stand before it. */
function enclose(module, head) {
  const [code, exported] = module.split('\nexport {');
  const members = exported.slice(0, exported.indexOf('}')).replace(/(\w+) as (\w+)/g, '$2: $1');
  return `"use strict";\nvar ${GLOBAL} = (() => {${head}\n${code}\nreturn {${members}};\n})();\n`;
}

/**
 * The exports of `src/main.ts` as functions at top level, and nothing else there: every other function could be called by anyone through
 * google.script.run.
 */
const stubs = (names) =>
  names.map((name) => `function ${name}(...a){return ${GLOBAL}.${name}(...a)}`).join('\n');

/**
 * @param root folder of the project
 * @param version as people see it
 * @returns `code` and `map`, both texts, and `names`, the script's functions
 */
export async function buildScript(root, version) {
  const mangleCache = await shortNames(root);
  const mangleProps = new RegExp(`^(?:${Object.keys(mangleCache).join('|')})$`);
  const { text, map, names } = await bundle(root, version, { minifySyntax: true, mangleProps, mangleCache });
  const { text: short, pool } = compact(text);
  const mapped = JSON.stringify({ ...map, mappings: `;;${map.mappings}` });
  const script = `${enclose(short, `var ${pool};`)}//# sourceMappingURL=data:application/json;base64,${Buffer.from(mapped).toString('base64')}`;
  const minified = await transform(script, {
    minify: true,
    lineLimit: LINE,
    target: TARGET,
    charset: 'utf8',
    legalComments: 'inline',
    sourcemap: 'external',
    sourcesContent: false,
    sourcefile: 'Code.js',
    banner: `/** Postback Desk ${version}. Built from TypeScript; edit the sources, not this file. @OnlyCurrentDoc */`,
    footer: stubs(names),
    logLevel: 'warning',
  });
  return { code: minified.code, map: minified.map, names };
}

/** The same script with nothing shortened: what the other one is compared with. */
async function buildReadable(root, version) {
  const { text, names } = await bundle(root, version);
  return `${enclose(text, '')}${stubs(names)}\n`;
}

// Run directly, it writes the readable script to the file named on the command line.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(
    process.argv[2],
    await buildReadable(dirname(dirname(fileURLToPath(import.meta.url))), '0.0.0'),
  );
}
