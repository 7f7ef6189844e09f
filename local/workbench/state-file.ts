/** The state of the workbench in a file, so that a visitor finds the spreadsheet as it was left. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Checkpoint } from '../apps-script';
import type { EverflowPlace } from '../everflow';
import type { Practice } from './practice';

/** Raised when what stands in the file changes: an older file is refused, not guessed at. */
const LAYOUT = 1;

interface Kept {
  readonly layout: number;
  readonly google: Checkpoint;
  readonly everflow: EverflowPlace;
}

/** Written beside the file and moved over it: a file is never half. */
export function writeState(file: string, { google, everflow }: Practice): void {
  // Log and history are for tests, and grow with each request.
  const place: EverflowPlace = { ...everflow.place(), log: [], history: [] };
  const kept: Kept = { layout: LAYOUT, google: google.checkpoint(), everflow: place };
  writeFileSync(`${file}.new`, serialize(kept));
  renameSync(`${file}.new`, file);
}

/** Nothing happens when there is no such file. @throws when it is not a state of this workbench */
export function readState(file: string, practice: Practice): void {
  if (!existsSync(file)) return;
  const kept = read(file);
  practice.google.restore(kept.google);
  practice.everflow.setBack(kept.everflow);
  practice.anchorNow();
}

function read(file: string): Kept {
  let kept: unknown;
  try {
    kept = deserialize(readFileSync(file));
  } catch {
    kept = undefined;
  }
  if (typeof kept !== 'object' || kept === null || (kept as Kept).layout !== LAYOUT) {
    throw new Error(
      `${file} is not a state that this version of the workbench can read. Name another file, or move it away.`,
    );
  }
  return kept as Kept;
}
