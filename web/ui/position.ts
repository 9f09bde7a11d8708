const GAP = 6;
const EDGE = 8;

export type Side = 'below-start' | 'below-end' | 'above';

/** Positions a box in the top layer next to its anchor, on the side with more room, and within the window. */
export function position(box: HTMLElement, anchor: HTMLElement, side: Side): void {
  box.style.maxHeight = '';
  const at = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const room = { above: at.top - GAP - EDGE, below: clientHeight - at.bottom - GAP - EDGE };
  const [wanted, other] = side === 'above' ? (['above', 'below'] as const) : (['below', 'above'] as const);
  const place = height > room[wanted] && room[other] > room[wanted] ? other : wanted;
  const left =
    side === 'below-start' ? at.left : side === 'below-end' ? at.right - width : at.left + at.width / 2 - width / 2;
  // a longer box scrolls
  box.style.maxHeight = `${room[place]}px`;
  box.style.top = `${place === 'below' ? at.bottom + GAP : at.top - GAP - Math.min(height, room.above)}px`;
  box.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - width - EDGE))}px`;
}
