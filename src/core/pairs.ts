/**
 * Lists of {field, value} as people edit them: lines `field=value` (C7). Text and list say exactly the same: what lines
 * cannot hold is written as JSON, so that formatting and parsing lose nothing.
 */
import type { Json, JsonObject } from './postback';

export type PairsResult =
  | { readonly ok: true; readonly list: readonly Json[] }
  | { readonly ok: false; readonly message: string };

function isPlainObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if one line `field=value` holds the item and reads back as the same item. */
function fitsLine(item: Json): item is { readonly field: string; readonly value: string } {
  if (!isPlainObject(item)) return false;
  const keys = Object.keys(item);
  if (keys.length !== 2 || keys[0] !== 'field' || keys[1] !== 'value') return false;
  const { field, value } = item;
  return (
    typeof field === 'string' &&
    typeof value === 'string' &&
    field !== '' &&
    field.trim() === field &&
    !/[=\r\n]/.test(field) &&
    !/[\r\n]/.test(value)
  );
}

/**
 * The text of a list. An absent, null or empty list is ''. Lists whose every item fits a line become lines; all others JSON.
 */
export function formatPairs(list: Json | undefined): string {
  if (list === undefined || list === null) return '';
  if (!Array.isArray(list)) return JSON.stringify(list);
  const items = list as readonly Json[];
  if (items.length === 0) return '';
  const lines: string[] = [];
  for (const item of items) {
    if (!fitsLine(item)) return JSON.stringify(items);
    lines.push(`${item.field}=${item.value}`);
  }
  // Text that begins with "[" is read as JSON, so such a first line would not come back.
  return lines[0]!.startsWith('[') ? JSON.stringify(items) : lines.join('\n');
}

/**
 * The list of a text: lines `field=value` (the first "=" splits, empty lines are passed over), or JSON when the text begins
 * with "[".
 */
export function parsePairs(text: string): PairsResult {
  if (text.trim() === '') return { ok: true, list: [] };
  if (text.trimStart().startsWith('[')) return parseJsonList(text);
  const list: Json[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!;
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    const field = at < 0 ? '' : line.slice(0, at).trim();
    if (field === '') {
      return {
        ok: false,
        message: `Line ${index + 1} ("${line.slice(0, 40)}") is not field=value. Write one field=value a line, for example email={sub1}.`,
      };
    }
    list.push({ field, value: line.slice(at + 1) });
  }
  return { ok: true, list };
}

function parseJsonList(text: string): PairsResult {
  try {
    const list = JSON.parse(text) as Json;
    if (Array.isArray(list)) return { ok: true, list: list as readonly Json[] };
  } catch {
    // told below: the text is the user's own, the parser's message would not help
  }
  return {
    ok: false,
    message: 'The text begins with "[" but is not a JSON list. Write one field=value a line instead.',
  };
}
