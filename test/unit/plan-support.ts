/**
 * Plans for tests: drafts -> plan with everything else filled in.
 */
import type { Draft } from '../../src/core/draft';
import type { Plan } from '../../src/core/plan';
import { buildPlan, type BuiltPlan, type PlanMeta } from '../../src/core/plan-build';
import type { FieldValues } from '../../src/core/postback';
import { check, P501, update, type CheckedDraft } from './check-support';

export const META: PlanMeta = {
  id: 'plan-1',
  createdAt: 1_763_800_000_000,
  by: 'anna@example.com',
  spreadsheetId: 'sheet-1',
  network: { id: 1, name: 'Acme Network', host: 'api.eflow.team' },
  reason: '',
};

/** The plan of drafts that nobody checked. */
export const plan = (drafts: readonly Draft[], meta: Partial<PlanMeta> = {}): Plan =>
  buildPlan(drafts, [], { ...META, ...meta }).plan;

/** The plan of drafts with their problems. */
export const checkedPlan = (drafts: readonly CheckedDraft[], meta: Partial<PlanMeta> = {}): BuiltPlan =>
  buildPlan(drafts, check(...drafts), { ...META, ...meta });

/** So many rows with the same edits. */
export const updates = (count: number, edits: FieldValues, pulled: FieldValues = P501): CheckedDraft[] =>
  Array.from({ length: count }, (_, row) => update(pulled, edits, { row, id: 1000 + row }));

/** #501, switched off. */
export const OFF: FieldValues = { ...P501, pixel_status: 'inactive' };
