/** Pages that scripts write are formatted as all of the repository's are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatConfig } from 'oxfmt';

/** @param markdown a whole page */
export async function formatPage(markdown: string): Promise<string> {
  // An ES module, while scripts are CommonJS.
  const { format } = await import('oxfmt');
  const config = JSON.parse(readFileSync(join(__dirname, '../.oxfmtrc.json'), 'utf8')) as FormatConfig;
  const { code, errors } = await format('page.md', markdown, config);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return code;
}
