/** URLs that do not tell the partner which click it was (H2), by what is known of macros (V8). */
import { isClickMacro, meansClick, worthOf } from '../check/macro-judge';
import { braceNames, macroTokens } from '../check/macro-tokens';
import type { MacroUse } from '../check/macro-use';
import type { Known } from './known';

/**
 * @returns undefined if the URL carries a click id; else what stands in its place and is sent as it stands, '' if nothing does
 */
export function lackOfClickId(
  known: Known,
  use: MacroUse,
  row: Parameters<MacroUse['others']>[1],
): string | undefined {
  const url = String(known.fields.postback_url ?? '');
  for (const name of braceNames(url)) if (isClickMacro(name)) return undefined;
  const tokens = macroTokens(url).filter(meansClick);
  // The network's own macros are learnt: enough others use them, so Everflow seems to know them.
  if (tokens.some((token) => worthOf(token, use, row) === 'fine')) return undefined;
  return tokens[0]?.text ?? '';
}
