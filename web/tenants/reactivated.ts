import type { z } from 'zod';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Reactivated } from '../../src/tenants/contract.ts';
import { type Effect, numbersEffect, plural, reasonLabel, STATUS_NAMES } from './status.ts';

export type Reactivation = z.infer<typeof Reactivated>;

/** What a reactivation came to, the gravest first. */
export function reactivatedEffects({ tenant, restoredDids, lostDids }: Reactivation): Effect[] {
  const effects = [
    tenant.status === 'SUSPENDED'
      ? { text: `Still suspended: ${reasonLabel(tenant.suspensionReasons)}.`, grave: true }
      : null,
    numbersEffect(
      lostDids,
      (count) => `${plural(count, 'number')} ${count === 1 ? 'is' : 'are'} lost: assigned to another tenant since.`,
      true,
    ),
    numbersEffect(
      restoredDids,
      (count) => `${plural(count, 'number')} came back with ${count === 1 ? 'its' : 'their'} routing:`,
    ),
    tenant.status === 'SUSPENDED' ? null : { text: 'Phones can make and receive calls right away.' },
  ];
  return effects.filter((effect) => effect !== null);
}

/** The same in one line, among many. */
export function reactivatedWords({ tenant, restoredDids, lostDids }: Reactivation): string {
  const now =
    tenant.status === 'SUSPENDED'
      ? `Still suspended: ${reasonLabel(tenant.suspensionReasons)}.`
      : `${STATUS_NAMES[tenant.status]} again.`;
  const back = restoredDids.length > 0 ? ` ${plural(restoredDids.length, 'number')} came back.` : '';
  const lost = lostDids.length > 0 ? ` Lost: ${lostDids.map((number) => displayNumber(number)).join(', ')}.` : '';
  return now + back + lost;
}
