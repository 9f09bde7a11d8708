/**
 * Asterisk keeps a call for 32 s after its end (SIP over UDP). So trims right after a burst gain little, and a later
 * one gains everything.
 */
const PAUSE_MS = 10_000;
/** Trim at this multiple of the memory after the best trim so far. */
const WORTH_IT = 1.3;

export type MemoryTrim = {
  /** Call this regularly with Asterisk's memory size. It trims if that is worthwhile. */
  look(bytes: number, now: number): void;
};

/**
 * Makes Asterisk return freed memory to the system after a burst of calls, because its allocator (glibc) doesn't. It
 * never trims while memory grows, because calls are arriving then and a trim holds the allocator's locks for some
 * milliseconds.
 */
export function openMemoryTrim(trim: () => Promise<number>): MemoryTrim {
  let lowest = Infinity;
  let last = -Infinity;
  let before = 0;
  return {
    look(bytes, now) {
      const isGrowing = bytes > before;
      before = bytes;
      if (lowest === Infinity) lowest = bytes;
      if (isGrowing || bytes < WORTH_IT * lowest || now - last < PAUSE_MS) return;
      last = now;
      void trim().then((after) => (lowest = Math.min(lowest, after)));
    },
  };
}
