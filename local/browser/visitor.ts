/**
 * A visitor of the workbench in a real browser: what browser tests and the script for the pictures do by mouse and keyboard, and what they
 * look at. Each visitor has a workbench of its own, in this process; time in it passes without waiting.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { columnLetters } from '../apps-script/spreadsheet';
import type { PixelRecord } from '../everflow';
import { startWorkbench, type RunningWorkbench } from '../workbench';
import type { Act } from '../workbench/protocol';
import { launchBrowser } from './index';

const root = join(__dirname, '..', '..');
/** Built before the tests; this only says where. */
const pageFolder = (): string =>
  execFileSync(process.execPath, [join(root, 'local/workbench/page/build.mjs')], { encoding: 'utf8' }).trim();

export const TAB = 'Postbacks';

export interface VisitorOptions {
  readonly postbacks?: number;
  readonly seed?: number;
  /** Of the window, in px. */
  readonly width?: number;
  readonly height?: number;
}

/** Answers of scripts wait here: they pass at once unless a test holds them, to do something in the meantime. */
class Gate {
  private held: {
    readonly script: string;
    readonly opened: Promise<void>;
    readonly open: () => void;
  } | null = null;

  /** Answers so far, and those that wait now. */
  calls = 0;
  underWay = 0;
  private readonly waiting = new Set<string>();

  /** From now on no answer of this function of the add-on passes. */
  hold(script: string): void {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.held = { script, opened, open };
  }

  release(): void {
    this.held?.open();
    this.held = null;
  }

  /** Whether an answer of that function waits here. */
  holds(script: string): boolean {
    return this.waiting.has(script);
  }

  async pass(script: string): Promise<void> {
    this.calls += 1;
    if (this.held?.script !== script) return;
    this.waiting.add(script);
    this.underWay += 1;
    await this.held.opened;
    this.underWay -= 1;
    this.waiting.delete(script);
  }
}

export class Visitor {
  private constructor(
    readonly page: Page,
    readonly running: RunningWorkbench,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    readonly gate: Gate,
    /** Requests to anything but the workbench, and errors that pages wrote: both must stay empty. */
    readonly troubles: readonly string[],
  ) {}

  static async arrive(options: VisitorOptions = {}): Promise<Visitor> {
    const gate = new Gate();
    const running = await startWorkbench({
      port: 0,
      page: pageFolder(),
      dist: join(root, 'dist'),
      postbacks: options.postbacks ?? 300,
      seed: options.seed ?? 1,
      realNow: Date.now,
      wait: (_ms, script) => gate.pass(script),
    });
    const browser = await launchBrowser();
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(running.url).origin,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const troubles: string[] = [];
    watch(page, new URL(running.url).port, troubles);
    await page.goto(running.url);
    await page.evaluate(() => (globalThis as unknown as TestWindow).workbench.ready);
    return new Visitor(page, running, browser, context, gate, troubles);
  }

  async leave(): Promise<void> {
    await this.context.close();
    await this.browser.close();
    await this.running.close();
  }

  /** The panel at the right. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe[title="Postback Desk"]');
  }

  /** A button of the panel by its whole name. */
  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** @throws with what the panel shows instead */
  async press(name: string | RegExp): Promise<void> {
    await this.button(name)
      .click()
      .catch(() => this.missing(`the button ${name}`));
  }

  /** Resolves once the panel shows the text. @throws with what it shows instead */
  async sees(text: string | RegExp): Promise<void> {
    await this.panel
      .getByText(text)
      .first()
      .waitFor()
      .catch(() => this.missing(String(text)));
  }

  private async missing(what: string): Promise<never> {
    const shown = await this.panel
      .locator('body')
      .innerText()
      .catch(() => '(no panel)');
    throw new Error(`The panel does not show ${what}. It shows:\n${shown.slice(0, 2000)}`);
  }

  /** Resolves once no call of the panel is under way and it says so. */
  async settled(): Promise<void> {
    await this.panel.getByRole('heading', { level: 1 }).waitFor();
    for (;;) {
      const before = this.gate.calls;
      await this.page.waitForFunction(STILL);
      await this.panel.locator('body:not(:has([role="progressbar"]))').waitFor();
      await this.idle();
      if (this.gate.calls === before && this.gate.underWay === 0) return;
    }
  }

  /** Resolves once a function of the add-on was called. */
  async called(script: string): Promise<void> {
    while (!this.gate.holds(script)) await this.page.waitForFunction(STILL);
  }

  /** Ticks that the warnings of a preview were looked at, if it has any. */
  async acceptWarnings(): Promise<void> {
    await this.settled();
    const tick = this.panel.getByRole('checkbox', { name: /^I have looked at these warnings/ });
    if ((await tick.count()) > 0) await tick.check();
  }

  async heading(): Promise<string> {
    return (await this.panel.getByRole('heading', { level: 1 }).textContent()) ?? '';
  }

  /** Extensions > Postback Desk > caption, by mouse. */
  async menu(caption: string): Promise<void> {
    await this.page.getByRole('menuitem', { name: 'Extensions' }).click();
    await this.page.getByRole('menuitem', { name: 'Postback Desk' }).click();
    await this.page.getByRole('menuitem', { name: caption }).click();
  }

  /** A button of the control strip, which stands open or in its group's list. */
  async strip(label: string): Promise<void> {
    const button = this.page.getByRole('button', { name: label, exact: true });
    if ((await button.count()) === 0) {
      const { acts } = this.running.workbench.open('looks').world;
      const group = acts.find((act) => act.label === label)?.group ?? '';
      await this.page.getByRole('button', { name: `${group} ▾` }).click();
    }
    await button.click();
    await this.idle();
  }

  /** Key, pull, and the panel at its start: where most stories begin. By calls, since other tests go this way by hand. */
  async connectAndPull(): Promise<void> {
    await this.menu('Open panel');
    await this.sees('API key');
    await this.strip('Fill in a practice key');
    await this.press('Test connection');
    await this.sees('Acme Network');
    await this.press('Pull postbacks');
    await this.sees('Read integration details');
    await this.press('Pull postbacks');
    await this.sees(/^Pulled/);
    await this.idle();
  }

  /** What the focus is on, in the page or in one of its frames, by its accessible name; "grid" is the sheet itself. */
  async focused(): Promise<string> {
    const names = await Promise.all(
      this.page.frames().map((frame) => frame.evaluate<string>(NAME_OF_FOCUSED).catch(() => '')),
    );
    return names.findLast((name) => name !== '') ?? '';
  }

  // The sheet

  idle(): Promise<void> {
    return this.page.evaluate(() => (globalThis as unknown as TestWindow).workbench.idle());
  }

  /** A1 name of a cell by header and row. */
  at(header: string, row: number): string {
    const headers = this.running.workbench.practice.workbook.sheet(TAB).texts()[0]!;
    const at = headers.indexOf(header);
    if (at < 0) throw new Error(`The tab has no column ${header}.`);
    return `${columnLetters(at + 1)}${row}`;
  }

  /** What the spreadsheet holds, shown as text. */
  text(header: string, row: number): string {
    return this.running.workbench.practice.workbook.sheet(TAB).text(this.at(header, row));
  }

  /** What the screen shows. */
  shown(header: string, row: number): Promise<string> {
    return this.page.evaluate(
      ([tab, cell]) => (globalThis as unknown as TestWindow).workbench.cell(tab, cell),
      [TAB, this.at(header, row)] as const,
    );
  }

  async select(header: string, row: number): Promise<void> {
    await this.page.evaluate(
      ([tab, cell]) => (globalThis as unknown as TestWindow).workbench.select(tab, cell),
      [TAB, this.at(header, row)] as const,
    );
  }

  /** Clicks the middle of a cell, which is brought into view first. */
  async click(header: string, row: number): Promise<void> {
    await this.select(header, row);
    const box = await this.page.evaluate(
      ([tab, cell]) => (globalThis as unknown as TestWindow).workbench.rectOf(tab, cell),
      [TAB, this.at(header, row)] as const,
    );
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Types something new into a cell and leaves it with Enter. */
  async type(header: string, row: number, text: string): Promise<void> {
    await this.select(header, row);
    await this.enter(header, row, text);
  }

  /** Types something new into the cell that is selected. The grid ends an edit a little after the key: its showing is waited for. */
  async enter(header: string, row: number, text: string): Promise<void> {
    const before = await this.shown(header, row);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.page.waitForFunction(
      ([tab, cell, old]) => (globalThis as unknown as TestWindow).workbench.cell(tab, cell) !== old,
      [TAB, this.at(header, row), before] as const,
    );
    await this.idle();
  }

  /** Ctrl+V of text from another program. */
  async paste(header: string, row: number, rows: readonly (readonly string[])[]): Promise<void> {
    const text = rows.map((line) => line.join('\t')).join('\n');
    await this.page.evaluate(
      (copied) => (globalThis as unknown as TestWindow).navigator.clipboard.writeText(copied),
      text,
    );
    await this.select(header, row);
    await this.page.keyboard.press('ControlOrMeta+v');
    await this.idle();
  }

  /**
   * Moves columns, as a person may drag them, so that these stand side by side in this order, the first where it is. By an act, not by mouse: the
   * dragging has a test of its own.
   */
  async bringTogether(headers: readonly string[]): Promise<void> {
    const column = (header: string): number => {
      const [first] = this.running.workbench.practice.workbook.sheet(TAB).texts();
      return first!.indexOf(header) + 1;
    };
    const [first, ...rest] = headers as readonly [string, ...string[]];
    for (const [at, header] of rest.entries()) {
      const before = column(first) + at + 1;
      if (column(header) === before) continue;
      await this.do({
        do: 'move',
        tab: this.tabId,
        axis: 'columns',
        start: column(header),
        count: 1,
        before,
      });
    }
  }

  /** Number of the last row with anything in it. */
  get lastRow(): number {
    return this.running.workbench.practice.workbook.sheet(TAB).texts().length;
  }

  get tabId(): number {
    return this.running.workbench.practice.workbook.sheet(TAB).id;
  }

  /** Something that a colleague does at another screen: this one is told of it. */
  async do(...acts: readonly Act[]): Promise<void> {
    const { workbench } = this.running;
    workbench.open('colleague');
    workbench.act('colleague', acts);
    await this.idle();
  }

  // Everflow

  records(): Promise<PixelRecord[]> {
    return this.running.workbench.practice.everflow.control.records(1);
  }

  async record(id: number): Promise<PixelRecord> {
    const record = await this.running.workbench.practice.everflow.control.record(id, 1);
    if (!record) throw new Error(`Everflow has no postback ${id}.`);
    return record;
  }

  /** Puts plain rows next to each other at the top, and gives the first of so many. */
  async startOfPlainBlock(count: number): Promise<number> {
    const tab = this.tabId;
    const moves = this.plainRows(count).map((row, at): Act => ({
      do: 'move',
      tab,
      axis: 'rows',
      start: row,
      count: 1,
      before: at + 2,
    }));
    await this.do(...moves);
    return 2;
  }

  /** Number of a column, from 1. */
  columnOf(header: string): number {
    return this.running.workbench.practice.workbook.sheet(TAB).texts()[0]!.indexOf(header) + 1;
  }

  /** Rows whose description can be edited and pushed: those with a status that the API knows. */
  editableRows(): number[] {
    const status = this.columnOf('Status') - 1;
    const lines = this.running.workbench.practice.workbook.sheet(TAB).texts();
    return lines.flatMap((line, at) => (['active', 'inactive'].includes(line[status] ?? '') ? [at + 1] : []));
  }

  /** Rows of plain, active postbacks with a URL, that serve one partner: their numbers in the sheet. */
  plainRows(count: number): number[] {
    const [headers, ...lines] = this.running.workbench.practice.workbook.sheet(TAB).texts();
    const column = (header: string): number => headers!.indexOf(header);
    const rows = lines.flatMap((line, at) =>
      line[column('Method')] === 'postback' &&
      line[column('Status')] === 'active' &&
      line[column('Level')] === 'specific' &&
      /^https:\/\/[\w.-]+\/[^{}#&;]*(?:\{\w+\}[^{}#;]*)*$/.test(line[column('URL')] ?? '')
        ? [at + 2]
        : [],
    );
    if (rows.length < count) throw new Error(`There are only ${rows.length} plain rows.`);
    return rows.slice(0, count);
  }
}

interface TestWindow {
  readonly navigator: { readonly clipboard: { readonly writeText: (text: string) => Promise<void> } };
  readonly workbench: {
    readonly ready: Promise<void>;
    readonly select: (tab: string, a1: string) => void;
    readonly cell: (tab: string, a1: string) => string;
    readonly rectOf: (tab: string, a1: string) => { x: number; y: number; width: number; height: number };
    readonly idle: () => Promise<void>;
  };
}

/** True after two frames were drawn: what was about to happen at once has happened. */
const STILL = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`;

/** Runs in the page or frame, which have names that Node does not know. */
const NAME_OF_FOCUSED = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body || element instanceof HTMLIFrameElement) return '';
  if (element.closest('#grid')) return 'grid';
  if (/^H[1-6]$/.test(element.tagName)) return 'heading ' + element.textContent;
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent;
  return (label ?? element.textContent ?? '').replace(/[▸▾]/g, '').trim();
})()`;

function watch(page: Page, port: string, troubles: string[]): void {
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = ['127.0.0.1', 'localhost'].includes(url.hostname) && url.port === port;
    if (!isOwn && !['data:', 'blob:'].includes(url.protocol)) troubles.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => troubles.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
}
