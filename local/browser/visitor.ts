/**
 * A visitor of the workbench in a real browser: what browser tests and the script for the pictures do by mouse and keyboard, and what they
 * look at. Each visitor has a workbench of its own, in this process; time in it passes without waiting.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { startWorkbench, type RunningWorkbench } from '../workbench';
import { Gate } from './gate';
import { NAME_OF_FOCUSED, STILL, watch, type TestWindow } from './in-page';
import { launchBrowser } from './index';
import { SheetAtHand } from './sheet';

const root = join(__dirname, '..', '..');
/** Built before the tests; this only says where. */
const pageFolder = (): string =>
  execFileSync(process.execPath, [join(root, 'local/workbench/page/build.mjs')], { encoding: 'utf8' }).trim();

/** How often a button is pressed of which nothing is seen, and how long is looked for it. */
const PRESSES = 3;
const SOON_MS = 6_000;

export interface VisitorOptions {
  readonly postbacks?: number;
  readonly seed?: number;
  /** Of the window, in px. */
  readonly width?: number;
  readonly height?: number;
}

export class Visitor extends SheetAtHand {
  private constructor(
    page: Page,
    running: RunningWorkbench,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    readonly gate: Gate,
    /** Requests to anything but the workbench, and errors that pages wrote: both must stay empty. */
    readonly troubles: readonly string[],
  ) {
    super(page, running);
  }

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

  /** The practice key, in the panel's key field: it gets there by a message. Pressed again, as people do, where nothing comes of it. */
  async fillInKey(): Promise<void> {
    const filled = this.panel.locator('input[name="key"]:valid');
    for (let left = PRESSES; left > 0; left -= 1) {
      await this.strip('Fill in a practice key');
      const isThere = await filled.waitFor({ timeout: SOON_MS }).then(
        () => true,
        () => false,
      );
      if (isThere) return;
    }
    const strip = await this.page.locator('.wb-strip').innerText();
    throw new Error(`The practice key does not come into its field. The strip says:\n${strip}`);
  }

  /** Key, pull, and the panel at its start: where most stories begin. By calls, since other tests go this way by hand. */
  async connectAndPull(): Promise<void> {
    await this.menu('Open panel');
    await this.sees('API key');
    await this.fillInKey();
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
}
