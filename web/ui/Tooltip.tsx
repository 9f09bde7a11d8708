import { type ReactNode, useEffect, useRef, useState } from 'react';
import { position } from './position.ts';
import styles from './tooltip.module.css';

/** A short text next to the element with the pointer or focus. The child itself must provide the same text to screen readers. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const [hint, at] = [box.current, anchor.current?.firstElementChild];
    if (!shown || !hint || !(at instanceof HTMLElement)) return;
    hint.showPopover();
    position(hint, at, 'above');
    const hide = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key === 'Escape') setShown(false);
    };
    document.addEventListener('keydown', hide);
    document.addEventListener('scroll', hide, true);
    return () => {
      hint.hidePopover();
      document.removeEventListener('keydown', hide);
      document.removeEventListener('scroll', hide, true);
    };
  }, [shown]);
  return (
    <span
      ref={anchor}
      className={styles.anchor}
      onPointerEnter={() => setShown(true)}
      onPointerLeave={() => setShown(false)}
      onFocus={(event) => setShown(event.target.matches(':focus-visible'))}
      onBlur={() => setShown(false)}
    >
      {children}
      {shown && (
        <span ref={box} popover="manual" className={styles.hint} aria-hidden>
          {text}
        </span>
      )}
    </span>
  );
}
