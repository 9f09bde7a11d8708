/** Something of an invoice, in the minor unit. */
export type Share = { id: string; amountMinor: number };

/** Spreads an amount over what is open, in that order: one is paid in full before the next gets anything. `restMinor` is what none of them took. */
export function allocate(
  amountMinor: number,
  open: readonly { id: string; dueMinor: number }[],
): { shares: Share[]; restMinor: number } {
  let restMinor = amountMinor;
  const shares: Share[] = [];
  for (const { id, dueMinor } of open) {
    const taken = Math.min(restMinor, dueMinor);
    if (taken > 0) shares.push({ id, amountMinor: taken });
    restMinor -= Math.max(0, taken);
  }
  return { shares, restMinor };
}
