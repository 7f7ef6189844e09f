/**
 * The menu and the panel's frame. Source: https://developers.google.com/workspace/add-ons/concepts/menus
 */

/** Views of the panel that the menu opens. */
export type PanelView = 'home' | 'pull' | 'check' | 'push' | 'snapshot' | 'undo';

/** Items of the one menu: text, and the exposed function that it calls (S1). */
export const MENU: readonly (readonly [string, string])[] = [
  ['Open panel', 'menuOpenPanel'],
  ['Pull postbacks', 'menuPull'],
  ['Check edits', 'menuCheck'],
  ['Review and push', 'menuPush'],
  ['Take audit snapshot', 'menuSnapshot'],
  ['Undo a push', 'menuUndo'],
];

/** Allowed in every auth mode: nothing but menu building. */
export function addMenu(): void {
  const menu = SpreadsheetApp.getUi().createAddonMenu();
  for (const [text, handler] of MENU) menu.addItem(text, handler);
  menu.addToUi();
}

/** Opens the panel at a view. The page reads its view from the mark in its body. */
export function showPanel(view: PanelView): void {
  const page = HtmlService.createHtmlOutputFromFile('Panel');
  const html = page.getContent().replace('data-view="home"', `data-view="${view}"`);
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput(html).setTitle('Postback Desk'));
}
