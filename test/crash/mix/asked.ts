/** What rows ask for, as the model sees the tab: held against a preview, and noted where a person answers about a row. */
import type { PreviewLine } from '../../../src/core/plan-preview';
import type { Operator } from '../../../local/story/operator';
import { HEADER_OF, markerOf, meaning } from './cells';
import { markerOfLine } from './plans';
import type { Scene } from './scene';
import type { Line } from './sheet';

/** Each line of a preview says what stands in a row, and nothing of another; what was made already is told. */
export function checkPreview(rows: readonly Line[], lines: readonly PreviewLine[]): string[] {
  return lines.flatMap((line): string[] => {
    const what = line.kind === 'create' ? markerOfLine(line) : `#${line.id}`;
    const own = rows.filter(({ id, values }) =>
      line.kind === 'update' ? id === line.id : id === 0 && markerOf(values['Description']) === what,
    );
    if (line.kind === 'create' && what === '')
      return [`preview: a row without a marker would become a new postback (${line.rowKey})`];
    const isSaid = own.some(({ values }) =>
      line.changes.every(({ field, after }) => {
        const header = HEADER_OF[field];
        return header === undefined || meaning(header, values[header]) === meaning(header, after);
      }),
    );
    if (!isSaid) return [`preview: ${what} is to become ${JSON.stringify(line.changes)}, and no row says so`];
    return [];
  });
}

/** A person answers about a row that waits. */
export function noteAnswer(
  scene: Scene,
  rowKey: string,
  answer: { readonly is: number } | { readonly others: readonly number[] },
): void {
  const rows = scene.sheet.lines().filter(({ values }) => values['Row key'] === rowKey);
  scene.story.met('is' in answer ? 'answered: it is that one' : 'answered: send it');
  for (const { tag, values } of rows) {
    if ('is' in answer) scene.sheet.named.add(tag);
    else scene.plans.creates.answered(markerOf(values['Description']), answer.others);
  }
}

/** Answers about new rows that wait, or about some of them. */
export async function answerSome(scene: Scene, as: Operator): Promise<void> {
  const { dice } = scene;
  if (!scene.plans.mayWait) return;
  const page = await scene.call(as, 'waitingRows', (one) => one.call('waitingRows', { offset: 0 }));
  if (page.kind !== 'value') return;
  for (const row of page.value.rows) {
    if (dice.chance(0.3)) continue;
    const exact = row.matches.find(({ likeness, hasRow }) => likeness === 'exact' && !hasRow);
    const answer = exact && dice.chance(0.7) ? { is: exact.id } : { others: row.matches.map(({ id }) => id) };
    noteAnswer(scene, row.rowKey, answer);
    await scene.call(as, `answer ${JSON.stringify(answer)}`, (one) =>
      one.call('answerWaiting', { rowKey: row.rowKey, answer }),
    );
  }
}
