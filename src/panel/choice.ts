/** The ticks of a preview as the server's choice of what to leave out (D2, V1). Pure. */
import type { Args, Value } from './bridge';

export type PreviewAnswer = Value<'previewStart'>;
export type Preview = PreviewAnswer['all'];
export type LeaveOut = Args<'previewShow'>[0]['leaveOut'];
export type Effect = Preview['effects'][number]['effect'];

/** What is not ticked: effects, and warnings that each need a tick of their own. */
export interface Unticked {
  readonly effects: readonly Effect[];
  readonly warnings: readonly string[];
}

/** Where a preview begins: as the server says for effects; no warning with a tick of its own is ticked. */
export function firstUnticked(all: Preview): Unticked {
  return {
    effects: all.effects.filter(({ ticked }) => !ticked).map(({ effect }) => effect),
    warnings: ownTickWarnings(all).map(({ cause }) => cause),
  };
}

export function ownTickWarnings(all: Preview): Preview['warnings'] {
  return all.warnings.filter(({ severity }) => severity === 'own-tick');
}

export function leaveOutOf({ effects, warnings }: Unticked): LeaveOut {
  return { effects, warnings };
}

/** The list with an entry added or taken away. */
export function withTick<T>(unticked: readonly T[], entry: T, isTicked: boolean): readonly T[] {
  return isTicked ? unticked.filter((one) => one !== entry) : [...unticked, entry];
}

/** Warnings that the chosen rows still carry and that are confirmed together. A page shown later names causes only, so titles come from `all`. */
export function groupWarnings(all: Preview, shown: Preview): Preview['warnings'] {
  const own = new Set(ownTickWarnings(all).map(({ cause }) => cause));
  const titles = new Map(all.warnings.map(({ cause, title }) => [cause, title]));
  return shown.warnings
    .filter(({ cause }) => !own.has(cause))
    .map((warning) => ({ ...warning, title: titles.get(warning.cause) ?? warning.title }));
}
