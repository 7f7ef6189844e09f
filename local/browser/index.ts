/**
 * The one place that finds a browser: Chromium, driven by playwright-core, for the browser tests and the pictures in the docs.
 * Order: `CHROME_PATH` → the one that comes with the npm packages (x64 Linux) → an installed Chrome or Chromium.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/**
 * Nothing leaves the machine and nothing is left behind. Not the npm browser's own flags: those switch off web security and site isolation,
 * which would hide just the mistakes that these tests are for.
 */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** Optional: it is there only where it can run. */
const load = createRequire(__filename);
/** Where the npm browser is unpacked, by version: it takes whatever lies there under its fixed name, of any version. */
const CACHE = join(__dirname, '..', '..', '.cache');

interface Found {
  readonly executablePath: string;
  /** On top of the environment of this process, for the browser alone. */
  readonly env: Readonly<Record<string, string>>;
}

/** @throws with what to do when this machine has no browser */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({
    executablePath,
    headless: true,
    args: FLAGS,
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

/**
 * Environment variable with a browser that was found already, as JSON. Test files run beside each other and must not unpack one at the same time;
 * nor could they say where, since the test runner gives them an environment of their own.
 */
export const FOUND_BROWSER = 'POSTBACK_DESK_BROWSER';

export async function findBrowser(): Promise<Found> {
  const found = process.env[FOUND_BROWSER];
  if (found !== undefined && found !== '') return JSON.parse(found) as Found;
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, and there is no such file.`);
    return { executablePath: named, env: {} };
  }
  const packed = await fromPackage();
  if (packed) return packed;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, env: {} };
  throw new Error(
    'No browser was found. On x64 Linux one comes with `npm install` (package @sparticuz/chromium); elsewhere install Chrome or ' +
      'Chromium, or set CHROME_PATH to its program file.',
  );
}

/** null where the package is not installed or has nothing for this machine. */
async function fromPackage(): Promise<Found | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const version = packageVersion();
  if (version === null) return null;
  const home = join(CACHE, `chromium-${version}`);
  await mkdir(home, { recursive: true });
  return unpackInto(home);
}

/** Of the installed package; its own package.json is not among the files that it lets others import. */
function packageVersion(): string | null {
  try {
    const main = load.resolve('@sparticuz/chromium');
    const folder = main.slice(0, main.lastIndexOf('build'));
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return null;
  }
}

/**
 * A list of fonts for a machine that has none: the one of the package, and one with arrows and the symbols of the State column.
 * @returns the file with the list
 */
async function fontsOf(home: string): Promise<string> {
  const symbols = dirname(load.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  const folders = [join(home, 'fonts'), symbols, '/usr/share/fonts', '/usr/local/share/fonts'];
  const lines = folders.map((folder) => `<dir>${folder}</dir>`).join('');
  const file = join(home, 'fonts.conf');
  await writeFile(
    file,
    `<?xml version="1.0"?><fontconfig>${lines}<cachedir>${home}/font-cache</cachedir></fontconfig>`,
  );
  return file;
}

/**
 * The package unpacks into the temporary folder, and brings its own NSS libraries only where it believes to be on Amazon's servers: both are
 * told by the environment, which is put back afterwards.
 */
async function unpackInto(home: string): Promise<Found> {
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: home, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  try {
    // Its CommonJS form is the class itself, whatever its types say; a dynamic import does not work inside the test runner.
    const packed = load('@sparticuz/chromium') as (typeof import('@sparticuz/chromium'))['default'];
    const executablePath = await packed.executablePath();
    const { LD_LIBRARY_PATH: libraries } = process.env;
    return {
      executablePath,
      env: {
        ...(libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries }),
        FONTCONFIG_FILE: await fontsOf(home),
      },
    };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
