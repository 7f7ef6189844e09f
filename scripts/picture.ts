/**
 * `npm run picture`: tells the story with fixed size and seed and draws what it prints on the terminal as `docs/img/story.svg`.
 * It draws any terminal text and knows nothing of what the text says.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { worlds } from '../local/apps-script';
import { runStory } from '../local/story/run';
import { terminalTeller } from '../local/story/terminal';

const ROOT = join(__dirname, '..');
const PICTURE = join(ROOT, 'docs', 'img', 'story.svg');
const POSTBACKS = 900;
const SEED = 1;

/** Size of a character cell and of the card's edge, in pixels of the picture. */
const CELL = { width: 8.4, height: 19 } as const;
const EDGE = 24;
const TITLE_HEIGHT = 40;
const COLOURS = {
  card: '#0d1117',
  text: '#d6dde6',
  frame: '#3d4754',
  faint: '#8b97a5',
  bar: '#2f81f7',
  cyan: '#56d4dd',
  green: '#56d364',
  red: '#ff7b72',
} as const;

interface Look {
  readonly bold: boolean;
  readonly faint: boolean;
  readonly colour: string;
}
interface Run {
  /** 0-based column of the first character. */
  readonly column: number;
  readonly text: string;
  readonly look: Look;
}
const PLAIN: Look = { bold: false, faint: false, colour: COLOURS.text };

/** What the terminal codes that the story uses do to the look. Source: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const CODES: Readonly<Record<string, Partial<Look>>> = {
  '0': PLAIN,
  '1': { bold: true },
  '2': { faint: true },
  '22': { bold: false, faint: false },
  '31': { colour: COLOURS.red },
  '32': { colour: COLOURS.green },
  '36': { colour: COLOURS.cyan },
  '39': { colour: COLOURS.text },
};

/**
 * Lines of terminal output as runs of one look.
 * @throws Error for a code that is not known here, so that no colour is lost in silence
 */
export function readTerminal(output: string): Run[][] {
  let look = PLAIN;
  return output.split('\n').map((line) => {
    const runs: Run[] = [];
    let column = 0;
    line.split(/\u001b\[([\d;]*)m/).forEach((part, index) => {
      if (index % 2 === 1) {
        look = part.split(';').map(changeOf).reduce(changed, look);
      } else if (part !== '') {
        runs.push({ column, text: part, look });
        column += lengthOf(part);
      }
    });
    return runs;
  });
}

const changed = (look: Look, change: Partial<Look>): Look => Object.assign({}, look, change);

function changeOf(code: string): Partial<Look> {
  const change = CODES[code];
  if (!change) throw new Error(`Terminal code ${code} is not drawn yet`);
  return change;
}

/** Characters, not UTF-16 units: one to a cell. */
const lengthOf = (text: string): number => Array.from(text).length;

/** Which of the four arms a frame character has: up, right, down, left. Drawn as lines, for fonts leave gaps between rows. */
const FRAMES: Readonly<Record<string, readonly [boolean, boolean, boolean, boolean]>> = {
  '─': [false, true, false, true],
  '│': [true, false, true, false],
  '┌': [false, true, true, false],
  '┐': [false, false, true, true],
  '└': [true, true, false, false],
  '┘': [true, false, false, true],
  '├': [true, true, true, false],
  '┤': [true, false, true, true],
  '┬': [false, true, true, true],
  '┴': [true, true, false, true],
  '┼': [true, true, true, true],
};
const DRAWN = /([─│┌┐└┘├┤┬┴┼]+|█+|░+)/u;

/** The picture of terminal output. Every text is set to the width of its cells, so it fits whatever font there is. */
export function drawTerminal(output: string, title: string): string {
  const lines = readTerminal(output.trim());
  const columns = Math.max(...lines.map((runs) => runs.reduce((sum, run) => sum + lengthOf(run.text), 0)));
  const width = Math.ceil(columns * CELL.width) + 2 * EDGE;
  const height = lines.length * CELL.height + TITLE_HEIGHT + EDGE;
  const body = lines.flatMap((runs, row) => runs.flatMap((run) => drawRun(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">`,
    `<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}path{fill:none;stroke-width:1}</style>`,
    `<rect width="${width}" height="${height}" rx="10" fill="${COLOURS.card}"/>`,
    ...[COLOURS.red, COLOURS.faint, COLOURS.green].map(
      (colour, index) => `<circle cx="${EDGE + index * 20}" cy="20" r="6" fill="${colour}"/>`,
    ),
    `<text x="${width / 2}" y="25" text-anchor="middle" fill="${COLOURS.faint}">${escape(title)}</text>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

function drawRun({ column, text, look }: Run, row: number): string[] {
  const shapes: string[] = [];
  let at = column;
  for (const part of text.split(DRAWN)) {
    const count = lengthOf(part);
    if (part.trim() !== '') shapes.push(drawPart(part, { column: at, row, count }, look));
    at += count;
  }
  return shapes;
}

interface Place {
  readonly column: number;
  readonly row: number;
  readonly count: number;
}
const left = (column: number): number => round(EDGE + column * CELL.width);
const top = (row: number): number => round(TITLE_HEIGHT + row * CELL.height);
const round = (pixels: number): number => Math.round(pixels * 10) / 10;

function drawPart(part: string, place: Place, look: Look): string {
  const [first] = part;
  if (first === '█' || first === '░') {
    const opacity = first === '█' ? '' : ' opacity="0.25"';
    return `<rect x="${left(place.column)}" y="${top(place.row) + 4}" width="${round(place.count * CELL.width)}" height="11" fill="${COLOURS.bar}"${opacity}/>`;
  }
  if (first !== undefined && FRAMES[first]) return drawFrame(part, place, look);
  // White space at the ends is not drawn: where the text begins is told by x.
  const lead = part.length - part.trimStart().length;
  const shown = part.trim();
  const length = lengthOf(shown);
  const weight = look.bold ? ' font-weight="bold"' : '';
  const fill = look.faint ? COLOURS.faint : look.colour;
  return `<text x="${left(place.column + lead)}" y="${top(place.row) + 14}" textLength="${round(length * CELL.width)}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${weight}>${escape(shown)}</text>`;
}

function drawFrame(part: string, { column, row }: Place, look: Look): string {
  const colour = look.colour === COLOURS.text ? COLOURS.frame : look.colour;
  const middleY = top(row) + CELL.height / 2;
  const arms = Array.from(part, (character, index) => {
    const [up, right, down, back] = FRAMES[character]!;
    const middleX = round(left(column + index) + CELL.width / 2);
    const across = `M${back ? left(column + index) : middleX} ${middleY}H${right ? left(column + index + 1) : middleX}`;
    const along = `M${middleX} ${up ? top(row) : middleY}V${down ? top(row + 1) : middleY}`;
    return `${back || right ? across : ''}${up || down ? along : ''}`;
  });
  // A long rule is one line: its pieces begin where the last one ended.
  const isRule = /^─+$/u.test(part);
  const path = isRule ? `M${left(column)} ${middleY}H${left(column + lengthOf(part))}` : arms.join('');
  return `<path d="${path}" stroke="${colour}"/>`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

async function main(): Promise<void> {
  // Otherwise newer versions of Node take the colours out where the output is no terminal.
  process.env['FORCE_COLOR'] = '1';
  let output = '';
  const teller = terminalTeller({ write: (text) => void (output += text), colour: true });
  const report = await runStory(
    { dist: join(ROOT, 'dist'), postbacks: POSTBACKS, seed: SEED, world: worlds.plain, fault: 'none' },
    teller,
  );
  if (!report.serverMatches) throw new Error('The story does not end well; there is nothing to show.');
  writeFileSync(PICTURE, drawTerminal(output, `npm run demo -- --postbacks ${POSTBACKS}`));
  process.stdout.write('docs/img/story.svg\n');
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
}
