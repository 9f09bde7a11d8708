import type { Logger } from 'pino';
import { type Db, isRefused } from '../../platform/db/db.ts';
import type { GuardedSender } from '../../platform/http-client/exchange.ts';
import { attemptDelivery, type AttemptResult } from './attempt.ts';
import { mailRecovery, mailWarning } from '../health/health-mails.ts';
import { openResults } from './results.ts';
import {
  type Health,
  healthAfter,
  MAX_AT_ONCE,
  MAX_IN_ALL,
  nextAttempt,
  recoveredFrom,
  retryDelay,
  roomFor,
  shareOf,
  type Warning,
  warningOf,
  HEALTHY,
} from '../rules.ts';
import * as sql from './sql.ts';
import { saveHealth, stopWebhook } from '../health/stopping.ts';

export type DispatcherDeps = {
  db: Db;
  sender: GuardedSender;
  secretKey: string;
  log: Logger;
  now?: () => number;
  /** The limit of simultaneous messages of all partners. */
  maxInAll?: number;
  /** Called when an attempt is over and there may be more to do. */
  wake: () => void;
};

export type Dispatcher = {
  /** Stores finished results and sends due messages, either of webhooks with news or of all. */
  turn(look: 'new' | 'everywhere'): Promise<void>;
  /** Marks these webhooks as having new messages. */
  notice(webhookIds: readonly string[]): void;
  /** Waits up to `withinMs` for messages being sent and stores their results. The next process sends the unfinished ones again. */
  end(withinMs: number): Promise<void>;
};

/**
 * The state of sending to a webhook. `newsAt`: when its health is to be stored; null if it is stored. `warned`: the warning mailed to its partner, as
 * far as this process knows.
 */
type Lane = {
  partnerId: string;
  url: string;
  health: Health;
  newsAt: number | null;
  warned: Warning | null;
  sending: number;
};

/** Sends messages to webhooks. One process does it at a time, so all limits are applied here. */
export function openDispatcher({
  db,
  sender,
  secretKey,
  log,
  now = Date.now,
  maxInAll = MAX_IN_ALL,
  wake,
}: DispatcherDeps): Dispatcher {
  const lanes = new Map<string, Lane>();
  const fresh = new Set<string>();
  /** Messages being sent, and those whose result isn't stored yet. */
  const held = new Map<string, Promise<void>>();
  const results = openResults({ db, log, now, written: (id) => held.delete(id) });

  async function turn(look: 'new' | 'everywhere'): Promise<void> {
    await results.write(now());
    // before reading, so that the stored state isn't older than ours
    await saveNews(now());
    if (look === 'new' && fresh.size === 0) return;
    const ids = look === 'everywhere' ? null : [...fresh];
    fresh.clear();
    const due = await sql.dueDeliveries(db, ids, [...held.keys()], MAX_AT_ONCE);
    /** The number of messages being sent, by partner. */
    const busy = new Map<string, number>();
    const add = (partnerId: string, n: number) => busy.set(partnerId, (busy.get(partnerId) ?? 0) + n);
    for (const { partnerId, sending } of lanes.values()) if (sending > 0) add(partnerId, sending);
    const share = shareOf(new Set([...busy.keys(), ...due.map((one) => one.partner_id)]).size, maxInAll);
    for (const delivery of due) {
      const lane = laneOf(delivery);
      if (!mayBegin(delivery, lane, { share, ofPartner: busy.get(lane.partnerId) ?? 0 })) continue;
      begin(delivery, lane);
      if (!delivery.urgent) add(lane.partnerId, 1);
    }
  }

  /** Once a turn, however many failed together. One write at a time, so that an older one never comes last. */
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
        : HEALTHY;
    const lane = lanes.get(id) ?? { partnerId, url, health: stored, newsAt: null, warned: null, sending: 0 };
    // a user has changed its address or resumed it
    const isNewAddress = lane.url !== url;
    const isResumed = lane.sending === 0 && lane.health.kind === 'failing' && stored.kind === 'healthy';
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
    // a webhook can always send one message, however many of its partner's are being sent
    const hasShare = held.size < maxInAll && (ofPartner < share || lane.sending === 0);
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
    const attempted = await attemptDelivery(sender, delivery, { secretKey, now: begun });
    if (!delivery.urgent) lane.sending--;
    const row = rowOf(delivery, attempted, begun);
    const parksFor = row.state === 'failed' ? delivery.line : null;
    results.add({ row, delivery, parksFor });
    fresh.add(delivery.webhook_id);
    // an event refused for three days is parked, so it doesn't count as the receiver being down
    if (parksFor === null || attempted.attempt.kind !== 'refused') await judge(delivery, lane, attempted);
    wake();
  }

  async function judge(delivery: sql.DueDelivery, lane: Lane, { attempt }: AttemptResult): Promise<void> {
    // a result of the old address says nothing about the new one
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

  function rowOf(delivery: sql.DueDelivery, { attempt, ...shown }: AttemptResult, begun: number): sql.AttemptRow {
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
