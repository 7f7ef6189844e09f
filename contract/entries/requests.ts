/**
 * Requests to a host that the maintainer has named when the suite was built; without one nothing is sent. The host has to answer as httpbin does
 * (https://httpbin.org describes it, for anybody to test against or to run): /status, /delay, /redirect/1, /anything, /response-headers.
 */
import { duration, type ScriptEntry } from '../scratch';
import { NotAsked, type Observation, told } from '../entry';
import { namedHost } from '../host';
import { sources } from './sources';

/** Reserved never to exist: https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
export const NO_SUCH_HOST = 'https://postback-desk.invalid/';
/** Reserved for documentation, and not on the list of the manifest: https://www.rfc-editor.org/rfc/rfc6761#section-6.5 */
const NOT_LISTED = 'https://example.com/';

type Options = GoogleAppsScript.URL_Fetch.URLFetchRequestOptions & { readonly timeoutSeconds?: number };

function host(): string {
  const named = namedHost();
  if (named === '') throw new NotAsked('no host was named: npm run contract -- --host https://HOST/');
  return named;
}

const at = (path: string): string => host() + path;
const MUTED: Options = { muteHttpExceptions: true, followRedirects: false };

function entry(
  id: string,
  assumption: string,
  source: string,
  seen: readonly [string, ...string[]],
  ask: () => string | Observation,
): ScriptEntry {
  const [first, ...others] = seen.map((one) => ({ seen: one }));
  return {
    id,
    assumption,
    source,
    answers: [first!, ...others],
    ask() {
      host();
      return ask();
    },
  };
}

export const requestEntries: readonly ScriptEntry[] = [
  entry(
    'requests.muted',
    'With muteHttpExceptions a failing status is an answer',
    sources.urlFetch,
    ['500'],
    () => String(UrlFetchApp.fetch(at('status/500'), MUTED).getResponseCode()),
  ),
  entry('requests.not-muted', 'Without it a failing status throws', sources.urlFetch, ['throws'], () =>
    String(UrlFetchApp.fetch(at('status/500')).getResponseCode()),
  ),
  entry(
    'requests.no-such-host',
    'A host that does not exist throws in spite of muteHttpExceptions, with "DNS error"',
    sources.publicCode,
    ['throws "DNS error"', 'throws another text'],
    () => {
      try {
        return String(UrlFetchApp.fetch(NO_SUCH_HOST, MUTED).getResponseCode());
      } catch (error) {
        const message = told(error).message;
        return {
          seen: /DNS error/i.test(message) ? 'throws "DNS error"' : 'throws another text',
          detail: message,
        };
      }
    },
  ),
  entry(
    'requests.batch-fault',
    'One host that does not exist makes fetchAll throw as a whole; were it not so, nothing is lost that need not be',
    sources.publicCode,
    ['throws', 'answers the others'],
    () => {
      const answers = UrlFetchApp.fetchAll([
        { url: at('anything/a'), ...MUTED },
        { url: NO_SUCH_HOST, ...MUTED },
      ]);
      return answers[0]?.getResponseCode() === 200 ? 'answers the others' : 'other';
    },
  ),
  entry(
    'requests.batch-order',
    'fetchAll answers in the order of its requests',
    sources.fetchAllBenchmark,
    ['slow quick middle'],
    () => {
      const urls: readonly (readonly [string, string])[] = [
        ['slow', 'delay/2'],
        ['quick', 'status/201'],
        ['middle', 'delay/1'],
      ];
      const answers = UrlFetchApp.fetchAll(urls.map(([, path]) => ({ url: at(path), ...MUTED })));
      // Each path has a mark of its own in its answer: a status, or its address.
      return answers
        .map((answer) => {
          const text = answer.getContentText();
          return answer.getResponseCode() === 201
            ? 'quick'
            : text.includes('delay/2')
              ? 'slow'
              : text.includes('delay/1')
                ? 'middle'
                : '?';
        })
        .join(' ');
    },
  ),
  entry(
    'requests.timeout',
    'timeoutSeconds is heeded, or not: the add-on sets it and does not trust it',
    `${sources.urlFetch}; older runtimes ignore it`,
    ['throws "Timeout"', 'throws another text', 'answers'],
    () => {
      const options: Options = { ...MUTED, timeoutSeconds: 3 };
      let seen = '';
      let message = '';
      const tookMs = duration(() => {
        try {
          seen = UrlFetchApp.fetch(at('delay/9'), options).getResponseCode() === 200 ? 'answers' : 'other';
        } catch (error) {
          message = told(error).message;
          seen = /time-?out|timed out/i.test(message) ? 'throws "Timeout"' : 'throws another text';
        }
      });
      return { seen, detail: `took ${tookMs} ms ${message}` };
    },
  ),
  entry(
    'requests.redirect',
    'With followRedirects false a redirect is an answer, with its Location',
    sources.urlFetch,
    ['302 with Location'],
    () => {
      const answer = UrlFetchApp.fetch(at('redirect/1'), MUTED);
      const names = Object.keys(answer.getHeaders()).map((name) => name.toLowerCase());
      return `${answer.getResponseCode()} ${names.includes('location') ? 'with' : 'without'} Location`;
    },
  ),
  entry(
    'requests.header-case',
    'Header names come in one case or another, and are compared without it',
    sources.publicCode,
    ['as sent', 'in another case'],
    () => {
      const answer = UrlFetchApp.fetch(at('response-headers?X-Contract-Case=a'), MUTED);
      const name = Object.keys(answer.getHeaders()).find((each) => each.toLowerCase() === 'x-contract-case');
      if (name === undefined) return 'missing';
      return { seen: name === 'X-Contract-Case' ? 'as sent' : 'in another case', detail: name };
    },
  ),
  entry(
    'requests.allow-list',
    'A host that is not on the list of the manifest is refused before anything is sent',
    sources.allowList,
    ['throws'],
    () => String(UrlFetchApp.fetch(NOT_LISTED, MUTED).getResponseCode()),
  ),
];
