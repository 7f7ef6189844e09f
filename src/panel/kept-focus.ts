/** Keyboard and screen reader lose their place when what they are on goes away, as a pressed button may: the title of the view takes it then. */
import { useEffect } from 'preact/hooks';

/** @param view what holds the view; elements outside of it are left alone */
export function useKeptFocus(view: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const { current } = view;
    if (!current) return;
    let last: Node | null = null;
    const note = ({ target }: Event): void => {
      last = target as Node;
    };
    const observer = new MutationObserver(() => {
      if (!last || last.isConnected) return;
      last = null;
      if (document.activeElement === document.body)
        current.querySelector('h1')?.focus({ preventScroll: true });
    });
    current.addEventListener('focusin', note);
    observer.observe(current, { childList: true, subtree: true });
    return () => {
      current.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, []);
}
