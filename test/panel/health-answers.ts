/** Answers of the server about Health, in which a test changes only what it is about. */
import type { Value } from '../../src/panel/bridge';
import type { Handlers } from './fake-server';
import { THEN } from './sample-answers';

type Health = Value<'health'>;
type Line = Value<'healthRows'>['lines'][number];

export const healthAnswer = (parts: Partial<Health> = {}): Health => ({
  pulledAt: THEN,
  limits: { damaged: false, incomplete: false, filter: '', notRefreshed: 0, notLoaded: 0 },
  postbacks: 1200,
  active: 900,
  findings: [
    { list: 'duplicate', groups: 2, postbacks: 9 },
    { list: 'click-id', groups: 0, postbacks: 1 },
    { list: 'http', groups: 0, postbacks: 31 },
  ],
  counts: [
    {
      list: 'host',
      total: 3,
      bars: [
        { value: 't.acme.io', count: 800 },
        { value: '', count: 8 },
      ],
    },
    { list: 'status', total: 1, bars: [{ value: 'active', count: 900 }] },
  ],
  ...parts,
});

const line = (id: number, note = ''): Line => ({
  id,
  firesFor: 'partner Acme (12), offer Shoes (40): conversions',
  sends: 'https://t.acme.io/p?c=#s2#',
  note,
});
const linesFrom = (first: number, many: number): Line[] =>
  Array.from({ length: many }, (_, at) => line(first + at));

export const healthHandlers = (): Handlers => ({
  health: () => healthAnswer(),
  healthRows: () => ({ total: 1, lines: [line(501, 'Everflow sends #s2# as it stands.')] }),
  healthGroups: () => ({
    total: 2,
    lines: [
      {
        value: '601',
        count: 7,
        why: 'They overlap in part, to t.acme.io; each says with which.',
        first: linesFrom(601, 5).map((one) => ({ ...one, note: 'With #601.' })),
      },
      {
        value: '501',
        count: 2,
        why: 'Identical but for the description: partner Acme (12), offer Shoes (40): conversions, to t.acme.io.',
        first: linesFrom(501, 2),
      },
    ],
  }),
  healthCounts: () => ({
    total: 3,
    lines: [
      { value: 't.acme.io', count: 800 },
      { value: '', count: 8 },
      { value: 'rare.example', count: 1 },
    ],
  }),
  showHealth: () => ({ cells: 1, hiddenByFilter: 0, postbacks: 1 }),
});
