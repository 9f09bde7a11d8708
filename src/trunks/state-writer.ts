import { oneAtATimeByKey } from '../platform/process/turns.ts';

/** Writes the states of things whenever they change. */
export type StateWriter = {
  changed(id: string): void;
  /** Tries again what could not be written. */
  retry(): void;
};

/** `write` writes what is known when it is called. One at a time for each: an older state must not be written over a newer one. */
export function openStateWriter(write: (id: string) => Promise<void>, log: (error: unknown) => void): StateWriter {
  const unwritten = new Set<string>();
  const inTurn = oneAtATimeByKey();

  function changed(id: string): void {
    unwritten.delete(id);
    inTurn(id, () => write(id)).catch((error: unknown) => {
      unwritten.add(id);
      log(error);
    });
  }
  return { changed, retry: () => [...unwritten].forEach(changed) };
}
