/** Lists of {field, value} as text and back. */
import fc from 'fast-check';
import { formatPairs, parsePairs } from '../../../src/core/pairs';
import { pairList } from './generators';
import { holds } from './laws';

describe('pairs', () => {
  test('[C7] list -> text -> list loses nothing, whatever the list holds', () => {
    holds(
      pairList,
      (list, tally) => {
        const text = formatPairs(list);
        if (text.startsWith('[')) tally.count('JSON');
        else if (text !== '') tally.count('lines');
        expect(parsePairs(text)).toEqual({ ok: true, list });
        // Key order counts too: what goes back is what was read.
        const back = parsePairs(text);
        expect(JSON.stringify(back.ok ? back.list : null)).toBe(JSON.stringify(list));
      },
      { JSON: 50, lines: 50 },
    );
  });

  test('[C7] text that can be read has one canonical text, which stays as it is', () => {
    const line = fc.stringMatching(/^[a-z[ =]{0,4}$/);
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
    holds(
      fc.oneof(text, fc.json()),
      (typed, tally) => {
        const first = parsePairs(typed);
        if (!first.ok) return;
        const canonical = formatPairs(first.list);
        if (canonical !== '') tally.count('read');
        const second = parsePairs(canonical);
        expect(second).toEqual(first);
        if (second.ok) expect(formatPairs(second.list)).toBe(canonical);
      },
      { read: 50 },
    );
  });

  test.each([
    ['', []],
    [' \n ', []],
    ['a=b', [{ field: 'a', value: 'b' }]],
    ['a=', [{ field: 'a', value: '' }]],
    ['a=b=c', [{ field: 'a', value: 'b=c' }]],
    [' a = b ', [{ field: 'a', value: ' b ' }]],
    ['a=1\r\na=2\n\nb=3', ['a=1', 'a=2', 'b=3'].map((p) => ({ field: p[0], value: p[2] }))],
    ['[]', []],
    [' [{"field":"a","value":1}]', [{ field: 'a', value: 1 }]],
  ])('[C7] %j reads as a list', (text, list) => {
    expect(parsePairs(text)).toEqual({ ok: true, list });
  });

  test.each(['email', '=x', 'a=1\nemail', '[', '[1', '[a=b'])('[C7] %j is refused and says why', (text) => {
    const result = parsePairs(text);
    expect(result.ok ? '' : result.message).not.toBe('');
  });

  test('[C7] the refusal names the line', () => {
    expect(parsePairs('a=1\n\nemail')).toMatchObject({
      ok: false,
      message: expect.stringContaining('Line 3'),
    });
  });

  test.each([
    ['an empty list', []],
    ['null', null],
    ['nothing', undefined],
  ])('[D1] %s is an empty cell', (_, list) => {
    expect(formatPairs(list)).toBe('');
  });
});
