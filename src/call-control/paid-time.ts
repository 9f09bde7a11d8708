import type { Extended, RunningLeg } from '../calls/admission/extending.ts';
import { runningLegs } from '../calls/admission/running-legs.ts';
import { type Call, factsOf } from '../calls/model/call.ts';
import type { Event } from '../calls/model/event.ts';
import { extendAtMs, NOTHING_RESERVED } from '../limits/reservation-rules.ts';
import { sleep } from '../platform/time/sleep.ts';

export type PaidTimeOptions = {
  /** reserves the next step of a leg */
  extend: (leg: RunningLeg, now: number) => Promise<Extended>;
  /** sends an event to a call by its id */
  send: (callId: string, event: Event) => void;
  log: (error: unknown, leg: RunningLeg) => void;
  now?: () => number;
};

/** Reserves time for calls in advance, leg by leg, and notifies a call whose time is over. */
export type PaidTime = {
  onStep(call: Call): void;
  onEnd(callId: string): void;
  stop(): void;
};

/** How often to check a leg without a cap, since a cap may be set at any time. */
const UNCAPPED_MS = 25_000;
const RETRY_MS = 1000;
const TIMEOUT_MS = 2000;

export function openPaidTime({ extend, send, log, now = Date.now }: PaidTimeOptions): PaidTime {
  /** by call id, then by leg */
  const watched = new Map<string, Map<number, AbortController>>();

  function onStep(call: Call): void {
    const facts = factsOf(call);
    if (!facts?.tenantId || !facts.legs || facts.emergency) return;
    const legs = watched.get(facts.id) ?? new Map<number, AbortController>();
    const running = runningLegs(call);
    for (const [leg, stopping] of legs) if (!running.some((one) => one.leg === leg)) stopping.abort();
    for (const { leg, since } of running) {
      if (legs.has(leg)) continue;
      const stopping = new AbortController();
      legs.set(leg, stopping);
      const granted = facts.legs.find((one) => one.leg === leg)?.reserved?.grantedSeconds;
      void watch({ callId: facts.id, tenantId: facts.tenantId, leg, since }, granted, stopping.signal);
    }
    if (legs.size > 0) watched.set(facts.id, legs);
  }

  async function watch(leg: RunningLeg, granted: number | undefined, signal: AbortSignal): Promise<void> {
    let { askAt, endsAt } = firstAsk(leg.since, granted);
    let isWarned = false;
    for (;;) {
      await sleep(askAt - now(), signal);
      if (signal.aborted) return;
      const next = await ask(leg);
      if (signal.aborted || next.kind === 'gone') return;
      switch (next.kind) {
        case 'uncapped':
          ({ askAt, endsAt } = { askAt: now() + UNCAPPED_MS, endsAt: null });
          break;
        case 'granted':
          ({ askAt, endsAt } = next);
          break;
        case 'refused':
          if (now() >= next.endsAt) return send(leg.callId, { type: 'timeOver', leg: leg.leg, reason: next.by });
          if (!isWarned) send(leg.callId, { type: 'timeShort', leg: leg.leg });
          isWarned = true;
          // ask once more at the end, because another call may have released some
          ({ askAt, endsAt } = { askAt: next.endsAt, endsAt: next.endsAt });
          break;
        case 'failed':
          // without a reply, the leg is not paid for beyond its reserved time
          if (endsAt !== null && now() >= endsAt)
            return send(leg.callId, { type: 'timeOver', leg: leg.leg, reason: 'unavailable' });
          askAt = Math.min(now() + RETRY_MS, endsAt ?? Infinity);
      }
    }
  }

  /** When to ask first: before the first step is over, or at once if we don't know of any. */
  function firstAsk(since: string | null, granted: number | undefined): { askAt: number; endsAt: number | null } {
    if (since === null) return { askAt: now(), endsAt: null };
    if (granted === undefined) return { askAt: Date.parse(since) + UNCAPPED_MS, endsAt: null };
    const start = Date.parse(since);
    const askAt = start + extendAtMs(NOTHING_RESERVED, { ...NOTHING_RESERVED, grantedSeconds: granted });
    return { askAt, endsAt: start + granted * 1000 };
  }

  async function ask(leg: RunningLeg): Promise<Extended | { kind: 'failed' }> {
    try {
      return await Promise.race([extend(leg, now()), tooLate()]);
    } catch (error) {
      log(error, leg);
      return { kind: 'failed' };
    }
  }

  function onEnd(callId: string): void {
    for (const stopping of watched.get(callId)?.values() ?? []) stopping.abort();
    watched.delete(callId);
  }

  return { onStep, onEnd, stop: () => [...watched.keys()].forEach(onEnd) };
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('The database does not answer in time.')), TIMEOUT_MS).unref();
  });
}
