/** Loudness over time, as bytes. */
export type Peaks = readonly number[];

/** The outline of one side as a path in a box of `peaks.length` by `height`, symmetric around the centre line. */
export function outlineOf(peaks: Peaks, height: number): string {
  const middle = height / 2;
  // silence is a thin line, not a gap
  const reach = (peak: number): number => Math.max(0.5, (peak / 255) * (middle - 1));
  const above = peaks.map((peak, x) => `${x},${round(middle - reach(peak))}`);
  const below = peaks.map((peak, x) => `${x},${round(middle + reach(peak))}`).toReversed();
  return [...above, ...below].join(' ');
}

const round = (y: number): number => Math.round(y * 10) / 10;
