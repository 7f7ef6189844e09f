/**
 * The script that is pushed is minified, rewritten by scripts/compact.mjs, and calls the properties of scripts/short-names.txt by short names.
 * Here it is held against the same sources with nothing shortened: a story must leave the same bytes everywhere. And the list of names is
 * held to its own rules.
 */
import { parse, type Node } from 'acorn';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAppsScript, worlds } from '../../local/apps-script';
import type { Send } from '../../local/apps-script/options';
import { toJson } from '../../local/apps-script/spreadsheet';
import { runStory, type StoryOptions, type Teller } from '../../local/story/run';
import { DIST } from './pull-support';

const ROOT = join(__dirname, '../..');
const NAMES = readFileSync(join(ROOT, 'scripts/short-names.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const readable = mkdtempSync(join(tmpdir(), 'postback-desk-readable-'));
let code = '';
beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-script.mjs'), join(readable, 'Code.js')]);
  for (const name of ['Panel.html', 'appsscript.json']) copyFileSync(join(DIST, name), join(readable, name));
  code = readFileSync(join(readable, 'Code.js'), 'utf8');
});
afterAll(() => rmSync(readable, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Everything that one call of the panel can be told by. */
interface Seen {
  readonly called: string;
  /** As it reaches the page, or the error that ended the call. */
  readonly answer: string;
  /** In their order: method, address, headers and body. */
  readonly requests: readonly string[];
  /** Document and user properties afterwards. */
  readonly properties: string;
  /** All cells of all tabs afterwards, the hidden ones with the packed books included. */
  readonly tabs: string;
}

type Run = LocalAppsScript['run'];

/** Plays a story and tells what every call of it left behind. */
async function watched(dist: string, options: Partial<StoryOptions>): Promise<Seen[]> {
  const seen: Seen[] = [];
  const run = Object.getOwnPropertyDescriptor(LocalAppsScript.prototype, 'run')!.value as Run;
  const watchedOnes = new WeakSet<LocalAppsScript>();
  let requests: string[] = [];
  jest.spyOn(LocalAppsScript.prototype, 'run').mockImplementation(function (
    this: LocalAppsScript,
    ...args: Parameters<Run>
  ) {
    if (!watchedOnes.has(this)) {
      watchedOnes.add(this);
      // The story makes its stage itself, so the wire can only be tapped from inside.
      const { settings } = this as unknown as { settings: { send: Send } };
      const { send } = settings;
      settings.send = (batch) => {
        for (const { method, url, headers, body } of batch)
          requests.push(
            `${method} ${url} ${JSON.stringify(headers)} ${body === null ? '' : Buffer.from(body).toString()}`,
          );
        return send(batch);
      };
    }
    requests = [];
    let answer = '';
    try {
      const value = run.apply(this, args);
      answer = JSON.stringify(value);
      return value;
    } catch (error) {
      answer = String(error);
      throw error;
    } finally {
      const properties = [...this.state.properties].map(([store, values]) => [store, [...values]]);
      const tabs = hash(toJson(this.workbook!));
      seen.push({ called: args[0], answer, requests, properties: JSON.stringify(properties), tabs });
    }
  });
  const silent = new Proxy({}, { get: () => () => undefined }) as Teller;
  await runStory({ dist, postbacks: 60, seed: 3, world: worlds.plain, fault: 'none', ...options }, silent);
  return seen;
}

test.each<Partial<StoryOptions>>([
  { fault: 'killed' },
  { fault: 'partner-edits', seed: 5 },
  { fault: 'lost-creates', world: worlds.all.find(({ name }) => name === 'formula-literal')! },
])(
  '[D3] a story leaves the same answers, requests, properties and cells with nothing shortened: %j',
  async (options) => {
    const long = await watched(readable, options);
    jest.restoreAllMocks();
    const short = await watched(DIST, options);
    expect(long.length).toBeGreaterThan(40);
    expect(long.flatMap(({ requests }) => requests).length).toBeGreaterThan(20);
    expect(new Set(long.map(({ tabs }) => tabs)).size).toBeGreaterThan(20);
    long.forEach((call, at) => expect(short[at]).toEqual(call));
    expect(short.length).toBe(long.length);
  },
);

/** Names of properties, and texts that stand alone in quotes, of the readable script. */
function inScript(): { readonly properties: Set<string>; readonly quoted: Set<string> } {
  const found = { properties: new Set<string>(), quoted: new Set<string>() };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, key, property, computed, value } = node as Node & { [part: string]: unknown };
    const named = type === 'MemberExpression' ? property : key;
    if (named !== undefined && computed !== true)
      found.properties.add(String((named as { name?: string }).name));
    if (type === 'Literal' && typeof value === 'string') found.quoted.add(value);
    if (type === 'TemplateElement') found.quoted.add((value as { cooked: string }).cooked);
    Object.values(node).forEach(visit);
  };
  visit(parse(code, { ecmaVersion: 2020 }));
  return found;
}

describe('the list of short names', () => {
  it('has each name once, and all of them are names of properties of ours', () => {
    const { properties } = inScript();
    expect(NAMES.length).toBeGreaterThan(50);
    expect(NAMES.filter((name) => !properties.has(name))).toEqual([]);
    expect(NAMES.length).toBe(new Set(NAMES).size);
    expect(NAMES.filter((name) => !/^[a-z][A-Za-z0-9]+$/.test(name))).toEqual([]);
  });

  it('has no name that also stands in quotes, where it would stay as it is', () => {
    const { quoted } = inScript();
    expect(quoted.size).toBeGreaterThan(500);
    expect(NAMES.filter((name) => quoted.has(name))).toEqual([]);
  });

  it('has no name of the language', () => {
    const builtIn = [
      Object,
      Array,
      String,
      Number,
      Math,
      JSON,
      Map,
      Set,
      RegExp,
      Date,
      Error,
      Function,
      Promise,
    ];
    const names = new Set(
      builtIn
        .flatMap((one) => [one, 'prototype' in one ? one.prototype : one])
        .flatMap((one) => Object.getOwnPropertyNames(one)),
    );
    expect(names.size).toBeGreaterThan(150);
    expect(NAMES.filter((name) => names.has(name))).toEqual([]);
  });

  it('has no name of Google’s services, as far as their types tell', () => {
    const folder = join(ROOT, 'node_modules/@types/google-apps-script');
    const services =
      /\.(base|cache|html|lock|properties|script|spreadsheet|types|url-fetch|utilities)\.d\.ts$/;
    const types = readdirSync(folder).filter((name) => services.test(name));
    const texts = types.map((name) =>
      readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''),
    );
    const names = new Set(texts.flatMap((text) => text.match(/\w+/g) ?? []));
    expect(types.length).toBe(10);
    expect(NAMES.filter((name) => names.has(name))).toEqual([]);
  });

  it('has no name that a page gets or sends, or that stands in a request or in the books', async () => {
    // What comes out with a short name ends every call in these tests (innerKeys); this is about what comes in.
    const keys = new Set<string>();
    for (const { answer, requests, properties } of await watched(readable, {}))
      for (const [, key] of [answer, properties, ...requests].join().matchAll(/\\?"(\w+)\\?":/g))
        keys.add(key!);
    expect(keys.size).toBeGreaterThan(100);
    expect(NAMES.filter((name) => keys.has(name))).toEqual([]);
  });

  it('stands for names that nothing else is called', () => {
    expect([...inScript().properties].filter((name) => /^[A-Z][a-z]?$/.test(name))).toEqual([]);
  });
});
