/**
 * Builds the script that is pushed: bundled, minified, its functions at top level. Also the source map, which is never pushed and turns the
 * places of a stack trace back into those of the sources (`npm run trace`).
 */
import { build, transform } from 'esbuild';
import { join } from 'node:path';
import { compact } from './compact.mjs';

/**
 * es2020 lowers private and static class fields, which Apps Script's documentation excludes, and leaves `?.` and `??`: it says nothing about
 * them, but Google's own samples for Apps Script use both. Sources: https://developers.google.com/apps-script/guides/v8-runtime and
 * https://github.com/googleworkspace/apps-script-samples/blob/347529f5cbfdf8e82092de98d88690abd5b36d36/ai/standup-chat-app/main.js
 */
const TARGET = 'es2020';

/** Minified lines are broken near this length: editors stumble over a single line of everything. In characters. */
const LINE = 1000;

/** The sources as one module, readable, with its source map and the names it exports. */
async function bundle(root, version) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'src/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: TARGET,
    charset: 'utf8',
    platform: 'neutral',
    minifySyntax: true,
    legalComments: 'inline',
    define: { __VERSION__: JSON.stringify(version) },
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    // The map names sources by path: the same whichever folder the build is started from.
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    logLevel: 'warning',
  });
  const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint);
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  return { text: textOf('.js'), map: JSON.parse(textOf('.map')), names: output.exports.toSorted() };
}

/** The module as one closure that returns what it exported; two lines more stand before it. */
function enclose({ text, map, names }) {
  const { text: short, pool } = compact(text);
  const [code, exported] = short.split('\nexport {');
  const members = exported.slice(0, exported.indexOf('}')).replace(/(\w+) as (\w+)/g, '$2: $1');
  return {
    names,
    text: `"use strict";\nvar postbackDesk = (() => {${pool === '' ? '' : `var ${pool};`}\n${code}\nreturn {${members}};\n})();\n`,
    map: { ...map, mappings: `;;${map.mappings}` },
  };
}

/**
 * @param root folder of the project
 * @param version as people see it
 * @returns `code` and `map`, both texts, and `names`, the exports of `src/main.ts`, which are the script's only functions at top level: every
 *   other one there could be called by anyone through google.script.run
 */
export async function buildScript(root, version) {
  const { text, map, names } = enclose(await bundle(root, version));
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  const minified = await transform(`${text}//# sourceMappingURL=data:application/json;base64,${inline}`, {
    minify: true,
    lineLimit: LINE,
    target: TARGET,
    charset: 'utf8',
    legalComments: 'inline',
    sourcemap: 'external',
    sourcesContent: false,
    sourcefile: 'Code.js',
    banner: `/** Postback Desk ${version}. Built from TypeScript; edit the sources, not this file. @OnlyCurrentDoc */`,
    footer: names.map((name) => `function ${name}(...a){return postbackDesk.${name}(...a)}`).join('\n'),
    logLevel: 'warning',
  });
  return { code: minified.code, map: minified.map, names };
}
