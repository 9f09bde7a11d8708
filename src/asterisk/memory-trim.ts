/** Asterisk keeps a call for 32 s after its end (SIP over UDP): the trims right after a burst gain little, and the one after that gains all. */
const PAUSE_MS = 10_000;
/** Of what it had after the best trim so far. */
const WORTH_IT = 1.3;

export type MemoryTrim = {
  /** Called now and then with the memory that Asterisk has; trims if that is worth it. */
  look(bytes: number, now: number): void;
};

/**
 * Makes Asterisk return freed memory to the system after a burst of calls, which its allocator (glibc's) does not do. Not while memory still grows,
 * because calls are coming in then: the trim holds the allocator's locks for some milliseconds.
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
