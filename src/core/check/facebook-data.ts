/**
 * Field names in facebook user data and custom data: closed lists for what is added here; what the server already holds stays
 * (V7).
 */
import { columnForField } from '../columns';
import { formatPairs, parsePairs } from '../pairs';
import { CUSTOM_DATA_FIELDS, USER_DATA_FIELDS, type Json, type PairField } from '../postback';
import type { Problem } from '../problem';
import { nearest } from './near';
import { setField, type RowView } from './row';

const ALLOWED: Readonly<Record<PairField, readonly string[]>> = {
  'facebook_pixel.user_data': USER_DATA_FIELDS,
  'facebook_pixel.custom_data': CUSTOM_DATA_FIELDS,
};

export function facebookData(row: RowView): readonly Problem[] {
  if (row.get('delivery_method') !== 'facebook') return [];
  return [
    ...pairNames(row, 'facebook_pixel.user_data'),
    ...pairNames(row, 'facebook_pixel.custom_data'),
    ...emptyUserData(row),
  ];
}

/** The item's field name if it is a pair of two texts, else undefined. */
function nameOf(item: Json): string | undefined {
  if (typeof item !== 'object' || item === null || !('field' in item) || !('value' in item)) return undefined;
  return typeof item.field === 'string' && typeof item.value === 'string' ? item.field : undefined;
}

/** Names the baseline holds, with their number; items without a name are known by their text. */
function heldBefore(row: RowView, field: PairField): Map<string, number> {
  const before = parsePairs(String(row.before(field) ?? ''));
  const held = new Map<string, number>();
  if (before.ok) for (const item of before.list) held.set(keyOf(item), (held.get(keyOf(item)) ?? 0) + 1);
  return held;
}
const keyOf = (item: Json): string => nameOf(item) ?? JSON.stringify(item);

function pairNames(row: RowView, field: PairField): readonly Problem[] {
  const text = row.text(field);
  if (text === undefined || !row.edited(field)) return [];
  const parsed = parsePairs(text);
  if (!parsed.ok) return [unreadable(row, field, parsed.message)];
  const held = heldBefore(row, field);
  const wrong: string[] = [];
  const repaired: Json[] = [];
  let certain = true;
  for (const item of parsed.list) {
    const left = held.get(keyOf(item)) ?? 0;
    held.set(keyOf(item), left - 1);
    const name = nameOf(item);
    if (left > 0 || (name !== undefined && ALLOWED[field].includes(name))) {
      repaired.push(item);
      continue;
    }
    wrong.push(keyOf(item));
    const meant = name?.trim().toLowerCase();
    if (name !== undefined && meant !== undefined && ALLOWED[field].includes(meant)) {
      repaired.push({ field: meant, value: (item as { value: string }).value });
    } else certain = false;
  }
  return wrong.length === 0
    ? []
    : [wrongNames(row, field, wrong, certain ? formatPairs(repaired) : undefined)];
}

function wrongNames(
  row: RowView,
  field: PairField,
  wrong: readonly string[],
  repaired: string | undefined,
): Problem {
  const { header, key } = columnForField(field);
  const hint = wrong.length === 1 ? nearest(wrong[0]!, ALLOWED[field]) : undefined;
  const named = wrong.slice(0, 3).map((name) => `"${name.slice(0, 40)}"`);
  return row.problem({
    rule: 'V7',
    cause: repaired === undefined ? `${key}-names` : `${key}-spelling`,
    severity: 'error',
    field,
    title:
      repaired === undefined ? `Unknown fields in ${header}` : `Fields in ${header} are spelt differently`,
    message: `${header} has ${named.join(', ')}${wrong.length > 3 ? ` and ${wrong.length - 3} more` : ''}, which Facebook settings do not have. Allowed: ${ALLOWED[field].join(', ')}.${hint ? ` Did you mean ${hint}?` : ''}`,
    fixes:
      repaired === undefined
        ? []
        : [setField(field, repaired, `${key}-spelling`, 'Write the field names as allowed')],
  });
}

function unreadable(row: RowView, field: PairField, message: string): Problem {
  const { header, key } = columnForField(field);
  return row.problem({
    rule: 'C7',
    cause: `${key}-lines`,
    severity: 'error',
    field,
    title: 'Lines that are not field=value',
    message: `${header}: ${message}`,
  });
}

function emptyUserData(row: RowView): readonly Problem[] {
  const text = row.text('facebook_pixel.user_data');
  if (text === undefined || !row.edited('facebook_pixel.user_data', 'delivery_method')) return [];
  const parsed = parsePairs(text);
  if (!parsed.ok || parsed.list.length > 0) return [];
  return [
    row.problem({
      rule: 'V7',
      cause: 'fbUserData-empty',
      severity: 'warning',
      field: 'facebook_pixel.user_data',
      title: 'FB user data is empty',
      message:
        'FB user data is empty, so Facebook can hardly match the event to a person. Add lines such as email={sub1}.',
    }),
  ];
}
