/**
 * Macros in URLs and Facebook data (V8): unknown and misspelt ones with "did you mean", and tokens of other platforms. Everflow sends
 * what it does not know as it stands, so these are always warnings: our list is not Everflow's. HTML code is not judged.
 */
import type { BaselineRow } from '../baseline';
import { MAX_CELL_CHARACTERS } from '../cells';
import { columnForField } from '../columns';
import { formatPairs, parsePairs } from '../pairs';
import type { Field, Json, PairField } from '../postback';
import type { Problem } from '../problem';
import { judgeToken, worthOf, type Judgement, type TokenWorth } from './macro-judge';
import { macroTokens, type MacroToken } from './macro-tokens';
import { macroUse, valueOf, type MacroUse } from './macro-use';
import { setField, type CheckContext, type RowView } from './row';

/** Macros of one cell that are told one by one; a cell with more gets one sentence for the rest. */
const MAX_TOLD = 10;
/** Methods that have no use for a URL. */
const WITHOUT_URL: readonly unknown[] = ['html', 'facebook'];

/**
 * Macros of all rows. What the network uses is learnt for all of them at once, and only if a macro is in doubt; a row by itself, as
 * after a merge, is not asked, since nothing here stops it.
 */
export function macros(rows: readonly RowView[], context: CheckContext): readonly Problem[] {
  const use = macroUse(context.baseline);
  const problems: Problem[] = [];
  for (const row of rows) for (const problem of inRow(row, use)) problems.push(problem);
  return problems;
}

function inRow(row: RowView, use: MacroUse): readonly Problem[] {
  const method = row.get('delivery_method');
  if (method === 'facebook') {
    return [
      ...inPairs(row, 'facebook_pixel.user_data', use),
      ...inPairs(row, 'facebook_pixel.custom_data', use),
    ];
  }
  const url = row.text('postback_url');
  if (url === undefined || WITHOUT_URL.includes(method)) return [];
  // As in V4: what was not touched and not newly used is not this edit's matter (V2).
  if (!row.edited('postback_url', 'delivery_method')) return [];
  return inCell(row, 'postback_url', use, [url], (parts) => parts[0]!);
}

/** Values that the postback already had are passed over (V2), wherever they stand in the list now. */
function inPairs(row: RowView, field: PairField, use: MacroUse): readonly Problem[] {
  const text = row.text(field);
  if (text === undefined || !row.edited(field, 'delivery_method')) return [];
  const parsed = parsePairs(text);
  if (!parsed.ok) return [];
  const before = row.edited('delivery_method') ? undefined : parsePairs(String(row.before(field) ?? ''));
  const held = new Set(before?.ok ? before.list.map((item) => JSON.stringify(item)) : []);
  const values = parsed.list.map((item) => (held.has(JSON.stringify(item)) ? '' : valueOf(item)));
  return inCell(row, field, use, values, (replaced) =>
    formatPairs(parsed.list.map((item, at) => (values[at] === '' ? item : withValue(item, replaced[at]!)))),
  );
}

function withValue(item: Json, value: string): Json {
  return { ...(item as { readonly [key: string]: Json }), value };
}

interface Found {
  readonly token: MacroToken;
  readonly worth: Exclude<TokenWorth, 'fine'>;
}

/**
 * @param parts the texts of the cell in which macros may stand
 * @param join the cell's text with these parts put in place of the old ones
 */
function inCell(
  row: RowView,
  field: Field,
  use: MacroUse,
  parts: readonly string[],
  join: (parts: readonly string[]) => string,
): readonly Problem[] {
  const tokens = parts.map(macroTokens);
  const found = suspects(tokens, ownRow(row), use);
  if (found.length === 0) return [];
  const { header } = columnForField(field);
  const told = found.slice(0, MAX_TOLD);
  const problems = told.map(({ token, worth }) => {
    const judged = judgeToken(token, worth, header);
    const replaced =
      judged.replacement === undefined
        ? undefined
        : join(replaceIn(parts, tokens, token.text, judged.replacement));
    return row.problem({
      rule: 'V8',
      cause: judged.cause,
      severity: row.isNew && worth === 'foreign' ? 'own-tick' : 'warning',
      field,
      title: judged.title,
      message: judged.message,
      fixes: fixes(field, judged, replaced),
    });
  });
  const rest = found.slice(MAX_TOLD);
  return rest.length === 0 ? problems : [...problems, restOf(row, field, header, rest)];
}

function ownRow(row: RowView): BaselineRow | undefined {
  return row.draft.kind === 'update' ? row.draft.baseline : undefined;
}

/** Each doubtful token once, in the order of the text. */
function suspects(
  tokens: readonly (readonly MacroToken[])[],
  own: BaselineRow | undefined,
  use: MacroUse,
): Found[] {
  const seen = new Set<string>();
  const found: Found[] = [];
  for (const part of tokens) {
    for (const token of part) {
      if (seen.has(token.text)) continue;
      seen.add(token.text);
      const worth = worthOf(token, use, own);
      if (worth !== 'fine') found.push({ token, worth });
    }
  }
  return found;
}

/** Puts the replacement where exactly this token stands; a `{clickid}` inside `{{clickid}}` is another token. */
function replaceIn(
  parts: readonly string[],
  tokens: readonly (readonly MacroToken[])[],
  wrong: string,
  right: string,
): string[] {
  return parts.map((text, at) => {
    const pieces: string[] = [];
    let from = 0;
    for (const token of tokens[at]!) {
      if (token.text !== wrong) continue;
      pieces.push(text.slice(from, token.start), right);
      from = token.end;
    }
    pieces.push(text.slice(from));
    return pieces.join('');
  });
}

/** The replacement, unless the cell could not hold it (T3). */
function fixes(field: Field, judged: Judgement, replaced: string | undefined) {
  const { replacement, shown } = judged;
  if (replacement === undefined || replaced === undefined || replaced.length > MAX_CELL_CHARACTERS) return [];
  return [setField(field, replaced, `macro-${replacement}`, `Replace ${shown} by ${replacement}`)];
}

function restOf(row: RowView, field: Field, header: string, rest: readonly Found[]): Problem {
  const foreign = rest.some(({ worth }) => worth === 'foreign');
  return row.problem({
    rule: 'V8',
    cause: 'macro-many',
    severity: row.isNew && foreign ? 'own-tick' : 'warning',
    field,
    title: 'Cells with many unknown macros',
    message: `${header} holds ${rest.length} more macros that Everflow is not known to replace. Look whether this text belongs here.`,
  });
}
