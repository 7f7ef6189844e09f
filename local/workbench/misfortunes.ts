/** What the buttons of the control strip do to the embedded Everflow, to Google, and to time. One entry is one button. */
import { ExecutionKilled } from '../apps-script';
import type { Fault, PixelRecord } from '../everflow';
import { Page, TAB } from '../story/page';
import { COLLEAGUE, OWNER, type Practice } from './practice';

/** What a button can reach. */
export interface Scene {
  readonly practice: Practice;
  /** Whose screen the button stands on. */
  readonly user: string;
  /** Faults that Everflow shall meet; the sentence stands on the strip until all have struck. */
  readonly arm: (text: string, ...faults: readonly Fault[]) => Promise<void>;
  /** Goes on until `over`. */
  readonly going: (text: string) => void;
  readonly over: () => void;
}

export interface Misfortune {
  readonly id: string;
  readonly group: 'Start' | 'Everflow' | 'Connection' | 'Google' | 'Time';
  readonly label: string;
  readonly help: string;
  /** On and off, instead of once. */
  readonly toggle?: true;
  readonly link?: string;
  readonly toFrame?: true;
  /** Returns what the visitor is told. @param on false: a toggle is switched off */
  readonly act?: (scene: Scene, on: boolean) => string | Promise<string>;
}

const PARTNERS_URL = 'https://moved.partner.example/postback?cid={sub1}&payout={payout}';
/** Reads by id come first in a batch, then the writes. */
const FETCHES_BEFORE_WRITES = 2;

export const MISFORTUNES: readonly Misfortune[] = [
  {
    id: 'practice-key',
    group: 'Start',
    label: 'Fill in a practice key',
    help: 'Puts an API key of the practice network into the key field of the panel.',
    toFrame: true,
  },
  {
    id: 'reset',
    group: 'Start',
    label: 'Start over',
    help: 'A new, empty spreadsheet, and Everflow as it was at the beginning.',
  },
  {
    id: 'partner-edits',
    group: 'Everflow',
    label: 'A partner edits 3 postbacks',
    help: 'Changes the URL of three postbacks in Everflow, those first whose URL you changed in the sheet.',
    act: async ({ practice }) => {
      const ids = await idsToEdit(practice, 3);
      for (const id of ids) await practice.everflow.control.change(id, { postback_url: PARTNERS_URL });
      return `${listed(ids)} have another URL in Everflow now.`;
    },
  },
  {
    id: 'switches-off',
    group: 'Everflow',
    label: 'Everflow switches 9 off',
    help: 'As Everflow does after repeated delivery errors at a partner.',
    act: async ({ practice }) => {
      const active = (await recordsOf(practice)).filter(({ pixel_status: status }) => status === 'active');
      const ids = active.slice(0, 9).map(({ network_pixel_id: id }) => id);
      await practice.everflow.control.act(...ids.map((id) => ({ do: 'switchOff', id, network: 1 }) as const));
      return `${listed(ids)} are inactive in Everflow now.`;
    },
  },
  {
    id: 'deletes',
    group: 'Everflow',
    label: 'One is deleted',
    help: 'Removes a postback from Everflow.',
    act: async ({ practice }) => {
      const [id] = await idsToEdit(practice, 1);
      if (id === undefined) return 'There is no postback left.';
      await practice.everflow.control.remove(id, 1);
      return `#${id} is gone from Everflow.`;
    },
  },
  {
    id: 'rate-limit',
    group: 'Connection',
    label: 'Use up the rate limit',
    help: "Other tools of the customer use up this half minute's requests, so that Everflow answers 429.",
    act: async ({ practice }) => {
      await practice.everflow.control.act({ do: 'spend', requests: 899 });
      return 'One request is left in this window of 30 seconds.';
    },
  },
  {
    id: 'outage',
    group: 'Connection',
    label: 'Outage',
    help: 'Everflow answers every request with 503 until it is switched off again.',
    toggle: true,
    act: async (scene, on) => {
      const { control } = scene.practice.everflow;
      if (!on) {
        await control.disarm();
        scene.over();
        return 'Everflow answers again.';
      }
      await control.arm({ match: { path: '^/v1/', count: 'all' }, answer: { kind: 'status', status: 503 } });
      scene.going('Everflow answers 503 to everything.');
      return 'Everflow answers 503 to everything.';
    },
  },
  {
    id: 'lost-answers',
    group: 'Connection',
    label: 'Lose 3 answers',
    help: 'The next three updates reach Everflow and are made, but their answers never arrive.',
    act: async (scene) => {
      const match = { method: 'PUT', count: 3 };
      await scene.arm('The answers of the next updates get lost.', {
        match,
        answer: { kind: 'drop', when: 'after' },
      });
      return 'The next three updates are made, but their answers get lost.';
    },
  },
  {
    id: 'lost-create',
    group: 'Connection',
    label: 'Cut the next new one',
    help: 'The connection is cut while the next new postback is sent: nobody can know whether it was made.',
    act: async (scene) => {
      await scene.arm('The connection will be cut at the next new postback.', {
        match: { method: 'POST', path: '/pixels$' },
        answer: { kind: 'drop', when: 'before' },
      });
      return 'The next new postback will not arrive, and the add-on cannot know.';
    },
  },
  {
    id: 'revoked',
    group: 'Connection',
    label: 'Revoke the key',
    help: 'Somebody revokes the API key in Everflow.',
    toggle: true,
    act: async (scene, on) => {
      await scene.practice.everflow.control.key('main', { revoked: on });
      if (on) scene.going('The key is revoked.');
      else scene.over();
      return on ? 'The practice key is revoked.' : 'The practice key works again.';
    },
  },
  {
    id: 'kill',
    group: 'Google',
    label: 'End the next step',
    help: 'Google ends the next step of a pull or a push in the middle, without a word.',
    act: (scene) => {
      const { google } = scene.practice;
      let fetches = 0;
      google.beforeCall((call, _index, execution) => {
        if (!/^(pull|push)Step$/.test(execution.options.functionName) || call.kind !== 'fetch') return;
        fetches += 1;
        if (fetches < FETCHES_BEFORE_WRITES) return;
        google.beforeCall(null);
        scene.over();
        throw new ExecutionKilled('Exceeded maximum execution time');
      });
      scene.going('The next step of a pull or a push will be ended in the middle.');
      return 'The next step of a pull or a push will be ended in the middle.';
    },
  },
  {
    id: 'quota',
    group: 'Google',
    label: 'No requests left today',
    help: "The account's daily quota of requests is used up.",
    toggle: true,
    act: ({ practice, going, over }, on) => {
      const { fetchQuota } = practice.google.state;
      fetchQuota.limit = on ? 0 : 100_000;
      if (on) going('The daily quota of requests is used up.');
      else over();
      return on ? 'Google refuses further requests today.' : 'Requests are possible again.';
    },
  },
  {
    id: 'colleague-types',
    group: 'Google',
    label: 'A colleague edits 3 rows',
    help: 'Ben changes the description of three rows in this sheet while you work.',
    act: ({ practice }) => {
      if (!practice.workbook.sheets.some(({ name }) => name === TAB)) return 'There is nothing to edit yet.';
      const page = new Page(practice.workbook, COLLEAGUE);
      const rows = page.rows().filter(({ text }) => text['Postback ID'] !== '');
      const last = rows.slice(-3);
      for (const { rowNumber } of last) page.type('Description', rowNumber, 'Checked by Ben');
      return `Ben has changed the description in ${last.length} rows at the end.`;
    },
  },
  {
    id: 'second-user',
    group: 'Google',
    label: 'Open as Ben',
    help: 'The same spreadsheet in another window, for a colleague.',
    link: `/?user=${encodeURIComponent(COLLEAGUE)}`,
  },
  {
    id: 'copy',
    group: 'Google',
    label: 'Make a copy',
    help: 'File > Make a copy, and the copy is opened.',
    act: ({ practice }) => {
      practice.openCopy();
      return 'This is the copy now. "Back to the original" leads back.';
    },
  },
  {
    id: 'original',
    group: 'Google',
    label: 'Back to the original',
    help: 'Opens the first spreadsheet again.',
    act: ({ practice }) => {
      practice.openOriginal();
      return 'This is the original.';
    },
  },
  {
    id: 'minutes',
    group: 'Time',
    label: '2 minutes pass',
    help: "For example until a colleague's unfinished push may be taken over.",
    act: ({ practice }) => {
      practice.skip(2 * 60_000);
      return 'Two minutes have passed.';
    },
  },
  {
    id: 'day',
    group: 'Time',
    label: 'A day passes',
    help: 'For example until a daily quota begins anew.',
    act: ({ practice }) => {
      practice.skip(24 * 60 * 60_000);
      return 'A day has passed.';
    },
  },
];

function recordsOf({ everflow }: Practice): Promise<PixelRecord[]> {
  return everflow.control.records(1);
}

/** Postbacks whose URL the sheet has changed come first, then other active ones. */
async function idsToEdit(practice: Practice, count: number): Promise<number[]> {
  const records = await recordsOf(practice);
  const typed = urlsInSheet(practice);
  const isEdited = (record: PixelRecord): boolean => {
    const url = typed.get(record.network_pixel_id);
    return url !== undefined && url !== record['postback_url'];
  };
  const active = records.filter(
    (record) => record.pixel_status === 'active' && record['postback_url'] !== '',
  );
  const ordered = [...active.filter(isEdited), ...active.filter((record) => !isEdited(record))];
  return ordered.slice(0, count).map(({ network_pixel_id: id }) => id);
}

function urlsInSheet({ workbook }: Practice): Map<number, string> {
  if (!workbook.sheets.some(({ name }) => name === TAB)) return new Map();
  const rows = new Page(workbook, OWNER).rows();
  return new Map(rows.map(({ text }) => [Number(text['Postback ID']), text['URL'] ?? '']));
}

const listed = (ids: readonly number[]): string => ids.map((id) => `#${id}`).join(', ');
