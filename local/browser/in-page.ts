/** What runs or is to be had inside of pages and frames. */
import type { Page } from 'playwright-core';

/** What the workbench's page offers to those who cannot see into its canvas. */
export interface TestWindow {
  readonly navigator: { readonly clipboard: { readonly writeText: (text: string) => Promise<void> } };
  readonly workbench: {
    readonly ready: Promise<void>;
    readonly select: (tab: string, a1: string) => void;
    readonly cell: (tab: string, a1: string) => string;
    readonly rectOf: (tab: string, a1: string) => { x: number; y: number; width: number; height: number };
    readonly idle: () => Promise<void>;
  };
}

/** True after two frames were drawn: what was about to happen at once has happened. */
export const STILL = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`;

/** Runs in the page or frame, which have names that Node does not know. */
export const NAME_OF_FOCUSED = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body || element instanceof HTMLIFrameElement) return '';
  if (element.closest('#grid')) return 'grid';
  if (/^H[1-6]$/.test(element.tagName)) return 'heading ' + element.textContent;
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent;
  return (label ?? element.textContent ?? '').replace(/[▸▾]/g, '').trim();
})()`;

/** Notes requests to anything but the workbench, and errors that pages write. */
export function watch(page: Page, port: string, troubles: string[]): void {
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = ['127.0.0.1', 'localhost'].includes(url.hostname) && url.port === port;
    if (!isOwn && !['data:', 'blob:'].includes(url.protocol)) troubles.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => troubles.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
}
