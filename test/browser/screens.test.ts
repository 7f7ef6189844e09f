/**
 * Every view of the panel in a real browser, in an empty, a busy and a failing world: accessible, at most 300 px wide, with one blue button at most and
 * no raw error [S5][X1].
 */
import { faultsOf, framesOf } from '../../local/browser/look';
import { Visitor } from '../../local/browser/visitor';

let visitor: Visitor;
let looked: string[];
let faults: string[];
afterEach(() => visitor.leave());

async function arrive(postbacks: number): Promise<void> {
  visitor = await Visitor.arrive({ postbacks });
  looked = [];
  faults = [];
}

/** Looks at all that the add-on shows now. */
async function look(name: string): Promise<void> {
  looked.push(name);
  for (const frame of framesOf(visitor.page)) {
    for (const fault of await faultsOf(frame)) faults.push(`${name}: ${fault}`);
    const blue = await frame.locator('button.action:visible').count();
    if (blue > 1) faults.push(`${name}: ${blue} blue buttons`);
    const text = await frame.locator('body').innerText();
    if (/undefined|NaN|\[object|Exception|TypeError|at \w+ \(/.test(text)) faults.push(`${name}: ${text}`);
  }
}

test('[X1] in an empty world', async () => {
  await arrive(0);
  await visitor.menu('Open panel');
  await visitor.sees('API key');
  await look('first run');
  await visitor.menu('Health');
  await visitor.sees('Nothing was pulled yet');
  await look('health before a pull');
  await visitor.menu('Open panel');
  await visitor.sees('API key');
  await visitor.panel.getByText('What the key needs').click();
  await look('what the key needs');
  await visitor.fillInKey();
  await visitor.press('Test connection');
  await visitor.sees('This key belongs to');
  await look('connected');
  await visitor.press('Settings');
  await visitor.sees('Settings');
  await look('settings before a pull');
  await visitor.press('Back to start');
  await visitor.press('Pull postbacks');
  await visitor.panel.getByText('Only some of them').click();
  await look('pull form');
  await visitor.press('Pull postbacks');
  await visitor.sees('Pulled 0 postbacks');
  await look('pulled nothing');
  await visitor.press('Check edits');
  await visitor.sees('No row was changed.');
  await look('nothing to check');
  for (const item of ['Review and push', 'Take audit snapshot', 'Undo a push', 'Health']) {
    await visitor.menu(item);
    await visitor.settled();
    await look(item);
  }
  await visitor.menu('Open panel');
  await visitor.sees('Check edits');
  await look('start');
  expect(faults).toEqual([]);
  expect(looked.length).toBeGreaterThan(9);
});

test('[X1] in a busy world: each view while its call is under way, with problems, conflicts and outcomes', async () => {
  await arrive(300);
  const { gate } = visitor;
  /** Looks at a view while the answer to a call is held, and when it has come. */
  const whileHeld = async (script: string, act: () => Promise<unknown>, name: string): Promise<void> => {
    gate.hold(script);
    await act();
    await visitor.called(script);
    await look(`${name}, busy`);
    gate.release();
    await visitor.settled();
    await look(name);
  };
  const firstOf = (name: RegExp) => visitor.panel.getByRole('button', { name }).first();
  await visitor.menu('Open panel');
  await visitor.sees('API key');
  await visitor.fillInKey();
  await whileHeld('connectKey', () => visitor.press('Test connection'), 'connecting');
  await visitor.press('Pull postbacks');
  await visitor.sees('Read integration details');
  await whileHeld('pullStep', () => visitor.press('Pull postbacks'), 'pulling');
  await whileHeld('health', () => visitor.menu('Health'), 'health');
  await whileHeld('healthGroups', () => visitor.press(/^See .*exact duplicates/), 'duplicates');
  await whileHeld('showHealth', () => firstOf(/^Select \d/).click(), 'a group selected');
  await visitor.press('Back');
  await whileHeld('healthRows', () => visitor.press(/^See .*plain http/), 'rows of a finding');
  await visitor.press('Back');
  await whileHeld('healthCounts', () => visitor.press(/^All .*Hosts/), 'all hosts');
  await firstOf(/^t\.acme/).click();
  await visitor.settled();
  await look('rows of a host');
  await visitor.menu('Open panel');
  await visitor.settled();
  const first = await visitor.startOfPlainBlock(30);
  await visitor.paste(
    'URL',
    first,
    Array.from({ length: 30 }, (_, at) => [
      at < 5 ? ' htp://broken x' : `https://x.example/${at}?t={transaction_id}&c=#s2#`,
    ]),
  );
  await visitor.paste('Status', first + 6, [['Active '], ['paused'], ['inactive']]);
  await whileHeld('checkStep', () => visitor.press(/^Check/), 'checking');
  await whileHeld(
    'fixGroup',
    () =>
      visitor.panel
        .getByRole('button', { name: /\(1\)$/ })
        .first()
        .click(),
    'fixing',
  );
  await visitor.panel.getByText('Discard changes').first().click();
  await look('discard');
  await whileHeld('previewStart', () => visitor.menu('Review and push'), 'previewing');
  await visitor.press('Leave out…');
  await look('leaving out');
  await visitor.panel.getByText(/^Every change, old → new/).click();
  await look('every change');
  await visitor.press('Show in a wide window');
  await visitor.page.locator('iframe').nth(1).waitFor();
  await visitor.settled();
  await look('wide window');
  await visitor.page.keyboard.press('Escape');
  await visitor.strip('A partner edits 3 postbacks');
  await visitor.acceptWarnings();
  await visitor.strip('Lose 3 answers');
  await visitor.press('Push 5 first');
  await visitor.sees(/first/);
  await visitor.settled();
  await look('five first');
  await whileHeld('pushStep', () => visitor.press(/^Push the other/), 'pushing');
  await visitor.press(/Show every row/);
  await visitor.settled();
  await look('rows of a push');
  await visitor.menu('Open panel');
  await visitor.settled();
  await look('start after a push');
  expect(faults).toEqual([]);
});

test('[S5][X1] in a failing world: each trouble has a sentence and a next step, and no raw error', async () => {
  await arrive(300);
  await visitor.connectAndPull();
  const first = await visitor.startOfPlainBlock(3);
  await visitor.paste('Delay (ms)', first, [['100'], ['100'], ['100']]);
  const troubles = [
    ['Outage', 'Pull postbacks'],
    ['No requests left today', 'Pull postbacks'],
    ['Outage', 'Review and push'],
    ['Revoke the key', 'Review and push'],
    ['No requests left today', 'Review and push'],
  ] as const;
  for (const [trouble, item] of troubles) {
    await visitor.menu(item);
    await visitor.settled();
    const isPull = item === 'Pull postbacks';
    await visitor.strip(trouble);
    if (!isPull) await visitor.acceptWarnings();
    await visitor.press(isPull ? 'Pull postbacks' : 'Push 3 changes');
    await visitor.settled();
    await look(`${item}, ${trouble}`);
    await visitor.strip(trouble);
    await visitor.menu('Open panel');
    await visitor.settled();
    await look(`start after ${item}, ${trouble}`);
    const stop = visitor.panel.getByRole('button', { name: /^Stop here/ });
    if ((await stop.count()) > 0) {
      await stop.click();
      await visitor.settled();
      await look(`stopped after ${item}, ${trouble}`);
    }
  }
  await visitor.strip('Make a copy');
  await visitor.menu('Open panel');
  await visitor.settled();
  await look('a copy');
  await visitor.menu('Health');
  await visitor.settled();
  await look('health in a copy');
  expect(faults).toEqual([]);
  expect(looked.length).toBeGreaterThan(10);
});
