import { z } from 'zod';
import { listOf } from '../../platform/http/paging.ts';
import { flag, idOf, text, time } from '../../platform/values/fields.ts';
import { searchText } from '../../platform/values/values.ts';
import { SuspensionReason, TenantStatus } from '../../status/contract.ts';
import { ReactivateTenant } from '../lifecycle/contract.ts';
import { Suspension } from '../lifecycle/suspensions-contract.ts';

/** Everything that the operator sees of a tenant. */
export const OperatorTenant = z
  .object({
    tenantId: idOf('tenant'),
    name: text('The tenant’s name.', 'Bakery'),
    partner: z
      .object({ id: idOf('partner'), name: text('The name of the tenant’s partner.', 'Northwind Voice') })
      .meta({ description: 'The partner that it belongs to.' }),
    sipPrefix: text('The first part of its SIP user names.', 'bakery'),
    status: TenantStatus,
    sandbox: flag('A sandbox: its calls reach nobody outside, not even 911, and it is never billed.'),
    suspensionReasons: z
      .array(SuspensionReason)
      .meta({ description: 'Reasons set by the partner or by a limit.', examples: [['past_due']] }),
    operatorReasons: z
      .array(SuspensionReason)
      .meta({ description: 'Reasons that only the operator can lift.', examples: [['fraud']] }),
    operatorSuspensions: z.array(Suspension).meta({ description: 'The same, with time and note.' }),
    purgeAt: time('When its data is due for deletion.').nullable(),
  })
  .meta({ id: 'OperatorTenant', description: 'A tenant as the operator sees it.' });
export type OperatorTenant = z.infer<typeof OperatorTenant>;

/** Finds tenants of any partner by words of the name, prefix or number. Each search is audited. */
export const OperatorTenantQuery = z.object({
  search: searchText()
    .min(2, 'Enter at least 2 characters.')
    .meta({
      description: 'Words of the name, the SIP prefix, a phone number or part of one, or the id.',
      examples: ['bakery'],
    }),
});
export const FoundTenant = OperatorTenant.pick({
  tenantId: true,
  name: true,
  partner: true,
  sipPrefix: true,
  status: true,
  sandbox: true,
}).meta({ id: 'FoundTenant', description: 'A tenant that a search found.' });
export type FoundTenant = z.infer<typeof FoundTenant>;
export const FoundTenantList = listOf(FoundTenant);

/** Without reasons, all are lifted, including the partner's. */
export const OperatorReactivate = ReactivateTenant.pick({ reasons: true }).meta({
  id: 'OperatorReactivate',
  description: 'What to lift.',
});
