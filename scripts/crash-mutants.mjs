/**
 * `npm run crash:mutants`: takes one safeguard after the other out of a copy of the sources, builds it, and shows whether the crash tests notice.
 * Ends with exit code 1 if one of them goes unnoticed, or if a text to be replaced does not stand in its file exactly once. An argument chooses
 * those whose name has it; `--fits` only looks whether the mutations still fit the sources.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Inside the project, so that the copy finds its packages. */
const copy = join(root, '.cache', 'crash-mutants');

/** Safeguards, the runs in which they matter, and what takes them out: file, text, and what stands there instead. */
const MUTANTS = [
  {
    name: 'log: lines that a step wrote before it died are not counted',
    flows: 'push,going-on',
    edits: [['src/flows/log/cursor.ts', '    references.push(next[next.length - 2]!);\n', '']],
  },
  {
    name: 'books: an append is not flushed',
    flows: 'push,going-on',
    edits: [
      [
        'src/sheet/books.ts',
        '    // Until flush has returned nothing of this counts.\n    SpreadsheetApp.flush();\n',
        '',
      ],
    ],
  },
  {
    name: 'lease: a step does not look whether another one is live',
    flows: 'rivals',
    edits: [
      [
        'src/flows/lease.ts',
        '  if (isHeld && isStep(held)) return { refusal: stepRunning(ports, held) };\n',
        '',
      ],
    ],
  },
  {
    name: 'lease: a step that was overtaken does not look before it writes',
    flows: 'rivals',
    edits: [
      [
        'src/flows/lease.ts',
        "  if (ports.clock.now() >= until - MARGIN_MS) throw new Refusal('step-lost');\n",
        '',
      ],
      [
        'src/flows/lease.ts',
        "  if (read(ports)?.token !== mine.token) throw new Refusal('step-lost');\n",
        '',
      ],
    ],
  },
  {
    name: 'updates: written from what was pulled instead of what was just read',
    flows: 'push',
    edits: [
      [
        'src/flows/push/decide.ts',
        'mergeUpdate(known.postback.fields, item.changes, truth.fields);',
        'mergeUpdate(known.postback.fields, item.changes, known.postback.fields);',
      ],
      [
        'src/flows/push/decide.ts',
        'body: updateBody(record, toValues(merge.send))',
        `body: updateBody(
          { ...record, pixel_status: String(known.postback.fields.pixel_status), postback_url: String(known.postback.fields.postback_url) },
          toValues(merge.send),
        )`,
      ],
    ],
  },
  {
    name: 'creates: sent although the server has a twin',
    flows: 'push',
    edits: [
      [
        'src/flows/push/search.ts',
        '    if (twins.length === 0) send.push(item);\n    else results.push(twinFound(item, twins));\n',
        '    send.push(item);\n',
      ],
    ],
  },
  {
    name: 'creates: unclear ones are not found again',
    flows: 'push,going-on',
    edits: [
      [
        'src/flows/push/search.ts',
        'const result = exact.length === 1 ? adopt(context, item, exact[0]!.postback) : undefined;',
        'const result = undefined as RowResult | undefined;',
      ],
    ],
  },
  {
    name: 'creates: unclear ones are sent again',
    flows: 'push,going-on',
    edits: [
      [
        'src/flows/push/open.ts',
        '  if (creates.length > 0) record(session, settleUnclear(context, creates, NO_STATUS));\n',
        '',
      ],
    ],
  },
  {
    name: 'intents: not announced before a batch is sent',
    flows: 'push,going-on',
    edits: [
      [
        'src/flows/push/session.ts',
        'const seqs = items.map(({ seq }) => seq).filter((seq) => !session.announced.has(seq));',
        'const seqs = [];',
      ],
    ],
  },
];

/** Points of each flow that are tried on each mutant. */
const SAMPLE = '60';

/** A source in which a text stands exactly once. @throws if it does not */
async function sourceWith(folder, file, text) {
  const source = await readFile(join(folder, file), 'utf8');
  const found = source.split(text).length - 1;
  if (found !== 1) throw new Error(`This stands in ${file} ${found} times, not once:\n${text}`);
  return source;
}

// Only looks whether every mutation still fits the sources, which takes no time.
if (process.argv[2] === '--fits') {
  for (const { edits } of MUTANTS) for (const [file, text] of edits) await sourceWith(root, file, text);
  process.exit();
}

/** Builds the sources with these edits into the copy's dist. @throws if a text does not stand in its file exactly once */
async function build(edits) {
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  for (const part of ['src', 'scripts', 'docs/guide.md', 'package.json', 'appsscript.json', 'tsconfig.json'])
    await cp(join(root, part), join(copy, part), { recursive: true });
  for (const [file, text, instead] of edits) {
    const source = await sourceWith(copy, file, text);
    await writeFile(
      join(copy, file),
      source.replace(text, () => instead),
    );
  }
  const { status } = spawnSync(process.execPath, [join(copy, 'scripts', 'build.mjs'), '--quiet'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('A mutant cannot be built');
}

/** Random mixtures that are tried on each mutant; `MUTANT_SEEDS=0` leaves them out. */
const SEEDS = process.env.MUTANT_SEEDS ?? '120';

/** Seeds that are not survived with the copy's build, in their order. */
function trySeeds() {
  if (SEEDS === '0') return [];
  const args = ['--points', 'none', '--seeds', SEEDS, '--dist', join(copy, 'dist')];
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/crash.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status === null || run.stdout === '') throw new Error(`The mixtures did not run: ${run.stderr}`);
  return [...run.stdout.matchAll(/^seed (\d+) {2}([a-z ]+):/gm)].map(([, seed, kind]) => ({
    seed: Number(seed),
    kind,
  }));
}

/** What the crash tests find wrong in the copy's build: point and kind. */
function tryCrashes(flows) {
  const args = [
    '--points',
    'sample',
    '--sample',
    SAMPLE,
    '--flows',
    flows,
    '--long',
    '--dist',
    join(copy, 'dist'),
  ];
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/crash.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status === null || run.stdout === '') throw new Error(`The crash tests did not run: ${run.stderr}`);
  const lines = run.stdout.matchAll(/^([a-z-]+:\d+:\S+ {2}[a-z ]+):/gm);
  return new Set([...lines].map(([, found]) => found));
}

/** Only those whose name has this in it. */
const wanted = MUTANTS.filter(({ name }) => name.includes(process.argv[2] ?? ''));
/** What is wrong without any mutation, by flows. */
const plain = new Map();
await build([]);
for (const flows of new Set(wanted.map((mutant) => mutant.flows))) plain.set(flows, tryCrashes(flows));
const before = new Set([...plain.values()].flatMap((found) => [...found]));
if (before.size > 0)
  console.log(`Not survived without any mutation: ${before.size}; only what comes on top is counted.`);
let unnoticed = 0;
for (const { name, flows, edits } of wanted) {
  await build(edits);
  const seeds = trySeeds();
  const found = [...tryCrashes(flows)].filter((one) => !plain.get(flows).has(one));
  const kinds = [...new Set(found.map((one) => one.slice(one.indexOf('  ') + 2)))];
  if (found.length === 0) unnoticed += 1;
  const how = found.length === 0 ? '' : `: ${kinds.join(', ')} at ${found.length} points`;
  const kindsOfSeeds = [...new Set(seeds.map(({ kind }) => kind))].join(', ');
  const inSeeds =
    seeds.length === 0
      ? `no seed of ${SEEDS}`
      : `${kindsOfSeeds} in ${seeds.length} seeds of ${SEEDS}, first in seed ${seeds[0].seed}`;
  console.log(`${found.length === 0 ? 'UNNOTICED' : 'noticed  '}  ${name}${how}; ${inSeeds}`);
}
await rm(copy, { recursive: true, force: true });
process.exitCode = unnoticed === 0 ? 0 : 1;
