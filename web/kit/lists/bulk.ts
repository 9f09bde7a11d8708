import { useState } from 'react';

export type Outcome = { id: string; name: string; state: 'waiting' | 'done' | 'refused' | 'skipped'; text: string };

/** Runs an action on each item in order, a few at a time, and reports each result as soon as it is known. */
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

type Chosen = { id: string; name: string };

export type BulkAction<Item extends Chosen> = {
  /** Why an item is skipped; null: it isn't. */
  skip: (item: Item) => string | null;
  act: (item: Item) => Promise<Pick<Outcome, 'state' | 'text'>>;
  /** The text for an item whose `act` failed. */
  refusal: (error: Error) => string;
};

/** Runs an action on a selection. Returns the results, and reports them on the way. */
export async function runBulk<Item extends Chosen>(
  items: readonly Item[],
  action: BulkAction<Item>,
  report: (outcomes: Outcome[]) => void,
): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const set = (item: Item, change: Pick<Outcome, 'state' | 'text'>) =>
    outcomes.set(item.id, { id: item.id, name: item.name, ...change });
  for (const item of items) {
    const skipReason = action.skip(item);
    set(item, skipReason === null ? { state: 'waiting', text: 'Waiting' } : { state: 'skipped', text: skipReason });
  }
  report([...outcomes.values()]);
  await forEachOf(
    items.filter((item) => action.skip(item) === null),
    async (item) => {
      try {
        set(item, await action.act(item));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        set(item, { state: 'refused', text: action.refusal(error) });
      }
      report([...outcomes.values()]);
    },
  );
  return [...outcomes.values()];
}

export const settled = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ state }) => state !== 'waiting').length;

/** Runs a bulk action, which continues even if no page shows it. */
export function useBulk() {
  const [run, setRun] = useState<{ outcomes: Outcome[]; over: boolean } | null>(null);
  return {
    /** The results so far; null if no action was started or the results were closed. */
    run,
    begin: async <Item extends Chosen>(items: readonly Item[], action: BulkAction<Item>): Promise<Outcome[]> => {
      const outcomes = await runBulk(items, action, (now) => setRun({ outcomes: now, over: false }));
      setRun({ outcomes, over: true });
      return outcomes;
    },
    forget: () => setRun(null),
  };
}
