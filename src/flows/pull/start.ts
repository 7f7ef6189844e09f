/**
 * Starting a pull: everything that could refuse it is asked before anything is remembered (S4, P3).
 */
import type { Network } from '../../core/postback';
import { isRefusal, Refusal } from '../../core/words';
import { clientFor, keepRate, listConnections, proveNetwork } from '../access';
import { rememberFilter } from './filters';
import { boundNetwork, readHead, type Head } from '../head';
import { refuseIfBusy, writeJob } from '../jobs';
import { logEvent } from '../log/log';
import type { BooksGap, Ports, Progress } from '../ports';
import { progressOf, type PullJob, type PullRequest, type PullState } from './state';

/** A job is kept in one property of at most 9 kB; the rest of its state needs some room. */
const MAX_JOB_CHARACTERS = 7_500;

/**
 * Starts a pull after everything that could refuse it has been asked. Nothing in the spreadsheet changes before the last phase.
 * @throws Refusal
 */
export function startPull(ports: Ports, request: PullRequest): Progress {
  refuseIfBusy(ports);
  const { head, isUnusable } = readUsableHead(ports);
  const network = boundNetwork(ports) ?? head?.network ?? chooseNetwork(ports, request);
  const client = clientFor(ports, network);
  proveNetwork(client, network);
  const state: PullState = {
    phase: 'probe',
    network,
    query: request.query,
    details: request.details,
    reading: 1,
    parts: [],
    staged: 0,
    expected: 0,
    complete: false,
    missing: 0,
    ignored: [],
    detailsDone: 0,
    detailsTotal: 0,
    apply: { next: 0, added: 0, changed: 0 },
  };
  const job: PullJob = {
    kind: 'pull',
    id: ports.newId(),
    startedBy: ports.person(),
    startedAt: ports.clock.now(),
    state,
  };
  if (JSON.stringify(job).length > MAX_JOB_CHARACTERS) throw new Refusal('filter-long');
  const trouble = troubleIn(ports, isUnusable);
  if (isUnusable || ports.books.state() === 'none') {
    // Books that others came before have nothing of what those knew (J4).
    if (isUnusable || ports.books.gap()) ports.books.noteGap('replaced');
    ports.books.create();
  }
  keepRate(ports, client);
  writeJob(ports, job);
  if (trouble !== '') logEvent(ports, { what: 'Records', outcome: 'Found wanting', message: trouble });
  rememberFilter(ports, request.query);
  return progressOf(state);
}

const TROUBLES: { readonly [G in BooksGap]: string } = {
  rewound: 'were set back to an older state.',
  changed: 'were changed by hand.',
  replaced: 'were lost.',
  copied: 'are those of the original of this copy.',
  lost: 'lack what a push has sent.',
};

/** What the books lack before this pull; '' if nothing is known to be missing (J4). */
function troubleIn(ports: Ports, isUnusable: boolean): string {
  const records = 'The records in the hidden tab';
  if (isUnusable) return `${records} could not be read any more.`;
  const gap = ports.books.gap();
  if (gap) return `${records} ${TROUBLES[gap]}`;
  return ports.books.hasUnreadable() ? `${records} have rows that cannot be read.` : '';
}

/** A pull also mends: damaged or missing books are replaced, and the present tab is kept under another name. */
function readUsableHead(ports: Ports): { readonly head: Head | undefined; readonly isUnusable: boolean } {
  try {
    return { head: readHead(ports), isUnusable: false };
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'books-damaged') throw error;
    return { head: undefined, isUnusable: true };
  }
}

function chooseNetwork(ports: Ports, request: PullRequest): Network {
  const saved = listConnections(ports);
  const wanted = request.network;
  const fitting = saved.filter(
    (one) => wanted === undefined || (one.host === wanted.host && one.networkId === wanted.id),
  );
  // With several networks and no choice nothing is guessed.
  if (fitting.length !== 1) throw new Refusal('no-key');
  const [only] = fitting;
  return { id: only!.networkId, name: only!.networkName, host: only!.host };
}
