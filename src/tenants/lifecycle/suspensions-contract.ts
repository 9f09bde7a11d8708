import { z } from 'zod';
import { listOf } from '../../platform/http/paging.ts';
import { idOf, text, time } from '../../platform/values/fields.ts';
import { freeText } from '../../platform/values/values.ts';
import { SuspensionReason } from '../../status/contract.ts';

export const SuspendTenant = z
  .strictObject({
    reason: SuspensionReason.default('manual'),
    note: freeText(500)
      .optional()
      .meta({
        description: 'A note for the partner’s team. The tenant can’t read it.',
        examples: ['Invoice of October'],
      }),
  })
  .meta({ id: 'SuspendTenant', description: 'Why the tenant is suspended.' });

export const suspension = SuspendTenant.optional().meta({
  description: 'The reason, where this request suspends the tenant. By default `manual`.',
});

/** A reason in force: who set it, when, and the note for the partner's team. */
export const Suspension = z
  .object({
    reason: SuspensionReason,
    setBy: z
      .enum(['partner', 'operator', 'system'])
      .meta({ description: 'Only the operator can lift what the operator set.' }),
    actor: z
      .object({ id: idOf('user'), email: text('The email address of the user.', 'admin@northwind.example') })
      .nullable()
      .meta({ description: 'The user who set it; null for the operator and the system.' }),
    note: text('The note for the partner’s team.', 'Invoice of October').nullable(),
    at: time('When the tenant was suspended for this reason.'),
  })
  .meta({ id: 'Suspension', description: 'A reason for a suspension that is in force.' });
export type Suspension = z.infer<typeof Suspension>;
export const SuspensionList = listOf(Suspension);
