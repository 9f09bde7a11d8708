import { z } from 'zod';
import { count } from '../../platform/values/fields.ts';
import { typedName } from '../../platform/values/values.ts';
import { SuspensionReason } from '../../status/contract.ts';
import { overrideReason, Tenant } from '../contract.ts';

/** Numbers in E.164. */
const numbers = (description: string) => z.array(z.string()).meta({ description, examples: [['+12125550101']] });

export const CancelTenant = z
  .strictObject({ confirmName: typedName(), overrideReason })
  .meta({ id: 'CancelTenant', description: 'The confirmation of a cancellation.' });
export const ReactivateTenant = z
  .strictObject({
    status: z
      .enum(['ACTIVE', 'TRIAL'])
      .optional()
      .meta({ description: 'The status to return to. By default the one before.' }),
    reasons: z
      .array(SuspensionReason)
      .min(1)
      .optional()
      .meta({ description: 'The reasons to lift. By default all.', examples: [['past_due']] }),
  })
  .meta({ id: 'ReactivateTenant', description: 'What to lift.' });
export const Reactivated = z
  .object({
    tenant: Tenant,
    restoredDids: numbers('The numbers that it has again.'),
    lostDids: numbers('The numbers that somebody else has by now.'),
  })
  .meta({ id: 'Reactivated', description: 'The tenant after the reactivation.' });

export const PreviewTenant = z
  .strictObject({
    action: z.enum(['suspend', 'cancel', 'reactivate']).meta({ description: 'The action to preview.' }),
  })
  .meta({ id: 'PreviewTenant', description: 'The action to preview.' });
export const Preview = z
  .object({
    extensions: count('The tenant’s present number of extensions.'),
    registeredPhones: count('Extensions whose phone is registered at this moment.'),
    liveCalls: count('Calls that would end. Emergency calls stay up and aren’t counted.', 1),
    dids: numbers('The tenant’s phone numbers, in E.164.'),
    openPortOrders: count('Unfinished port orders for the tenant’s numbers.', 0),
    users: count('The tenant’s present number of users.', 2),
    lost: numbers('The numbers that it would lose.'),
    restored: numbers('The numbers that it would have again.'),
    without911: count('Phones that can reach 911 now and then couldn’t.'),
  })
  .meta({ id: 'Preview', description: 'The effects of the action.' });
