/** `window.workbench`: what tests and scripts use where a canvas gives them nothing to hold on to. */
import { areaOf } from './grid/areas';
import type { Session } from './session';

export interface ForScripts {
  /** Resolves when the workbook is on screen for the first time. */
  readonly ready: Promise<void>;
  /** Selects cells; resolves once keys go there. Rejects if there is no such tab. */
  select(tabName: string, a1: string): Promise<void>;
  /** The text that a cell shows. */
  cell(tabName: string, a1: string): string;
  /** The box of a cell on the page, in CSS pixels; shows its tab. */
  rectOf(tabName: string, a1: string): { x: number; y: number; width: number; height: number };
  /** Resolves once what was typed or clicked has become acts, no act is on its way, every patch is on screen, and what was copied is on the clipboard. */
  idle(): Promise<void>;
}

declare global {
  interface Window {
    workbench: ForScripts;
  }
}

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** The grid ends an edit, scrolls and moves its editor a little after what caused it, in the frames that follow. */
async function settled(): Promise<void> {
  for (let frames = 0; frames < 3; frames++) await nextFrame();
}

export function openForScripts(session: Session, ready: Promise<void>): void {
  const { grid } = session;
  window.workbench = {
    ready,
    select: async (tabName, a1) => {
      const tab = grid.sheets.tabNamed(tabName);
      if (grid.sheets.activeTab !== tab) {
        grid.showTab(tab);
        await settled();
      }
      grid.select(tab, [areaOf(a1)]);
      grid.focus();
      await settled();
    },
    cell: (tabName, a1) => {
      const { row, column } = areaOf(a1);
      return grid.sheets.shown(grid.sheets.tabNamed(tabName), row, column);
    },
    rectOf: (tabName, a1) => {
      const { row, column } = areaOf(a1);
      return grid.rectOf(grid.sheets.tabNamed(tabName), row, column);
    },
    idle: async () => {
      await settled();
      await session.idle();
    },
  };
}
