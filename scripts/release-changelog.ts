/** Versions, and the change log of the project in the form of https://keepachangelog.com/en/1.1.0/. Knows no file. */
import { Refusal } from './refusal';

export type Step = 'patch' | 'minor' | 'major';

/** @throws Refusal if the version is not three numbers */
export function nextVersion(version: string, step: Step): string {
  const [, major, minor, patch] = (/^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? []).map(Number);
  if (major === undefined || minor === undefined || patch === undefined)
    throw new Refusal(`The version in package.json is not three numbers: ${version}`);
  if (step === 'major') return `${major + 1}.0.0`;
  if (step === 'minor') return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

const UNRELEASED = '## Unreleased';

/**
 * What stands under "Unreleased" goes under the version; "Unreleased" is empty then.
 * @param date as 2026-11-27
 * @returns the whole text anew, and the part that is released now
 * @throws Refusal if there is no such heading, or nothing under it
 */
export function releaseChanges(text: string, version: string, date: string): { text: string; notes: string } {
  const lines = text.split('\n');
  const at = lines.indexOf(UNRELEASED);
  if (at < 0) throw new Refusal(`CHANGELOG.md has no line "${UNRELEASED}". Put it above the last version.`);
  const found = lines.findIndex((line, index) => index > at && line.startsWith('## '));
  const end = found < 0 ? lines.length : found;
  const notes = lines
    .slice(at + 1, end)
    .join('\n')
    .trim();
  if (!/^[-*] /m.test(notes))
    throw new Refusal(
      `CHANGELOG.md has nothing under "Unreleased". Say there what has changed for people who use it.`,
    );
  const head = lines.slice(0, at + 1).join('\n');
  const rest = lines.slice(end).join('\n').trim();
  const sections = [head, `## ${version} - ${date}`, notes, ...(rest === '' ? [] : [rest])];
  return { text: `${sections.join('\n\n')}\n`, notes };
}
