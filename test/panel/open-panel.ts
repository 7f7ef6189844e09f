/**
 * Opens the built page, as it is shipped, in the test's document, and works it as people do: by the names that they read. Time is
 * virtual. Every file that uses this runs in jsdom.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { View } from '../../src/panel/view-names';
import type { FakeServer } from './fake-server';

const DIST = join(__dirname, '../../dist');

let server: FakeServer;

/** The panel as the menu opens it. */
export async function openPanel(fake: FakeServer, view: View = 'home'): Promise<void> {
  await openPage(fake, 'Panel', 'data-view="home"', `data-view="${view}"`);
}

/** A page as the server shows it, with its mark replaced. */
export async function openPage(fake: FakeServer, name: string, mark: string, marked: string): Promise<void> {
  // Only what the page itself waits with; a server behind it keeps its own time.
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'],
  });
  server = fake;
  const html = readFileSync(join(DIST, `${name}.html`), 'utf8').replace(mark, () => marked);
  const page = new DOMParser().parseFromString(html, 'text/html');
  document.documentElement.lang = page.documentElement.lang;
  document.head.innerHTML = page.head.innerHTML;
  for (const key of Object.keys(document.body.dataset)) delete document.body.dataset[key];
  Object.assign(document.body.dataset, page.body.dataset);
  const [own] = page.querySelectorAll('script');
  own!.remove();
  document.body.innerHTML = page.body.innerHTML;
  Object.assign(globalThis, { google: { script: { run: fake.run } } });
  const script = document.createElement('script');
  script.textContent = own!.textContent;
  document.body.append(script);
  script.remove();
  await fake.settle();
}

/** Everything that can be read, with single spaces. */
export function screen(): string {
  return (document.body.textContent ?? '').replace(/\s+/g, ' ');
}

export const heading = (): string => document.querySelector('h1')?.textContent ?? '';
export const alertText = (): string =>
  [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent).join('');

function named<E extends Element>(
  elements: Iterable<E>,
  nameOf: (element: E) => string,
  name: string | RegExp,
): E {
  const all = [...elements];
  const found = all.filter((one) =>
    typeof name === 'string' ? nameOf(one) === name : name.test(nameOf(one)),
  );
  if (found.length === 1) return found[0]!;
  throw new Error(`${found.length} of these are named ${String(name)}: ${all.map(nameOf).join(' | ')}`);
}

const textOf = (element: Element): string =>
  element.getAttribute('aria-label') ?? (element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** All that can be pressed but the way to the guide, which every view has. */
export const buttons = (): string[] => [...document.querySelectorAll('button:not(.link)')].map(textOf);
export const blueButtons = (): string[] => [...document.querySelectorAll('button.action')].map(textOf);

export function button(name: string | RegExp): HTMLButtonElement {
  return named(document.querySelectorAll('button'), textOf, name);
}

/** @throws Error if it cannot be pressed */
export async function press(name: string | RegExp): Promise<void> {
  const found = button(name);
  if (found.disabled) throw new Error(`The button ${String(name)} cannot be pressed now`);
  found.click();
  await server.settle();
}

/** Opens a part that is closed at first, by the words that stand on it. */
export async function unfold(name: string | RegExp): Promise<void> {
  const summary = named(document.querySelectorAll('summary'), textOf, name);
  const details = summary.parentElement as HTMLDetailsElement;
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
  await server.settle();
}

/** Scrolls a long list, of which jsdom says no heights: lines are taken to be as high as the page guesses. */
export async function scrollList(lines: number): Promise<void> {
  const box = document.querySelector('.long');
  if (!box) throw new Error('There is no long list');
  box.scrollTop = lines * 64;
  box.dispatchEvent(new Event('scroll'));
  await server.settle();
}

type Control = HTMLInputElement | HTMLSelectElement;

/** A control by its label. */
export function field(label: string | RegExp): Control {
  const labelled = named(document.querySelectorAll('label, [aria-label]:is(input, select)'), textOf, label);
  if (!(labelled instanceof HTMLLabelElement)) return labelled as Control;
  return labelled.control as Control;
}

export async function fill(label: string | RegExp, value: string): Promise<void> {
  const control = field(label);
  control.value = value;
  if (control.value !== value) throw new Error(`${String(label)} does not offer ${value}`);
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  await server.settle();
}

export function isTicked(label: string | RegExp): boolean {
  return (field(label) as HTMLInputElement).checked;
}

export async function tick(label: string | RegExp): Promise<void> {
  field(label).click();
  await server.settle();
}

/** Chooses one of several by its place, from 0, in the group with these words above it. */
export async function choose(legend: string, place: number): Promise<void> {
  const group = named(
    document.querySelectorAll('fieldset'),
    (one) => textOf(one.querySelector('legend')!),
    legend,
  );
  group.querySelectorAll<HTMLInputElement>('input[type=radio]')[place]!.click();
  await server.settle();
}
