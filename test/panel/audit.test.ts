/**
 * @jest-environment jsdom
 *
 * The views of the audit: what they ask of the server, and what they say of its answers.
 */
import { auditHandlers, broughtBack, DIGEST, logVerdict, snapshot, verified } from './audit-answers';
import { FakeServer, refuse, type Handlers } from './fake-server';
import {
  alertText,
  blueButtons,
  button,
  choose,
  field,
  fill,
  heading,
  openPanel,
  press,
  screen,
  tick,
  unfold,
} from './open-panel';
import { job, previewAnswer, progress, PULLED } from './sample-answers';

const server = (more: Handlers = {}): FakeServer =>
  new FakeServer({
    status: () => ({ ...PULLED, log: { lines: 40, isLarge: false } }),
    ...auditHandlers(),
    ...more,
  });

async function openAudit(fake: FakeServer, way: string): Promise<void> {
  await openPanel(fake);
  await press('Audit and undo');
  await press(way);
}

describe('taking a snapshot', () => {
  test('[A2] of some partners, masked, with those that serve others; the digest can be copied [A3]', async () => {
    const fake = server();
    await openPanel(fake, 'snapshot');
    await fill('Partner IDs', '12, 13');
    await tick(/^Masked/);
    await tick(/serve others/);
    await press('Take snapshot');
    expect(fake.argsOf('snapshotStart')).toEqual([[{ partnerIds: [12, 13], masked: true, othersToo: true }]]);
    expect(heading()).toBe('Snapshot taken');
    expect(field('Digest').value).toBe(DIGEST);
    expect(screen()).toContain('Google did not let it be closed to others');
  });

  test('[A5] advice on sharing names the tab and never the file', async () => {
    await openPanel(server(), 'snapshot');
    await press('Take snapshot');
    await unfold('How to share it');
    expect(screen()).toContain('Do not share this spreadsheet itself');
    expect(screen()).toContain('For outsiders take a masked snapshot');
    expect(screen()).toContain('Download as CSV');
    expect(screen()).not.toMatch(/tamper/i);
  });

  test('an id that is none is told beside its field, and nothing is begun', async () => {
    const fake = server();
    await openPanel(fake, 'snapshot');
    await fill('Partner IDs', 'Acme');
    await press('Take snapshot');
    expect(screen()).toContain('“Acme” is no partner ID');
    expect(fake.argsOf('snapshotStart')).toEqual([]);
  });

  test('[A2] a refusal leads to where its cause is removed', async () => {
    await openPanel(server({ snapshotStart: () => refuse('snapshot-incomplete') }), 'snapshot');
    await press('Take snapshot');
    expect(alertText()).toContain('No snapshot of an incomplete pull');
    expect(button('Pull postbacks').disabled).toBe(false);
  });

  test('[A2] cancelling goes out beside the step; an unfinished one is offered, gone on with or cancelled', async () => {
    const fake = server({ cancel: () => true });
    fake.hold('snapshotStep');
    await openPanel(fake, 'snapshot');
    await press('Take snapshot');
    await press('Cancel');
    expect(fake.names().at(-1)).toBe('cancel');

    const left = server({ status: () => ({ ...PULLED, job: job('snapshot') }) });
    await openPanel(left, 'snapshot');
    expect(heading()).toBe('The last snapshot was not finished');
    await press('Go on');
    expect(left.argsOf('snapshotStart')).toEqual([]);
    expect(heading()).toBe('Snapshot taken');

    const ended = server({ status: () => ({ ...PULLED, job: job('compare') }), cancel: () => true });
    await openPanel(ended);
    await press('Cancel this comparison');
    expect(ended.names().slice(-3)).toEqual(['cancel', 'compareStep', 'status']);
  });
});

describe('[A1] a name where Google tells none', () => {
  const untold = (): { fake: FakeServer; asked: string[] } => {
    let person = '';
    const asked: string[] = [];
    const status = () => ({ ...PULLED, person });
    const fake = server({
      status,
      stateName: ({ name }) => {
        asked.push(name);
        person = `${name} (as stated)`;
        return status();
      },
      previewStart: () => previewAnswer(),
    });
    return { fake, asked };
  };

  test.each(['push', 'snapshot'] as const)('is asked for before the first %s', async (view) => {
    const { fake, asked } = untold();
    await openPanel(fake, view);
    expect(heading()).toBe('Who are you?');
    expect(fake.names()).toEqual(['status']);
    await fill('Your name', 'Anna');
    await press('Save name');
    expect(asked).toEqual(['Anna']);
    expect(heading()).toMatch(/^Push 2 changes|^Audit snapshot/);
  });

  test('can be changed in the settings, which ask nobody whom Google tells', async () => {
    const { fake, asked } = untold();
    await openPanel(fake);
    await press('Settings');
    await fill('Your name', 'Ben');
    await press('Save name');
    expect(asked).toEqual(['Ben']);
    expect(field('Your name').value).toBe('Ben');
    await openPanel(server());
    await press('Settings');
    expect(screen()).not.toContain('Your name in the change log');
  });
});

describe('verifying', () => {
  test('[A3] names changed rows, and says so where the pasted digest is another one', async () => {
    const fake = server();
    await openAudit(fake, 'Verify or restore a snapshot');
    await press('Verify');
    await fill(/^Digest that you kept/, 'ffff');
    await press('Verify');
    expect(fake.argsOf('verifySnapshotStep')).toEqual([[{ sheetId: 71, pasted: 'ffff' }]]);
    expect(heading()).toBe('Not as it was taken');
    await unfold('1 row changed');
    expect(screen()).toContain('#501');
    expect(screen()).toContain('The digest that you pasted is not that of the tab');
  });

  test('[A3] goes on step by step, and says that it is as it was taken', async () => {
    const asked: unknown[] = [];
    const fake = server({
      snapshots: () => [snapshot()],
      verifySnapshotStep: (request) => {
        asked.push(request.goOn);
        return asked.length === 1
          ? { progress: progress('Reading', 1, 2), goOn: 'abc' }
          : { progress: progress('Reading', 2, 2, true), result: verified({ isPasted: true }) };
      },
    });
    await openAudit(fake, 'Verify or restore a snapshot');
    await press('Verify');
    await press('Verify');
    expect(asked).toEqual([undefined, 'abc']);
    expect(heading()).toBe('As it was taken');
    expect(screen()).toContain('The digest that you pasted is that of the tab.');
  });

  test('[A1] the change log is verified, and begun anew only by a tick', async () => {
    const fake = server();
    await openAudit(fake, 'Change log');
    await press('Verify log');
    expect(screen()).toContain('1 line changed or put in: 7');
    expect(screen()).toContain('3 lines missing: 3–5');
    fake.answer({ verifyLog: () => ({ progress: progress('', 1, 1, true), result: logVerdict() }) });
    await press('Verify log');
    expect(screen()).toContain('All 40 lines are as they were written.');
    expect(button('Start a new log').disabled).toBe(true);
    await tick('Begin a new tab');
    await press('Start a new log');
    expect(fake.argsOf('startNewLog')).toEqual([[]]);
  });
});

test('[A4] a snapshot is compared with Everflow as last pulled, or with another one', async () => {
  const fake = server();
  await openAudit(fake, 'Compare snapshots');
  await press('Compare');
  expect(fake.argsOf('compareStart')).toEqual([[{ a: 71, b: 'now' }]]);
  expect(screen()).toContain('5 differences pushed from here');
  expect(screen()).toContain('1 difference that the change log does not explain');
  await press('Done');
  await press('Compare snapshots');
  await choose('Newer: B', 1);
  await press('Compare');
  expect(fake.argsOf('compareStart').at(-1)).toEqual([{ a: 71, b: 72 }]);
});

describe('undoing a push', () => {
  test('[U2] whole, in steps, with what was left and why; then the review is the next step', async () => {
    const asked: unknown[] = [];
    const goOn = { next: 20, soFar: broughtBack() };
    const fake = server({
      undoStep: (request) => {
        asked.push(request);
        return asked.length === 1
          ? { progress: progress('Reading', 20, 30), goOn }
          : { progress: progress('Reading', 30, 30, true), result: broughtBack() };
      },
    });
    await openPanel(fake, 'undo');
    expect(screen()).toContain('TICKET-7');
    await press('Undo this push');
    expect(asked).toEqual([{ planId: 'plan1' }, { planId: 'plan1', goOn }]);
    expect(heading()).toBe('12 rows brought back');
    expect(screen()).toContain('1 postback that the push made');
    await unfold('Which ones');
    expect(screen()).toContain('#501, URL: changed in Everflow since');
    expect(blueButtons()).toEqual(['Review 12 changes']);
  });

  test('[U2] only the rows selected in the sheet, of another push', async () => {
    const fake = server();
    await openPanel(fake, 'undo');
    await choose('Push', 1);
    await tick(/^Only the rows selected/);
    await press('Undo this push');
    expect(fake.argsOf('undoStep')).toEqual([[{ planId: 'plan0', ids: [501] }]]);
  });

  test('where nothing can be brought back, it says so, and there is nothing to review', async () => {
    const none = broughtBack({ rows: 0, cells: 0, switchedOff: 0, same: 3, left: {}, examples: [] });
    await openPanel(
      server({ undoStep: () => ({ progress: progress('', 3, 3, true), result: none }) }),
      'undo',
    );
    await press('Undo this push');
    expect(heading()).toBe('Nothing was brought back');
    expect(blueButtons()).toEqual(['Undo another push']);
    await openPanel(server({ pushesDone: () => [] }), 'undo');
    expect(screen()).toContain('No finished push of the last 20 changed anything.');
  });
});

test('[U3] rows are restored: the selected ones, some ids or all, Status only by a tick', async () => {
  const fake = server();
  const again = async (): Promise<void> => {
    await press('Back to start');
    await press('Audit and undo');
    await press('Verify or restore a snapshot');
    await press('Restore rows from it');
  };
  await openAudit(fake, 'Verify or restore a snapshot');
  await press('Restore rows from it');
  await press('Restore rows');
  expect(screen()).toContain('This snapshot is not as it was taken');
  await again();
  await tick(/^Only the rows selected/);
  await fill('Postback IDs', '501 502');
  await tick(/^Status too/);
  await press('Restore rows');
  await again();
  await tick(/^Only the rows selected/);
  await press('Restore rows');
  expect(fake.argsOf('restoreStep')).toEqual([
    [{ sheetId: 71, status: false, ids: [501] }],
    [{ sheetId: 71, status: true, ids: [501, 502] }],
    [{ sheetId: 71, status: false }],
  ]);
});
