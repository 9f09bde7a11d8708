import { minuteOf, secondsToNextMinute } from './minutes.ts';

/** Slows down guesses of keys without querying the database, so each process counts separately (docs/decisions/046-limits-across-processes.md). */
export type FailureLimit = {
  /** How many seconds an address has to wait, or 0. */
  wait: (address: string) => number;
  count: (address: string) => void;
};

const MAX_IN_A_MINUTE = 30;
/** Above this number, all addresses are forgotten, because an attacker with many addresses must not fill the memory. */
const MAX_ADDRESSES = 10_000;

export function openFailureLimit(blockOf: (address: string) => string, now: () => number = Date.now): FailureLimit {
  const failures = new Map<string, { minute: number; count: number }>();
  return {
    wait(address) {
      const found = failures.get(blockOf(address));
      if (!found || found.minute !== minuteOf(now()) || found.count < MAX_IN_A_MINUTE) return 0;
      return secondsToNextMinute(now());
    },
    count(address) {
      const block = blockOf(address);
      const minute = minuteOf(now());
      const found = failures.get(block);
      if (found?.minute === minute) found.count += 1;
      else {
        if (failures.size >= MAX_ADDRESSES) failures.clear();
        failures.set(block, { minute, count: 1 });
      }
    },
  };
}
