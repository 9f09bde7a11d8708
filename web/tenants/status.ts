import type { Preview, Tenant } from '../../src/tenants/contract.ts';
import type { SuspensionReason, TenantStatus } from '../../src/status/contract.ts';
import { ApiError } from '../kit/api.ts';
import type { Tone } from '../ui/Badge.tsx';
import type { z } from 'zod';

export const STATUS_NAMES: Record<TenantStatus, string> = {
  TRIAL: 'Trial',
  ACTIVE: 'Active',
  SUSPENDED: 'Suspended',
  CANCELLED: 'Cancelled',
};
export const STATUS_TONES: Record<TenantStatus, Tone> = {
  TRIAL: 'blue',
  ACTIVE: 'green',
  SUSPENDED: 'amber',
  CANCELLED: 'red',
};
export const STATUS_HINTS: Record<TenantStatus, string> = {
  TRIAL: 'Everything works.',
  ACTIVE: 'Everything works. It can’t go back to trial.',
  SUSPENDED: 'Only 911 works.',
  CANCELLED: 'Closed. Data deleted after 90 days.',
};

export const REASON_NAMES: Record<SuspensionReason, string> = {
  manual: 'Customer’s request or other',
  past_due: 'Past due',
  spend_cap: 'Spending limit reached',
  minutes_cap: 'Minutes limit reached',
  fraud: 'Suspected fraud or abuse',
};

/** Several in a sentence: "past due, suspected fraud or abuse". */
export const reasonLabel = (reasons: readonly SuspensionReason[]): string =>
  reasons.map((reason) => REASON_NAMES[reason].charAt(0).toLowerCase() + REASON_NAMES[reason].slice(1)).join(', ');

/** Why a status was not changed; of a suspension that only the operator lifts, with its reasons. */
export function refusalWords(error: Error): string {
  if (!(error instanceof ApiError) || error.code !== 'reason_kept') return error.message;
  return `${error.message} Still in force: ${reasonLabel(error.extra.kept as SuspensionReason[])}.`;
}

/** Why a cancelled tenant can no longer come back; null if it can. */
export const whyNotBack = (tenant: Pick<Tenant, 'purgeAt'>, now = new Date()): string | null =>
  tenant.purgeAt !== null && new Date(tenant.purgeAt) <= now
    ? 'The 90 days are over. Its data is being deleted.'
    : null;

/** Why a tenant cannot be moved to a status now; null if it can. */
export function whyNotStatus(tenant: Pick<Tenant, 'status' | 'allowed'>, to: TenantStatus): string | null {
  if (to === tenant.status || tenant.allowed.includes(to)) return null;
  if (to === 'TRIAL')
    return tenant.status === 'ACTIVE'
      ? 'an active tenant cannot go back to trial.'
      : 'it was active before and cannot go back to trial.';
  if (tenant.status === 'CANCELLED') return 'a cancelled tenant must first be reactivated.';
  return `not possible from ${STATUS_NAMES[tenant.status].toLowerCase()}.`;
}

const DAY_MS = 86_400_000;

/** Whole days until an instant, begun days counted. */
export function daysUntil(instant: string, now: Date = new Date()): number {
  return Math.max(0, Math.ceil((new Date(instant).getTime() - now.getTime()) / DAY_MS));
}

/** When a cancelled tenant is purged, after "purged". */
export function whenPurged(purgeAt: string, now: Date = new Date()): string {
  const left = new Date(purgeAt).getTime() - now.getTime();
  if (left <= 0) return 'now';
  return left <= DAY_MS ? 'within 24 hours' : `in ${daysUntil(purgeAt, now)} days`;
}

export const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${count.toLocaleString()} ${count === 1 ? noun : nouns}`;

export type Effect = { text: string; grave?: boolean; numbers?: string[] };
export type Action = 'suspend' | 'cancel' | 'reactivate';

/** What a dry run found, in sentences, the gravest first. */
export function effectsOf(action: Action, preview: z.infer<typeof Preview>): Effect[] {
  return EFFECTS[action](preview).filter((effect): effect is Effect => effect !== null);
}

const EFFECTS: Record<Action, (preview: z.infer<typeof Preview>) => (Effect | null)[]> = {
  suspend: ({ liveCalls, registeredPhones, users }) => [
    {
      text:
        liveCalls === 0
          ? 'No calls are in progress.'
          : `${plural(liveCalls, 'call')} in progress ${liveCalls === 1 ? 'ends' : 'end'} now. Emergency calls aren’t affected.`,
      grave: liveCalls > 0,
    },
    { text: 'Callers hear that the service is interrupted. Outgoing calls are refused. 911 still works.' },
    registeredPhones > 0
      ? {
          text: `${plural(registeredPhones, 'phone')} ${registeredPhones === 1 ? 'stays' : 'stay'} registered, so nothing has to be set up again later.`,
        }
      : null,
    users > 0
      ? {
          text: `${plural(users, 'user')} ${users === 1 ? 'sees' : 'see'} only a page that says the service is suspended.`,
        }
      : null,
  ],
  cancel: ({ without911, liveCalls, extensions, registeredPhones, lost, dids, openPortOrders, users }) => [
    without911 > 0 ? { text: `${plural(without911, 'phone')} will no longer reach 911.`, grave: true } : null,
    liveCalls > 0
      ? {
          text: `${plural(liveCalls, 'call')} in progress ${liveCalls === 1 ? 'ends' : 'end'} now. Emergency calls aren’t affected.`,
          grave: true,
        }
      : null,
    openPortOrders > 0
      ? {
          text: `${plural(openPortOrders, 'number')} ${openPortOrders === 1 ? 'is' : 'are'} being ported. Finish the port first, or say why not.`,
          grave: true,
        }
      : null,
    {
      text: `${plural(extensions, 'extension')} ${extensions === 1 ? 'is' : 'are'} unregistered${registeredPhones > 0 ? ` (${plural(registeredPhones, 'phone')} registered now)` : ''}.`,
    },
    numbersEffect(
      lost.length > 0 ? lost : dids,
      (count) =>
        `${plural(count, 'number')} ${count === 1 ? 'goes' : 'go'} back to your inventory, free for other tenants:`,
    ),
    users > 0 ? { text: `${plural(users, 'user')} can still sign in to read and download.` } : null,
    {
      text: 'Everything else stays for 90 days, so that you can reactivate the tenant. Then its data is deleted for good.',
    },
  ],
  reactivate: ({ restored, lost, extensions, users }) => [
    numbersEffect(
      lost,
      (count) => `${plural(count, 'number')} ${count === 1 ? 'is' : 'are'} lost: assigned to another tenant since.`,
      true,
    ),
    numbersEffect(
      restored,
      (count) =>
        `${plural(count, 'number')} ${count === 1 ? 'comes' : 'come'} back with ${count === 1 ? 'its' : 'their'} routing:`,
    ),
    { text: `${plural(extensions, 'extension')} and ${plural(users, 'user')} as they were, with their passwords.` },
    { text: 'Phones can make and receive calls right away, unless the platform operator has suspended it.' },
  ],
};

export const numbersEffect = (numbers: string[], say: (count: number) => string, grave = false): Effect | null =>
  numbers.length === 0 ? null : { text: say(numbers.length), numbers, grave };
