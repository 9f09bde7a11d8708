import { asNobody, type Db } from '../platform/db/db.ts';
import { oneAtATimeByKey } from '../platform/process/turns.ts';
import { probeByOptions } from './options.ts';
import { type Health, isReachable } from './rules.ts';
import * as sql from './sql.ts';
import { openStateWriter } from './state-writer.ts';
import { type LoginsOptions, TrunkLogins } from './trunk-logins.ts';
import { type TrunkWatch, watchTrunks, type WatchedTrunk } from './watch.ts';

/** How often the status of our registrations is read from Asterisk. */
const REGISTRATIONS_MS = 2000;

export type KeeperOptions = Omit<LoginsOptions, 'changed'> & {
  db: Db;
  /** the node name of the connected Asterisk; undefined until it is connected */
  node: () => string | undefined;
};

export type TrunkKeeper = {
  watch: TrunkWatch;
  /** Reads the trunks again. If the database is down, the last known ones stay in use. */
  read(): Promise<void>;
  /** Call after connecting to Asterisk, which may be a new one. */
  connected(): void;
  stop(): void;
};

/** Watches the trunks for call control, sends their logins to Asterisk, and stores their state for the operator. */
export function openTrunkKeeper({ db, node, ...options }: KeeperOptions): TrunkKeeper {
  const { log } = options;
  const watch = watchTrunks({ probe: probeByOptions, onProbed: noteHealth });
  const findings = new Map<string, sql.FoundState>();
  const states = openStateWriter(
    async (id) => {
      const [name, found] = [node(), findings.get(id)];
      if (name === undefined || !found) return;
      const { state, reason } = logins.registrationOf(id) ?? {};
      const all = { ...found, registration: state ?? null, registrationReason: reason ?? '' };
      await asNobody(db, (tx) => sql.recordTrunkState(tx, name, id, all));
    },
    (err) => log.debug({ err }, 'could not store the state of a trunk; trying again'),
  );
  const logins = new TrunkLogins({ ...options, changed: states.changed });
  const inTurn = oneAtATimeByKey();
  let isUnread = false;

  function noteHealth({ id, host, port }: WatchedTrunk, health: Health, roundTripMs: number | null): void {
    const { answersOptions, answersCalls } = health;
    const target = `${host}:${port}`;
    findings.set(id, { target, reachable: isReachable(health), roundTripMs, answersOptions, answersCalls });
    states.changed(id);
  }
  function syncLogins(): void {
    if (node() !== undefined) logins.syncInBackground();
  }
  /** One read at a time, because an older result that arrives last would stay until the next change. */
  const read = (): Promise<void> =>
    inTurn('read', async () => {
      try {
        const trunks = await asNobody(db, sql.trunksToWatch);
        isUnread = false;
        watch.watch(trunks);
        if (logins.replace(trunks)) syncLogins();
      } catch (err) {
        isUnread = true;
        log.warn({ err }, 'could not read the trunks; trying again');
      }
    });
  const timer = setInterval(() => {
    states.retry();
    if (isUnread) void read();
    if (!logins.isEmpty) syncLogins();
  }, REGISTRATIONS_MS);

  return {
    watch,
    read,
    connected() {
      logins.reset();
      if (!logins.isEmpty) syncLogins();
    },
    stop() {
      clearInterval(timer);
      watch.stop();
    },
  };
}
