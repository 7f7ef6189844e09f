/**
 * The control strip: buttons by which a visitor makes the world misbehave, to see what the add-on does about it. Nothing of it is part of the
 * add-on; what each button does is in `misfortunes.ts`.
 */
import { MISFORTUNES, type Misfortune, type Scene } from './misfortunes';
import { PACES, type Pace, type Practice } from './practice';
import type { WorldAct, WorldView } from './protocol';

interface Pressed {
  /** What a visitor is told. */
  readonly note: string;
  /** Another spreadsheet or another world is open now. */
  readonly reload: boolean;
}

export class Strip {
  /** Going on or about to happen, by id: what is said of it, and how many Everflow faults it had armed. */
  private readonly armed = new Map<string, { text: string; faults: readonly number[] }>();

  constructor(
    public practice: Practice,
    private readonly another: () => Practice,
  ) {}

  async press(act: WorldAct, user: string): Promise<Pressed> {
    if ('pace' in act) return this.setPace(act.pace);
    if (act.id === 'reset') return this.startOver();
    const misfortune = MISFORTUNES.find(({ id }) => id === act.id);
    if (!misfortune?.act) throw new Error(`The control strip has no button "${act.id}".`);
    const on = !('on' in act) || (act.on ?? true);
    const before = this.practice.google.workbook;
    const note = await misfortune.act(this.scene(misfortune, user), on);
    return { note, reload: this.practice.google.workbook !== before };
  }

  view(): WorldView {
    return {
      now: this.practice.google.clock.now(),
      pace: this.practice.pace,
      postbacks: this.practice.postbackCount(),
      armed: [...this.armed].map(([id, { text }]) => ({ id, text })),
      acts: MISFORTUNES.map(({ id, group, label, help, toggle = false, link, toFrame }) => ({
        id,
        group,
        label,
        help,
        toggle,
        ...(link === undefined ? {} : { link }),
        ...(toFrame ? { toFrame } : {}),
      })),
    };
  }

  /** A script has run: what was to happen once may have happened. */
  async executed(): Promise<void> {
    const faults = await this.practice.everflow.control.faults();
    const waiting = new Set(
      faults.filter(({ match, struck }) => struck < Number(match?.count ?? 1)).map(({ id }) => id),
    );
    for (const [id, { faults: own }] of this.armed)
      if (own.length > 0 && !own.some((fault) => waiting.has(fault))) this.armed.delete(id);
  }

  private scene({ id }: Misfortune, user: string): Scene {
    const { practice } = this;
    return {
      practice,
      user,
      arm: async (text, ...faults) => {
        this.armed.set(id, { text, faults: await practice.everflow.control.arm(...faults) });
      },
      going: (text) => void this.armed.set(id, { text, faults: [] }),
      over: () => void this.armed.delete(id),
    };
  }

  private setPace(pace: number): Pressed {
    const known = PACES.find((each) => each === pace);
    if (known === undefined) throw new Error(`The pace is one of ${PACES.join(', ')}, not ${pace}.`);
    this.practice.pace = known;
    return { note: PACE_NOTES[known], reload: false };
  }

  private startOver(): Pressed {
    const { pace } = this.practice;
    this.practice = this.another();
    this.practice.pace = pace;
    this.armed.clear();
    return { note: 'A new, empty spreadsheet, and Everflow as it was at the beginning.', reload: true };
  }
}

const PACE_NOTES: { readonly [pace in Pace]: string } = {
  1: 'Scripts take as long as at Google.',
  10: 'Scripts take a tenth of the time that they take at Google.',
  0: 'Nobody waits for scripts.',
};
