/** Entries of Univer's toolbar and context menus that do nothing here, or that Sheets has not. They are hidden, not greyed. */
const HIDDEN: readonly string[] = [];

export const HIDDEN_MENUS: Readonly<Record<string, { readonly hidden: true }>> = Object.fromEntries(
  HIDDEN.map((id) => [id, { hidden: true as const }]),
);
