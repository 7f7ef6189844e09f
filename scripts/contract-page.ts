/** A record of the contract suite in words: in short for the terminal, and whole as the page that is kept. Judges nothing. */
import { expectedText, type Verdict } from '../contract/entry';
import { worldsLike, type Judgement, type RunRecord } from '../contract/record';
import { Refusal } from './refusal';
import { worlds, type World } from '../local/apps-script';

const VERDICTS: readonly Verdict[] = ['as expected', 'another known answer', 'not as expected', 'not asked'];
const WORLDS: readonly World[] = [...worlds.all, worlds['copying-properties']];

/** Which worlds of the local Apps Script the platform is like, as sentences. */
export function worldWords({ switches }: Judgement): string {
  const told = Object.entries(switches);
  if (told.length === 0) return 'Nothing was seen that tells one world from another.';
  const torn = told
    .filter(([, values]) => values.length > 1)
    .map(([name, values]) => `${name} (${values.join(', ')})`);
  if (torn.length > 0)
    return `It is like no world: entries contradict each other about ${torn.join(' and ')}. That needs a new switch.`;
  const facts = told.map(([name, values]) => `${name} ${values.join()}`).join(', ');
  const like = worldsLike(switches, WORLDS);
  return like.length > 0
    ? `The platform is like ${like.length === 1 ? 'the world' : 'the worlds'} ${like.join(', ')}: ${facts}.`
    : `It is like no world that there is: ${facts}. Add one to local/apps-script/worlds.ts.`;
}

const count = ({ results }: Judgement, verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** What the terminal shows. */
export function shortAccount(judgement: Judgement): string {
  const lines = VERDICTS.map((verdict) => `${String(count(judgement, verdict)).padStart(4)}  ${verdict}`);
  for (const { id, seen, entry, detail, verdict } of judgement.results)
    if (verdict === 'not as expected')
      lines.push(
        `NOT AS EXPECTED  ${id}: ${seen}${detail && ` (${detail})`}; expected ${expectedText(entry)}`,
      );
  if (judgement.missing.length > 0)
    lines.push(`In the list and not in this record, which is older: ${judgement.missing.join(', ')}`);
  if (judgement.unknown.length > 0)
    lines.push(`In this record and no longer in the list: ${judgement.unknown.join(', ')}`);
  return `${lines.join('\n')}\n${worldWords(judgement)}\n`;
}

/**
 * Name of the page of a record, after its day.
 * @param present names that are taken
 * @throws Refusal if it is among them
 */
export function pageName(record: RunRecord, present: readonly string[]): string {
  const name = `${record.date}.md`;
  if (present.includes(name))
    throw new Refusal(
      `There is a record of that day: ${name}. Rename it, if both are to be kept, then run this again.`,
    );
  return name;
}

/** Texts as cells of a Markdown table. */
const cells = (texts: readonly string[]): string =>
  texts.map((text) => text.replace(/([\\|*_`])/g, '\\$1').replace(/</g, '&lt;')).join(' | ');

/** The page: what it means first, then every entry, then the record itself, from which all of this can be made again. */
export function recordPage(record: RunRecord, judgement: Judgement): string {
  const rows = judgement.results.map(
    ({ id, entry, seen, detail, verdict }) =>
      `| \`${id}\` | ${cells([entry.assumption, entry.source, expectedText(entry), seen, verdict, detail])} |`,
  );
  return [
    `# Contract suite, run on ${record.date}`,
    '',
    `Locale ${record.locale}, time zone ${record.timeZone}, requests ${record.host ? 'asked' : 'not asked'}.`,
    VERDICTS.map((verdict) => `${count(judgement, verdict)} ${verdict}`).join(', ') + '.',
    '',
    worldWords(judgement),
    '',
    '| entry | assumption | source | expected | seen | verdict | detail |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## The record',
    '',
    '```json',
    JSON.stringify(record),
    '```',
    '',
  ].join('\n');
}
