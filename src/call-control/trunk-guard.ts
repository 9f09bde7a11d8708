import type { Command } from '../calls/model/command.ts';
import type { Attempt, Connect, Decision, Target } from '../calls/model/decision.ts';
import type { Event } from '../calls/model/event.ts';
import { CAUSE } from '../calls/rules.ts';
import { giveUpAfter, orderTrunks, isTrunkFault } from '../trunks/rules.ts';
import type { TrunkWatch } from '../trunks/watch.ts';

/**
 * Sorts the trunks of a decision: first those that respond, then those that just failed, then those that don't respond.
 */
export function rankTrunks(decision: Decision, watch: Pick<TrunkWatch, 'rank'>): Decision {
  if (decision.kind !== 'connect') return decision;
  const best = (target: Target): Target => bestTrunk(target, watch);
  const [head, ...tail] = decision.attempts.map((attempt) => ({ ...attempt, targets: attempt.targets.map(best) }));
  return head ? rankAttempts({ ...decision, attempts: [head, ...tail] }, watch) : decision;
}

/** Chooses the trunk of a number that may be reached by several. */
function bestTrunk(target: Target, watch: Pick<TrunkWatch, 'rank'>): Target {
  if (target.kind !== 'trunk' || !target.otherTrunkIds) return target;
  const ids = [target.trunkId, ...target.otherTrunkIds];
  const [trunkId = target.trunkId, ...otherTrunkIds] = orderTrunks(ids, (id) => watch.rank(id), false);
  return { ...target, trunkId, otherTrunkIds };
}

function rankAttempts(decision: Connect, watch: Pick<TrunkWatch, 'rank'>): Decision {
  const trunkAttempts = decision.attempts.flatMap((attempt) => trunkAttempt(attempt) ?? []);
  if (trunkAttempts.length < decision.attempts.length) return decision;
  const tried = orderTrunks(trunkAttempts, ({ trunkId }) => watch.rank(trunkId), decision.facts.emergency);
  const [first, ...next] = tried.map(({ attempt }) => attempt);
  return first ? { ...decision, attempts: [first, ...next] } : decision;
}

/** An attempt that dials only a trunk. Null if phones ring. */
function trunkAttempt(attempt: Attempt): { attempt: Attempt; trunkId: string } | null {
  const [target] = attempt.targets;
  return target?.kind === 'trunk' ? { attempt, trunkId: target.trunkId } : null;
}

type Leg = { trunk: string; reacted: boolean; timer: NodeJS.Timeout | undefined };

export type GuardOptions = {
  watch: TrunkWatch;
  /** whether the leg's call has another trunk to try */
  hasAnother: (leg: string) => boolean;
  /** ends the leg with this cause; the call then continues with its next attempt */
  giveUp: (leg: string, cause: number) => void;
};

export type TrunkGuard = {
  /** Call this with each command before it is executed. */
  onCommand(command: Command): void;
  /** Call this with each event. */
  onEvent(event: Event): void;
};

/**
 * Keeps a call from waiting for a dead trunk, because Asterisk gives up an INVITE only after 32 seconds. Each attempt
 * sends an OPTIONS beside its INVITE, and a trunk that responds to neither is skipped. A trunk that responds to the
 * OPTIONS may take longer.
 */
export function openTrunkGuard({ watch, hasAnother, giveUp }: GuardOptions): TrunkGuard {
  const legs = new Map<string, Leg>();

  function dialled(leg: string, one: Leg): void {
    const asked = watch.probeNow(one.trunk);
    const wait = giveUpAfter(watch.health(one.trunk));
    if (wait === null) return;
    one.timer = setTimeout(() => void judge(), wait);
    async function judge(): Promise<void> {
      const { kind } = await asked;
      if (kind === 'answered' || one.reacted || legs.get(leg) !== one || !hasAnother(leg)) return;
      giveUp(leg, CAUSE.noResponse);
    }
  }
  function stopWatching(leg: string): void {
    clearTimeout(legs.get(leg)?.timer);
    legs.delete(leg);
  }
  function reacted(leg: string): void {
    const one = legs.get(leg);
    if (!one) return;
    one.reacted = true;
    watch.heardFrom(one.trunk);
  }
  function ended(leg: string, status: number): void {
    const one = legs.get(leg);
    if (!one) return;
    stopWatching(leg);
    // a 408 may also mean that the carrier has sent nothing
    if (status >= 300 && status !== 408) watch.heardFrom(one.trunk);
    if (!one.reacted && (status === 0 || isTrunkFault(status))) watch.failed(one.trunk);
  }

  return {
    onCommand(command) {
      if (command.type === 'createLeg') {
        const { leg, target } = command;
        if (target.kind === 'trunk') legs.set(leg, { trunk: target.trunkId, reacted: false, timer: undefined });
      }
      // we have ended the leg, which says nothing about the trunk
      if (command.type === 'tearDown') command.channels.forEach(stopWatching);
      if (command.type === 'hangUp') stopWatching(command.channel);
      const one = command.type === 'dial' ? legs.get(command.leg) : undefined;
      if (one && command.type === 'dial') dialled(command.leg, one);
    },
    onEvent(event) {
      if (event.type === 'channelEnded') ended(event.channel, event.status ?? 0);
      if (event.type !== 'ringing' && event.type !== 'answered') return;
      reacted(event.leg);
      const one = event.type === 'answered' ? legs.get(event.leg) : undefined;
      if (one) watch.succeeded(one.trunk);
    },
  };
}
