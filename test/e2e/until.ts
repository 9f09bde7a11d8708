import { setTimeout as delay } from 'node:timers/promises';

type Empty = undefined | null | false;

/** What `look` finds, asked again until it finds something. What it throws counts as nothing found. */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 5000): Promise<Exclude<T, Empty>> {
  const deadline = performance.now() + withinMs;
  let trouble = '';
  for (;;) {
    try {
      const found = await look();
      if (found) return found as Exclude<T, Empty>;
      trouble = '';
    } catch (error) {
      trouble = `: ${String(error)}`;
    }
    if (performance.now() > deadline) throw new Error(`after ${withinMs} ms still waiting for ${what}${trouble}`);
    await delay(20);
  }
}
