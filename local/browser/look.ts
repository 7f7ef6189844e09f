/** What every screen of the add-on is held to, whatever it shows: no accessibility violation, and nothing wider than its frame [X1]. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of the success criteria A and AA; "best practices" are opinions. */
const RUN = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`;

/** The frames of the add-on that are on screen: panel and dialogs. */
export function framesOf(page: Page): Frame[] {
  return page.frames().filter((frame) => frame.url().includes('/frame/'));
}

/** What is wrong with what a frame shows now; empty if nothing is. */
export async function faultsOf(frame: Frame): Promise<string[]> {
  await frame.evaluate(`window.axe === undefined && (() => { ${AXE} })()`);
  const violations = await frame.evaluate<string[]>(RUN);
  const [width, room] = await frame.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  return width > room ? [...violations, `wider than its frame: ${width} of ${room} px`] : violations;
}
