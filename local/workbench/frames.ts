/** Pages of the add-on on screen: the HTML that a script showed, with `google.script` put into its head. Knows no HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { FrameView } from './protocol';

/** What a script showed. Sizes in px. */
export interface ShownHtml {
  readonly kind: FrameView['kind'];
  readonly title: string;
  readonly html: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly user: string;
}

export interface Frame {
  readonly view: FrameView;
  readonly user: string;
  readonly page: string;
}

/** Google's default of a dialog that gives no size is not stated; this one shows both bars of a wide page. */
const DIALOG = { width: 600, height: 400 };
const BRIDGE = readFileSync(join(__dirname, 'bridge.client.js'), 'utf8');

/**
 * Frames that are open, by id, until their person closes them. A call from a closed one is still answered: closing a sidebar does not end the
 * script that it had called.
 */
export class Frames {
  private readonly frames = new Map<string, Frame>();
  private readonly open = new Set<string>();

  constructor(
    /** Origins: of the workbench's page and of frames. */
    private readonly origins: { readonly page: string; readonly frame: string },
    /** Names of the script's functions that a page may call; a new build may have others. */
    public functions: readonly string[],
  ) {}

  add(shown: ShownHtml): Frame {
    const id = randomUUID();
    const address = `${this.origins.frame}/frame/${id}`;
    const boot = {
      call: `${address}/call`,
      practiceKey: `${address}/practice-key`,
      functions: this.functions,
      parent: this.origins.page,
      frame: id,
    };
    const { kind, title, width, height, user } = shown;
    const isSidebar = kind === 'sidebar';
    const view: FrameView = {
      frame: id,
      kind,
      title,
      src: address,
      // A sidebar is 300 px wide: https://developers.google.com/workspace/add-ons/concepts/dialogs
      width: isSidebar ? 300 : (width ?? DIALOG.width),
      height: isSidebar ? null : (height ?? DIALOG.height),
    };
    const frame = { view, user, page: withBridge(shown.html, boot) };
    this.frames.set(id, frame);
    this.open.add(id);
    return frame;
  }

  get(id: string): Frame | undefined {
    return this.frames.get(id);
  }

  /** False when it was closed before. */
  close(id: string): boolean {
    return this.open.delete(id);
  }

  openOf(user: string): Frame[] {
    return [...this.open].map((id) => this.frames.get(id)!).filter((frame) => frame.user === user);
  }
}

function withBridge(html: string, boot: object): string {
  // No "</script" can come out of the JSON: "<" is escaped.
  const filled = BRIDGE.replace('__BOOT__', () => JSON.stringify(boot).replaceAll('<', String.raw`\u003c`));
  const script = `<script>${filled}</script>`;
  const head = /<head[^>]*>/i;
  return head.test(html) ? html.replace(head, (tag) => tag + script) : script + html;
}
