/** From how many requests of a partner in one minute, at one of our processes, a record stands for how many. */
const SAMPLING = [
  { above: 6000, represents: 100 },
  { above: 600, represents: 10 },
] as const;

/** How many requests the record of a partner's n-th request in a minute stands for, counted from 1; 0: it is not recorded. */
export function representedBy(n: number): number {
  const rule = SAMPLING.find(({ above }) => n > above);
  if (!rule) return 1;
  return (n - rule.above) % rule.represents === 0 ? rule.represents : 0;
}
