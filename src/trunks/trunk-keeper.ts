import type { Logger } from 'pino';
import { asNobody, type Db } from '../platform/db/db.ts';
import { unsealTrunkPassword } from './credentials.ts';
import { askOptions } from './options.ts';
import { type Ari, openRegistrar, type TrunkLogin } from './registrar.ts';
import { readRegistration, reasonFromLog, type Registration } from './registration.ts';
import { type Health, isReachable } from './rules.ts';
import * as sql from './sql.ts';
import { type TrunkWatch, watchTrunks, type WatchedTrunk } from './watch.ts';

/** How often Asterisk is asked what became of our registrations. */
const REGISTRATIONS_MS = 2000;

export type KeeperOptions = {
  db: Db;
  secretKey: string;
  /** which Asterisk this is; unknown until it is there */
  node: () => string | undefined;
  ari: Ari;
  /** the registrations that Asterisk has, by name, and their status */
  registrations: () => Promise<Map<string, string>>;
  /** the end of Asterisk's log */
  readLog: () => string;
  log: Logger;
};

export type TrunkKeeper = {
  watch: TrunkWatch;
  /** Reads the trunks again. While the database does not answer, those known go on. */
  read(): Promise<void>;
  /** Asterisk is there, maybe a new one. */
  connected(): void;
  stop(): void;
};

/** Keeps call control's knowledge of the trunks, brings their passwords to Asterisk, and writes what it finds out where the operator sees it. */
export function openTrunkKeeper(options: KeeperOptions): TrunkKeeper {
  const { db, secretKey, node, ari, log } = options;
  const watch = watchTrunks({ ask: askOptions, onAsked: noteHealth });
  const registrar = openRegistrar(ari);
  const findings = new Map<string, sql.FoundState>();
  const registrations = new Map<string, Registration>();
  let logins: TrunkLogin[] = [];
  let isLooking = false;

  function noteHealth({ id, host, port }: WatchedTrunk, health: Health, roundTripMs: number | null): void {
    const { answersOptions, answersCalls } = health;
    const target = `${host}:${port}`;
    findings.set(id, { target, reachable: isReachable(health), roundTripMs, answersOptions, answersCalls });
    note(id);
  }
  function note(id: string): void {
    const [name, found] = [node(), findings.get(id)];
    if (name === undefined || !found) return;
    const { state, reason } = registrations.get(id) ?? {};
    const all = { ...found, registration: state ?? null, registrationReason: reason ?? '' };
    asNobody(db, (tx) => sql.noteTrunkState(tx, name, id, all)).catch((err: unknown) =>
      log.debug({ err }, 'the state of a trunk could not be written'),
    );
  }
  function loginOf({ id, host, port, username, sealedPassword, registers }: sql.TrunkToWatch): TrunkLogin[] {
    if (username === null || sealedPassword === null) return [];
    try {
      return [{ id, host, port, username, password: unsealTrunkPassword(secretKey, id, sealedPassword), registers }];
    } catch (err) {
      log.error({ err, trunk: id }, 'the password of a trunk cannot be read: was SECRET_KEY changed?');
      return [];
    }
  }
  /** Brings to Asterisk what it does not have yet, and learns from it what became of the registrations. */
  async function look(): Promise<void> {
    if (isLooking || node() === undefined) return;
    isLooking = true;
    try {
      const known = await options.registrations();
      await registrar.bring(logins, known.keys());
      for (const { id, host, port, registers } of logins) {
        const now = registers ? statusOf(known.get(`trunk-${id}`), `sip:${host}:${port}`) : undefined;
        const before = registrations.get(id);
        if (now?.state === before?.state && now?.reason === before?.reason) continue;
        if (now) registrations.set(id, now);
        else registrations.delete(id);
        note(id);
      }
    } finally {
      isLooking = false;
    }
  }
  const statusOf = (status: string | undefined, server: string): Registration =>
    readRegistration(status, status === 'Registered' ? '' : reasonFromLog(options.readLog(), server));
  const lookSafely = (): void =>
    void look().catch((err: unknown) => log.warn({ err }, 'Asterisk could not be told about the trunks'));
  // nobody registers anywhere, as a rule
  const looking = setInterval(() => logins.length > 0 && lookSafely(), REGISTRATIONS_MS);

  return {
    watch,
    async read() {
      try {
        const trunks = await asNobody(db, sql.trunksToWatch);
        watch.watch(trunks);
        const had = logins.length > 0;
        logins = trunks.flatMap(loginOf);
        if (had || logins.length > 0) lookSafely();
      } catch (err) {
        log.warn({ err }, 'the trunks could not be read');
      }
    },
    connected() {
      registrar.reset();
      if (logins.length > 0) lookSafely();
    },
    stop() {
      clearInterval(looking);
      watch.stop();
    },
  };
}
