import type { Logger } from 'pino';
import { type Db, isRefused } from '../platform/db/db.ts';
import type { GuardedSender } from '../platform/http-client/exchange.ts';
import { attemptDelivery, type Attempted } from './attempt.ts';
import { mailRecovery, mailWarning } from './health-mails.ts';
import { openResults } from './results.ts';
import {
  type Health,
  healthAfter,
  MOST_AT_ONCE,
  MOST_IN_ALL,
  nextAttempt,
  recoveredFrom,
  retryDelay,
  roomFor,
  shareOf,
  type Warning,
  warningOf,
  WELL,
} from './rules.ts';
import * as sql from './sending-sql.ts';
import { saveHealth, stopWebhook } from './stopping.ts';

export type DispatcherDeps = {
  db: Db;
  sender: GuardedSender;
  secretKey: string;
  log: Logger;
  now?: () => number;
  /** At most this many messages at once, of all partners. */
  mostInAll?: number;
  /** Called when there may be more to do: a message has arrived, or has not. */
  wake: () => void;
};

export type Dispatcher = {
  /** Writes down what has come back, and sends what is due: of the webhooks that have something new, or of all. */
  turn(look: 'new' | 'everywhere'): Promise<void>;
  /** These webhooks have something new. */
  notice(webhookIds: readonly string[]): void;
  /** Waits for what is being sent, so long at most, and writes it down. What is not back is sent again by the next process. */
  end(withinMs: number): Promise<void>;
};

/**
 * A webhook that something is being sent to. `newsAt`: from when on its health is to be written down; null: it is. `warned`: what its partner was
 * mailed, as far as this process knows.
 */
type Lane = {
  partnerId: string;
  url: string;
  health: Health;
  newsAt: number | null;
  warned: Warning | null;
  sending: number;
};

/** Sends messages to webhooks. One process does it at a time, so all that limits it is here. */
export function openDispatcher({
  db,
  sender,
  secretKey,
  log,
  now = Date.now,
  mostInAll = MOST_IN_ALL,
  wake,
}: DispatcherDeps): Dispatcher {
  const lanes = new Map<string, Lane>();
  const fresh = new Set<string>();
  /** What is being sent, and what is back and not written down yet. */
  const held = new Map<string, Promise<void>>();
  const results = openResults({ db, log, now, written: (id) => held.delete(id) });

  async function turn(look: 'new' | 'everywhere'): Promise<void> {
    await results.write(now());
    // before anything is read: what is stored must not be older than what is known here
    await saveNews(now());
    if (look === 'new' && fresh.size === 0) return;
    const ids = look === 'everywhere' ? null : [...fresh];
    fresh.clear();
    const due = await sql.dueDeliveries(db, ids, [...held.keys()], MOST_AT_ONCE);
    /** What is being sent of each partner. */
    const busy = new Map<string, number>();
    const add = (partnerId: string, n: number) => busy.set(partnerId, (busy.get(partnerId) ?? 0) + n);
    for (const { partnerId, sending } of lanes.values()) if (sending > 0) add(partnerId, sending);
    const share = shareOf(new Set([...busy.keys(), ...due.map((one) => one.partner_id)]).size, mostInAll);
    for (const delivery of due) {
      const lane = laneOf(delivery);
      if (!mayBegin(delivery, lane, { share, ofPartner: busy.get(lane.partnerId) ?? 0 })) continue;
      begin(delivery, lane);
      if (!delivery.urgent) add(lane.partnerId, 1);
    }
  }

  /** Once a turn, however many have failed together, and one after the other, so that an older write never comes last. */
  async function saveNews(until: number): Promise<void> {
    for (const [id, lane] of lanes) {
      if (lane.newsAt === null || lane.newsAt > until) continue;
      lane.newsAt = null;
      await saveHealth(db, { id, url: lane.url }, lane.health).catch((error: unknown) => {
        lane.newsAt = now() + retryDelay(1, Math.random());
        if (!isRefused(error)) throw error;
        log.error({ err: error, webhook: id }, 'a webhook’s health was not recorded');
      });
    }
  }

  function laneOf({ webhook_id: id, partner_id: partnerId, url, ...row }: sql.DueDelivery): Lane {
    const stored: Health =
      row.failing_since && row.probe_at
        ? {
            kind: 'failing',
            failingSince: row.failing_since.getTime(),
            failures: row.failures,
            probeAt: row.probe_at.getTime(),
          }
        : WELL;
    const lane = lanes.get(id) ?? { partnerId, url, health: stored, newsAt: null, warned: null, sending: 0 };
    // somebody has given it another address, or has resumed it
    const isNewAddress = lane.url !== url;
    const isResumed = lane.sending === 0 && lane.health.kind === 'failing' && stored.kind === 'well';
    if (isNewAddress || (isResumed && lane.newsAt === null)) Object.assign(lane, { health: stored, newsAt: null });
    lane.url = url;
    lanes.set(id, lane);
    return lane;
  }

  function mayBegin(
    { urgent }: sql.DueDelivery,
    lane: Lane,
    { share, ofPartner }: { share: number; ofPartner: number },
  ): boolean {
    if (urgent) return true;
    // a webhook may always have one, whatever the others of its partner are waiting for
    const hasShare = held.size < mostInAll && (ofPartner < share || lane.sending === 0);
    return hasShare && roomFor(lane.health, lane.sending, now()) > 0;
  }

  function begin(delivery: sql.DueDelivery, lane: Lane): void {
    if (!delivery.urgent) lane.sending++;
    held.set(
      delivery.id,
      send(delivery, lane).catch((error: unknown) => log.error({ err: error }, 'a webhook’s attempt failed')),
    );
  }

  async function send(delivery: sql.DueDelivery, lane: Lane): Promise<void> {
    const begun = now();
    const attempted = await attemptDelivery(sender, secretKey, delivery, begun);
    if (!delivery.urgent) lane.sending--;
    const row = rowOf(delivery, attempted, begun);
    const parksFor = row.state === 'failed' ? delivery.line : null;
    results.add({ row, delivery, parksFor });
    fresh.add(delivery.webhook_id);
    // one event that is refused for three days is parked; only others say that the receiver is down
    if (parksFor === null || attempted.attempt.kind !== 'refused') await judge(delivery, lane, attempted);
    wake();
  }

  async function judge(delivery: sql.DueDelivery, lane: Lane, { attempt }: Attempted): Promise<void> {
    // the address before says nothing about the present one
    if (delivery.url !== lane.url) return;
    const before = lane.health;
    const health = healthAfter(before, attempt, now(), Math.random());
    if (health === null) {
      lanes.delete(delivery.webhook_id);
      await stopWebhook(db, delivery, attempt.kind === 'gone' ? 'gone' : 'failed', before);
      return;
    }
    lane.health = health;
    if (health !== before && (health.kind === 'failing' || before.kind === 'failing')) lane.newsAt = now();
    const failingSince = recoveredFrom(before, health, now());
    if (failingSince !== null) await mailRecovery(db, delivery, failingSince, now());
    await warn(delivery, lane);
  }

  async function warn(delivery: sql.DueDelivery, lane: Lane): Promise<void> {
    const { health, warned } = lane;
    lane.warned = warningOf(health, now());
    if (lane.warned === null || lane.warned === warned || health.kind !== 'failing') return;
    await mailWarning(db, delivery, lane.warned, health.failingSince);
  }

  function rowOf(delivery: sql.DueDelivery, { attempt, ...shown }: Attempted, begun: number): sql.AttemptRow {
    const attempts = delivery.attempts + 1;
    const triedSince = delivery.tried_since?.getTime() ?? begun;
    const retryAfterMs = attempt.kind === 'refused' ? attempt.retryAfterMs : null;
    const next =
      attempt.kind === 'refused' ? nextAttempt({ attempts, triedSince, retryAfterMs }, now(), Math.random()) : null;
    const ended = attempt.kind === 'taken' ? 'delivered' : 'failed';
    return {
      id: delivery.id,
      queued_at: delivery.queued_at.toISOString(),
      state: next === null ? ended : 'pending',
      due_at: next === null ? null : new Date(next).toISOString(),
      attempts,
      attempted_at: new Date(begun).toISOString(),
      milliseconds: now() - begun,
      ...shown,
    };
  }

  return {
    turn,
    notice: (webhookIds) => webhookIds.forEach((id) => fresh.add(id)),
    async end(withinMs) {
      const timer = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
      await Promise.race([Promise.all(held.values()), timer]);
      await results.write(Number.POSITIVE_INFINITY);
      await saveNews(Number.POSITIVE_INFINITY);
    },
  };
}
