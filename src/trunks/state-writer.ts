import { oneAtATimeByKey } from '../platform/process/turns.ts';

/** Writes the state of objects whenever it changes. */
export type StateWriter = {
  changed(id: string): void;
  /** Tries again what could not be written. */
  retry(): void;
};

/**
 * `write` writes the latest state at the time of the call. Each object has one write at a time, so that an older state never overwrites a newer one.
 */
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
