/**
 * Misfortunes that a run of the story can be told to meet, by name (`--fault NAME`).
 */
import type { Everflow } from '../everflow';

export interface StoryFault {
  /** One line for `--help`. */
  readonly what: string;
  /** Before anything is read. */
  readonly atStart?: (everflow: Everflow) => Promise<unknown>;
  /** After the pull, while people edit. */
  readonly afterPull?: (everflow: Everflow, ids: readonly number[]) => Promise<unknown>;
  /** After the preview was confirmed, before the first request of the push. */
  readonly beforePush?: (everflow: Everflow) => Promise<unknown>;
  /** Google ends the execution before these requests of the push, counted from 1 over all its executions. */
  readonly killedAt?: readonly number[];
}

export const STORY_FAULTS: { readonly [name: string]: StoryFault } = {
  none: { what: 'nothing goes wrong' },
  'networks-refused': {
    what: 'the key may not read its own network',
    atStart: ({ control }) => control.settings({ networksRefused: true }),
  },
  'page-cap': {
    what: 'the server answers 500 rows a page',
    atStart: ({ control }) => control.settings({ pageCap: 500 }),
  },
  'active-only': {
    what: 'an unfiltered table means "active only"',
    atStart: ({ control }) => control.settings({ activeOnlyDefault: true }),
  },
  'created-mid-pull': {
    what: 'a postback is made while the pages are read',
    atStart: ({ control }) =>
      control.arm({ match: { path: 'pixelstable', nth: 2 }, after: [{ do: 'create' }] }),
  },
  'partner-edits': {
    what: 'a partner edits postbacks after the pull: some of our rows, same and other fields',
    afterPull: async ({ control }, ids) => {
      for (const id of ids.slice(0, 5)) await control.change(id, { description: 'edited by the partner' });
      for (const id of ids.slice(5, 8))
        await control.change(id, { postback_url: 'https://partner.example/own' });
    },
  },
  'switched-off': {
    what: 'Everflow switches postbacks off after the pull',
    afterPull: async ({ control }, ids) => {
      for (const id of ids.slice(0, 6)) await control.change(id, { pixel_status: 'inactive' });
    },
  },
  'rate-limit': {
    what: 'other tools of the customer use up the rate window',
    beforePush: ({ control }) =>
      control.arm({ match: { method: 'PUT', nth: 5 }, before: [{ do: 'spend', requests: 890 }] }),
  },
  'lost-answers': {
    what: 'connections drop after updates were applied',
    beforePush: ({ control }) =>
      control.arm({ match: { method: 'PUT', nth: 25, count: 3 }, answer: { kind: 'drop', when: 'after' } }),
  },
  'lost-creates': {
    what: 'connections drop after new postbacks were made',
    beforePush: ({ control }) =>
      control.arm({
        match: { method: 'POST', path: 'pixels$', nth: 2, count: 4 },
        answer: { kind: 'drop', when: 'after' },
      }),
  },
  killed: {
    what: 'Google ends the execution again and again in the middle of the push',
    killedAt: [3, 5, 9, 14, 20],
  },
  'bad-gateway': {
    what: 'HTML pages with status 502 instead of answers',
    beforePush: ({ control }) =>
      control.arm(
        { match: { method: 'PUT', nth: 10, count: 4 }, answer: { kind: 'html502' } },
        { match: { method: 'GET', nth: 60, count: 3 }, answer: { kind: 'html502' } },
      ),
  },
};
