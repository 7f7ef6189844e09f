/** The built suite in the local Apps Script, and a host that answers as httpbin does. Knows the suite by its functions and its list only. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRIES } from '../../contract/entries';
import type { Entry } from '../../contract/entry';
import { judgeRecord, readRecord, type Judgement } from '../../contract/record';
import { LocalAppsScript, type LocalAppsScriptOptions, type World } from '../../local/apps-script';

const ROOT = join(__dirname, '../..');
/** Any name will do: it is routed to `likeHttpbin` below. */
export const HOST = 'https://httpbin.example/';

/** Builds the suite into a folder that is gone after the tests of the file. */
export function builtSuite(host: string = HOST): () => string {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'contract-suite-'));
    const args = ['--quiet', '--out', folder, ...(host === '' ? [] : ['--host', host])];
    execFileSync(process.execPath, [join(ROOT, 'scripts/build-contract.mjs'), ...args], { stdio: 'inherit' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

type Send = NonNullable<LocalAppsScriptOptions['send']>;

/** The paths that the suite asks for. Source: https://httpbin.org */
const likeHttpbin: Send = (requests) =>
  requests.map(({ url }) => {
    const { pathname, searchParams } = new URL(url);
    const [, first, second] = pathname.split('/');
    const seconds = first === 'delay' ? Number(second) : 0;
    const status = {
      status: Number(second),
      redirect: 302,
      delay: 200,
      anything: 200,
      'response-headers': 200,
    }[first!];
    if (status === undefined) throw new Error(`The stand-in for httpbin knows no ${pathname}`);
    return {
      status,
      headers: [
        ['X-Virtual-Elapsed-Ms', String(seconds * 1000)],
        ...(status === 302 ? ([['Location', '/get']] as const) : []),
        ...searchParams,
      ],
      body: Buffer.from(JSON.stringify({ url })),
    };
  });

/** A spreadsheet with the suite in it. */
export function suiteIn(dist: string, world: World): LocalAppsScript {
  const google = new LocalAppsScript({
    dist,
    world,
    routes: { [HOST.slice(0, -1)]: 'http://httpbin.example' },
    send: likeHttpbin,
    // A page silently gets null for a Date: that is what it is asked about.
    strictResults: false,
  });
  google.openSpreadsheet();
  return google;
}

/** What the suite holds of its run so far. */
export function judged(google: LocalAppsScript): Judgement {
  return judgeRecord(readRecord(google.run('contractRecord') as string), ENTRIES);
}

/** Entries to which the local Apps Script gives another answer than the usual one, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  // Node's parser takes them when the suite asks. That a bundle with them is refused is another matter, and is.
  'runtime.private-fields': 'parses',
  'runtime.static-fields': 'parses',
  // Ctrl+Z is not modelled: what was written stays.
  'hand.undo-of-script': 'kept',
};

/** What has to be seen of an entry in a world: the answer of that world, or the usual one where worlds do not differ. */
export function allowedIn(world: World, { id, answers }: Entry): string {
  const facts = world as unknown as Readonly<Record<string, string>>;
  const fitting = answers.find((answer) =>
    Object.entries(answer.world ?? {}).every(([name, value]) => facts[name] === value),
  );
  return (
    OTHERWISE[id] ?? fitting?.seen ?? `an answer in the world ${world.name}, of which the entry has none`
  );
}

/** Entries whose answer is not what this world gives, told so that the difference is seen. */
export function unexpected(world: World, judgement: Judgement, ids: (id: string) => boolean): string[] {
  return judgement.results
    .filter(({ id, entry }) => ids(id) && entry.notModelled === undefined)
    .filter(({ entry, seen }) => allowedIn(world, entry) !== seen)
    .map(
      ({ id, entry, seen, detail }) =>
        `${id}: ${seen || 'not asked'} (${detail}), not ${allowedIn(world, entry)}`,
    );
}
