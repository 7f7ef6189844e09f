/** The pages of the repository, and their parts: text, code and headings told apart. Knows nothing of what is asked of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What is installed or built is nobody's page here. */
const NOT_OURS = new Set(['node_modules', '.git', '.cache', 'dist', 'dist-contract']);

export function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name).replaceAll('\\', '/');
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesUnder(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

/** Every Markdown file, wherever it stands. */
export const PAGES: readonly string[] = filesUnder('.', /\.md$/).sort();

export interface Fence {
  /** What stands behind the opening mark: `sh`, `ts`, or ''. */
  readonly language: string;
  readonly lines: readonly string[];
}

/** A page in three parts. `prose` has neither fenced nor inline code: what code holds is no link and no heading. */
export interface Parts {
  readonly prose: string;
  readonly spans: readonly string[];
  readonly fences: readonly Fence[];
}

export function partsOf(text: string): Parts {
  const fences: Fence[] = [];
  const outside = text.replace(
    /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm,
    (_all, indent: string, language, body) => {
      const lines = String(body).split('\n');
      fences.push({ language: String(language), lines: lines.map((line) => line.slice(indent.length)) });
      return '';
    },
  );
  const spans: string[] = [];
  const prose = outside.replace(/(`+)([\s\S]*?[^`])\1(?!`)/g, (_all, _marks, code) => {
    spans.push(String(code));
    return '`';
  });
  return { prose, spans, fences };
}
