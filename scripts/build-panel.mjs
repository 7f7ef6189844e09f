/**
 * Builds the pages that the add-on shows: the panel, the wide list of changes and the guide. Each is one self-contained HTML text with
 * its script and style in it. It knows nothing of the script that serves them.
 */
import { parse } from 'acorn';
import { build, transform } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderGuide } from './build-guide.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'src/panel');

async function scriptOf(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    // HtmlService takes comment-like text out of template literals, so the pages have none (X3).
    supported: { 'template-literal': false },
    minify: true,
    legalComments: 'inline',
    logLevel: 'warning',
  });
  return outputFiles[0].text.trim();
}

async function styleOf(...files) {
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return (await transform(texts.join('\n'), { loader: 'css', minify: true })).code.trim();
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

/**
 * @param parts texts for further marks of the page
 * @throws Error if the page would not arrive at the browser as it was built
 */
async function buildPage(name, { page, entry, styles, mark, parts = {} }) {
  const [html, style, script] = await Promise.all([
    readFile(join(folder, page), 'utf8'),
    styleOf(...styles),
    scriptOf(entry),
  ]);
  const faults = faultsOf(script);
  if (/<\//.test(style)) faults.push('has a style that ends its element');
  if (faults.length > 0) throw new Error(`The script of ${name} ${faults.join(', ')} [X3]`);
  let filled = fill(html, '<!-- style -->', `<style>${style}</style>`);
  for (const [at, text] of Object.entries(parts)) filled = fill(filled, `<!-- ${at} -->`, text);
  filled = fill(filled, '<!-- script -->', `<script>${script}</script>`);
  // The server writes what the page is opened for over this mark.
  return fill(filled, mark, mark);
}

/** The pages by the names under which the script knows them. @throws Error if one would not arrive at the browser as it was built */
export async function buildPages() {
  const { html, contents } = await renderGuide(join(root, 'docs/guide.md'));
  const pages = {
    Panel: { page: 'page.html', entry: 'start.tsx', styles: ['panel.css'], mark: 'data-view="home"' },
    Changes: {
      page: 'changes/page.html',
      entry: 'changes/start.tsx',
      styles: ['panel.css', 'changes/changes.css'],
      mark: 'data-shown=""',
    },
    Guide: {
      page: 'guide/page.html',
      entry: 'guide/start.ts',
      styles: ['panel.css', 'guide/guide.css'],
      mark: 'data-section=""',
      parts: { contents, guide: html },
    },
  };
  const built = Object.entries(pages).map(async ([name, parts]) => [name, await buildPage(name, parts)]);
  return Object.fromEntries(await Promise.all(built));
}
