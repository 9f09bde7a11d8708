import { z } from 'zod';
import { DefaultLimits } from '../limits/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { E911Address, StoredAddress } from '../platform/values/address.ts';
import { count, createdAt, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import {
  integrationFields,
  integrationOnCreate,
  integrationOnPatch,
  integrationQuery,
} from '../platform/values/integration-data.ts';
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
import { sandboxErrors } from '../sandbox/contract.ts';
import { statusErrors, SuspensionReason, TENANT_STATUSES, TenantStatus } from '../status/contract.ts';
import { suspension } from './lifecycle/suspensions-contract.ts';

export const tenantErrors = {
  ...statusErrors,
  ...sandboxErrors,
  wrong_status: {
    status: 409,
    description: 'The tenant can’t change from its current status to this one.',
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
  cap_reached: {
    status: 409,
    description: 'The tenant is suspended by a limit that is used up. Raise the limit first.',
    extra: { reached: z.array(SuspensionReason).meta({ description: 'The limits that are used up.' }) },
  },
} as const satisfies ErrorTable;

/** Empty if there is none. */
export const BillingEmail = z.union([z.literal(''), email()]).meta({
  description: 'Where invoices go. Empty: none.',
  examples: ['billing@bakery.example'],
});
/** A name as it is shown and typed. Old names can have several lines. */
export const asShown = (name: string): string => toLine(name.replace(/\s+/g, ' '));

export const SipPrefix = z
  .string()
  .regex(/^[a-z][a-z0-9]{2,11}$/, '3 to 12 characters: small letters and digits, the first a letter.')
  .meta({ description: 'The first part of its SIP user names. It can’t be changed later.', examples: ['bakery'] });

const tenantName = { description: 'The tenant’s name, as people read it.', examples: ['Bakery'] };

export const editable = {
  name: label().meta(tenantName),
  billingEmail: BillingEmail,
  defaultCnam: callerName(),
  timezone: timezone(),
  billingProfileId: idOf('billing profile').nullable(),
  e911Address: E911Address.nullable().meta({
    description: 'Where 911 sends help. Null: callers to 911 have to say where they are.',
  }),
};

export const TenantCreate = z
  .strictObject({
    name: editable.name,
    sipPrefix: SipPrefix,
    sandbox: z
      .boolean()
      .optional()
      .meta({
        description:
          'A sandbox: a tenant to try programs out with. Its calls reach only its own phones and an announcement, also those to 911, and it is never billed. By default, a test key makes sandboxes and everybody else makes none. It can’t be changed later.',
        examples: [false],
      }),
    status: z.enum(['TRIAL', 'ACTIVE', 'SUSPENDED']).default('TRIAL').meta({ description: 'The status to start in.' }),
    suspension,
    billingEmail: editable.billingEmail.default(''),
    // if omitted, the partner's tenant defaults
    defaultCnam: editable.defaultCnam.optional(),
    timezone: editable.timezone.optional(),
    billingProfileId: editable.billingProfileId.optional(),
    e911Address: editable.e911Address.default(null),
    limits: DefaultLimits.partial()
      .optional()
      .meta({ description: 'Limits that differ from the partner’s tenant defaults.' }),
    ...integrationOnCreate,
  })
  .meta({
    id: 'TenantCreate',
    description: 'A tenant to create. Fields that are left out come from the partner’s tenant defaults.',
  });
export type TenantCreate = z.input<typeof TenantCreate>;

export const overrideReason = freeText(500, 'Enter a reason.')
  .optional()
  .meta({
    description: 'A reason for the audit log.',
    examples: ['Asked by phone'],
  });

/** An immutable field: sending it is refused with its path, whatever the value. */
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
      .meta({ description: 'The limits to change. The others stay.' }),
    confirmName: typedName().optional().meta({ description: 'The tenant’s name. Needed with `status: CANCELLED`.' }),
    overrideReason,
    ...integrationOnPatch,
    sipPrefix: never(),
    sandbox: never(),
    createdAt: never(),
    partnerId: never(),
  })
  .meta({ id: 'TenantPatch', description: 'The fields to change.' });
export type TenantPatch = z.input<typeof TenantPatch>;

/** The fields of the tenant that its own admin may change. Only the partner changes the others. */
export const TENANT_ADMIN_FIELDS = ['defaultCnam', 'timezone', 'e911Address'] as const satisfies (keyof TenantPatch)[];

export const Tenant = z
  .object({
    id: idOf('tenant'),
    name: z.string().meta(tenantName),
    sipPrefix: text('The first part of its SIP user names.', 'bakery'),
    sandbox: flag('A sandbox: its calls reach nobody outside, not even 911, and it is never billed.'),
    status: TenantStatus,
    suspensionReasons: z
      .array(SuspensionReason)
      .meta({ description: 'Why it is suspended. Empty while it isn’t.', examples: [[]] }),
    billingEmail: text('Where invoices go. Empty: none.', 'billing@bakery.example'),
    defaultCnam: text('The caller name that carriers show, at most 15 ASCII characters.', 'BAKERY'),
    timezone: text('Its time zone, by the IANA name.', 'America/New_York'),
    billingProfileId: idOf('billing profile').nullable(),
    e911Address: StoredAddress.nullable().meta({ description: 'Where 911 sends help. Null: none.' }),
    ...integrationFields,
    e911Verified: flag('Whether a carrier has confirmed the address.'),
    usersCount: count('The tenant’s present number of users.', 2),
    didsCount: count('How many numbers it has.', 1),
    extensionsCount: count('The tenant’s present number of extensions.', 3),
    createdAt: createdAt(),
    cancelledAt: time('When the tenant’s status became CANCELLED. Null otherwise.').nullable(),
    purgeAt: time('When its data is due for deletion, 90 days after the cancellation.').nullable(),
    allowed: z
      .array(TenantStatus)
      .meta({ description: 'The statuses that it can move to now.', examples: [['SUSPENDED', 'CANCELLED']] }),
    defaultsVersion: count('The version of the tenant defaults that it was created with.', 0).nullable(),
    version: version(),
  })
  .meta({ id: 'Tenant', description: 'A business that a partner provides phones to.' });
export type Tenant = z.infer<typeof Tenant>;

/** The tenant as its ordinary users see it. */
export const TenantOfUser = Tenant.pick({ id: true, name: true, status: true, timezone: true, sandbox: true }).meta({
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
  ...integrationQuery,
});
export const TenantList = listOf(Tenant);

/** The filters of the list, without pages. */
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
  'externalId',
  'metadata',
  'sandbox',
];

export const PrefixQuery = z.object({
  name: label().meta({ description: 'The name of the future tenant.', examples: ['Bakery'] }),
});
export const PrefixSuggestion = z
  .object({ sipPrefix: text('A SIP prefix that is free.', 'bakery') })
  .meta({ id: 'PrefixSuggestion', description: 'A suggestion for a new tenant.' });

/** A tenant on the partner's home page. */
export const tenantLink = { id: idOf('tenant'), name: text('The tenant’s name.', 'Bakery') };
