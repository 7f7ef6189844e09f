/**
 * The postback URL of a row (V4): needed for method postback, and judged where it is new, edited or newly used.
 */
import type { Problem } from '../problem';
import { setField, type RowView } from './row';
import { trimUrl, urlErrors, urlWarnings, type UrlFinding } from './url-text';

/** Methods that have no use for a URL; of methods of integrations we do not know it. */
const WITHOUT_URL: readonly unknown[] = ['html', 'facebook'];

export function postbackUrl(row: RowView): readonly Problem[] {
  const url = row.text('postback_url');
  const method = row.get('delivery_method');
  if (url === undefined || WITHOUT_URL.includes(method)) return [];
  const weight = row.weighWhenFiring('postback_url', 'delivery_method');
  if (trimUrl(url) === '') return method === 'postback' ? missingUrl(row, weight) : [];
  const problems = urlErrors(url).flatMap((found) => row.fault(weight, finding(found)));
  // Warnings are about what this edit brings: an unedited URL that is newly used counts as brought.
  if (!row.edited('postback_url', 'delivery_method')) return problems;
  const before = String(row.before('postback_url') ?? '');
  for (const found of urlWarnings(url, before)) {
    problems.push(row.problem({ ...finding(found), severity: 'warning' }));
  }
  return problems;
}

function missingUrl(row: RowView, weight: 'error' | 'warning' | undefined): readonly Problem[] {
  return row.fault(weight, {
    rule: 'V4',
    cause: 'url-missing',
    field: 'postback_url',
    title: 'A URL is needed',
    message: 'URL is empty, but method postback needs one. It begins with http:// or https://.',
  });
}

function finding({ cause, title, message, repaired }: UrlFinding) {
  const fixes = repaired ? [setField('postback_url', repaired.value, repaired.id, repaired.label)] : [];
  return { rule: 'V4', cause, field: 'postback_url', title, message, fixes } as const;
}
