/**
 * `npm run screens`: takes the pictures of README and guide from the running workbench, so that they stay true. Each is what a person sees on the
 * way from an empty spreadsheet to a pushed change.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from '../local/browser/visitor';

const FOLDER = join(__dirname, '..', 'docs', 'img');
const NEW_HOST = 'https://s2s.acme-partner.example';

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  // Always the same network, so that a picture changes only when a screen does.
  const visitor = await Visitor.arrive({ postbacks: 2431, width: 1400, height: 800 });
  const { page } = visitor;
  const whole = (name: string): Promise<unknown> => page.screenshot({ path: join(FOLDER, `${name}.png`) });
  const panel = async (name: string): Promise<unknown> => {
    await visitor.settled();
    return page.locator('section.wb-sidebar').screenshot({ path: join(FOLDER, `${name}.png`) });
  };
  try {
    await visitor.menu('Open panel');
    await visitor.sees('API key');
    await panel('panel-first-run');
    await visitor.fillInKey();
    // Folded: it is not part of what the pictures are about.
    await page.getByRole('button', { name: /Workbench · not part/ }).click();
    await visitor.press('Test connection');
    await visitor.sees('This key belongs to');
    await visitor.press('Pull postbacks');
    await visitor.panel.getByText('Only some of them').click();
    await panel('panel-pull');
    await visitor.press('Pull postbacks');
    await visitor.sees(/^Pulled/);

    const first = await visitor.startOfPlainBlock(40);
    await visitor.paste(
      'URL',
      first,
      Array.from({ length: 40 }, (_, at) => [
        at === 3
          ? `${NEW_HOST}/p?c=#s2#&t={transaction_id}`
          : `${NEW_HOST}/p?o=${at}&t={transaction_id}${at > 34 ? ' ' : ''}`,
      ]),
    );
    await visitor.paste('Status', first + 5, [['Active'], ['paused'], ['inactive']]);
    await visitor.press(/^Check/);
    await panel('panel-check');
    await visitor.select('URL', first);
    await whole('sheet');
    for (const fix of await visitor.panel
      .getByRole('button', { name: /^(?:Trim|Remove|Replace|Set status to active)/ })
      .all()) {
      if (await fix.isVisible().catch(() => false)) await fix.click();
      await visitor.settled();
    }
    await visitor.menu('Review and push');
    await visitor.settled();
    await panel('panel-review');
    await visitor.press('Show in a wide window');
    await page.locator('iframe').nth(1).waitFor();
    await visitor.settled();
    await whole('changes-wide');
    await page.keyboard.press('Escape');
    await visitor.acceptWarnings();
    await visitor.running.workbench.world('colleague', { id: 'partner-edits' });
    await visitor.press('Push 5 first');
    await visitor
      .button(/^Push the other/)
      .or(visitor.button(/^Stop here/))
      .first()
      .waitFor();
    await panel('panel-five-first');
    await visitor.button(/^Push the other/).click();
    await visitor.sees('Push finished');
    await panel('panel-outcomes');
    await visitor.press(/^Settle/);
    await visitor.settled();
    await panel('panel-conflicts');
    await visitor.menu('Open panel');
    await panel('panel-start');
    await visitor.press('Health');
    await visitor.sees('Hosts of active postbacks');
    await panel('panel-health');
    await visitor.menu('Take audit snapshot');
    await visitor.press('Take snapshot');
    await visitor.sees('Snapshot taken');
    await panel('panel-snapshot');
    await whole('snapshot');
    await visitor.menu('Undo a push');
    await panel('panel-undo');
  } finally {
    await visitor.leave();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
