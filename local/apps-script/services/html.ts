/**
 * HtmlService for self-contained pages from a string or a file of the project; templates are not modelled.
 * Source: developers.google.com/apps-script/reference/html/html-service
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as acorn from 'acorn';
import type { Execution } from '../execution';
import { modelled, ServiceError } from '../strict';
import { isBlob } from './blob';

export interface HtmlOptions {
  readonly dist: string;
  /** Strip what looks like a comment inside template literals of scripts, as reported of the real service. */
  readonly stripTemplateComments: boolean;
}

/** An HtmlOutput as a script and the Ui see it. */
export interface LocalHtmlOutput {
  getContent(): string;
  setContent(content: unknown): LocalHtmlOutput;
  append(content: unknown): LocalHtmlOutput;
  getTitle(): string | null;
  setTitle(title: unknown): LocalHtmlOutput;
  getWidth(): number | null;
  setWidth(px: number | null): LocalHtmlOutput;
  getHeight(): number | null;
  setHeight(px: number | null): LocalHtmlOutput;
}

/** True for an HtmlOutput of this module or alike. */
export function isHtmlOutput(value: unknown): value is LocalHtmlOutput {
  return typeof value === 'object' && value !== null && 'getContent' in value && 'setTitle' in value;
}

/** Everything from two slashes to the line's end, and between slash-star pairs. */
const COMMENT_LIKE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** `script` with comment-like text removed from its template literals; unchanged if it does not parse. */
function stripScript(script: string): string {
  const spans: [number, number][] = [];
  try {
    acorn.parse(script, {
      ecmaVersion: 'latest',
      onToken: (token) => {
        if (token.type === acorn.tokTypes.template) spans.push([token.start, token.end]);
      },
    });
  } catch {
    return script;
  }
  return spans.reduceRight(
    (text, [start, end]) =>
      text.slice(0, start) + text.slice(start, end).replace(COMMENT_LIKE, '') + text.slice(end),
    script,
  );
}

/** The defect, applied to every script element of a page. Reported by practitioners; found on no official page. */
export function stripTemplateComments(html: string): string {
  return html.replace(
    /(<script\b[^>]*>)([\s\S]*?)(<\/script\s*>)/gi,
    (_all, open: string, script: string, close: string) => open + stripScript(script) + close,
  );
}

function createHtmlOutput(initial: string): LocalHtmlOutput {
  let content = initial;
  let title: string | null = null;
  let width: number | null = null;
  let height: number | null = null;
  const output: LocalHtmlOutput = modelled<LocalHtmlOutput>('HtmlOutput', {
    getContent: () => content,
    setContent(next) {
      content = String(next);
      return output;
    },
    append(more) {
      content += String(more);
      return output;
    },
    getTitle: () => title,
    setTitle(next) {
      title = String(next);
      return output;
    },
    getWidth: () => width,
    setWidth(px) {
      width = px;
      return output;
    },
    getHeight: () => height,
    setHeight(px) {
      height = px;
      return output;
    },
  });
  return output;
}

/** A page file by its name with or without ".html". Throws when there is none (text reported). */
function readPage(dist: string, name: unknown): string {
  const file = join(dist, `${String(name).replace(/\.html$/, '')}.html`);
  if (!existsSync(file)) throw new ServiceError(`No HTML file named ${String(name)} was found.`);
  return readFileSync(file, 'utf8');
}

export function createHtmlService(execution: Execution, options: HtmlOptions): object {
  const enter = (method: string): void =>
    execution.enter({ service: 'HtmlService', method, kind: 'navigate', leastMode: 'FULL' });
  const served = (html: string): string =>
    options.stripTemplateComments ? stripTemplateComments(html) : html;
  return modelled('HtmlService', {
    createHtmlOutput(html: unknown = ''): LocalHtmlOutput {
      enter('createHtmlOutput');
      return createHtmlOutput(served(isBlob(html) ? html.getDataAsString() : String(html)));
    },
    createHtmlOutputFromFile(name: unknown): LocalHtmlOutput {
      enter('createHtmlOutputFromFile');
      return createHtmlOutput(served(readPage(options.dist, name)));
    },
  });
}
