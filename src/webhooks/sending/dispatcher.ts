import type { Logger } from 'pino';
import { type Db, isRefused } from '../../platform/db/db.ts';
import type { GuardedSender } from '../../platform/http-client/exchange.ts';
import { mailRecovery, mailWarning } from '../health/health-mails.ts';
import { saveHealth, stopWebhook } from '../health/stopping.ts';
import {
  healthAfter,
  MAX_AT_ONCE,
  MAX_IN_ALL,
  nextAttempt,
  recoveredFrom,
  retryDelay,
  shareOf,
  warningOf,
} from '../rules.ts';
import { attemptDelivery, type AttemptResult } from './attempt.ts';
import { type Lane, laneOf, mayBegin } from './lanes.ts';
import { openResults, type Results } from './results.ts';
import * as sql from './sql.ts';

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

/** Sends messages to webhooks. One process does it at a time, so all limits are applied here. */
export class Dispatcher {
  readonly #deps: Required<DispatcherDeps>;
  readonly #lanes = new Map<string, Lane>();
  /** The webhooks with new messages. */
  readonly #fresh = new Set<string>();
  /** Messages being sent, and those whose result isn't stored yet. */
  readonly #held = new Map<string, Promise<void>>();
  readonly #results: Results;

  constructor({ now = Date.now, maxInAll = MAX_IN_ALL, ...deps }: DispatcherDeps) {
    this.#deps = { now, maxInAll, ...deps };
    this.#results = openResults({ db: deps.db, log: deps.log, now, written: (id) => this.#held.delete(id) });
  }

  /** Marks these webhooks as having new messages. */
  notice(webhookIds: readonly string[]): void {
    for (const id of webhookIds) this.#fresh.add(id);
  }

  /** Stores finished results and sends due messages, either of webhooks with news or of all. */
  async turn(look: 'new' | 'everywhere'): Promise<void> {
    const { db, now, maxInAll } = this.#deps;
    await this.#results.write(now());
    // before reading, so that the stored state isn't older than ours
    await this.#saveNews(now());
    if (look === 'new' && this.#fresh.size === 0) return;
    const ids = look === 'everywhere' ? null : [...this.#fresh];
    this.#fresh.clear();
    const due = await sql.dueDeliveries(db, ids, [...this.#held.keys()], MAX_AT_ONCE);
    const busy = this.#busyPartners();
    const share = shareOf(new Set([...busy.keys(), ...due.map((one) => one.partner_id)]).size, maxInAll);
    for (const delivery of due) {
      const lane = laneOf(this.#lanes, delivery);
      const ofPartner = busy.get(lane.partnerId) ?? 0;
      const isFull = this.#held.size >= maxInAll;
      if (!delivery.urgent && !mayBegin(lane, { isFull, share, ofPartner }, now())) continue;
      this.#begin(delivery, lane);
      if (!delivery.urgent) busy.set(lane.partnerId, ofPartner + 1);
    }
  }

  /** Waits up to `withinMs` for messages being sent and stores their results. The next process sends the unfinished ones again. */
  async end(withinMs: number): Promise<void> {
    const timer = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
    await Promise.race([Promise.all(this.#held.values()), timer]);
    await this.#results.write(Number.POSITIVE_INFINITY);
    await this.#saveNews(Number.POSITIVE_INFINITY);
  }

  /** The number of messages being sent, by partner. */
  #busyPartners(): Map<string, number> {
    const busy = new Map<string, number>();
    for (const { partnerId, sending } of this.#lanes.values())
      if (sending > 0) busy.set(partnerId, (busy.get(partnerId) ?? 0) + sending);
    return busy;
  }

  /** Once a turn, however many failed together. One write at a time, so that an older one never comes last. */
  async #saveNews(until: number): Promise<void> {
    const { db, log, now } = this.#deps;
    for (const [id, lane] of this.#lanes) {
      if (lane.newsAt === null || lane.newsAt > until) continue;
      lane.newsAt = null;
      await saveHealth(db, { id, url: lane.url }, lane.health).catch((error: unknown) => {
        lane.newsAt = now() + retryDelay(1, Math.random());
        if (!isRefused(error)) throw error;
        log.error({ err: error, webhook: id }, 'a webhook’s health was not recorded');
      });
    }
  }

  #begin(delivery: sql.DueDelivery, lane: Lane): void {
    if (!delivery.urgent) lane.sending++;
    const sent = this.#send(delivery, lane).catch((error: unknown) =>
      this.#deps.log.error({ err: error }, 'a webhook’s attempt failed'),
    );
    this.#held.set(delivery.id, sent);
  }

  async #send(delivery: sql.DueDelivery, lane: Lane): Promise<void> {
    const { sender, secretKey, now, wake } = this.#deps;
    const begun = now();
    const attempted = await attemptDelivery(sender, delivery, { secretKey, now: begun });
    if (!delivery.urgent) lane.sending--;
    const row = attemptRow(delivery, attempted, { begun, ended: now(), chance: Math.random() });
    const parksFor = row.state === 'failed' ? delivery.line : null;
    this.#results.add({ row, delivery, parksFor });
    this.#fresh.add(delivery.webhook_id);
    // an event refused for three days is parked, so it doesn't count as the receiver being down
    if (parksFor === null || attempted.attempt.kind !== 'refused') await this.#judge(delivery, lane, attempted);
    wake();
  }

  async #judge(delivery: sql.DueDelivery, lane: Lane, { attempt }: AttemptResult): Promise<void> {
    const { db, now } = this.#deps;
    // a result of the old address says nothing about the new one
    if (delivery.url !== lane.url) return;
    const before = lane.health;
    const health = healthAfter(before, attempt, now(), Math.random());
    if (health === null) {
      this.#lanes.delete(delivery.webhook_id);
      await stopWebhook(db, delivery, { state: attempt.kind === 'gone' ? 'gone' : 'failed', before, now: now() });
      return;
    }
    lane.health = health;
    if (health !== before && (health.kind === 'failing' || before.kind === 'failing')) lane.newsAt = now();
    const failingSince = recoveredFrom(before, health, now());
    if (failingSince !== null) await mailRecovery(db, delivery, failingSince, now());
    await this.#warn(delivery, lane);
  }

  async #warn(delivery: sql.DueDelivery, lane: Lane): Promise<void> {
    const { health, warned } = lane;
    lane.warned = warningOf(health, this.#deps.now());
    if (lane.warned === null || lane.warned === warned || health.kind !== 'failing') return;
    await mailWarning(this.#deps.db, delivery, lane.warned, health.failingSince);
  }
}

/** What is stored of an attempt, and when the next one is due. */
function attemptRow(
  delivery: sql.DueDelivery,
  { attempt, ...shown }: AttemptResult,
  { begun, ended, chance }: { begun: number; ended: number; chance: number },
): sql.AttemptRow {
  const attempts = delivery.attempts + 1;
  const triedSince = delivery.tried_since?.getTime() ?? begun;
  const next =
    attempt.kind === 'refused'
      ? nextAttempt({ attempts, triedSince, retryAfterMs: attempt.retryAfterMs }, ended, chance)
      : null;
  const state = attempt.kind === 'taken' ? 'delivered' : 'failed';
  return {
    id: delivery.id,
    queued_at: delivery.queued_at.toISOString(),
    state: next === null ? state : 'pending',
    due_at: next === null ? null : new Date(next).toISOString(),
    attempts,
    attempted_at: new Date(begun).toISOString(),
    milliseconds: ended - begun,
    ...shown,
  };
}
