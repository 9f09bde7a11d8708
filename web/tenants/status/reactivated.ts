import type { z } from 'zod';
import { displayNumber } from '../../../src/platform/values/phone.ts';
import type { Reactivated } from '../../../src/tenants/lifecycle/contract.ts';
import { type Effect, numbersEffect } from '../../kit/acts/effects.ts';
import { NOUNS } from '../../kit/words/nouns.ts';
import { reasonLabels, STATUS_NAMES } from '../../kit/words/status-labels.ts';
import { plural } from '../../ui/plural.ts';
import { numbersLost } from './impact.ts';

export type Reactivation = z.infer<typeof Reactivated>;

/** The results of a reactivation, most serious first. */
export function reactivatedEffects({ tenant, restoredDids, lostDids }: Reactivation): Effect[] {
  const effects = [
    tenant.status === 'SUSPENDED'
      ? { text: `Still suspended: ${reasonLabels(tenant.suspensionReasons)}.`, grave: true }
      : null,
    numbersLost(lostDids),
    numbersEffect(restoredDids, (count) =>
      plural(count, {
        one: '# number came back and rings where it did:',
        other: '# numbers came back and ring where they did:',
      }),
    ),
    tenant.status === 'SUSPENDED' ? null : { text: 'Phones can make and receive calls right away.' },
  ];
  return effects.filter((effect) => effect !== null);
}

/** The results of a reactivation in one line, for bulk actions. */
export function reactivatedText({ tenant, restoredDids, lostDids }: Reactivation): string {
  const now =
    tenant.status === 'SUSPENDED'
      ? `Still suspended: ${reasonLabels(tenant.suspensionReasons)}.`
      : `${STATUS_NAMES[tenant.status]} again.`;
  const back = restoredDids.length > 0 ? ` ${plural(restoredDids.length, NOUNS.number)} came back.` : '';
  const lost = lostDids.length > 0 ? ` Lost: ${lostDids.map((number) => displayNumber(number)).join(', ')}.` : '';
  return now + back + lost;
}
