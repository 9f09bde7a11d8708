import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { openSequencer } from '../events/sequencer.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs/jobs.ts';
import { asLeader } from '../platform/db/jobs/leader.ts';
import { openGuardedSender } from '../platform/http-client/exchange.ts';
import { MAX_IN_ALL } from './rules.ts';
import { Dispatcher } from './sending/dispatcher.ts';
import { isAnyOn } from './sending/sql.ts';

/** How soon a committed event is placed and sent. */
const LOOK_MS = 25;
/**
 * While no webhook is on, only readers of the feed need events, and they poll now and then. Frequent looks would cost as much processor time as the
 * events.
 */
const FEED_LOOK_MS = 250;
/** How soon rarer work is found: events of long transactions, and messages to retry. */
const FULL_LOOK_MS = 1000;
const CONNECT_MS = 5000;
/** How long a stopping process waits for messages being sent. */
const END_MS = 2000;

export const webhookTasks = {
  /** Places events and sends them to webhooks. With several machines, one does it at a time. */
  place_and_send_events: {
    everyMs: 1000,
    run: async (_ids, { db, config, log }, stopping) =>
      asLeader(db, 'events', stopping, (signal) => placeAndSend({ db, config, log }, signal)),
  },
} satisfies Tasks;

async function placeAndSend(
  { db, config, log }: { db: Db; config: Config; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  let wake = (): void => undefined;
  const sequencer = openSequencer(db, log);
  const sender = openGuardedSender({
    privateAddresses: config.webhookPrivateAddresses,
    connectMs: CONNECT_MS,
    connections: MAX_IN_ALL,
  });
  const dispatcher = new Dispatcher({ db, sender, secretKey: config.secretKey, log, wake: () => wake() });
  try {
    let lookMs = LOOK_MS;
    for (let fullAt = 0; !signal.aborted;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const isDue = performance.now() >= fullAt;
      if (isDue) {
        fullAt = performance.now() + FULL_LOOK_MS;
        lookMs = (await isAnyOn(db)) ? LOOK_MS : FEED_LOOK_MS;
      }
      const { webhookIds, isFull } = await sequencer.run(isDue ? 'everywhere' : 'recent');
      dispatcher.notice(webhookIds);
      await dispatcher.turn(isDue ? 'everywhere' : 'new');
      const rest = pause(isFull ? 0 : lookMs, undefined, { signal }).catch(() => undefined);
      await Promise.race([woken, rest]);
    }
    await dispatcher.end(END_MS);
  } finally {
    await sender.close();
  }
}
