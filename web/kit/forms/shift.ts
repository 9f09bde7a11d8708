import { useEffect, useRef, useState } from 'react';

/**
 * Moves items of an ordered list by buttons, so that a keyboard works as well as a mouse. The focus stays on the pressed button of the moved item:
 * each `li` has two with `data-move`, up and down.
 */
export function useShift(move: (from: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const [moved, setMoved] = useState<{ to: number; by: -1 | 1 } | null>(null);
  useEffect(() => {
    if (moved === null) return;
    const buttons = list.current?.children[moved.to]?.querySelectorAll('button[data-move]');
    const button = buttons?.[moved.by === -1 ? 0 : 1];
    if (button instanceof HTMLElement) button.focus();
  }, [moved]);
  const shift = (from: number, by: -1 | 1): void => {
    move(from, from + by);
    setMoved({ to: from + by, by });
  };
  return { list, shift };
}
