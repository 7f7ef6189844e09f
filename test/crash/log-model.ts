/** The change log after a push that was disturbed: whole, and every result of the push told exactly once, field by field (A1). */
import { chainFaults, logLines, toldTwice } from '../../local/story/change-log';
import type { PreviewLine } from '../../src/core/plan-preview';
import { columnForField } from '../../src/core/columns';
import type { Told } from './push-model';
import type { Verdict } from './verdict';
import type { World } from './world';

export function judgeLog(
  { file }: World,
  planId: string,
  planned: readonly PreviewLine[],
  told: readonly Told[],
): Partial<Verdict> {
  const lines = logLines(file);
  const own = lines.filter(({ Reference }) => Reference === planId);
  const wrong = [...chainFaults(file), ...toldTwice(lines).map((name) => `told twice: ${name}`)];
  const ends = own.filter(
    ({ What, Outcome }) => What === 'Push' && /^(Done|Cancelled|Stopped)$/.test(Outcome),
  );
  if (ends.length !== 1) wrong.push(`the end is told ${ends.length} times`);
  if (own[0]?.Outcome !== 'Started') wrong.push('the start is not told first');
  const results = new Map(told.map((row) => [row.seq, row]));
  for (const line of planned) {
    const result = results.get(line.seq);
    const name = String(line.kind === 'update' ? line.id : result?.id || line.rowKey);
    const fields =
      line.kind === 'update' ? line.changes.map(({ field }) => field) : ['postback_url' as const];
    for (const field of fields) {
      const { header } = columnForField(field);
      const found = own.filter(
        (one) => one['Postback ID'] === name && one.Field === header && one.Outcome !== 'Seen',
      );
      const outcomes = found.map(({ Outcome }) => Outcome).join(', ');
      if (outcomes !== (result?.outcome ?? ''))
        wrong.push(`${name} ${header} is told as "${outcomes}", not as "${result?.outcome}"`);
    }
  }
  return { wrong: wrong.map((line) => `log: ${line}`) };
}
