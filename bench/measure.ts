/** A figure and its peer, measured in the same run. `goal` is for the ratio, or for the figure if it says so. */
export type Line = {
  name: string;
  figure: number;
  peer: number;
  unit: string;
  goal: string;
  met: boolean;
  noisy: boolean;
  note?: string;
};

export type Sides = { ours: () => Promise<number>; peer: () => Promise<number> };

const ROUNDS = 5;
/** If the peer varies by more, the machine was busy with something else. */
const NOISE = 0.25;
const ATTEMPTS = 3;

export const median = (values: number[]): number => percentile(values, 50);

export function percentile(values: number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN;
}

/** The medians of five rounds, ours and the peer alternately. Repeated up to three times while the peer is noisy. */
export async function compare({ ours, peer }: Sides): Promise<{ figure: number; peer: number; noisy: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const mine: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      mine.push(await ours());
      theirs.push(await peer());
    }
    const noisy = (Math.max(...theirs) - Math.min(...theirs)) / median(theirs) > NOISE;
    if (!noisy || attempt === ATTEMPTS) return { figure: median(mine), peer: median(theirs), noisy };
  }
}

export function print(line: Line): void {
  const ratio = line.figure / line.peer;
  const parts = [
    line.name.padEnd(28),
    `${format(line.figure)} ${line.unit}`.padEnd(16),
    `peer ${format(line.peer)}`.padEnd(16),
    `ratio ${ratio.toFixed(2)}`.padEnd(12),
    `goal ${line.goal}`,
    line.noisy ? 'NOISY' : line.met ? 'met' : 'SHORT',
    line.note ?? '',
  ];
  console.log(parts.join('  ').trimEnd());
}

const format = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

/** Runs `work` by `clients` clients at once for `ms`. Returns the durations in ms. */
export async function drive(
  clients: number,
  ms: number,
  work: (client: number, n: number) => Promise<void>,
): Promise<number[]> {
  const durations: number[] = [];
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = 0; performance.now() < end; n++) {
        const begun = performance.now();
        await work(client, n);
        durations.push(performance.now() - begun);
      }
    }),
  );
  return durations;
}
