/**
 * Postbacks that are shown but not edited here: those that are gone (P9), statuses other than active and inactive (V3), and records
 * that a spreadsheet cannot hold exactly (P7).
 */
import { columnForField } from '../columns';
import type { UpdateDraft } from '../draft';
import { goneRow } from '../edit-problems';
import { PIXEL_STATUSES } from '../postback';
import type { Problem } from '../problem';

/** The error on any edit of a fixed postback; undefined if the postback can be edited. */
export function fixedProblem(draft: UpdateDraft): Problem | undefined {
  if (draft.baseline.gone) return goneRow(draft.row, draft.id);
  const { fixed, fields } = draft.baseline.postback;
  if (fixed === '') return undefined;
  const status = fields.pixel_status;
  const odd =
    status !== undefined && status !== '' && !(PIXEL_STATUSES as readonly unknown[]).includes(status);
  const first = draft.changes[0];
  return {
    rule: odd ? 'V3' : 'P7',
    cause: odd ? 'fixed-status' : 'fixed-record',
    severity: 'error',
    row: draft.row,
    column: first ? columnForField(first.field).key : null,
    title: 'Postbacks that cannot be edited here',
    message: `#${draft.id} cannot be edited here. ${fixed} Discard the changes in this row.`,
    fixes: [],
  };
}
