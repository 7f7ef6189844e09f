/** The functions of the suite as a maintainer runs them: from the menu, or from the editor. Nothing runs at load. */
import { Scratch } from './scratch';
import { ENTRIES, scriptEntries } from './entries';
import { handEntries, KILLED, LOCK, MEANWHILE, meanwhileRun, tryLock, untilKilled } from './entries/by-hand';
import { pageEntries, pageText } from './entries/page';
import { observe } from './entry';
import { isCopy, layHands, placeOf, type HandPlace } from './hands';
import { namedHost } from './host';
import { Results } from './results';
import { documentStore, HANDS, HIDDEN, isScratch, openFile, PREFIX, removeTabs, RESULTS } from './tabs';

/** An execution has 6 minutes; no entry is begun after this long. In milliseconds. */
const TIME_MS = 240_000;

/** Holds the id of the entry that is being asked. */
const ASKING = `${PREFIX}asking`;

/** Private to pages: `page.private` asks for its name. */
export { contractPrivate_ } from './private';

export function onOpen(): void {
  SpreadsheetApp.getUi()
    .createMenu('Contract')
    .addItem('1. Ask all that a script can', 'contract')
    .addItem('2. Ask what a page sees', 'contractPage')
    .addItem('3. Before: prepare what is done by hand', 'contractBefore')
    .addItem('4. After: look at what was done by hand', 'contractAfter')
    .addSeparator()
    .addItem('By hand: write, wait, look', 'contractMeanwhile')
    .addItem('By hand: try the lock', 'contractTryLock')
    .addItem('By hand: run until it is ended', 'contractUntilKilled')
    .addSeparator()
    .addItem('Show the record', 'contractRecord')
    .addItem('Remove all tabs of the suite', 'contractCleanUp')
    .addToUi();
}

/** Asks every entry that needs no person. Run again, it goes on with those that were not reached. */
export function contract(): string {
  openFile();
  removeTabs(isScratch);
  const results = Results.open(ENTRIES);
  const until = Date.now() + TIME_MS;
  const scratch = new Scratch();
  try {
    giveUpFatal(results);
    for (const entry of results.unanswered(scriptEntries)) {
      if (Date.now() > until)
        return tell('There was no time for all of them: run contract again, it goes on.');
      documentStore().setProperty(ASKING, entry.id);
      const { seen, detail } = observe(() => entry.ask(scratch));
      results.put(entry, seen, detail);
    }
    documentStore().deleteProperty(ASKING);
  } finally {
    removeTabs(isScratch);
  }
  results.show();
  return tell('All that a script can ask is asked. Next: "Ask what a page sees".');
}

/** An entry that was being asked when its execution was ended would end the next one too: it is left out. */
function giveUpFatal(results: Results): void {
  const id = documentStore().getProperty(ASKING);
  const [entry] = results.unanswered(scriptEntries.filter((each) => each.id === id));
  if (entry) results.put(entry, null, 'the execution was ended while it was asked');
}

export function contractPage(): void {
  openFile();
  const page = HtmlService.createHtmlOutput(pageText()).setWidth(400).setHeight(120);
  SpreadsheetApp.getUi().showModelessDialog(page, 'Contract page');
}

/** Called by the page: a Date is what it asks for. */
export function contractPageDate(): Date {
  return new Date(0);
}

/** Called by the page. */
export function contractPageError(): never {
  throw Object.assign(new Error('contract refusal'), { code: 'own-code' });
}

/** Called by the page, once, with all that it saw. */
export function contractPageAnswers(answers: Readonly<Record<string, string>>): void {
  const results = Results.open(ENTRIES);
  for (const entry of pageEntries) {
    const seen = answers[entry.id];
    if (typeof seen === 'string') results.put(entry, seen.slice(0, 100), '');
  }
}

export function contractBefore(): string {
  openFile();
  const results = Results.open(ENTRIES);
  removeTabs((name) => name === HANDS || name === HIDDEN);
  layHands(handEntries);
  for (const { id } of handEntries) documentStore().deleteProperty(PREFIX + id);
  // The first entry is undone first, so its write has to be the last one.
  const [last, ...others] = handEntries;
  for (const entry of [...others, last!]) {
    results.put(entry, null, 'contractAfter was not run since contractBefore');
    entry.before(ourPlace(entry.id));
  }
  openFile().setActiveSheet(ourPlace(KILLED).sheet);
  return tell(`Do what stands in the tab "${HANDS}", then run contractAfter.`);
}

export function contractAfter(): string {
  const copy = isCopy();
  const results = Results.open(ENTRIES);
  for (const entry of handEntries.filter(({ inCopy }) => (inCopy ?? false) === copy)) {
    const place = placeOf(handEntries, entry.id);
    if (place === null) {
      // The write that was to be undone went together with the tab that it stood in.
      const undone =
        entry === handEntries[0] && documentStore().getProperty(`${PREFIX}${handEntries[1]!.id}`);
      results.put(entry, undone ? 'taken back' : null, `the tab "${HANDS}" is gone`);
      continue;
    }
    const { seen, detail } = observe(() => entry.after(place));
    results.put(entry, seen, detail);
  }
  results.show();
  return contractRecord();
}

export function contractMeanwhile(): void {
  meanwhileRun(ourPlace(MEANWHILE), ourPlace(LOCK));
}

export function contractTryLock(): void {
  tryLock();
}

export function contractUntilKilled(): void {
  untilKilled(ourPlace(KILLED));
}

/** Shows the record in a window, writes it to the log, and returns it. */
export function contractRecord(): string {
  const text = JSON.stringify(Results.open(ENTRIES).record(namedHost() !== ''));
  console.log(text);
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const page = HtmlService.createHtmlOutput(
    `<p>Copy all of it into a file, then: npm run contract -- --record FILE</p><textarea rows="18" style="width:100%" readonly onfocus="this.select()">${safe}</textarea>`,
  );
  SpreadsheetApp.getUi().showModelessDialog(page.setWidth(600).setHeight(400), 'Contract record');
  return text;
}

/** Removes every tab and property of the suite, results included. */
export function contractCleanUp(): void {
  openFile();
  removeTabs((name) => isScratch(name) || [RESULTS, HANDS, HIDDEN].includes(name));
  const store = documentStore();
  for (const key of store.getKeys()) if (key.startsWith(PREFIX)) store.deleteProperty(key);
}

function ourPlace(id: string): HandPlace {
  const place = placeOf(handEntries, id);
  if (place === null || isCopy())
    throw new Error('There is nothing to act on here: run contractBefore first.');
  return place;
}

function tell(text: string): string {
  openFile().toast(text, 'Contract', 30);
  return text;
}
