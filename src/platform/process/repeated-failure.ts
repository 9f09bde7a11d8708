import { messageOf } from './system-error.ts';

export type RepeatedFailures = {
  /** Whether to log this failure: not if it is the last one again. `about` separates the failures of different things. */
  isNew(error: unknown, about?: string): boolean;
  /** It works again, so that the next failure is logged whatever it is. */
  end(about?: string): void;
};

/** Logs a failure that repeats once instead of at every attempt. */
export function openRepeatedFailures(): RepeatedFailures {
  const last = new Map<string, string>();
  return {
    isNew(error, about = '') {
      const message = messageOf(error);
      if (last.get(about) === message) return false;
      last.set(about, message);
      return true;
    },
    end: (about = '') => void last.delete(about),
  };
}
