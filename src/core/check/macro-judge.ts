/**
 * What one macro is worth, and the words for it (V8): known, used by the network, misspelt, another platform's, or just unknown. Knows
 * the lists and no row.
 */
import type { BaselineRow } from '../baseline';
import type { Cause } from '../causes';
import { FOREIGN_FORMS, FOREIGN_TOKENS, PLACEHOLDER_WORDS, type ForeignToken } from '../data/foreign-tokens';
import { EVERFLOW_MACROS, MACROS_ELSEWHERE } from '../data/macros';
import type { MacroToken } from './macro-tokens';
import type { MacroUse } from './macro-use';
import { nearest } from './near';

/**
 * From how many other active postbacks a macro that we have no reason to doubt counts as the network's own. Two may be one slip
 * and its copy; a macro that three people or clonings have kept is at least meant.
 */
export const LEARN_FROM = 3;
/**
 * The same for a macro that looks wrong: another spelling of a known one, or another platform's. One slip is often cloned over all
 * offers of a partner, so it takes more to believe it.
 */
export const LEARN_DOUBTED_FROM = 10;

/** fine: nothing to say. spelling: a known macro spelt differently. elsewhere: Everflow's, but not for partner postbacks. */
export type TokenWorth = 'fine' | 'spelling' | 'foreign' | 'elsewhere' | 'unknown';

export interface Judgement {
  readonly cause: Cause;
  readonly title: string;
  readonly message: string;
  /** The token, shortened for buttons. */
  readonly shown: string;
  /** What is put in its place by the fix, braces included; absent where nothing is certain. */
  readonly replacement?: string;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const digits = (text: string): string => text.replace(/\D/g, '');

const KNOWN: ReadonlySet<string> = new Set(EVERFLOW_MACROS);
const BY_LETTERS: ReadonlyMap<string, string> = new Map(EVERFLOW_MACROS.map((name) => [letters(name), name]));
const ELSEWHERE = new Map(MACROS_ELSEWHERE.map((macro) => [macro.name, macro]));
const isBraced = (token: string): boolean => /^\{[^{]*\}$/.test(token);
/** Braced tokens by letters and digits: people and platforms write `{click_id}`, `{clickid}` and `{ClickID}`. */
const FOREIGN_BRACED = new Map(
  FOREIGN_TOKENS.filter(({ token }) => isBraced(token)).map((entry) => [letters(entry.token), entry]),
);
const FOREIGN_EXACT = new Map(
  [...FOREIGN_TOKENS.filter(({ token }) => !isBraced(token)), ...PLACEHOLDER_WORDS].map((e) => [e.token, e]),
);

/** What tells the partner which click it was: Everflow's own id of it, or a sub id, in which partners send theirs. */
export const isClickMacro = (name: string): boolean => /^(?:transaction_id|sub(?:[1-9]|10))$/.test(name);

/** True if a token stands for one of these, on whichever platform and however it is spelt (H2). */
export function meansClick({ text, name }: MacroToken): boolean {
  const plain = letters(name);
  const entry = FOREIGN_EXACT.get(text) ?? FOREIGN_BRACED.get(plain);
  return entry?.means === 'click-id' || isClickMacro(entry?.counterpart ?? BY_LETTERS.get(plain) ?? '');
}

/** What a token is, without the words. Cheap: no comparing with whole lists. */
export function worthOf(token: MacroToken, use: MacroUse, own?: BaselineRow): TokenWorth {
  const { name, form } = token;
  const replaced = form === 'brace' || form === 'dollar';
  if (replaced && KNOWN.has(name)) return 'fine';
  const worth = doubtOf(token);
  // Everflow's macros have curly brackets only, so other marks cannot be the network's own macros.
  if (!replaced) return worth;
  const enough = worth === 'unknown' ? LEARN_FROM : LEARN_DOUBTED_FROM;
  return use.others(name, own) >= enough ? 'fine' : worth;
}

function doubtOf({ name, form }: MacroToken): Exclude<TokenWorth, 'fine'> {
  if (form !== 'brace') return 'foreign';
  const plain = letters(name);
  if (BY_LETTERS.has(plain)) return 'spelling';
  if (ELSEWHERE.has(name)) return 'elsewhere';
  return FOREIGN_BRACED.has(plain) ? 'foreign' : 'unknown';
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

/**
 * The words for a token that is not fine.
 * @param worth as `worthOf` gives it
 * @param header of the column it stands in
 */
export function judgeToken(token: MacroToken, worth: Exclude<TokenWorth, 'fine'>, header: string): Judgement {
  const shown = shortened(token.text, 40);
  if (worth === 'foreign') return foreign(token, shown, header);
  const said = worth === 'elsewhere' ? elsewhere(token.name) : unknown(token.name);
  return {
    // One group, and one button, for each wrong spelling.
    cause: `macro-unknown:${shortened(token.name, 60)}`,
    title: `Macro that Everflow is not known to replace: ${shown}`,
    message: `${header} holds ${shown}. ${said.words}`,
    shown,
    ...(said.right === undefined ? {} : { replacement: `{${said.right}}` }),
  };
}

interface Said {
  readonly words: string;
  /** The macro to put in its place, without braces. */
  readonly right?: string;
}

const AS_IT_STANDS = "the partner's server would get it as it stands.";

function unknown(name: string): Said {
  const same = BY_LETTERS.get(letters(name));
  if (same) {
    return {
      words: `Everflow compares macros exactly, capitals and underscores included, and may send this one as it stands. Did you mean {${same}}?`,
      right: same,
    };
  }
  const hint = nearest(name, EVERFLOW_MACROS);
  if (!hint) {
    return {
      words: `It is not in the list of Everflow's macros. If Everflow does not know it either, ${AS_IT_STANDS}`,
    };
  }
  const words = `It is not in the list of Everflow's macros. Did you mean {${hint}}?`;
  // Another number is another value, and two slips may be another word: those are for a person to type.
  return nearest(name, EVERFLOW_MACROS, 1) === hint && digits(name) === digits(hint)
    ? { words, right: hint }
    : { words };
}

function elsewhere(name: string): Said {
  const macro = ELSEWHERE.get(name)!;
  const words = `It is a macro for ${macro.place}; in partner postbacks ${AS_IT_STANDS}`;
  return macro.instead === undefined
    ? { words }
    : { words: `${words} Did you mean {${macro.instead}}?`, right: macro.instead };
}

function foreign(token: MacroToken, shown: string, header: string): Judgement {
  const entry =
    FOREIGN_EXACT.get(token.text) ??
    (token.form === 'brace' ? FOREIGN_BRACED.get(letters(token.name)) : undefined);
  const meant = entry ?? FOREIGN_BRACED.get(letters(token.name));
  // In marks of no list the name alone tells what is meant: [sub1], %aff_sub2%.
  const right = entry ? entry.counterpart : (BY_LETTERS.get(letters(token.name)) ?? meant?.counterpart);
  const platform = entry?.platform ?? FOREIGN_FORMS.find(({ open }) => token.text.startsWith(open))?.platform;
  const whose = platform ? `a token as used by ${platform}` : 'which is no macro of Everflow';
  const advice = right === undefined ? adviceFor(meant) : `Everflow's macro for it is {${right}}.`;
  return {
    cause: `macro-foreign:${shortened(token.text, 60)}`,
    title: `Token of another platform: ${shown}`,
    message: `${header} holds ${shown}, ${whose}. Everflow does not replace it: ${AS_IT_STANDS} ${advice}`,
    shown,
    ...(right === undefined ? {} : { replacement: `{${right}}` }),
  };
}

function adviceFor(meant: ForeignToken | undefined): string {
  if (meant?.means === 'click-id') {
    return "Ask in which sub id the partner's click id comes and write {sub1} to {sub10}; Everflow's own click id is {transaction_id}.";
  }
  if (meant?.means === 'payout') {
    return 'For what the partner earns there are {payout} and {payout_amount}; see which of them your other postbacks use.';
  }
  return 'Put the Everflow macro with the same meaning in its place, or a fixed value.';
}
