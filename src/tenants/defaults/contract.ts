import { z } from 'zod';
import { FraudRules } from '../../fraud/contract.ts';
import { DefaultLimits } from '../../limits/contract.ts';
import { OutboundRules } from '../../outbound/contract.ts';
import { idOf, ignored, text, version } from '../../platform/values/fields.ts';
import { editable } from '../contract.ts';

export const SUSPENSION_BEHAVIORS = ['alert', 'suspend'] as const;
export type SuspensionBehavior = (typeof SUSPENSION_BEHAVIORS)[number];

export const TenantDefaults = z
  .object({
    timezone: text('The time zone, by its IANA name.', 'America/New_York'),
    defaultCnam: text('The caller name that carriers show. Empty: none.', 'NORTHWIND'),
    suspensionBehavior: z.enum(SUSPENSION_BEHAVIORS).meta({
      description: 'Whether a new tenant is suspended when its spend or minutes are used up (`autoSuspend`).',
    }),
    defaultBillingProfileId: idOf('billing profile').nullable(),
    defaultLimits: DefaultLimits,
    outboundPermissions: OutboundRules,
    fraudRules: FraudRules,
    version: version(),
  })
  .meta({ id: 'TenantDefaults', description: 'The values that a new tenant starts with.' });
export type TenantDefaults = z.infer<typeof TenantDefaults>;
/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const TenantDefaultsPut = z
  .strictObject({
    ...TenantDefaults.shape,
    timezone: editable.timezone,
    defaultCnam: editable.defaultCnam,
    outboundPermissions: OutboundRules.optional().meta({ description: 'Left out, they stay as they are.' }),
    fraudRules: FraudRules.optional().meta({ description: 'Left out, they stay as they are.' }),
    version: ignored(),
  })
  .meta({ id: 'TenantDefaultsPut', description: 'The values that new tenants start with from now on.' });
