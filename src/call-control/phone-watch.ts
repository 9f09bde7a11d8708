import type { EdgePhone } from '../edge/phones.ts';
import { openRepeatedFailures } from '../platform/process/repeated-failure.ts';

export type PhoneWatchOptions = {
  /** undefined until the first connection to Asterisk */
  node: () => string | undefined;
  edge: {
    startedAt(): Promise<string>;
    silentPhones(): Promise<string[]>;
    restore(phones: readonly EdgePhone[]): Promise<void>;
  };
  database: {
    phones(node: string): Promise<EdgePhone[]>;
    markSilent(node: string, addresses: readonly string[]): Promise<void>;
  };
  log: (error: unknown) => void;
};

export type PhoneWatch = { stop(): void };

const WATCH_MS = 5000;
/** How often to save the silent phones again, in case the rows have changed. */
const REWRITE_MS = 60_000;

/** Saves which registered phones the edge considers silent, and restores the registrations of a restarted edge. */
export function openPhoneWatch({ node, edge, database, log }: PhoneWatchOptions): PhoneWatch {
  let startedAt = '';
  let written = { text: '', at: -Infinity };
  const failures = openRepeatedFailures();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const of = node();
    if (of === undefined) return;
    const started = await edge.startedAt();
    if (started !== startedAt) {
      await edge.restore(await database.phones(of));
      startedAt = started;
    }
    const addresses = await edge.silentPhones();
    const text = `${of} ${addresses.join()}`;
    if (text === written.text && performance.now() - written.at < REWRITE_MS) return;
    await database.markSilent(of, addresses);
    written = { text, at: performance.now() };
  }
  async function turn(): Promise<void> {
    try {
      await look();
      failures.end();
    } catch (error) {
      // the edge or the database is down
      if (failures.isNew(error)) log(error);
    }
    if (!isStopped) timer = setTimeout(() => void turn(), WATCH_MS);
  }
  timer = setTimeout(() => void turn(), 0);

  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
