/**
 * What each method needs and what it does not use (V7): html code, facebook details, and fields that would lie idle.
 */
import { columnForField } from '../columns';
import { DELIVERY_METHODS, FACEBOOK_FIELDS, type Field, type FieldValue } from '../postback';
import type { Problem } from '../problem';
import type { RowView } from './row';

const FACEBOOK_NEEDS: readonly Field[] = [
  'facebook_pixel.network_affiliate_integration_facebook_business_id',
  'facebook_pixel.pixel_id',
  'facebook_pixel.event_name',
];

const isEmpty = (value: FieldValue): boolean =>
  value === 0 || (typeof value === 'string' && value.trim() === '');

/** html needs its code; facebook needs business, pixel id and event name. What is not loaded is not judged. */
export function neededContent(row: RowView): readonly Problem[] {
  const method = row.get('delivery_method');
  if (method === 'html') return needed(row, 'html_code', 'html');
  if (method !== 'facebook') return [];
  return FACEBOOK_NEEDS.flatMap((field) => needed(row, field, 'facebook'));
}

function needed(row: RowView, field: Field, method: string): readonly Problem[] {
  const value = row.get(field);
  if (value === undefined || !isEmpty(value)) return [];
  const { header, key } = columnForField(field);
  return row.fault(row.weighWhenFiring(field, 'delivery_method'), {
    rule: 'V7',
    cause: `${key}-missing`,
    field,
    title: `${header} is needed`,
    message: `${header} is empty, but method ${method} needs it.`,
  });
}

/** Fields with content that a method has no use for. `delay_ms` has a rule of its own (V5). */
const NOT_USED: Readonly<Record<(typeof DELIVERY_METHODS)[number], readonly Field[]>> = {
  postback: ['html_code', ...FACEBOOK_FIELDS],
  html: ['postback_url', ...FACEBOOK_FIELDS],
  facebook: ['postback_url', 'html_code'],
};

export function unusedContent(row: RowView): readonly Problem[] {
  const method = row.get('delivery_method');
  const known = DELIVERY_METHODS.find((name) => name === method);
  if (!known) return [];
  const problems: Problem[] = [];
  for (const field of NOT_USED[known]) {
    const value = row.get(field);
    if (value === undefined || isEmpty(value) || !row.edited(field, 'delivery_method')) continue;
    const { header, key } = columnForField(field);
    problems.push(
      row.problem({
        rule: 'V7',
        cause: `${key}-unused`,
        severity: 'warning',
        field,
        title: `${header} is not used`,
        message: `${header} is not used with ${known}. It is filled, but only the ${usedBy(known)} counts.`,
      }),
    );
  }
  return problems;
}

function usedBy(method: (typeof DELIVERY_METHODS)[number]): string {
  return { postback: 'URL', html: 'HTML code', facebook: 'Facebook setting' }[method];
}
