/** Which part of a text a change has changed, for marking it in a long URL (D2). Pure. */

/** Characters (UTF-16 units) that both texts begin and end with; they never overlap and never cut a character in two. */
export interface ChangedPart {
  readonly prefix: number;
  readonly suffix: number;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The longest common beginning, then the longest common end of the rest. Equal texts: all of it is beginning. */
export function changedPart(before: string, after: string): ChangedPart {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix += 1;
  const isWhole = prefix === before.length && prefix === after.length;
  if (!isWhole && prefix > 0 && isHigh(before.charCodeAt(prefix - 1))) prefix -= 1;
  let suffix = 0;
  const most = shorter - prefix;
  const endOf = (text: string, back: number): number => text.charCodeAt(text.length - 1 - back);
  while (suffix < most && endOf(before, suffix) === endOf(after, suffix)) suffix += 1;
  if (suffix > 0 && isLow(endOf(before, suffix - 1))) suffix -= 1;
  return { prefix, suffix };
}
