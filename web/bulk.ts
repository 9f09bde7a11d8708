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

type Doing<Item> = {
  id: (item: Item) => string;
  name: (item: Item) => string;
  /** Why this one is left out; null: it is done. */
  skip?: (item: Item) => string | null;
  act: (item: Item) => Promise<string>;
};

/** One act on a selection, with a result for each. */
export function useBulk<Item>(items: readonly Item[], doing: Doing<Item>) {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [state, setState] = useState<'asking' | 'running' | 'over'>('asking');
  const tell = (item: Item, change: Pick<Outcome, 'state' | 'text'>) =>
    setOutcomes((old) => new Map(old).set(doing.id(item), { id: doing.id(item), name: doing.name(item), ...change }));
  const run = async () => {
    setState('running');
    for (const item of items) {
      const why = doing.skip?.(item) ?? null;
      tell(item, why ? { state: 'skipped', text: why } : { state: 'waiting', text: 'Waiting' });
    }
    await forEachOf(
      items.filter((item) => !doing.skip?.(item)),
      async (item) => {
        try {
          tell(item, { state: 'done', text: await doing.act(item) });
        } catch (error) {
          tell(item, { state: 'refused', text: (error as Error).message });
        }
      },
    );
    setState('over');
  };
  const list = [...outcomes.values()];
  return { state, run, outcomes: list, done: list.filter((one) => one.state !== 'waiting').length };
}
