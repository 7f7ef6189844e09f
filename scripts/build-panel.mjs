/**
 * Builds the panel's page: script and style inlined into one self-contained HTML text. It knows nothing of the script that serves it.
 * Run directly, it writes the page to the file named on the command line.
 */
import { parse } from 'acorn';
import { build, transform } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'src/panel');

async function panelScript() {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'start.tsx')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    // HtmlService takes comment-like text out of template literals, so the page has none (X3).
    supported: { 'template-literal': false },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
  return outputFiles[0].text.trim();
}

async function panelStyle() {
  const css = await readFile(join(folder, 'panel.css'), 'utf8');
  return (await transform(css, { loader: 'css', minify: true })).code.trim();
}

/** Texts that would end the script element, open a comment in it, or begin a scriptlet. */
const FORBIDDEN = [/<\/script/i, /<!--/, /<\?/];

/**
 * What HtmlService or a browser would misread in an inlined script, in words; empty if nothing (X3).
 * Sources: https://developers.google.com/apps-script/guides/html/restrictions and
 * https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function faultsOf(script) {
  const faults = FORBIDDEN.filter((text) => text.test(script)).map((text) => `holds ${text.source}`);
  let templates = 0;
  parse(script, {
    ecmaVersion: 2020,
    onToken: (token) => {
      if (token.type.label === '`') templates += 1;
    },
  });
  return templates === 0 ? faults : [...faults, 'holds template literals'];
}

/** The page with a text in the place of a mark. A replacement text would have its dollar signs read as patterns, so it is cut in. */
function fill(page, mark, text) {
  const parts = page.split(mark);
  if (parts.length !== 2) throw new Error(`The page needs ${mark} exactly once`);
  return parts.join(text);
}

/** @throws Error if the page would not arrive at the browser as it was built */
export async function buildPanel() {
  const [page, style, script] = await Promise.all([
    readFile(join(folder, 'page.html'), 'utf8'),
    panelStyle(),
    panelScript(),
  ]);
  const faults = faultsOf(script);
  if (/<\//.test(style)) faults.push('has a style that ends its element');
  if (faults.length > 0) throw new Error(`The panel's script ${faults.join(', ')} [X3]`);
  const styled = fill(page, '<!-- style -->', `<style>${style}</style>`);
  const html = fill(styled, '<!-- script -->', `<script>${script}</script>`);
  // The server writes the wanted view over this mark.
  return fill(html, 'data-view="home"', 'data-view="home"');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(process.argv[2], await buildPanel());
}
