import type { Ask, Reply } from './options.ts';
import { ASK_AGAIN_MS, ASK_MS, type Health, type Rank, rankOf, UNKNOWN } from './rules.ts';

/** A trunk that calls may leave by, and what was learnt about its address before. */
export type WatchedTrunk = { id: string; host: string; port: number; answersOptions: boolean; answersCalls: boolean };

export type WatchOptions = {
  ask: Ask;
  /** called after each question, with the round trip if there was an answer */
  onAsked: (trunk: WatchedTrunk, health: Health, roundTripMs: number | null) => void;
  now?: () => number;
};

/** What call control of this machine knows about its trunks. */
export type TrunkWatch = {
  /** Replaces the trunks that are asked all the time. One that stays keeps what is known of it. */
  watch(trunks: readonly WatchedTrunk[]): void;
  rank(trunkId: string): Rank;
  health(trunkId: string): Health;
  /** Asks now, beside the regular round: a call is on its way there. */
  askNow(trunkId: string): Promise<Reply>;
  /** A call got an answer of any kind: somebody is there. */
  heardFrom(trunkId: string): void;
  /** A call was carried. */
  succeeded(trunkId: string): void;
  failed(trunkId: string): void;
  stop(): void;
};

type Watched = { trunk: WatchedTrunk; health: Health; timer: NodeJS.Timeout | undefined };

/** Asks trunks by OPTIONS whether they are there, and remembers how calls by them went. */
export function watchTrunks({ ask, onAsked, now = Date.now }: WatchOptions): TrunkWatch {
  const watched = new Map<string, Watched>();

  async function askOne(one: Watched): Promise<Reply> {
    const reply = await ask(one.trunk);
    if (watched.get(one.trunk.id) !== one) return reply;
    const answersOptions = one.health.answersOptions || reply.kind === 'answered';
    one.health = { ...one.health, last: reply.kind, answersOptions };
    onAsked(one.trunk, one.health, reply.kind === 'answered' ? reply.roundTripMs : null);
    return reply;
  }
  async function round(one: Watched): Promise<void> {
    const { kind } = await askOne(one);
    if (watched.get(one.trunk.id) !== one) return;
    one.timer = setTimeout(() => void round(one), kind === 'answered' ? ASK_MS : ASK_AGAIN_MS);
    one.timer.unref();
  }
  function forget(one: Watched): void {
    clearTimeout(one.timer);
    watched.delete(one.trunk.id);
  }
  function change(trunkId: string, to: (health: Health) => Partial<Health>): void {
    const one = watched.get(trunkId);
    if (one) one.health = { ...one.health, ...to(one.health) };
  }
  const healthOf = (trunkId: string): Health => watched.get(trunkId)?.health ?? UNKNOWN;

  return {
    watch(trunks) {
      for (const one of watched.values()) {
        const next = trunks.find(({ id }) => id === one.trunk.id);
        if (next?.host !== one.trunk.host || next.port !== one.trunk.port) forget(one);
      }
      for (const trunk of trunks) {
        if (watched.has(trunk.id)) continue;
        const { answersOptions, answersCalls } = trunk;
        const one: Watched = { trunk, health: { ...UNKNOWN, answersOptions, answersCalls }, timer: undefined };
        watched.set(trunk.id, one);
        void round(one);
      }
    },
    rank: (trunkId) => rankOf(healthOf(trunkId), now()),
    health: healthOf,
    async askNow(trunkId) {
      const one = watched.get(trunkId);
      return one ? await askOne(one) : { kind: 'silent' };
    },
    heardFrom: (trunkId) => change(trunkId, () => ({ answersCalls: true })),
    succeeded: (trunkId) => change(trunkId, () => ({ failures: 0 })),
    failed: (trunkId) => change(trunkId, ({ failures }) => ({ failures: failures + 1, failedAt: now() })),
    stop() {
      for (const one of watched.values()) forget(one);
    },
  };
}
