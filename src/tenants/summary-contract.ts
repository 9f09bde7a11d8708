import { z } from 'zod';
import { FRAUD_ACTIONS, FraudRule } from '../fraud/contract.ts';
import { NearCap, OverLimit } from '../limits/contract.ts';
import { count, flag, text, time } from '../platform/values/fields.ts';
import { TenantCounts, TenantStatus } from '../status/contract.ts';
import { tenantLink } from './contract.ts';

/** The top of a tenant's dashboard. */
export const TenantSummary = z
  .object({
    status: TenantStatus,
    registeredPhones: count('Extensions whose phone is registered at this moment.'),
    liveCalls: count('How many calls are in progress.', 1),
    extensions: count('The tenant’s present number of extensions.'),
    dids: count('How many numbers it has.', 1),
    users: count('The tenant’s present number of users.', 2),
    without911: flag('Whether it has phones and no address for 911.'),
    sip: z
      .object({
        domain: text('The SIP domain that phones register with.', 'phones.example.com'),
        port: count('The SIP port, UDP and TCP.', 5060),
        voice: z.enum(['on', 'off']).meta({ description: '`off`: this installation runs without calls.' }),
      })
      .meta({ description: 'The domain and ports that phones register with.' }),
  })
  .meta({ id: 'TenantSummary', description: 'A tenant at a glance.' });
export const PartnerSummary = z
  .object({
    tenants: TenantCounts,
    liveCalls: count('How many calls are in progress.', 4),
    numbersFree: count('How many numbers are unassigned.', 10),
    overLimit: OverLimit,
    nearCaps: z.array(NearCap).meta({
      description:
        'Limits of spend and minutes that are used up in the present billing cycle, or past their alert threshold: of the first 20 tenants by name.',
    }),
    soonPurged: z
      .array(z.object({ ...tenantLink, purgeAt: time('When its data is due for deletion.') }))
      .meta({ description: 'Cancelled tenants whose data is deleted soon.' }),
    outboundAlerts: z
      .array(
        z.object({
          ...tenantLink,
          kind: z.enum(['refused', 'allowed']).meta({ description: 'Whether the calls were refused or put through.' }),
          at: time('When there were enough of them for an alert.'),
        }),
      )
      .meta({ description: 'Tenants with many calls to expensive numbers within the last day.' }),
    fraudTrips: z
      .array(
        z.object({
          ...tenantLink,
          rule: FraudRule.meta({ description: 'The rule that tripped.' }),
          action: z.enum(FRAUD_ACTIONS).meta({ description: 'What the rule did in addition to the mail.' }),
          at: time('When the rule’s threshold was crossed.'),
        }),
      )
      .meta({
        description: 'Fraud rules of tenants that tripped within the last day, or block calls now. The first 20.',
      }),
    without911: z
      .array(z.object(tenantLink))
      .meta({ description: 'The first 20 tenants that have phones and no address for 911.' }),
    without911Count: count('The number of such tenants, also where `without911` lists only the first.', 1),
  })
  .meta({ id: 'PartnerSummary', description: 'A partner’s tenants at a glance.' });
