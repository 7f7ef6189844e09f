/** What only a page in the browser sees. The page asks, and hands its answers over in one call. */
import type { Entry } from '../entry';
import { sources } from './sources';

export interface PageEntry extends Entry {
  readonly byPage: true;
}

/** Never called: only whether a page may is asked. */
export const PRIVATE = 'contractPrivate_';
/** The text that may lose what looks like a comment. */
const LITERAL = 'https://t.example/';

const entry = (
  id: string,
  assumption: string,
  source: string,
  ...seen: readonly [string, ...string[]]
): PageEntry => ({
  id,
  assumption,
  source,
  byPage: true,
  answers: seen.map((one) => ({ seen: one })) as unknown as Entry['answers'],
});

export const pageEntries: readonly PageEntry[] = [
  entry(
    'page.template-literal',
    'HtmlService takes what looks like a comment out of template literals, or leaves it; the pages have none',
    `${sources.restrictions} is silent; reported by practitioners`,
    'stripped',
    'kept',
    'broken',
  ),
  entry(
    'page.date',
    'A Date in an answer makes the whole answer null, or fails the call; the add-on sends none',
    `${sources.communication}; null is reported`,
    'null',
    'failure',
    'date',
  ),
  entry(
    'page.error',
    'Of an exception a page gets the message, and no property of its own',
    `${sources.communication}; the loss is recalled`,
    'message',
    'message and code',
  ),
  entry(
    'page.private',
    'A name that ends in "_" cannot be called by a page',
    sources.communication,
    'no function',
  ),
];

/** The page. Its first script may be broken by the platform, so the second one does not rely on it. */
export function pageText(): string {
  return [
    '<!DOCTYPE html><html><head><base target="_top"></head><body><p id="said">Asking &hellip;</p>',
    `<script>window.literal = \`${LITERAL}\`;</script>`,
    `<script>(${asking.toString()})(${JSON.stringify({ literal: LITERAL, secret: PRIVATE })});</script>`,
    '</body></html>',
  ].join('\n');
}

/** The calls to the server: each `with…Handler` gives a runner of its own. Source: https://developers.google.com/apps-script/guides/html/reference/run */
interface Runner {
  withSuccessHandler(handler: (value: unknown) => void): Runner;
  withFailureHandler(handler: (error: { message: string; code?: string }) => void): Runner;
  contractPageAnswers(answers: Readonly<Record<string, string>>): void;
  contractPageDate(): void;
  contractPageError(): void;
}

/** The globals of the page, of which the script on the server has none. */
interface BrowserPage {
  readonly google: { readonly script: { readonly run: Runner } };
  readonly document: { getElementById(id: string): { textContent: string } };
  readonly literal?: string;
}

/** Runs in the browser: it may use nothing but its argument and the page. */
function asking({ literal, secret }: { literal: string; secret: string }): void {
  const page = globalThis as unknown as BrowserPage;
  const { run } = page.google.script;
  const answers: Record<string, string> = {
    'page.template-literal':
      page.literal === literal ? 'kept' : typeof page.literal === 'string' ? 'stripped' : 'broken',
    'page.private':
      typeof (run as unknown as Record<string, unknown>)[secret] === 'function'
        ? 'a function'
        : 'no function',
  };
  const said = (text: string): void => {
    page.document.getElementById('said').textContent = text;
  };
  const end = (): void =>
    run
      .withSuccessHandler(() => said('Done: the answers stand in the results. This window can be closed.'))
      .withFailureHandler((error) => said(error.message))
      .contractPageAnswers(answers);
  const askError = (): void =>
    run
      .withSuccessHandler(end)
      .withFailureHandler((error) => {
        const message = error.message.includes('contract refusal') ? 'message' : 'nothing';
        answers['page.error'] = error.code === undefined ? message : `${message} and code`;
        end();
      })
      .contractPageError();
  run
    .withSuccessHandler((value) => {
      answers['page.date'] = value === null ? 'null' : 'date';
      askError();
    })
    .withFailureHandler(() => {
      answers['page.date'] = 'failure';
      askError();
    })
    .contractPageDate();
}
