import { expect } from 'vitest';
import type { TenantStatus } from '../../src/status/contract.ts';
import { allowedMoves } from '../../src/status/rules.ts';

/** An audit event of a tenant, in the order of its chain. */
export type Event = {
  action: string;
  actor_role: string;
  target_id: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** A tenant's state after one of its events. `version` counts the changes of its row. */
export type Moment = {
  version: number;
  status: TenantStatus;
  wasActive: boolean;
  own: string[];
  operator: string[];
  numbers: string[];
  cancellations: number;
};

type Shown = { status: TenantStatus; suspensionReasons: string[] };

const shown = ({ status, own, operator }: Moment): Shown => ({ status, suspensionReasons: [...own, ...operator] });

/** Reconstructs a tenant's history from its trail alone. Fails if an event doesn't follow from the previous one, or isn't a legal transition. */
export function replay(events: readonly Event[], numbersOf: (didId: string) => string): Moment[] {
  const moments: Moment[] = [];
  for (const event of events) {
    const before = moments.at(-1);
    const next = before ? follow(before, event, numbersOf) : birth(event);
    if (before && next.status !== before.status) expectLegal(before, next);
    moments.push(next);
  }
  return moments;
}

/** A tenant reactivated with a remaining reason is suspended, because reasons survive a cancellation. */
function expectLegal(before: Moment, next: Moment): void {
  const backSuspended = before.status === 'CANCELLED' && next.status === 'SUSPENDED';
  if (!backSuspended) expect(allowedMoves(before), `from ${before.status}`).toContain(next.status);
  if (next.status === 'TRIAL') expect(before.wasActive, 'who paid once never tries again').toBe(false);
  if (next.status !== 'CANCELLED') expect(reasonsOf(next).length > 0).toBe(next.status === 'SUSPENDED');
}

const reasonsOf = ({ own, operator }: Moment): string[] => [...own, ...operator];

function birth({ action, after }: Event): Moment {
  expect(action).toBe('tenant.created');
  const { status, suspensionReasons: own } = after as Shown;
  return { version: 1, status, wasActive: status === 'ACTIVE', own, operator: [], numbers: [], cancellations: 0 };
}

function follow(now: Moment, event: Event, numbersOf: (didId: string) => string): Moment {
  const changed = { ...now, version: now.version + 1 };
  const after = event.after as (Shown & { numbers?: string[]; restoredDids?: string[] }) | null;
  switch (event.action) {
    case 'tenant.edited':
      return changed;
    case 'tenant.suspended':
      return suspended(changed, event);
    case 'tenant.activated':
      expect(event).toMatchObject({ before: shown(now), after: { status: 'ACTIVE', suspensionReasons: [] } });
      expect(now.status).toBe('TRIAL');
      return { ...changed, status: 'ACTIVE', wasActive: true };
    case 'tenant.reactivated':
      expect(now.status).not.toBe('TRIAL');
      return reactivated(changed, event);
    case 'tenant.cancelled':
      expect(event.before).toEqual(shown(now));
      expect(after!.numbers!.toSorted()).toEqual(now.numbers);
      expect(after!.suspensionReasons).toEqual(reasonsOf(now));
      return { ...changed, status: after!.status, numbers: [], cancellations: now.cancellations + 1 };
    case 'did.assigned':
      expect(now.status).not.toBe('CANCELLED');
      return { ...now, numbers: add(now.numbers, [numbersOf(event.target_id)]) };
    case 'did.released':
      expect(now.numbers).toContain(numbersOf(event.target_id));
      return { ...now, numbers: now.numbers.filter((number) => number !== numbersOf(event.target_id)) };
    case 'extension.created':
      expect(['TRIAL', 'ACTIVE']).toContain(now.status);
      return now;
    default:
      throw new Error(`nobody here does ${event.action}`);
  }
}

function suspended(now: Moment, { before, after, actor_role }: Event): Moment {
  expect(before).toEqual(shown(now));
  const set = actor_role === 'operator' ? 'operator' : 'own';
  const [reason] = (after as Shown).suspensionReasons.slice(set === 'own' ? now.own.length : -1);
  const next: Moment = { ...now, status: 'SUSPENDED', [set]: add(now[set], [reason!], false) };
  expect(after).toMatchObject(shown(next));
  return next;
}

function reactivated(now: Moment, { before, after, actor_role }: Event): Moment {
  expect(before).toEqual(shown(now));
  const left = (after as Shown).suspensionReasons;
  const { status, restoredDids } = after as Shown & { restoredDids: string[] };
  // an operator lifts reasons of both sets, others only their own
  const operator = actor_role === 'operator' ? now.operator.filter((reason) => left.includes(reason)) : now.operator;
  const own = left.slice(0, left.length - operator.length);
  for (const reason of own) expect(now.own).toContain(reason);
  const next = { ...now, status, own, operator, wasActive: now.wasActive || status === 'ACTIVE' };
  expect(shown(next), 'an event is a change').not.toEqual(shown(now));
  if (now.status !== 'CANCELLED') expect(restoredDids).toEqual([]);
  return { ...next, numbers: add(now.numbers, restoredDids) };
}

function add(to: string[], more: string[], sorted = true): string[] {
  for (const one of more) expect(to).not.toContain(one);
  const all = [...to, ...more];
  return sorted ? all.toSorted() : all;
}
