/** An old and a new value with the part marked that differs, cut down to what is worth reading where they are long (D2). Pure. */
import { changedPart, type ChangedPart } from '../../core/changed-part';
import { count } from '../format';

/** A value in three pieces; `part` is what differs from the other value. All of it, where they have nothing in common. */
export interface Marked {
  readonly head: string;
  readonly part: string;
  readonly tail: string;
}

/** Values from this many characters on have their changed part marked; shorter ones are seen at a glance. */
const LONG = 20;

/** @param most about the most characters of each value that are shown; 8 and up */
export function markedPair(
  before: number | string,
  after: number | string,
  most: number,
): readonly [Marked, Marked] {
  const [old, now] = [String(before), String(after)];
  // In a short word a few common letters mean nothing.
  const isLong = Math.max(old.length, now.length) >= LONG;
  const { prefix, suffix } = isLong ? wholeWords(old, now) : { prefix: 0, suffix: 0 };
  return [pieces(old, prefix, suffix, most), pieces(now, prefix, suffix, most)];
}

/** What both texts begin and end with, as far as it ends between two words: half a macro or host is nothing that anybody recognises. */
function wholeWords(old: string, now: string): ChangedPart {
  let { prefix, suffix } = changedPart(old, now);
  const both = (isEdge: (text: string) => boolean): boolean => isEdge(old) && isEdge(now);
  while (prefix > 0 && !both((text) => isBetweenWords(text, prefix))) prefix -= 1;
  while (suffix > 0 && !both((text) => isBetweenWords(text, text.length - suffix))) suffix -= 1;
  return { prefix, suffix };
}

/** Macros are words with their braces, and encoded characters belong to theirs. */
const WORD = /[\p{L}\p{N}\p{M}\p{Cs}_{}%-]/u;

function isBetweenWords(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  return !WORD.test(text[at - 1]!) || !WORD.test(text[at]!);
}

function pieces(text: string, prefix: number, suffix: number, most: number): Marked {
  if (text === '') return { head: '', part: '(empty)', tail: '' };
  const [head, part, tail] = [
    text.slice(0, prefix),
    text.slice(prefix, text.length - suffix),
    text.slice(text.length - suffix),
  ];
  if (text.length <= most) return { head, part, tail };
  const around = Math.floor(most / 4);
  return { head: lastOf(head, around), part: firstOf(part, most - 2 * around), tail: firstOf(tail, around) };
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function firstOf(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never half a character.
  const end = isLow(text.charCodeAt(most)) ? most - 1 : most;
  return `${text.slice(0, end)}… (${count(text.length - end, 'more character')})`;
}

function lastOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.length - most;
  return `…${text.slice(isLow(text.charCodeAt(start)) ? start + 1 : start)}`;
}
