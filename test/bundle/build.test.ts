/** What is pushed to Apps Script: exactly the functions that may be called, nothing that runs at load, and the same bytes every time. */
import { parse, type Node, type Program, type Token } from 'acorn';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAppsScript } from '../../local/apps-script';
import { KEY_VALUES } from '../../local/everflow';
import { DIST } from './pull-support';

const ROOT = join(__dirname, '../..');

const EXPOSED = [
  'answerWaiting',
  'cancel',
  'changesFound',
  'changesPage',
  'changesSeen',
  'checkStep',
  'compareStart',
  'compareStep',
  'confirmProblem',
  'conflicts',
  'connectKey',
  'connections',
  'discardStep',
  'fixGroup',
  'forgetConnection',
  'health',
  'healthCounts',
  'healthGroups',
  'healthRows',
  'keepAsRecord',
  'menuCheck',
  'menuHealth',
  'menuOpenPanel',
  'menuPull',
  'menuPush',
  'menuSnapshot',
  'menuUndo',
  'onInstall',
  'onOpen',
  'previewConfirm',
  'previewShow',
  'previewStart',
  'problemsPage',
  'pullSkipDetails',
  'pullStart',
  'pullStep',
  'pushGoOn',
  'pushRows',
  'pushStart',
  'pushStep',
  'pushesDone',
  'removeGone',
  'repairStep',
  'restoreStep',
  'retryStart',
  'saveSettings',
  'selection',
  'setReadOnly',
  'setSpeed',
  'settings',
  'settleStep',
  'showChanges',
  'showGuide',
  'showHealth',
  'showProblems',
  'showSwitchedOff',
  'snapshotStart',
  'snapshotStep',
  'snapshots',
  'startCounts',
  'startNewLog',
  'stateName',
  'status',
  'takeOver',
  'undoStep',
  'verifyLog',
  'verifySnapshotStep',
  'waitingRows',
  'workInCopy',
];

const MENU = [
  'Open panel',
  'Pull postbacks',
  'Check edits',
  'Review and push',
  'Take audit snapshot',
  'Undo a push',
  'Health',
];

const read = (name: string): string => readFileSync(join(DIST, name), 'utf8');
const code = read('Code.js');

/** The script of the page that the panel shows. */
function panelScript(): string {
  const found = /<script>([\s\S]*)<\/script>/.exec(read('Panel.html'));
  return found?.[1] ?? '';
}

/** ES2020 knows neither private nor static fields; a script knows neither import nor export. */
function parseAsScript(text: string, onToken: (token: Token) => void = () => undefined): Program {
  return parse(text, { ecmaVersion: 2020, sourceType: 'script', onToken });
}

/** In a copy of what a build needs, with the packages. */
function inCopy(work: (copy: string) => void): void {
  const copy = mkdtempSync(join(tmpdir(), 'postback-desk-build-'));
  try {
    for (const part of [
      'src',
      'scripts',
      'docs/guide.md',
      'package.json',
      'appsscript.json',
      'tsconfig.json',
    ]) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    work(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function stringsOf(text: string): string[] {
  const strings: string[] = [];
  parse(text, {
    ecmaVersion: 2020,
    onToken: ({ type, start, end }) => {
      if (type.label === 'string') strings.push(text.slice(start + 1, end - 1));
      if (type.label === 'template') strings.push(text.slice(start, end));
    },
  });
  return strings;
}

describe('Code.js', () => {
  it('parses as a plain script without newer syntax', () => {
    expect(() => parseAsScript(code)).not.toThrow();
  });

  it('[S1] declares exactly the exposed functions at top level, and one variable', () => {
    const body = parseAsScript(code).body as (Node & { id?: { name: string }; kind?: string })[];
    const functions = body
      .filter((node) => node.type === 'FunctionDeclaration')
      .map((node) => String(node.id?.name));
    expect(functions.sort((a, b) => (a < b ? -1 : 1))).toEqual(EXPOSED);
    const others = body.filter((node) => node.type !== 'FunctionDeclaration' && !('directive' in node));
    expect(others.map((node) => `${node.type} ${node.kind}`)).toEqual(['VariableDeclaration var']);
  });

  it('begins with the comment by which Google narrows permissions to the open document', () => {
    // https://developers.google.com/apps-script/guides/services/authorization
    expect(code).toMatch(/^\/\*\* [^*]* @OnlyCurrentDoc \*\/\n"use strict";/);
  });
});

describe('appsscript.json', () => {
  const manifest = JSON.parse(read('appsscript.json')) as { readonly [key: string]: unknown };

  it('asks for exactly four permissions', () => {
    expect([...(manifest['oauthScopes'] as string[])].sort()).toEqual([
      'https://www.googleapis.com/auth/script.container.ui',
      'https://www.googleapis.com/auth/script.external_request',
      'https://www.googleapis.com/auth/spreadsheets.currentonly',
      'https://www.googleapis.com/auth/userinfo.email',
    ]);
  });

  it('[S3] lets requests go to the two hosts of the API and nowhere else', () => {
    expect(manifest['urlFetchWhitelist']).toEqual(['https://api.eflow.team/', 'https://api-eu.eflow.team/']);
  });

  it('[S2] runs on V8 and logs no exceptions to a project that others may read', () => {
    expect(manifest).toMatchObject({ runtimeVersion: 'V8', exceptionLogging: 'NONE' });
  });
});

describe('[S1] at load and when a file is opened', () => {
  const opened = (
    trigger: 'onOpen' | 'onInstall',
    authMode: 'NONE' | 'LIMITED' | 'FULL',
  ): LocalAppsScript => {
    const google = new LocalAppsScript({ dist: DIST });
    google.openSpreadsheet();
    google.trigger(trigger, { authMode });
    return google;
  };

  it.each(['NONE', 'LIMITED', 'FULL'] as const)(
    'in mode %s nothing is called but menu building',
    (authMode) => {
      const { byMethod, roundTrips } = opened('onOpen', authMode).executions[0]!.counters;
      const building = ['SpreadsheetApp.getUi', 'Ui.createAddonMenu', 'Menu.addItem', 'Menu.addToUi'];
      expect(Object.keys(byMethod).sort()).toEqual([...building].sort());
      expect(roundTrips).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    ['onOpen', 'NONE'],
    ['onInstall', 'FULL'],
  ] as const)('%s in mode %s makes the menu, and each of its items has its function', (trigger, authMode) => {
    const items = opened(trigger, authMode).menu.flatMap((entry) => (entry.kind === 'item' ? [entry] : []));
    expect(items.map((item) => item.caption)).toEqual(MENU);
    for (const item of items) expect(EXPOSED).toContain(item.functionName);
  });

  it.each([
    ['Open panel', 'home'],
    ['Pull postbacks', 'pull'],
    ['Check edits', 'check'],
    ['Review and push', 'push'],
    ['Take audit snapshot', 'snapshot'],
    ['Undo a push', 'undo'],
    ['Health', 'health'],
  ])('"%s" opens the panel at its view', (caption, view) => {
    const google = opened('onOpen', 'NONE');
    google.clickMenu(caption);
    expect(google.sidebar?.html).toContain(`data-view="${view}"`);
  });
});

describe('what is shipped', () => {
  it('is the script, its pages and the manifest, and clasp pushes that folder', () => {
    const files = ['Changes.html', 'Code.js', 'Guide.html', 'Panel.html', 'appsscript.json'];
    expect(readdirSync(DIST).sort()).toEqual(files);
    expect(JSON.parse(readFileSync(join(ROOT, '.clasp.json'), 'utf8'))).toMatchObject({ rootDir: 'dist' });
  });

  it('[X1] the pages carry their own script and style, and ask for nothing outside', () => {
    expect(panelScript().length).toBeGreaterThan(10_000);
    for (const page of ['Panel.html', 'Changes.html', 'Guide.html'])
      expect(read(page)).not.toMatch(/{{\w+}}|<(script|link|img|iframe)[^>]*\b(src|href)=/);
  });

  it('[X1] every function that the panel names is exposed', () => {
    const called = new Set(
      stringsOf(panelScript()).filter((text) => /^(menu|pull|push|preview)[A-Z]\w+$/.test(text)),
    );
    for (const name of called) expect(EXPOSED).toContain(name);
  });

  it('two builds of the same sources are the same, byte for byte, and are what is tested here', () => {
    inCopy((copy) => {
      for (let build = 1; build <= 2; build += 1) {
        execFileSync(process.execPath, [join(copy, 'scripts/build.mjs'), '--quiet'], { cwd: copy });
        for (const name of readdirSync(DIST)) {
          expect(readFileSync(join(copy, 'dist', name), 'utf8') === read(name)).toBe(true);
        }
      }
    });
  });

  it('is not built if the script or the page is as large as its limit', () => {
    inCopy((copy) => {
      const build = join(copy, 'scripts/build.mjs');
      const text = 'x'.repeat(360_000 - code.length);
      appendFileSync(
        join(copy, 'src/main.ts'),
        `\nexport function tooMuch(): string {\n  return '${text}';\n}\n`,
      );
      appendFileSync(join(copy, 'src/panel/panel.css'), `.x::before { content: '${'x'.repeat(126_000)}'; }`);
      const { status, stderr } = spawnSync(process.execPath, [build, '--quiet'], {
        cwd: copy,
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^Code\.js has 360\d{3} bytes; it has to stay below 360000/);
      expect(stderr).toMatch(/\nPanel\.html has \d{6} bytes; it has to stay below 126000/);
      expect(readdirSync(copy)).not.toContain('dist');
    });
  });

  it('[S2] holds nothing that looks like a key, and nothing of the local servers', () => {
    const looksSecret = (text: string): boolean =>
      /^[\w+/=.-]{20,}$/.test(text) &&
      !text.startsWith('/v1/') &&
      /\d/.test(text) &&
      /[a-z]/i.test(text) &&
      !/^[a-z]+([._][a-z\d]+)+$/.test(text);
    const strings = [...stringsOf(code), ...stringsOf(panelScript())];
    expect(strings.length).toBeGreaterThan(500);
    expect(strings.filter(looksSecret)).toEqual([]);
    for (const value of Object.values(KEY_VALUES)) expect(code + read('Panel.html')).not.toContain(value);
    expect(code).not.toMatch(/127\.0\.0\.1|X-Virtual|__control/);
  });
});
