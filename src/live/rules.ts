import type { LiveChange, LiveState } from './contract.ts';

type Item = { id: string };

/** The change between two states; null if there is none. */
export function changeBetween(before: LiveState, after: LiveState): LiveChange | null {
  const extensions = differences(before.extensions, after.extensions);
  const calls = differences(before.calls, after.calls);
  const change = {
    extensions: extensions.changed,
    removedExtensionIds: extensions.gone,
    calls: calls.changed,
    endedCallIds: calls.gone,
  };
  return Object.values(change).some((list) => list.length > 0) ? change : null;
}

function differences<T extends Item>(before: readonly T[], after: readonly T[]): { changed: T[]; gone: string[] } {
  const old = new Map(before.map((item) => [item.id, JSON.stringify(item)]));
  const changed = after.filter((item) => old.get(item.id) !== JSON.stringify(item));
  const left = new Set(after.map(({ id }) => id));
  return { changed, gone: before.flatMap(({ id }) => (left.has(id) ? [] : [id])) };
}

/** Applies a change to a reader's state. */
export function applyChange(state: LiveState, change: LiveChange): LiveState {
  return {
    extensions: applied(state.extensions, change.extensions, change.removedExtensionIds),
    calls: applied(state.calls, change.calls, change.endedCallIds),
  };
}

function applied<T extends Item>(items: readonly T[], changed: readonly T[], gone: readonly string[]): T[] {
  const byId = new Map([...items, ...changed].map((item) => [item.id, item]));
  for (const id of gone) byId.delete(id);
  return [...byId.values()];
}
