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
  /** Resolves once no act is on its way and every patch is on screen. */
  idle(): Promise<void>;
}

declare global {
  interface Window {
    workbench: ForScripts;
  }
}

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

export function openForScripts(session: Session, ready: Promise<void>): void {
  const { grid } = session;
  window.workbench = {
    ready,
    select: async (tabName, a1) => {
      grid.select(grid.sheets.tabNamed(tabName), [areaOf(a1)]);
      grid.focus();
      // The cell editor follows the selection in the next frame.
      await nextFrame();
      await nextFrame();
    },
    cell: (tabName, a1) => {
      const { row, column } = areaOf(a1);
      return grid.sheets.shown(grid.sheets.tabNamed(tabName), row, column);
    },
    rectOf: (tabName, a1) => {
      const { row, column } = areaOf(a1);
      return grid.rectOf(grid.sheets.tabNamed(tabName), row, column);
    },
    idle: () => session.idle(),
  };
}
