import type { Probe, Reply } from './options.ts';
import { PROBE_AGAIN_MS, PROBE_MS, type Health, type Rank, rankOf, UNKNOWN } from './rules.ts';

/** A trunk that may carry outbound calls, with what is already known about its address. */
export type WatchedTrunk = { id: string; host: string; port: number; answersOptions: boolean; answersCalls: boolean };

export type WatchOptions = {
  probe: Probe;
  /** called after each OPTIONS request; the round trip is null without a response */
  onProbed: (trunk: WatchedTrunk, health: Health, roundTripMs: number | null) => void;
  now?: () => number;
};

/** The health of the trunks as this machine's call control knows it. */
export type TrunkWatch = {
  /** Replaces the set of watched trunks. A trunk that stays keeps its health. */
  watch(trunks: readonly WatchedTrunk[]): void;
  rank(trunkId: string): Rank;
  health(trunkId: string): Health;
  /** Sends OPTIONS now, besides the regular round, because a call is on its way to the trunk. */
  probeNow(trunkId: string): Promise<Reply>;
  /** Call when the trunk has sent any response to a call. */
  heardFrom(trunkId: string): void;
  /** Call when a call through the trunk succeeded. */
  succeeded(trunkId: string): void;
  failed(trunkId: string): void;
  stop(): void;
};

type Watched = { trunk: WatchedTrunk; health: Health; timer: NodeJS.Timeout | undefined };

/** Checks the trunks by OPTIONS and remembers how their calls went. */
export function watchTrunks({ probe: ask, onProbed: onAsked, now = Date.now }: WatchOptions): TrunkWatch {
  const watched = new Map<string, Watched>();

  async function probeOne(one: Watched): Promise<Reply> {
    const reply = await ask(one.trunk);
    if (watched.get(one.trunk.id) !== one) return reply;
    const answersOptions = one.health.answersOptions || reply.kind === 'answered';
    one.health = { ...one.health, last: reply.kind, answersOptions };
    onAsked(one.trunk, one.health, reply.kind === 'answered' ? reply.roundTripMs : null);
    return reply;
  }
  async function round(one: Watched): Promise<void> {
    const { kind } = await probeOne(one);
    if (watched.get(one.trunk.id) !== one) return;
    one.timer = setTimeout(() => void round(one), kind === 'answered' ? PROBE_MS : PROBE_AGAIN_MS);
    one.timer.unref();
  }
  function unwatch(one: Watched): void {
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
        if (next?.host !== one.trunk.host || next.port !== one.trunk.port) unwatch(one);
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
    async probeNow(trunkId) {
      const one = watched.get(trunkId);
      return one ? probeOne(one) : { kind: 'silent' };
    },
    heardFrom: (trunkId) => change(trunkId, () => ({ answersCalls: true })),
    succeeded: (trunkId) => change(trunkId, () => ({ failures: 0 })),
    failed: (trunkId) => change(trunkId, ({ failures }) => ({ failures: failures + 1, failedAt: now() })),
    stop() {
      for (const one of watched.values()) unwatch(one);
    },
  };
}
