/** From `from` requests of a partner in a minute in one process, each record stands for `every` requests. */
const SAMPLING = [
  { above: 6000, represents: 100 },
  { above: 600, represents: 10 },
] as const;

/** How many requests the record of a partner's n-th request in a minute stands for; 0 if it isn't recorded. Counts from 1. */
export function representedBy(n: number): number {
  const rule = SAMPLING.find(({ above }) => n > above);
  if (!rule) return 1;
  return (n - rule.above) % rule.represents === 0 ? rule.represents : 0;
}
