import { Counter } from 'prom-client';
import { minuteOf } from '../api-keys/minutes.ts';
import { processMetrics } from '../platform/process/metrics.ts';
import { representedBy } from './rules.ts';
import type { NewRequest } from './sql.ts';

const requestsDropped = new Counter({
  name: 'api_requests_not_recorded_total',
  help: 'Requests of API keys that are missing in the request log, because the database could not be reached',
  registers: [processMetrics],
});

/** Requests of this time are written together. */
const BATCH_MS = 500;
const BATCH_SIZE = 500;
/** Above this, requests are dropped, because the log must not fill the memory while the database is down. */
const MAX_WAITING = 10_000;

export type RecordedRequest = Omit<NewRequest, 'represents'>;

export type RequestRecorder = {
  record: (request: RecordedRequest) => void;
  /** Writes everything that is waiting. */
  flush: () => Promise<void>;
};

/** Writes requests in batches, so that no response waits for its record. Records that can't be written are dropped and counted. */
export function openRequestRecorder(
  write: (requests: readonly NewRequest[]) => Promise<void>,
  now: () => number = Date.now,
): RequestRecorder {
  let waiting: NewRequest[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing = Promise.resolve();
  let minute = 0;
  const counts = new Map<string | null, number>();

  /** How many requests the record of this one stands for; 0 if it isn't recorded. */
  function representedNow(owner: string | null): number {
    if (minute !== minuteOf(now())) {
      minute = minuteOf(now());
      counts.clear();
    }
    const n = (counts.get(owner) ?? 0) + 1;
    counts.set(owner, n);
    return representedBy(n);
  }

  async function writeAll(requests: NewRequest[]): Promise<void> {
    for (let from = 0; from < requests.length; from += BATCH_SIZE) {
      const batch = requests.slice(from, from + BATCH_SIZE);
      await write(batch).catch(() => requestsDropped.inc(batch.length));
    }
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    // one at a time, because several writers would slow down a slow database further
    writing = writing.then(() => {
      // taken only now, because requests that arrived meanwhile count against MAX_WAITING
      const batch = waiting;
      waiting = [];
      return writeAll(batch);
    });
    return writing;
  }

  return {
    record(request) {
      const represents = representedNow(request.partner_id ?? request.tenant_id);
      if (represents === 0) return;
      if (waiting.length >= MAX_WAITING) return requestsDropped.inc();
      waiting.push({ ...request, represents });
      timer ??= setTimeout(() => void flush(), BATCH_MS).unref();
    },
    flush,
  };
}
