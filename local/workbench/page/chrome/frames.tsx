/** Pages of the add-on: the sidebar at the right, dialogs over the sheet. They come from another origin and are shut in as at Google. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FrameView } from '../../protocol';
import type { Session } from '../session';
import { Dialog } from './dialog';

/** https://developers.google.com/apps-script/guides/html/restrictions: without `allow-top-navigation`, which only stand-alone scripts have. */
const SANDBOX =
  'allow-same-origin allow-forms allow-scripts allow-popups allow-downloads allow-modals allow-popups-to-escape-sandbox';

/** Pixels; a script may ask for more than a screen has. */
const LARGEST = { width: 1200, height: 700 };

interface HostMessage {
  readonly gsHost: 'close' | 'width' | 'height' | 'focus' | 'did';
  readonly v?: unknown;
  readonly frame: string;
}

const isHostMessage = (data: unknown): data is HostMessage =>
  typeof data === 'object' && data !== null && 'gsHost' in data && 'frame' in data;

function Frame({ frame, session }: { readonly frame: FrameView; readonly session: Session }) {
  const element = useRef<HTMLIFrameElement>(null);
  const { frame: id, kind, src, title, height } = frame;
  // At once: a page may speak, and a button may be pressed, before the next picture is drawn.
  useLayoutEffect(() => {
    const hear = ({ data, source, origin }: MessageEvent<unknown>) => {
      const inside = element.current?.contentWindow;
      if (!inside || source !== inside || origin !== new URL(src).origin) return;
      if (!isHostMessage(data) || data.frame !== id) return;
      const size = Number(data.v);
      if (data.gsHost === 'close') session.closeFrame(id);
      else if (data.gsHost === 'focus') session.backToGrid();
      else if (data.gsHost === 'did') session.store.set({ stripNote: String(data.v) });
      else if (size > 0) session.resizeFrame(id, { [data.gsHost]: Math.min(size, LARGEST[data.gsHost]) });
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [id, src]);
  useLayoutEffect(() => {
    if (kind !== 'sidebar') return;
    const hand = (button: string) =>
      element.current?.contentWindow?.postMessage({ workbench: button }, new URL(src).origin);
    session.handToPanel = hand;
    return () => {
      // The next panel may be there already.
      if (session.handToPanel === hand) session.handToPanel = null;
    };
  }, [kind, src]);
  return (
    <iframe
      ref={element}
      class="wb-frame"
      title={title}
      src={src}
      sandbox={SANDBOX}
      autofocus={kind === 'modal'}
      style={height === null ? {} : { height: `${height}px` }}
    />
  );
}

export function Sidebar({ frame, session }: { readonly frame: FrameView; readonly session: Session }) {
  return (
    <section class="wb-sidebar" aria-label={frame.title}>
      <div class="wb-sidebar-head">
        <h2 class="wb-sidebar-title">{frame.title}</h2>
        <button
          type="button"
          class="wb-icon-button"
          aria-label="Close"
          onClick={() => session.closeFrame(frame.frame)}
        >
          ✕
        </button>
      </div>
      <Frame key={frame.frame} frame={frame} session={session} />
    </section>
  );
}

export function FrameDialog({ frame, session }: { readonly frame: FrameView; readonly session: Session }) {
  return (
    <Dialog
      title={frame.title}
      modal={frame.kind === 'modal'}
      width={Math.min(frame.width, LARGEST.width)}
      close={() => session.closeFrame(frame.frame)}
    >
      <Frame frame={frame} session={session} />
    </Dialog>
  );
}
