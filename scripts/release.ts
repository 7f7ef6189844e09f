/**
 * `npm run release -- patch|minor|major`: tests, sets the version, moves what is unreleased in CHANGELOG.md under it, commits and tags. Pushes
 * nothing.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { npm } from './npm';
import { Refusal, runScript } from './refusal';
import { nextVersion, releaseChanges, type Step } from './release-changelog';

const HELP = `npm run release -- patch|minor|major [options]
  --dry-run       says what it would do, after the checks that change nothing
`;
const STEPS: readonly string[] = ['patch', 'minor', 'major'] satisfies Step[];
const BRANCH = 'main';
/** Files that a release changes. */
const FILES = ['package.json', 'package-lock.json', 'CHANGELOG.md'];

const root = resolve(__dirname, '..');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

runScript(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return say(HELP.trimEnd());
  const [step = ''] = positionals;
  if (positionals.length !== 1 || !STEPS.includes(step))
    throw new Refusal(`Which step? Semantic versions have three.\n\n${HELP.trimEnd()}`);

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const next = nextVersion(version, step as Step);
  const tag = `v${next}`;
  refuseWrongPlace(tag);
  const today = new Date().toISOString().slice(0, 10);
  const changes = releaseChanges(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), next, today);
  say(`From ${version} to ${next}, with:\n\n${changes.notes}\n`);
  if (values['dry-run']) {
    say(
      `Would run npm test, change ${FILES.join(', ')}, commit "Release ${next}" on ${BRANCH}, and tag it ${tag}.`,
    );
    return say('Nothing was changed.');
  }

  if (!npm(root, ['test'])) throw new Refusal('Nothing was released, because a test failed.');
  refuseChanges('the tests left changes');
  if (!npm(root, ['version', next, '--no-git-tag-version'], { quiet: true }))
    throw new Refusal(`npm could not set the version. ${UNDO}`);
  writeFileSync(join(root, 'CHANGELOG.md'), changes.text);
  git('add', ...FILES);
  git('commit', '--quiet', '-m', `Release ${next}`);
  git('tag', '-a', tag, '-m', `Postback Desk ${next}`);
  say(`Released ${next}. Nobody has it yet: git push --follow-tags, then npm run deploy.`);
});

/** @throws Refusal unless a release can be made here and now */
function refuseWrongPlace(tag: string): void {
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== BRANCH)
    throw new Refusal(`Releases are made on ${BRANCH}, and this is ${branch}. Next: git switch ${BRANCH}`);
  refuseChanges('there are changes that are not committed');
  if (git('tag', '--list', tag) !== '')
    throw new Refusal(`There is a tag ${tag} already. See what it is: git show ${tag}`);
}

/** @throws Refusal if anything is not committed */
function refuseChanges(why: string): void {
  const changed = git('status', '--porcelain');
  if (changed !== '') throw new Refusal(`Nothing was released, because ${why}:\n${changed}`);
}

const UNDO = `Take back what was done: git checkout HEAD -- ${FILES.join(' ')}`;

/** @returns what git says @throws Refusal if git fails */
function git(...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (error) throw new Refusal(`git cannot be run: ${error.message}`);
  if (status !== 0) throw new Refusal(`git ${args.join(' ')} failed:\n${stderr.trim()}\n\n${UNDO}`);
  return stdout.trimEnd();
}
