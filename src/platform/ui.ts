/**
 * The menu, the panel's frame and the windows beside it. Sources: https://developers.google.com/workspace/add-ons/concepts/menus and
 * https://developers.google.com/workspace/add-ons/concepts/dialogs
 */
import type { LeaveOut } from '../core/plan-leave-out';

/** Views of the panel that the menu opens. */
export type PanelView = 'home' | 'pull' | 'check' | 'push' | 'snapshot' | 'undo' | 'health';

/** Items of the one menu: text, and the exposed function that it calls (S1). */
export const MENU: readonly (readonly [string, string])[] = [
  ['Open panel', 'menuOpenPanel'],
  ['Pull postbacks', 'menuPull'],
  ['Check edits', 'menuCheck'],
  ['Review and push', 'menuPush'],
  ['Take audit snapshot', 'menuSnapshot'],
  ['Undo a push', 'menuUndo'],
  ['Health', 'menuHealth'],
];

/** Allowed in every auth mode: nothing but menu building. */
export function addMenu(): void {
  const menu = SpreadsheetApp.getUi().createAddonMenu();
  for (const [text, handler] of MENU) menu.addItem(text, handler);
  menu.addToUi();
}

/** Opens the panel at a view. The page reads its view from the mark in its body. */
export function showPanel(view: PanelView): void {
  const page = pageWith('Panel', 'data-view="home"', `data-view="${view}"`);
  SpreadsheetApp.getUi().showSidebar(page.setTitle('Postback Desk'));
}

/** Which changes a window shows: those of a preview, less what is left out. */
export interface ChangesShown {
  readonly previewId: string;
  readonly leaveOut: LeaveOut;
}

/** Beside the panel, which stays usable: people look at the list while they tick. */
export function showChangesDialog(shown: ChangesShown): void {
  const { previewId, leaveOut } = shown;
  const mark = `data-shown="${attributeText(JSON.stringify({ previewId, leaveOut }))}"`;
  const page = pageWith('Changes', 'data-shown=""', mark).setWidth(1100).setHeight(700);
  SpreadsheetApp.getUi().showModelessDialog(page, 'Every change, old → new');
}

/** @param section id of a heading in the guide; at an unknown one it opens at its top */
export function showGuideDialog(section: string): void {
  const mark = `data-section="${attributeText(section)}"`;
  const page = pageWith('Guide', 'data-section=""', mark).setWidth(760).setHeight(640);
  SpreadsheetApp.getUi().showModelessDialog(page, 'Postback Desk guide');
}

/** A built page with a mark replaced, which tells it what it is opened for. */
function pageWith(name: string, mark: string, marked: string): GoogleAppsScript.HTML.HtmlOutput {
  const html = HtmlService.createHtmlOutputFromFile(name).getContent();
  // A replacement text would have its dollar signs read as patterns.
  return HtmlService.createHtmlOutput(html.replace(mark, () => marked));
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const attributeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
