import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const RETRY_MS = 500;

/** How often to check the connection, since an idle one may be dead without either end noticing. */
const CHECK_MS = 5000;

export type Subscription<Channel extends string> = {
  /** the name of the connection in the database's list */
  name: string;
  /** called with each notification */
  onNotice: (channel: Channel, payload: unknown) => void;
  /** called after each connect and reconnect, since notifications in between are lost */
  onConnected: () => void;
  log: (error: unknown) => void;
};

/** Listens on channels of the database until stopped, and reconnects when the database is back. */
export function listenToDatabase<Channel extends string>(
  url: string,
  channels: readonly Channel[],
  notices: Subscription<Channel>,
): () => void {
  const stopped = new AbortController();
  void forever();
  return () => stopped.abort();

  async function forever(): Promise<void> {
    while (!stopped.signal.aborted) {
      await once().catch(notices.log);
      await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }

  /** Connects once, until the connection ends. */
  async function once(): Promise<void> {
    const client = new Client({ connectionString: url, application_name: `strowger ${notices.name} notices` });
    const ended = Promise.withResolvers<void>();
    client.on('end', ended.resolve);
    client.on('error', ended.reject);
    client.on('notification', (notice) => {
      const channel = channels.find((each) => each === notice.channel);
      if (channel !== undefined) notices.onNotice(channel, JSON.parse(notice.payload ?? 'null'));
    });
    stopped.signal.addEventListener('abort', () => ended.resolve(), { once: true });
    let checking: NodeJS.Timeout | undefined;
    try {
      await Promise.race([client.connect(), ended.promise]);
      for (const channel of channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      notices.onConnected();
      checking = setInterval(() => void check(client, ended.reject), CHECK_MS);
      await ended.promise;
    } finally {
      clearInterval(checking);
      // not awaited, because a dead connection never ends
      void client.end().catch(() => {});
    }
  }
}

async function check(client: Client, dead: (reason: Error) => void): Promise<void> {
  const silence = delay(CHECK_MS, 'silent', { ref: false });
  const answer = await Promise.race([client.query('select 1').catch(() => 'silent'), silence]);
  if (answer === 'silent') dead(new Error('The connection for notices of the database is dead.'));
}
