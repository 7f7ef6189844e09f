/**
 * The delay before firing: 0 to 300000 milliseconds, and only with method postback (V5).
 */
import { DELIVERY_METHODS, MAX_DELAY_MS } from '../postback';
import type { Problem } from '../problem';
import { setField, type RowView } from './row';

export function delay(row: RowView): readonly Problem[] {
  const value = row.get('delay_ms');
  if (value === undefined || value === 0) return [];
  const method = row.get('delivery_method');
  const wrongWord =
    row.edited('delivery_method') && !(DELIVERY_METHODS as readonly unknown[]).includes(method);
  // A method that is no method is told by its own rule; what it does to the delay cannot be said yet.
  if (method !== undefined && method !== 'postback' && !wrongWord) return delayNotUsed(row, String(method));
  const inRange = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_DELAY_MS;
  if (inRange) return [];
  return row.fault(row.weigh('delay_ms', 'delivery_method'), {
    rule: 'V5',
    cause: 'delay-range',
    field: 'delay_ms',
    title: 'Delay is out of range',
    message: `Delay is ${value}. Allowed: whole milliseconds from 0 to ${MAX_DELAY_MS} (5 minutes).`,
  });
}

/** An untouched delay goes back as it was read, so it is only told where this edit brought it about. */
function delayNotUsed(row: RowView, method: string): readonly Problem[] {
  if (!row.edited('delay_ms', 'delivery_method')) return [];
  return [
    row.problem({
      rule: 'V5',
      cause: 'delay-method',
      severity: 'error',
      field: 'delay_ms',
      title: 'Delay is only for method postback',
      message: `Delay is ${row.text('delay_ms')}, but the method is ${method}: only method postback waits before firing. Set the delay to 0.`,
      fixes: [setField('delay_ms', 0, 'delay-0', 'Set delay to 0')],
    }),
  ];
}
