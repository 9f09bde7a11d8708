import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { e911Address } from '../platform/values/address.ts';
import { count, createdAt, flag, idOf, ignored, text, time, version } from '../platform/values/fields.ts';
import {
  callerName,
  email,
  freeText,
  label,
  searchText,
  timezone,
  toLine,
  typedName,
  wordList,
} from '../platform/values/values.ts';
import { DefaultLimits, OverLimit } from '../limits/contract.ts';
import { OutboundRules } from '../outbound/contract.ts';
import { statusErrors, SuspensionReason, TENANT_STATUSES, TenantCounts, TenantStatus } from '../status/contract.ts';

export const tenantErrors = {
  ...statusErrors,
  wrong_status: {
    status: 409,
    description: 'The tenant can’t move to this status from the one it is in.',
    extra: { allowed: z.array(TenantStatus).meta({ description: 'The statuses that it can move to now.' }) },
  },
  name_mismatch: { status: 422, description: '`confirmName` isn’t the tenant’s name.' },
  prefix_taken: { status: 409, description: 'Another tenant has this SIP prefix, or had it once.' },
  window_over: {
    status: 409,
    description: 'The 90 days after the cancellation are over. The tenant’s data is being deleted.',
  },
  reason_kept: {
    status: 409,
    description: 'The platform operator set this suspension, and only the operator can lift it.',
    extra: { kept: z.array(SuspensionReason).meta({ description: 'The reasons that stay in force.' }) },
  },
} as const satisfies ErrorTable;

/** Empty: there is none. */
export const BillingEmail = z.union([z.literal(''), email()]).meta({
  description: 'Where invoices go. Empty: none.',
  examples: ['billing@bakery.example'],
});
export const E911Address = e911Address().meta({
  id: 'E911Address',
  description: 'Where 911 sends help: a dispatchable location (47 CFR 9.3).',
});
/** As it is stored, which may be from before addresses were checked. */
const StoredAddress = z
  .object({
    street: text('The street and number.', '500 W 18th St'),
    unit: text('The apartment, floor or suite.', 'Floor 2').optional(),
    city: text('The city.', 'New York'),
    state: text('The state or province; in the US and Canada its two-letter code.', 'NY'),
    postalCode: text('The postal code.', '10011'),
    country: text('The country, by ISO 3166.', 'US'),
  })
  .meta({ id: 'StoredAddress', description: 'The address for 911 as it is stored.' });
export type StoredAddress = z.infer<typeof StoredAddress>;

/** A name as it is shown and as people type it, also one from before names had one line. */
export const asShown = (name: string): string => toLine(name.replace(/\s+/g, ' '));

export const SipPrefix = z
  .string()
  .regex(/^[a-z][a-z0-9]{2,11}$/, '3 to 12 characters: small letters and digits, the first a letter.')
  .meta({ description: 'The first part of its SIP user names. It can’t be changed later.', examples: ['bakery'] });

const tenantName = { description: 'The tenant’s name, as people read it.', examples: ['Bakery'] };

const editable = {
  name: label().meta(tenantName),
  billingEmail: BillingEmail,
  defaultCnam: callerName(),
  timezone: timezone(),
  billingProfileId: idOf('billing profile').nullable(),
  e911Address: E911Address.nullable().meta({
    description: 'Where 911 sends help. Null: callers to 911 have to say where they are.',
  }),
};

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

const suspension = SuspendTenant.optional().meta({
  description: 'The reason, where this request suspends the tenant. By default `manual`.',
});

export const TenantCreate = z
  .strictObject({
    name: editable.name,
    sipPrefix: SipPrefix,
    status: z.enum(['TRIAL', 'ACTIVE', 'SUSPENDED']).default('TRIAL').meta({ description: 'The status to start in.' }),
    suspension,
    billingEmail: editable.billingEmail.default(''),
    // left out: the partner's tenant defaults
    defaultCnam: editable.defaultCnam.optional(),
    timezone: editable.timezone.optional(),
    billingProfileId: editable.billingProfileId.optional(),
    e911Address: editable.e911Address.default(null),
    limits: DefaultLimits.partial()
      .optional()
      .meta({ description: 'Limits that differ from the partner’s tenant defaults.' }),
  })
  .meta({
    id: 'TenantCreate',
    description: 'A tenant to create. What is left out comes from the partner’s tenant defaults.',
  });
export type TenantCreate = z.input<typeof TenantCreate>;

const overrideReason = freeText(500, 'Enter a reason.')
  .optional()
  .meta({
    description: 'A reason for the audit log.',
    examples: ['Asked by phone'],
  });

/** A field that never changes: naming it is refused with its path, whatever the value. */
const never = () =>
  z
    .unknown()
    .optional()
    .meta({ description: 'Can’t be changed. Naming it is refused: 422 `immutable`.', not: {} })
    .superRefine((value, issue) => {
      if (value !== undefined)
        issue.addIssue({ code: 'custom', params: { code: 'immutable' }, message: 'This can’t be changed.' });
    });

export const TenantPatch = z
  .strictObject({
    ...z.object(editable).partial().shape,
    status: TenantStatus.optional().meta({ description: 'The status to move to.' }),
    suspension,
    limits: DefaultLimits.partial()
      .extend({
        version: z
          .int()
          .optional()
          .meta({ description: 'The version of the limits that you read; works as `If-Match` does.', examples: [3] }),
      })
      .optional()
      .meta({ description: 'Limits to change.' }),
    confirmName: typedName().optional().meta({ description: 'The tenant’s name. Needed with `status: CANCELLED`.' }),
    overrideReason,
    sipPrefix: never(),
    createdAt: never(),
    partnerId: never(),
  })
  .meta({ id: 'TenantPatch', description: 'The fields to change.' });
export type TenantPatch = z.input<typeof TenantPatch>;

/** What a tenant's own admin may change of the tenant's record; the rest is its provider's. */
export const TENANT_ADMIN_FIELDS = ['defaultCnam', 'timezone', 'e911Address'] as const satisfies (keyof TenantPatch)[];

export const Tenant = z
  .object({
    id: idOf('tenant'),
    name: z.string().meta(tenantName),
    sipPrefix: text('The first part of its SIP user names.', 'bakery'),
    status: TenantStatus,
    suspensionReasons: z
      .array(SuspensionReason)
      .meta({ description: 'Why it is suspended. Empty while it isn’t.', examples: [[]] }),
    billingEmail: text('Where invoices go. Empty: none.', 'billing@bakery.example'),
    defaultCnam: text('The caller name that carriers show, at most 15 ASCII characters.', 'BAKERY'),
    timezone: text('Its time zone, by the IANA name.', 'America/New_York'),
    billingProfileId: idOf('billing profile').nullable(),
    e911Address: StoredAddress.nullable().meta({ description: 'Where 911 sends help. Null: none.' }),
    e911Verified: flag('Whether a carrier has confirmed the address.'),
    usersCount: count('How many users it has.', 2),
    didsCount: count('How many numbers it has.', 1),
    extensionsCount: count('How many extensions it has.', 3),
    createdAt: createdAt(),
    cancelledAt: time('When it was cancelled.').nullable(),
    purgeAt: time('When its data is due for deletion, 90 days after the cancellation.').nullable(),
    allowed: z
      .array(TenantStatus)
      .meta({ description: 'The statuses that it can move to now.', examples: [['SUSPENDED', 'CANCELLED']] }),
    defaultsVersion: count('The version of the tenant defaults that it was created with.', 0).nullable(),
    version: version(),
  })
  .meta({ id: 'Tenant', description: 'A business that a partner provides phones to.' });
export type Tenant = z.infer<typeof Tenant>;

/** The tenant as a plain user of it reads it. */
export const TenantOfUser = Tenant.pick({ id: true, name: true, status: true, timezone: true }).meta({
  id: 'TenantOfUser',
  description: 'A tenant as its users without admin rights see it.',
});
export type TenantOfUser = z.infer<typeof TenantOfUser>;

export const TENANT_SORTS = [
  'name',
  'sipPrefix',
  'status',
  'usersCount',
  'didsCount',
  'extensionsCount',
  'createdAt',
] as const;
export type TenantSort = (typeof TENANT_SORTS)[number];

export const TenantQuery = listQuery(TENANT_SORTS, 'name').extend({
  search: searchText().optional(),
  status: wordList(100)
    .optional()
    .transform((text) => (text ? [...new Set(text.split(','))] : [...TENANT_STATUSES]))
    .pipe(z.array(TenantStatus).min(1))
    .meta({ description: 'Only tenants in one of these statuses, separated by commas.', examples: ['TRIAL,ACTIVE'] }),
});
export const TenantList = listOf(Tenant);

/** The same choice as the list's, all of it. */
export const TenantExportQuery = TenantQuery.omit({ limit: true, cursor: true });
export const EXPORT_COLUMNS = [
  'name',
  'sipPrefix',
  'status',
  'suspensionReasons',
  'billingEmail',
  'defaultCnam',
  'timezone',
  'users',
  'dids',
  'extensions',
  'createdAt',
  'cancelledAt',
  'purgeAt',
  'id',
];

const numbers = (description: string) => z.array(z.string()).meta({ description, examples: [['+12125550101']] });

/** A reason in force: who set it, when, and the note for the partner's people. */
export const Suspension = z
  .object({
    reason: SuspensionReason,
    setBy: z
      .enum(['partner', 'operator', 'system'])
      .meta({ description: 'Only the operator can lift what the operator set.' }),
    actor: z
      .object({ id: idOf('user'), email: text('Their email address.', 'admin@northwind.example') })
      .nullable()
      .meta({ description: 'The user who set it; null for the operator and the system.' }),
    note: text('The note for the partner’s team.', 'Invoice of October').nullable(),
    at: time('When it was set.'),
  })
  .meta({ id: 'Suspension', description: 'A reason for a suspension that is in force.' });
export type Suspension = z.infer<typeof Suspension>;
export const SuspensionList = listOf(Suspension);

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
    extensions: count('How many extensions it has.'),
    registeredPhones: count('How many phones are registered now.'),
    liveCalls: count('Calls that would end. Emergency calls stay up and aren’t counted.', 1),
    dids: numbers('Its numbers.'),
    openPortOrders: count('Port orders that are open.', 0),
    users: count('How many users it has.', 2),
    lost: numbers('The numbers that it would lose.'),
    restored: numbers('The numbers that it would have again.'),
    without911: count('Phones that can reach 911 now and then couldn’t.'),
  })
  .meta({ id: 'Preview', description: 'What the action would do.' });

export const TenantStatuses = z
  .object({
    items: z
      .array(
        z.object({
          status: TenantStatus,
          permits: z
            .object({
              register: flag('Phones register.'),
              inbound: flag('Calls from outside come in.'),
              outbound: flag('Calls go out.'),
              emergency: flag('Calls to 911 go out.'),
              record: flag('Calls are recorded. Not acting yet.'),
              addExtension: flag('Extensions can be added.'),
              partnerChanges: flag('The partner can change what the tenant has.'),
              tenantChanges: flag('The tenant’s admins can change what it has.'),
              portOut: flag('Numbers can be ported out. Not acting yet.'),
              charges: flag('Charges accrue. Not acting yet.'),
            })
            .meta({ description: 'What a tenant in this status may do.' }),
          to: z
            .array(TenantStatus)
            .meta({ description: 'The statuses that it can move to.', examples: [['SUSPENDED', 'CANCELLED']] }),
        }),
      )
      .meta({ description: 'Every status.' }),
  })
  .meta({ id: 'TenantStatuses', description: 'What each status permits, and where it can lead.' });

export const PrefixQuery = z.object({
  name: label().meta({ description: 'The name of the tenant to be.', examples: ['Bakery'] }),
});
export const PrefixSuggestion = z
  .object({ sipPrefix: text('A SIP prefix that is free.', 'bakery') })
  .meta({ id: 'PrefixSuggestion', description: 'A suggestion for a new tenant.' });

export const SUSPENSION_BEHAVIORS = ['alert', 'suspend'] as const;
export type SuspensionBehavior = (typeof SUSPENSION_BEHAVIORS)[number];

export const TenantDefaults = z
  .object({
    timezone: text('The time zone, by its IANA name.', 'America/New_York'),
    defaultCnam: text('The caller name that carriers show. Empty: none.', 'NORTHWIND'),
    suspensionBehavior: z.enum(SUSPENSION_BEHAVIORS).meta({
      description: 'Whether a new tenant is suspended when it spends too much (`autoSuspend`). Not acting yet.',
    }),
    defaultBillingProfileId: idOf('billing profile').nullable(),
    defaultLimits: DefaultLimits,
    outboundPermissions: OutboundRules,
    version: version(),
  })
  .meta({ id: 'TenantDefaults', description: 'The values that a new tenant starts with.' });
export type TenantDefaults = z.infer<typeof TenantDefaults>;
/** Takes what GET answered: the version is ignored, If-Match is what counts. */
export const TenantDefaultsPut = z
  .strictObject({
    ...TenantDefaults.shape,
    timezone: editable.timezone,
    defaultCnam: editable.defaultCnam,
    outboundPermissions: OutboundRules.optional().meta({ description: 'Left out, they stay as they are.' }),
    version: ignored(),
  })
  .meta({ id: 'TenantDefaultsPut', description: 'The values that new tenants start with from now on.' });

export const Manifest = z
  .object({
    id: idOf('manifest'),
    kind: z
      .enum(['deletion', 'purge'])
      .meta({ description: '`deletion`: the cancellation. `purge`: the end of its data.' }),
    content: z.record(z.string(), z.unknown()).meta({
      description: 'What was done, item by item.',
      examples: [{ statusBefore: 'ACTIVE', users: 2, extensions: ['101', '102'] }],
    }),
    createdAt: createdAt(),
  })
  .meta({ id: 'Manifest', description: 'What a cancellation or a purge did.' });
export const ManifestList = listOf(Manifest);

/** What a tenant's dashboard shows first. */
export const TenantSummary = z
  .object({
    status: TenantStatus,
    registeredPhones: count('How many phones are registered now.'),
    liveCalls: count('How many calls are in progress.', 1),
    extensions: count('How many extensions it has.'),
    dids: count('How many numbers it has.', 1),
    users: count('How many users it has.', 2),
    without911: flag('Whether it has phones and no address for 911.'),
    sip: z
      .object({
        domain: text('The SIP domain.', 'phones.example.com'),
        port: count('The SIP port, UDP and TCP.', 5060),
        voice: z.enum(['on', 'off']).meta({ description: '`off`: this installation runs without calls.' }),
      })
      .meta({ description: 'Where phones register.' }),
  })
  .meta({ id: 'TenantSummary', description: 'A tenant at a glance.' });

/** What the partner's front page shows. */
const tenantLink = { id: idOf('tenant'), name: text('Its name.', 'Bakery') };
export const PartnerSummary = z
  .object({
    tenants: TenantCounts,
    liveCalls: count('How many calls are in progress.', 4),
    numbersFree: count('How many numbers are unassigned.', 10),
    overLimit: OverLimit,
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
    without911: z
      .array(z.object(tenantLink))
      .meta({ description: 'The first 20 tenants that have phones and no address for 911.' }),
    without911Count: count('How many there are.', 1),
  })
  .meta({ id: 'PartnerSummary', description: 'A partner’s tenants at a glance.' });

/** All that the operator sees of a tenant. */
export const OperatorTenant = z
  .object({
    tenantId: idOf('tenant'),
    name: text('Its name.', 'Bakery'),
    partner: z
      .object({ id: idOf('partner'), name: text('Its name.', 'Northwind Voice') })
      .meta({ description: 'The partner that it belongs to.' }),
    sipPrefix: text('The first part of its SIP user names.', 'bakery'),
    status: TenantStatus,
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

/** What finds a tenant of any partner: words of its name, its prefix, or one of its numbers. Each search is audited. */
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
}).meta({ id: 'FoundTenant', description: 'A tenant that a search found.' });
export type FoundTenant = z.infer<typeof FoundTenant>;
export const FoundTenantList = listOf(FoundTenant);

/** All reasons where none is named, the partner's too. */
export const OperatorReactivate = ReactivateTenant.pick({ reasons: true }).meta({
  id: 'OperatorReactivate',
  description: 'What to lift.',
});
