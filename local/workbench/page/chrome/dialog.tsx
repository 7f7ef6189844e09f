/** A window over the page. The browser's own dialog element keeps the focus inside while it is modal, and gives it back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  readonly modal: boolean;
  readonly close: () => void;
  /** Pixels; absent: as wide as its content asks. */
  readonly width?: number;
  /** No title line: the title is read out only. */
  readonly plain?: boolean;
  readonly children: ComponentChildren;
}

export function Dialog({ title, modal, close, width, plain = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    if (modal) element.showModal();
    else element.show();
    return () => element.close();
  }, [modal]);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      class={`wb-dialog ${modal ? '' : 'wb-modeless'}`}
      style={width === undefined ? {} : { width: `${width}px` }}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' && !modal) close();
      }}
    >
      {!plain && (
        <div class="wb-dialog-head">
          <h2 class="wb-dialog-title">{title}</h2>
          <button type="button" class="wb-icon-button" aria-label="Close" onClick={close}>
            ✕
          </button>
        </div>
      )}
      {children}
    </dialog>
  );
}
