/**
 * @jest-environment jsdom
 *
 * The guide as a page of the add-on: it has the sections that views lead to, opens at one, and needs nothing from outside [X1, X2].
 */
import axe from 'axe-core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GUIDE_SECTIONS } from '../../src/panel/parts/guide-sections';
import { FakeServer } from './fake-server';
import { openPage, openPanel, press } from './open-panel';
import { FRESH } from './sample-answers';

const openAt = (section: string): Promise<void> =>
  openPage(new FakeServer({}), 'Guide', 'data-section=""', `data-section="${section}"`);

beforeAll(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = jest.fn();
  HTMLCanvasElement.prototype.getContext = () => null;
});

test.each(Object.entries(GUIDE_SECTIONS))(
  '[X2] the section %s is there under its name',
  async (id, words) => {
    await openAt(id);
    expect(document.activeElement?.id).toBe(id);
    expect(document.activeElement?.textContent).toBe(words);
  },
);

test('[X2] at an unknown section it opens at its top', async () => {
  await openAt('no-such-section');
  expect(document.activeElement).toBe(document.body);
  expect(document.querySelector('h1')?.textContent).toBe('Guide');
});

test('links stay in the page, and none of them is dead', async () => {
  await openAt('');
  const links = [...document.querySelectorAll('a')];
  expect(links.length).toBeGreaterThan(15);
  for (const link of links) {
    const to = link.getAttribute('href')!;
    expect(to).toMatch(/^#/);
    expect(document.getElementById(to.slice(1))).not.toBeNull();
  }
  const pressed = new MouseEvent('click', { bubbles: true, cancelable: true });
  links.find((link) => link.getAttribute('href') === '#push')!.dispatchEvent(pressed);
  expect(pressed.defaultPrevented).toBe(true);
  expect(document.activeElement?.id).toBe('push');
});

test('[X1] it has no axe violation', async () => {
  await openAt('push');
  jest.useRealTimers();
  const found = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test('[X2] a view opens the guide at its section, beside whatever is under way', async () => {
  const server = new FakeServer({ status: () => FRESH, showGuide: () => true });
  await openPanel(server);
  await press('Guide: Connect');
  expect(server.argsOf('showGuide')).toEqual([[{ section: 'connect' }]]);
});

test('[X2] every view with a heading of its own has its way to the guide', () => {
  const folder = join(__dirname, '../../src/panel');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );
  const texts = files.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  const without = texts
    .filter(([, text]) => text.includes('<Heading') && !text.includes('<Help'))
    .map(([name]) => name);
  // Before the panel knows anything there is nothing to explain.
  expect(without).toEqual(['app.tsx']);
});
