/** Links of a page that do not lead to the web: Markdown, reference links, and HTML. What is broken is told by its target. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { partsOf, read, ROOT } from './pages';

/** The name that GitHub gives a heading, as far as our headings need it. */
function anchorOf(heading: string): string {
  const words = heading.replace(/[`*_]/g, '').toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s-]/gu, '').replace(/\s/g, '-');
}

/** The second heading of a name gets `-1`, the third `-2`. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  // Inline code is part of a heading, a fenced comment is none.
  const unfenced = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...unfenced.matchAll(/^#+ (.+)$/gm)].map((match) => {
    const anchor = anchorOf(match[1]!.trim());
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

const isWeb = (target: string): boolean => /^[a-z]+:/i.test(target) || target.startsWith('//');

/** Targets of links and pictures that do not lead to the web; `[text][name]` without a definition is told as `[name]`. */
export function relativeLinks(text: string): string[] {
  const { prose } = partsOf(text);
  const defined = new Map(
    [...prose.matchAll(/^ {0,3}\[([^\]]+)\]:\s*<?([^\s>]+)/gm)].map((match) => [
      match[1]!.toLowerCase(),
      match[2]!,
    ]),
  );
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)/g)].map((match) => match[1]!);
  const html = [...prose.matchAll(/<(?:img|a|source|video)\b[^>]*?\b(?:src|href)\s*=\s*["']([^"']+)/gi)];
  const named = [...prose.matchAll(/\[([^\]]+)\]\[([^\]]*)\]/g)].map((match) =>
    (match[2] || match[1])!.toLowerCase(),
  );
  const undefinedNames = named.filter((name) => !defined.has(name)).map((name) => `[${name}]`);
  const targets = [...inline, ...html.map((match) => match[1]!), ...defined.values()];
  return [...targets.filter((target) => !isWeb(target)), ...undefinedNames];
}

/** @param page from which the link goes, as a path from the root */
export function isBroken(page: string, target: string): boolean {
  if (target.startsWith('[')) return true;
  const [path, anchor] = target.split('#') as [string, string?];
  const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (file.startsWith('..') || !existsSync(join(ROOT, file))) return true;
  if (anchor === undefined) return false;
  return statSync(join(ROOT, file)).isDirectory() || !anchorsOf(read(file)).includes(anchor);
}
