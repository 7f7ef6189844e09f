/**
 * Starting a pull: everything that could refuse it is asked before anything is remembered (S4, P3).
 */
import type { Network } from '../core/postback';
import { Refusal } from '../core/words';
import { clientFor, keepRate, listConnections, proveNetwork } from './access';
import { rememberFilter } from './filters';
import { boundNetwork, readHead, rememberRewind, type Head } from './head';
import { refuseIfBusy, writeJob } from './jobs';
import type { Ports, Progress } from './ports';
import { progressOf, type PullJob, type PullRequest, type PullState } from './pull-state';

/** A job is kept in one property of at most 9 kB; the rest of its state needs some room. */
const MAX_JOB_CHARACTERS = 7_500;

/**
 * Starts a pull after everything that could refuse it has been asked. Nothing in the spreadsheet changes before the last phase.
 * @throws Refusal
 */
export function startPull(ports: Ports, request: PullRequest): Progress {
  refuseIfBusy(ports);
  const head = readUsableHead(ports);
  const network = boundNetwork(ports) ?? head?.network ?? chooseNetwork(ports, request);
  const client = clientFor(ports, network);
  proveNetwork(client, network);
  keepRate(ports, client);
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
  if (ports.books.state() === 'none') ports.books.create();
  rememberRewind(ports);
  writeJob(ports, job);
  rememberFilter(ports, request.query);
  return progressOf(state);
}

/** A pull also mends: damaged or missing books are replaced, and the present tab is kept under another name. */
function readUsableHead(ports: Ports): Head | undefined {
  try {
    return readHead(ports);
  } catch (error) {
    if ((error as Refusal).code !== 'books-damaged') throw error;
    ports.books.create();
    return undefined;
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
