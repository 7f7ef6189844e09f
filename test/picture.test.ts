/** The picture of the story that the README shows: how it is drawn, and that the kept one is of a run that went well. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawTerminal, readTerminal } from '../scripts/picture';

const read = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');

describe('the picture of the story', () => {
  const svg = read('docs/img/story.svg');

  test('shows the end of a run that went well', () => {
    expect(svg).toContain('>serverMatches: true</text>');
    expect(read('README.md')).toContain('](docs/img/story.svg)');
  });

  test('has elements that are closed, and every text within its width', () => {
    expect(svg.match(/<text /g)!.length).toBe(svg.match(/<\/text>/g)!.length);
    expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
    const width = Number(/width="(\d+)"/.exec(svg)![1]);
    const ends = [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"/g)].map(
      (match) => Number(match[1]) + Number(match[2]),
    );
    expect(ends.length).toBeGreaterThan(100);
    expect(Math.max(...ends)).toBeLessThanOrEqual(width);
  });

  test('terminal codes become looks, and unknown ones are not passed over', () => {
    const [line] = readTerminal('a\u001b[1mbc\u001b[22m\u001b[31md\u001b[39m');
    expect(line!.map(({ column, text, look }) => [column, text, look.bold, look.colour])).toEqual([
      [0, 'a', false, '#d6dde6'],
      [1, 'bc', true, '#d6dde6'],
      [3, 'd', false, '#ff7b72'],
    ]);
    expect(() => readTerminal('\u001b[45mx')).toThrow('45');
  });

  test('texts are escaped and stand in their columns', () => {
    const drawn = drawTerminal('│ a<b │', 'x & "y"');
    expect(drawn).toContain('aria-label="x &amp; &quot;y&quot;"');
    expect(drawn).toMatch(/<text x="40.8" y="54" textLength="25.2"[^>]*>a&lt;b<\/text>/);
    expect(drawn.match(/<path /g)).toHaveLength(2);
  });
});
