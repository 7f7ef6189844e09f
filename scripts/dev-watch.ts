/** `npm run dev`: builds the add-on again whenever one of its sources is saved, and tells whoever shows it. Knows no workbench. */
import { watch } from 'chokidar';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What `dist/` is made of, below the project's folder. */
const SOURCES = ['src', 'docs/guide.md', 'appsscript.json'];
/** Saving many files at once, as a branch does that is checked out, is one change; milliseconds. */
const QUIET_MS = 150;

export interface Watching {
  /** Stops watching; a build that runs is waited for. */
  close(): Promise<void>;
}

/**
 * Resolves once changes are seen. A build that fails says why on the terminal, and what was built before stays.
 * @param root folder of the project
 * @param built called after each build that worked
 * @param say where news go
 */
export async function watchSources(
  root: string,
  built: () => Promise<void>,
  say: (text: string) => void = console.log,
): Promise<Watching> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const rebuild = async (): Promise<void> => {
    const { worked, said } = await build(root);
    if (said !== '') say(said);
    if (!worked) return say('Not built; the add-on stays as it was. Save again when it is put right.');
    await built();
    say('Built and reloaded.');
  };
  const watcher = watch(
    SOURCES.map((path) => join(root, path)),
    { ignoreInitial: true },
  );
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // One after the other: two builds would write into the same folder.
      running = running.then(rebuild).catch((error: unknown) => say(String(error)));
    }, QUIET_MS);
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  say('Watching src, docs/guide.md and appsscript.json; what runs here (local) needs a new start.');
  return {
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}

interface Built {
  readonly worked: boolean;
  /** What the build said, such as where a source cannot be read. */
  readonly said: string;
}

function build(root: string): Promise<Built> {
  const args = [join(root, 'scripts', 'build.mjs'), '--quiet'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => void parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ worked: code === 0, said: Buffer.concat(parts).toString('utf8').trim() }),
    );
  });
}
