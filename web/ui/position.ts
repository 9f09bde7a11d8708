const GAP = 6;
const EDGE = 8;

export type Side = 'below-start' | 'below-end' | 'above';

/** Puts a box of the top layer beside its anchor, on the other side where there is no room, and never beyond the window's edge. */
export function position(box: HTMLElement, anchor: HTMLElement, side: Side): void {
  const at = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const fitsBelow = below + height + EDGE <= clientHeight;
  const top = side === 'above' ? (above >= EDGE ? above : below) : fitsBelow || above < EDGE ? below : above;
  const left =
    side === 'below-start' ? at.left : side === 'below-end' ? at.right - width : at.left + at.width / 2 - width / 2;
  box.style.top = `${top}px`;
  box.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - width - EDGE))}px`;
}
