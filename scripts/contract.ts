/**
 * `npm run contract`: builds the contract suite, which a maintainer runs once in a real spreadsheet. With `--record FILE` it takes what that run showed,
 * holds it against the present list, and keeps it under `docs/contract`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pageName, recordPage, shortAccount } from './contract-page';
import { formatPage } from './format-page';
import { Refusal } from './refusal';
import { ENTRIES } from '../contract/entries';
import { judgeRecord, readRecord } from '../contract/record';

const HELP = `npm run contract -- [options]
  --host URL      also ask what needs requests, of this host: it has to answer as httpbin does (https://httpbin.org/ or your own)
  --out FOLDER    where to build (default: dist-contract)
  --record FILE   instead of building: check the record in FILE and keep it
  --to FOLDER     where to keep it (default: docs/contract)
docs/contract/README.md says what to do with it.
`;

const root = resolve(__dirname, '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '' },
      out: { type: 'string', default: join(root, 'dist-contract') },
      record: { type: 'string' },
      to: { type: 'string', default: join(root, 'docs', 'contract') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.record !== undefined) return keep(values.record, values.to);
  build(values.out, values.host);
}

function build(out: string, host: string): void {
  const args = [join(root, 'scripts', 'build-contract.mjs'), '--out', out, '--host', host];
  try {
    execFileSync(process.execPath, args, { stdio: 'inherit' });
  } catch {
    throw new Refusal('The suite was not built; the lines above say why.');
  }
  process.stdout.write('What to do with it: docs/contract/README.md\n');
}

async function keep(file: string, folder: string): Promise<void> {
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  if (!existsSync(folder)) throw new Refusal(`There is no folder ${folder}.`);
  const record = readRecordOf(file);
  const judgement = judgeRecord(record, ENTRIES);
  process.stdout.write(shortAccount(judgement));
  const path = join(folder, pageName(record, readdirSync(folder)));
  writeFileSync(path, await formatPage(recordPage(record, judgement)));
  process.stdout.write(`Kept as ${path}. Read it, then commit it.\n`);
}

function readRecordOf(file: string): ReturnType<typeof readRecord> {
  try {
    return readRecord(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(`${file}: ${(error as Error).message}`);
  }
}

main().catch((error: unknown) => {
  const { message, stack, code } = error as Error & { code?: string };
  const isWords = error instanceof Refusal || code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${isWords ? message : stack}\n`);
  process.exitCode = 1;
});
