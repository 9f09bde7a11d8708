import { z } from 'zod';
import { count, flag, idOf, text } from '../../platform/values/fields.ts';
import { CHARGE_CLASSES } from './terms-contract.ts';

export const BillingPreviewQuery = z.object({ profileId: idOf('billing profile to try') });

const amount = text('In the profile’s currency.', '25.00');

const PreviewLine = z
  .object({
    kind: z
      .enum(['tenant', 'extension', 'localNumber', 'tollFreeNumber', 'setup', 'calls'])
      .meta({ description: 'What is charged.' }),
    chargeClass: z.enum(CHARGE_CLASSES).nullable().meta({ description: 'The kind of calls. Null for fees.' }),
    quantity: count('Unit-days of a monthly fee, units of a set-up fee, or calls.', 30),
    chargedSeconds: count('Of calls: the seconds that are charged, included ones too.', 5400),
    includedSeconds: count('Of calls: the seconds that the included minutes cover.', 3600),
    amount,
  })
  .meta({ id: 'BillingPreviewLine', description: 'A line of what a month would have cost.' });
export type PreviewLine = z.infer<typeof PreviewLine>;

export const BillingPreview = z
  .object({
    firstDay: z.iso
      .date()
      .meta({ description: 'The first day of the month, in the tenant’s zone.', examples: ['2026-11-01'] }),
    lastDay: z.iso.date().meta({ description: 'The last day of the month, inclusive.', examples: ['2026-11-30'] }),
    days: count('The length of the month in days.', 30),
    currency: text('The profile’s currency, by ISO 4217.', 'USD'),
    lines: z.array(PreviewLine).meta({ description: 'What would have been charged.' }),
    total: amount.meta({ description: 'The sum before taxes, in the profile’s currency.' }),
    isAsIfActive: flag('The tenant was not active in that month, so all of its days are counted as if it had been.'),
    callsWithoutRate: count(
      'Calls to numbers that the profile’s rate table does not name: they would have been refused.',
      0,
    ),
  })
  .meta({ id: 'BillingPreview', description: 'What a tenant’s last month would have cost, before taxes.' });
export type BillingPreview = z.infer<typeof BillingPreview>;
