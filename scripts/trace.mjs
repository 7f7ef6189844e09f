/**
 * `npm run trace`: reads a stack trace of the minified script from standard input and says where each line of it is in the sources, by the
 * source map of the last build. The script must have been built from the same commit as the one that was pushed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, '.cache', 'maps', 'Code.js.map');
if (!existsSync(file)) {
  console.error('There is no source map yet: run npm run build first.');
  process.exit(1);
}
const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')));

/** Google names the file without its ending: `at push (Code:12:345)`. Lines and columns count from 1 there, from 0 in the map. */
const PLACE = /\bCode(?:\.js|\.gs)?:(\d+):(\d+)/g;

function sourceOf(place, line, column) {
  const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
  const { originalSource, originalLine, originalColumn, generatedLine } = entry;
  // The stubs at the end come from no source; the nearest entry is on another line then.
  if (originalSource === undefined || generatedLine !== Number(line) - 1) return place;
  return `${originalSource.replace(/^(\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`;
}

process.stdout.write(readFileSync(0, 'utf8').replace(PLACE, sourceOf));
