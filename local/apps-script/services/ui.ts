/**
 * Ui: menus, alerts, prompts, sidebar and dialogs, recorded on a screen that a test looks at.
 * Source: developers.google.com/apps-script/reference/base/ui
 */
import type { Execution } from '../execution';
import type { AuthModeName } from '../kernel';
import { createEnum, modelled, NotModelled, ServiceError } from '../strict';
import { isHtmlOutput } from './html';

/** One entry of a menu as shown. */
export type MenuEntry =
  | { readonly kind: 'item'; readonly caption: string; readonly functionName: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'menu'; readonly caption: string; readonly entries: readonly MenuEntry[] };

/** All items of a menu and its sub-menus, in order. */
export function itemsOf(entries: readonly MenuEntry[]): (MenuEntry & { kind: 'item' })[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'menu') return itemsOf(entry.entries);
    return entry.kind === 'item' ? [entry] : [];
  });
}

/** A page shown to the user. Width and height in px, null when the script did not say. */
export interface ShownPage {
  readonly kind: 'sidebar' | 'modal' | 'modeless';
  readonly title: string;
  readonly html: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly user: string;
}

/** A question put to the user, with the answer it got. */
export interface ShownQuestion {
  readonly kind: 'alert' | 'prompt';
  readonly title: string;
  readonly text: string;
  readonly buttons: string;
  readonly answer: Answer;
  readonly user: string;
}

export type ButtonName = 'CLOSE' | 'OK' | 'CANCEL' | 'YES' | 'NO';

/** What the user shall answer to the next alert or prompt, and how long that takes. */
export interface Answer {
  readonly button: ButtonName;
  /** Text typed into a prompt. */
  readonly text?: string;
  /** Virtual milliseconds. Whether waiting counts against the time limit is not stated; here it does. */
  readonly afterMs?: number;
}

/** What is on the users' screens, and what they are going to answer. */
export interface Screen {
  /** The add-on's menu, by user. */
  readonly menus: Map<string, readonly MenuEntry[]>;
  sidebar: ShownPage | null;
  readonly dialogs: (ShownPage | ShownQuestion)[];
  readonly answers: Answer[];
}

export const createScreen = (): Screen => ({ menus: new Map(), sidebar: null, dialogs: [], answers: [] });

const Button = createEnum('Ui.Button', ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO']);
const ButtonSet = createEnum('Ui.ButtonSet', ['OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL']);

const UI_SCOPE = 'https://www.googleapis.com/auth/script.container.ui';

interface LocalMenu {
  addItem(caption: unknown, functionName: unknown): LocalMenu;
  addSeparator(): LocalMenu;
  addSubMenu(menu: LocalMenu): LocalMenu;
  addToUi(): void;
}

/** Entries of the menus made in this execution: a menu knows no getters, so addSubMenu looks here. */
type MenuEntries = WeakMap<LocalMenu, { caption: string; entries: MenuEntry[] }>;

function createMenu(execution: Execution, screen: Screen, caption: string, known: MenuEntries): LocalMenu {
  const entries: MenuEntry[] = [];
  const navigate = (method: string): void =>
    execution.enter({ service: 'Menu', method, kind: 'navigate', leastMode: 'NONE' });
  const menu: LocalMenu = modelled<LocalMenu>('Menu', {
    addItem(itemCaption, functionName) {
      navigate('addItem');
      entries.push({ kind: 'item', caption: String(itemCaption), functionName: String(functionName) });
      return menu;
    },
    addSeparator() {
      navigate('addSeparator');
      entries.push({ kind: 'separator' });
      return menu;
    },
    addSubMenu(sub) {
      navigate('addSubMenu');
      const inner = known.get(sub);
      if (inner === undefined) throw new ServiceError('Invalid argument: menu');
      entries.push({ kind: 'menu', caption: inner.caption, entries: [...inner.entries] });
      return menu;
    },
    addToUi() {
      execution.enter({ service: 'Menu', method: 'addToUi', kind: 'write', leastMode: 'NONE' });
      screen.menus.set(execution.userEmail, [...entries]);
    },
  });
  known.set(menu, { caption, entries });
  return menu;
}

/** (text), (text, buttons) or (title, text, buttons). */
function questionOf(args: readonly unknown[]): { title: string; text: string; buttons: string } {
  if (args.length === 1) return { title: '', text: String(args[0]), buttons: 'OK' };
  if (args.length === 2) return { title: '', text: String(args[0]), buttons: String(args[1]) };
  if (args.length === 3) return { title: String(args[0]), text: String(args[1]), buttons: String(args[2]) };
  throw new ServiceError("The parameters don't match the method signature for Ui.alert.");
}

/**
 * `releaseLocks` is called before a question: "LockService locks and JDBC connections don't persist" across alert and prompt
 * (developers.google.com/apps-script/reference/base/ui#alertprompt).
 */
export function createUi(execution: Execution, screen: Screen, releaseLocks: () => void): object {
  const known: MenuEntries = new WeakMap();
  const enter = (method: string, leastMode: AuthModeName): void => {
    const shows = leastMode === 'FULL';
    execution.enter({
      service: 'Ui',
      method,
      kind: shows ? 'write' : 'navigate',
      leastMode,
      ...(shows ? { anyScope: [UI_SCOPE] } : {}),
    });
  };
  const ask = (kind: 'alert' | 'prompt', args: readonly unknown[]): Answer => {
    // Only the mode is checked: whether a question needs the scope of showSidebar is not certain.
    execution.enter({ service: 'Ui', method: kind, kind: 'write', leastMode: 'FULL' });
    releaseLocks();
    const answer = screen.answers.shift();
    const question = questionOf(args);
    if (answer === undefined)
      throw new NotModelled(`An answer to Ui.${kind} "${question.text}" that no test queued`);
    screen.dialogs.push({ kind, ...question, answer, user: execution.userEmail });
    execution.spend(answer.afterMs ?? 0);
    return answer;
  };
  const show = (kind: ShownPage['kind'], page: unknown, title?: unknown): void => {
    if (!isHtmlOutput(page)) throw new ServiceError('Invalid argument: userInterface');
    const shown: ShownPage = {
      kind,
      title: title === undefined ? (page.getTitle() ?? '') : String(title),
      html: page.getContent(),
      // A sidebar is 300 px wide whatever is asked for (developers.google.com/workspace/add-ons/concepts/dialogs).
      width: kind === 'sidebar' ? 300 : page.getWidth(),
      height: page.getHeight(),
      user: execution.userEmail,
    };
    if (kind === 'sidebar') screen.sidebar = shown;
    else screen.dialogs.push(shown);
  };
  return modelled('Ui', {
    Button,
    ButtonSet,
    createAddonMenu(): LocalMenu {
      enter('createAddonMenu', 'NONE');
      return createMenu(execution, screen, '', known);
    },
    createMenu(caption: unknown): LocalMenu {
      enter('createMenu', 'NONE');
      return createMenu(execution, screen, String(caption), known);
    },
    alert: (...args: unknown[]): object => Button[ask('alert', args).button],
    prompt(...args: unknown[]): object {
      const answer = ask('prompt', args);
      return modelled('PromptResponse', {
        getSelectedButton: () => Button[answer.button],
        getResponseText: () => answer.text ?? '',
      });
    },
    showSidebar(page: unknown): void {
      enter('showSidebar', 'FULL');
      show('sidebar', page);
    },
    showModalDialog(page: unknown, title: unknown): void {
      enter('showModalDialog', 'FULL');
      show('modal', page, title);
    },
    showModelessDialog(page: unknown, title: unknown): void {
      enter('showModelessDialog', 'FULL');
      show('modeless', page, title);
    },
  });
}
