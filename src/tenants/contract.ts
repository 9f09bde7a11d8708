import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { e911Address } from '../platform/values/address.ts';
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
import { statusErrors, SuspensionReason, TENANT_STATUSES, TenantStatus } from '../status/contract.ts';

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
export const BillingEmail = z.union([z.literal(''), email()]);
export const E911Address = e911Address().meta({ id: 'E911Address' });
/** As it is stored, which may be from before addresses were checked. */
const StoredAddress = z
  .object({
    street: z.string(),
    unit: z.string().optional(),
    city: z.string(),
    state: z.string(),
    postalCode: z.string(),
    country: z.string(),
  })
  .meta({ id: 'StoredAddress' });

/** A name as it is shown and as people type it, also one from before names had one line. */
export const asShown = (name: string): string => toLine(name.replace(/\s+/g, ' '));

export const SipPrefix = z
  .string()
  .regex(/^[a-z][a-z0-9]{2,11}$/, '3 to 12 characters: small letters and digits, the first a letter.');

const editable = {
  name: label(),
  billingEmail: BillingEmail,
  defaultCnam: callerName(),
  timezone: timezone(),
  billingProfileId: z.uuid().nullable(),
  e911Address: E911Address.nullable(),
};

export const SuspendTenant = z.strictObject({
  reason: SuspensionReason.default('manual'),
  note: freeText(500).optional().meta({ description: 'For the partner’s people: the tenant never reads it.' }),
});

const suspension = SuspendTenant.optional().meta({
  description: 'Why, where this request suspends the tenant. By default `manual`, without a note.',
});

export const TenantCreate = z.strictObject({
  name: editable.name,
  sipPrefix: SipPrefix,
  status: z.enum(['TRIAL', 'ACTIVE', 'SUSPENDED']).default('TRIAL'),
  suspension,
  billingEmail: editable.billingEmail.default(''),
  // left out: the partner's tenant defaults
  defaultCnam: editable.defaultCnam.optional(),
  timezone: editable.timezone.optional(),
  billingProfileId: editable.billingProfileId.optional(),
  e911Address: editable.e911Address.default(null),
  limits: DefaultLimits.partial().optional(),
});
export type TenantCreate = z.input<typeof TenantCreate>;

/** A field that never changes: naming it is refused with its path, whatever the value. */
const never = () =>
  z
    .unknown()
    .optional()
    .superRefine((value, issue) => {
      if (value !== undefined)
        issue.addIssue({ code: 'custom', params: { code: 'immutable' }, message: 'This never changes.' });
    });

export const TenantPatch = z.strictObject({
  ...z.object(editable).partial().shape,
  status: TenantStatus.optional(),
  suspension,
  limits: DefaultLimits.partial()
    .extend({ version: z.int().optional().meta({ description: 'Of the limits that were seen: as If-Match does.' }) })
    .optional(),
  confirmName: typedName().optional(),
  overrideReason: freeText(500, 'Enter a reason.').optional(),
  sipPrefix: never(),
  createdAt: never(),
  partnerId: never(),
});
export type TenantPatch = z.input<typeof TenantPatch>;

/** What a tenant's own admin may change of the tenant's record; the rest is its provider's. */
export const TENANT_ADMIN_FIELDS = ['defaultCnam', 'timezone', 'e911Address'] as const satisfies (keyof TenantPatch)[];

export const Tenant = z
  .object({
    id: z.uuid(),
    name: z.string(),
    sipPrefix: z.string(),
    status: TenantStatus,
    suspensionReasons: z.array(SuspensionReason),
    billingEmail: z.string(),
    defaultCnam: z.string(),
    timezone: z.string(),
    billingProfileId: z.uuid().nullable(),
    e911Address: StoredAddress.nullable(),
    e911Verified: z
      .boolean()
      .meta({ description: 'Whether a carrier confirmed the address. Until then it is as it was typed.' }),
    usersCount: z.number().int(),
    didsCount: z.number().int(),
    extensionsCount: z.number().int(),
    createdAt: z.iso.datetime(),
    cancelledAt: z.iso.datetime().nullable(),
    purgeAt: z.iso.datetime().nullable(),
    // the statuses it may move to now
    allowed: z.array(TenantStatus),
    defaultsVersion: z.number().int().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Tenant' });
export type Tenant = z.infer<typeof Tenant>;

/** The tenant as a plain user of it reads it. */
export const TenantOfUser = Tenant.pick({ id: true, name: true, status: true, timezone: true }).meta({
  id: 'TenantOfUser',
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
    .pipe(z.array(TenantStatus).min(1)),
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

/** A reason in force: who set it, when, and the note for the partner's people. */
export const Suspension = z
  .object({
    reason: SuspensionReason,
    setBy: z.enum(['partner', 'operator', 'system']).meta({ description: 'Only the operator lifts what it set.' }),
    actor: z
      .object({ id: z.uuid(), email: z.string() })
      .nullable()
      .meta({ description: 'Whose account set it; null for the operator and the system.' }),
    note: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Suspension' });
export type Suspension = z.infer<typeof Suspension>;
export const SuspensionList = listOf(Suspension);

export const CancelTenant = z.strictObject({
  confirmName: typedName(),
  overrideReason: freeText(500, 'Enter a reason.').optional(),
});
export const ReactivateTenant = z.strictObject({
  status: z.enum(['ACTIVE', 'TRIAL']).optional(),
  reasons: z.array(SuspensionReason).min(1).optional(),
});
export const Reactivated = z.object({
  tenant: Tenant,
  restoredDids: z.array(z.string()),
  lostDids: z.array(z.string()),
});

export const PreviewTenant = z.strictObject({ action: z.enum(['suspend', 'cancel', 'reactivate']) });
export const Preview = z.object({
  extensions: z.number().int(),
  registeredPhones: z.number().int(),
  liveCalls: z.number().int().meta({ description: 'Calls that end; emergency calls go on and are not counted.' }),
  dids: z.array(z.string()),
  openPortOrders: z.number().int(),
  users: z.number().int(),
  lost: z.array(z.string()),
  restored: z.array(z.string()),
  without911: z.number().int().meta({ description: 'Phones that could reach 911 and then no longer can.' }),
});

export const TenantStatuses = z.object({
  items: z.array(
    z.object({
      status: TenantStatus,
      permits: z.object({
        register: z.boolean(),
        inbound: z.boolean(),
        outbound: z.boolean(),
        emergency: z.boolean(),
        record: z.boolean(),
        addExtension: z.boolean(),
        partnerChanges: z.boolean(),
        tenantChanges: z.boolean(),
        portOut: z.boolean(),
        charges: z.boolean().meta({ description: 'Not acting yet: nothing is charged.' }),
      }),
      to: z.array(TenantStatus),
    }),
  ),
});

export const PrefixQuery = z.object({ name: label() });
export const PrefixSuggestion = z.object({ sipPrefix: z.string() });

export const SUSPENSION_BEHAVIORS = ['alert', 'suspend'] as const;

export const TenantDefaults = z
  .object({
    timezone: z.string(),
    defaultCnam: z.string(),
    suspensionBehavior: z
      .enum(SUSPENSION_BEHAVIORS)
      .meta({ description: 'Not acting yet: new tenants get `autoSuspend` by it, which does not act either.' }),
    defaultBillingProfileId: z.uuid().nullable(),
    defaultLimits: DefaultLimits,
    outboundPermissions: OutboundRules,
    version: z.number().int(),
  })
  .meta({ id: 'TenantDefaults' });
export type TenantDefaults = z.infer<typeof TenantDefaults>;
/** Takes what GET answered: the version is ignored, If-Match is what counts. */
export const TenantDefaultsPut = z.strictObject({
  ...TenantDefaults.shape,
  timezone: editable.timezone,
  defaultCnam: editable.defaultCnam,
  outboundPermissions: OutboundRules.optional().meta({ description: 'Left out, it stays as it is.' }),
  version: z.unknown().optional(),
});

export const Manifest = z.object({
  id: z.uuid(),
  kind: z.enum(['deletion', 'purge']),
  content: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
});
export const ManifestList = listOf(Manifest);

/** What a tenant's dashboard shows first. */
export const TenantSummary = z.object({
  status: TenantStatus,
  registeredPhones: z.number().int(),
  liveCalls: z.number().int(),
  extensions: z.number().int(),
  dids: z.number().int(),
  users: z.number().int(),
  without911: z.boolean(),
  sip: z.object({ domain: z.string(), port: z.number().int(), voice: z.enum(['on', 'off']) }),
});

/** What the partner's front page shows. */
export const PartnerSummary = z.object({
  tenants: z.object({
    TRIAL: z.number().int(),
    ACTIVE: z.number().int(),
    SUSPENDED: z.number().int(),
    CANCELLED: z.number().int(),
  }),
  liveCalls: z.number().int(),
  numbersFree: z.number().int(),
  overLimit: OverLimit,
  soonPurged: z.array(z.object({ id: z.uuid(), name: z.string(), purgeAt: z.iso.datetime() })),
  outboundAlerts: z
    .array(z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['refused', 'allowed']), at: z.iso.datetime() }))
    .meta({
      description: 'Tenants with many calls to expensive numbers within the last day: refused, or put through.',
    }),
  without911: z
    .array(z.object({ id: z.uuid(), name: z.string() }))
    .meta({ description: 'The first 20 that have phones and no address for 911.' }),
  without911Count: z.number().int(),
});

/** All that the operator sees of a tenant. */
export const OperatorTenant = z
  .object({
    tenantId: z.uuid(),
    name: z.string(),
    partner: z.object({ id: z.uuid(), name: z.string() }),
    sipPrefix: z.string(),
    status: TenantStatus,
    suspensionReasons: z.array(SuspensionReason).meta({ description: 'Set by the partner, or by a limit of its.' }),
    operatorReasons: z.array(SuspensionReason).meta({ description: 'Only the operator lifts them.' }),
    operatorSuspensions: z.array(Suspension).meta({ description: 'The same with when and why.' }),
    purgeAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OperatorTenant' });
export type OperatorTenant = z.infer<typeof OperatorTenant>;

/** What finds a tenant of any partner: words of its name, its prefix, or one of its numbers. Each search is audited. */
export const OperatorTenantQuery = z.object({
  search: searchText()
    .min(2, 'Enter at least 2 characters.')
    .meta({ description: 'Words of the name, the SIP prefix, a phone number or part of one, or the id.' }),
});
export const FoundTenant = OperatorTenant.pick({
  tenantId: true,
  name: true,
  partner: true,
  sipPrefix: true,
  status: true,
}).meta({ id: 'FoundTenant' });
export type FoundTenant = z.infer<typeof FoundTenant>;
export const FoundTenantList = listOf(FoundTenant);

/** All reasons where none is named, the partner's too. */
export const OperatorReactivate = ReactivateTenant.pick({ reasons: true });
