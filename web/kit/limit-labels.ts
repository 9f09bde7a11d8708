/** "3 of 10", "3 (no limit)". */
export const usageLabel = (used: number, most: number | null): string =>
  most === null ? `${used.toLocaleString()} (no limit)` : `${used.toLocaleString()} of ${most.toLocaleString()}`;
