/** An amount of one invoice, in the minor unit. */
export type Share = { id: string; amountMinor: number };

/** Distributes an amount over the open invoices in their order: each is paid in full before the next. `restMinor` is what is left over. */
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
