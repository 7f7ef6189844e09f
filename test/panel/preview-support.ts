/** A server with a hundred changes to push, some of them risky, for the tests of preview and push. */
import type { Args } from '../../src/panel/bridge';
import type { Preview } from '../../src/panel/preview/choice';
import { FakeServer, type Handlers } from './fake-server';
import { openPanel, tick } from './open-panel';
import { preview, previewAnswer, progress, PULLED, pushResult } from './sample-answers';

const EFFECTS: Preview['effects'] = [
  { effect: 'turns-on', label: 'Turns on postbacks that are off', count: 4, ticked: false },
  { effect: 'turns-off', label: 'Turns off', count: 6, ticked: true },
  { effect: 'other', label: 'Other changes', count: 90, ticked: true },
];
const WARNINGS: Preview['warnings'] = [
  {
    cause: 'foreign-macro',
    title: 'Macro of another platform',
    severity: 'own-tick',
    count: 5,
    confirmed: 0,
    ticked: false,
  },
  {
    cause: 'plain-http',
    title: 'Newly plain http',
    severity: 'warning',
    count: 2,
    confirmed: 0,
    ticked: true,
  },
];
const ALL = preview({
  writes: 100,
  effects: EFFECTS,
  warnings: WARNINGS,
  confirm: { typed: true, number: 100 },
});

/** Says what a choice leaves, as the server would: each effect and warning left out takes its own rows away. */
function shown({ leaveOut }: Args<'previewShow'>[0]): Preview {
  const effects = EFFECTS.filter(({ effect }) => !leaveOut.effects?.includes(effect));
  const { ownTicks } = leaveOut;
  const isLeft = (cause: string): boolean =>
    ownTicks === 'all' ? cause === 'foreign-macro' : (ownTicks?.includes(cause) ?? false);
  const warnings = WARNINGS.filter(({ cause }) => !isLeft(cause));
  const gone = (
    all: readonly { readonly count: number }[],
    left: readonly { readonly count: number }[],
  ): number =>
    [...all].reduce((sum, one) => sum + one.count, 0) - [...left].reduce((sum, one) => sum + one.count, 0);
  const writes = 100 - gone(EFFECTS, effects) - gone(WARNINGS, warnings);
  return preview({ writes, effects, warnings, confirm: { typed: writes > 50, number: writes } });
}

export function pushing(more: Handlers = {}): FakeServer {
  return new FakeServer({
    status: () => PULLED,
    previewStart: () =>
      previewAnswer({
        all: ALL,
        chosen: shown({ previewId: 'p1', leaveOut: { effects: ['turns-on'], ownTicks: 'all' }, offset: 0 }),
      }),
    previewShow: shown,
    previewConfirm: ({ leaveOut }) => ({
      planId: 'plan1',
      digest: 'd1g3st',
      writes: shown({ previewId: 'p1', leaveOut, offset: 0 }).writes,
    }),
    pushStart: () => progress('Pushing changes', 0, 91),
    pushStep: () => ({
      progress: progress('Pushing changes', 91, 91, true),
      paused: '',
      result: pushResult(),
    }),
    cancel: () => true,
    pushGoOn: () => progress('Pushing changes', 10, 91),
    ...more,
  });
}

/** Opens the preview and says yes to the warnings that are confirmed together. */
export async function openPreview(server: FakeServer): Promise<void> {
  await openPanel(server, 'push');
  await tick(/I have looked at these warnings/);
}
