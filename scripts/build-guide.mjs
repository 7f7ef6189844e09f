/**
 * Turns the user guide into a page of its own, which the add-on shows beside the sheet: headings keep the ids that links on a code host
 * have, so that the panel can open it at the section that belongs to a view. It knows nothing of the panel.
 */
import { Marked } from 'marked';
import { readFile } from 'node:fs/promises';

/** The id of a heading as code hosts make it: `Push 5 first` → `push-5-first`. */
export function slugOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');
}

/**
 * @param file path of the guide
 * @returns its HTML, the ids of its headings, and their list as HTML
 * @throws Error if a link leads to a section that is not there, or two headings share an id
 */
export async function renderGuide(file) {
  const ids = [];
  const contents = [];
  const wanted = [];
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens, text }) {
        const id = slugOf(text);
        if (ids.includes(id)) throw new Error(`The guide has two headings with the id ${id}`);
        ids.push(id);
        const words = this.parser.parseInline(tokens);
        if (depth === 2) contents.push(`<li><a href="#${id}">${words}</a></li>`);
        return `<h${depth} id="${id}" tabindex="-1">${words}</h${depth}>\n`;
      },
      // Pictures show the panel, which stands right beside this page; a page of the add-on loads no other file.
      image: () => '',
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        // Other pages of the documentation are not part of the add-on.
        if (!href.startsWith('#')) return words;
        wanted.push(href.slice(1));
        return `<a href="${href}">${words}</a>`;
      },
    },
  });
  const html = marked.parse(await readFile(file, 'utf8'));
  const lost = wanted.filter((id) => !ids.includes(id));
  if (lost.length > 0)
    throw new Error(`The guide has links to sections that are not there: ${lost.join(', ')}`);
  return { html, ids, contents: `<ul>${contents.join('')}</ul>` };
}
