import { useState } from 'react';

export type Outcome = { id: string; name: string; state: 'waiting' | 'done' | 'refused' | 'skipped'; text: string };

/** Does the same with each of many, a few at a time, in their order; tells of each as soon as it is known. */
export async function forEachOf<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
  atOnce = 4,
): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
}

export type Doing<Item> = {
  id: (item: Item) => string;
  name: (item: Item) => string;
  /** Why this one is left out; null: it is done. */
  skip: (item: Item) => string | null;
  act: (item: Item) => Promise<Pick<Outcome, 'state' | 'text'>>;
};

/** One act on a selection. Answers what became of each, and tells of it on the way. */
export async function runBulk<Item>(
  items: readonly Item[],
  doing: Doing<Item>,
  tell: (outcomes: Outcome[]) => void,
): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const set = (item: Item, change: Pick<Outcome, 'state' | 'text'>) =>
    outcomes.set(doing.id(item), { id: doing.id(item), name: doing.name(item), ...change });
  for (const item of items) {
    const why = doing.skip(item);
    set(item, why === null ? { state: 'waiting', text: 'Waiting' } : { state: 'skipped', text: why });
  }
  tell([...outcomes.values()]);
  await forEachOf(
    items.filter((item) => doing.skip(item) === null),
    async (item) => {
      try {
        set(item, await doing.act(item));
      } catch (error) {
        set(item, { state: 'refused', text: (error as Error).message });
      }
      tell([...outcomes.values()]);
    },
  );
  return [...outcomes.values()];
}

export const settled = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ state }) => state !== 'waiting').length;

/** Runs one act on many. It continues even if no page shows it. */
export function useBulk() {
  const [run, setRun] = useState<{ outcomes: Outcome[]; over: boolean } | null>(null);
  return {
    /** The results so far; null: nothing has begun, or the results have been read. */
    run,
    begin: async <Item>(items: readonly Item[], doing: Doing<Item>): Promise<Outcome[]> => {
      const outcomes = await runBulk(items, doing, (now) => setRun({ outcomes: now, over: false }));
      setRun({ outcomes, over: true });
      return outcomes;
    },
    forget: () => setRun(null),
  };
}
