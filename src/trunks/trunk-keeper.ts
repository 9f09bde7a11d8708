import type { Logger } from 'pino';
import { asNobody, type Db } from '../platform/db/db.ts';
import { oneAtATimeByKey } from '../platform/process/turns.ts';
import { unsealTrunkPassword } from './credentials.ts';
import { probeByOptions } from './options.ts';
import { type Ari, openRegistrar, type TrunkLogin } from './registrar.ts';
import { readRegistration, reasonFromLog, type Registration } from './registration.ts';
import { type Health, isReachable } from './rules.ts';
import * as sql from './sql.ts';
import { openStateWriter } from './state-writer.ts';
import { type TrunkWatch, watchTrunks, type WatchedTrunk } from './watch.ts';

/** How often the status of our registrations is read from Asterisk. */
const REGISTRATIONS_MS = 2000;

export type KeeperOptions = {
  db: Db;
  secretKey: string;
  /** the node name of the connected Asterisk; undefined until it is connected */
  node: () => string | undefined;
  ari: Ari;
  /** the status of every registration that Asterisk has, by name */
  registrations: () => Promise<Map<string, string>>;
  /** the end of Asterisk's log */
  readLog: () => string;
  log: Logger;
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
export function openTrunkKeeper(options: KeeperOptions): TrunkKeeper {
  const { db, secretKey, node, ari, log } = options;
  const watch = watchTrunks({ probe: probeByOptions, onProbed: noteHealth });
  const registrar = openRegistrar(ari);
  const findings = new Map<string, sql.FoundState>();
  const registrations = new Map<string, Registration>();
  let logins: TrunkLogin[] = [];
  let isSyncing = false;

  function noteHealth({ id, host, port }: WatchedTrunk, health: Health, roundTripMs: number | null): void {
    const { answersOptions, answersCalls } = health;
    const target = `${host}:${port}`;
    findings.set(id, { target, reachable: isReachable(health), roundTripMs, answersOptions, answersCalls });
    states.changed(id);
  }
  const states = openStateWriter(
    async (id) => {
      const [name, found] = [node(), findings.get(id)];
      if (name === undefined || !found) return;
      const { state, reason } = registrations.get(id) ?? {};
      const all = { ...found, registration: state ?? null, registrationReason: reason ?? '' };
      await asNobody(db, (tx) => sql.recordTrunkState(tx, name, id, all));
    },
    (err) => log.debug({ err }, 'could not store the state of a trunk; trying again'),
  );
  function loginOf({ id, host, port, username, sealedPassword, registers }: sql.TrunkToWatch): TrunkLogin[] {
    if (username === null || sealedPassword === null) return [];
    try {
      return [{ id, host, port, username, password: unsealTrunkPassword(secretKey, id, sealedPassword), registers }];
    } catch (err) {
      log.error({ err, trunk: id }, 'could not unseal the password of a trunk: was SECRET_KEY changed?');
      return [];
    }
  }
  /** Sends missing logins to Asterisk and reads the status of the registrations. */
  async function syncLogins(): Promise<void> {
    if (isSyncing || node() === undefined) return;
    isSyncing = true;
    try {
      const known = await options.registrations();
      await registrar.sync(logins, known.keys());
      for (const { id, host, port, registers } of logins) {
        const now = registers ? statusOf(known.get(`trunk-${id}`), `sip:${host}:${port}`) : undefined;
        const before = registrations.get(id);
        if (now?.state === before?.state && now?.reason === before?.reason) continue;
        if (now) registrations.set(id, now);
        else registrations.delete(id);
        states.changed(id);
      }
    } finally {
      isSyncing = false;
    }
  }
  const statusOf = (status: string | undefined, server: string): Registration =>
    readRegistration(status, status === 'Registered' ? '' : reasonFromLog(options.readLog(), server));
  const syncInBackground = (): void =>
    void syncLogins().catch((err: unknown) => log.warn({ err }, "could not send the trunks' logins to Asterisk"));
  const inTurn = oneAtATimeByKey();
  let isUnread = false;
  /** One read at a time, because an older result that arrives last would stay until the next change. */
  const read = (): Promise<void> =>
    inTurn('read', async () => {
      try {
        const trunks = await asNobody(db, sql.trunksToWatch);
        isUnread = false;
        watch.watch(trunks);
        const had = logins.length > 0;
        logins = trunks.flatMap(loginOf);
        if (had || logins.length > 0) syncInBackground();
      } catch (err) {
        isUnread = true;
        log.warn({ err }, 'could not read the trunks; trying again');
      }
    });
  // usually no trunk registers
  const timer = setInterval(() => {
    states.retry();
    if (isUnread) void read();
    if (logins.length > 0) syncInBackground();
  }, REGISTRATIONS_MS);

  return {
    watch,
    read,
    connected() {
      registrar.reset();
      if (logins.length > 0) syncInBackground();
    },
    stop() {
      clearInterval(timer);
      watch.stop();
    },
  };
}
