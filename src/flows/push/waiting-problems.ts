/** What a check says of new rows that wait for a person (W4, W5). */
import type { Draft } from '../../core/draft';
import type { Fix, Problem } from '../../core/problem';
import { clockText } from '../../core/clock-text';
import type { WaitingRow } from './unclear';

const SEND: Fix = { action: 'send-waiting', id: 'send-again', label: 'It was not created: send it' };
const SEND_TOO: Fix = {
  action: 'send-waiting',
  id: 'send-too',
  label: 'They are meant to fire beside it: send them',
};

/** One error for each row that may have been created already: it is only sent by a person's choice. */
export function waitingProblems(
  drafts: readonly Draft[],
  waiting: ReadonlyMap<string, WaitingRow>,
): Problem[] {
  return drafts.flatMap((draft): Problem[] => {
    const row = draft.kind === 'create' ? waiting.get(draft.rowKey) : undefined;
    if (!row) return [];
    return [
      {
        ...(row.why === 'twin' ? twin(row) : unclear(row)),
        rule: 'W4',
        severity: 'error',
        row: draft.row,
        column: 'id',
      },
    ];
  });
}

type Told = Pick<Problem, 'cause' | 'title' | 'message' | 'fixes'>;

function unclear({ at, known }: WaitingRow): Told {
  const when = at > 0 ? ` (${clockText(at)})` : '';
  const match = known.length === 0 ? '' : ` Possible match: ${ids(known)}.`;
  return {
    cause: 'unclear-create',
    title: 'Unclear: were these postbacks created?',
    message: `Everflow did not answer when this row was sent${when}.${match} Answer in the panel whether it was created; sending it again could make it fire twice.`,
    fixes: [SEND],
  };
}

function twin({ known }: WaitingRow): Told {
  return {
    cause: 'twin-create',
    title: 'Everflow has the same postbacks already',
    message: `${ids(known)} in Everflow fires for the same and sends the same; it was made since your last pull. Answer in the panel whether this row is that postback.`,
    fixes: [SEND_TOO],
  };
}

const ids = (known: readonly number[]): string => known.map((id) => `#${id}`).join(', ');
