import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import { MODES } from '../platform/values/mode.ts';
import { label, network, wholeNumber } from '../platform/values/values.ts';

/** Limits for one partner, tenant or key. */
export const MAX = {
  keys: 100,
  keysOfTenant: 20,
  scopes: 200,
  tenants: 1000,
  networks: 50,
  requestsPerMinute: 10_000,
} as const;

export const apiKeyErrors = {
  too_many_api_keys: {
    status: 409,
    description: 'A partner can have up to 100 API keys, and each tenant up to 20. Revoke one first.',
    extra: { limit: z.int().meta({ description: 'The highest number of keys allowed.', examples: [MAX.keys] }) },
  },
  api_keys_not_allowed: { status: 409, description: 'The provider doesn’t let its customers have API keys.' },
} as const satisfies ErrorTable;

const name = { description: 'What the key is for. The audit trail names it.', examples: ['CRM sync'] };
const scopesMeta = {
  description: 'What the key may do, by permission.',
  examples: [['tenants.read', 'extensions.write']],
};
const scopesToSet = z
  .array(z.string().regex(/^[a-z-]{1,40}[.:][a-z]{1,20}$/, 'Not a scope. See the list of scopes.'))
  .min(1, 'Choose at least one scope.')
  .max(MAX.scopes)
  .meta({ ...scopesMeta, description: `${scopesMeta.description} \`tenants:read\` is the same as \`tenants.read\`.` });
const tenantIds = z
  .array(idOf('tenant'))
  .max(MAX.tenants)
  .nullable()
  .meta({ description: 'The tenants that the key may see. Null: all of the partner’s, also future ones.' });
const sourcesMeta = {
  description: 'Addresses and networks that the key may be used from, IPv4 and IPv6. Empty: from anywhere.',
  examples: [['203.0.113.7/32', '2001:db8::/48']],
};
const expiresAt = z.iso
  .datetime({ offset: true })
  .nullable()
  .meta({ description: 'When the key ends. Null: never.', examples: ['2027-12-31T00:00:00.000Z'] });
const requestsPerMinute = { description: 'How many requests a minute the key may make.', examples: [100] };

const mode = z.enum(MODES).meta({
  description: '`test`: only for sandbox tenants. `live`: for all others. It can’t be changed later.',
  examples: ['live'],
});

export const ApiKeyCreate = z
  .strictObject({
    name: label().meta(name),
    mode: mode.default('live'),
    scopes: scopesToSet,
    tenantIds: tenantIds.default(null),
    sources: z.array(network()).max(MAX.networks).default([]).meta(sourcesMeta),
    requestsPerMinute: wholeNumber(1, MAX.requestsPerMinute).default(100).meta(requestsPerMinute),
    expiresAt: expiresAt.default(null),
  })
  .meta({ id: 'ApiKeyCreate', description: 'An API key to make.' });
export type ApiKeyCreate = z.output<typeof ApiKeyCreate>;

export const ApiKeyPatch = z
  .strictObject({
    name: label().meta(name),
    scopes: scopesToSet,
    tenantIds,
    sources: z.array(network()).max(MAX.networks).meta(sourcesMeta),
    requestsPerMinute: wholeNumber(1, MAX.requestsPerMinute).meta(requestsPerMinute),
    expiresAt,
  })
  .partial()
  .meta({ id: 'ApiKeyPatch', description: 'What changes of an API key. It applies from the key’s next request.' });
export type ApiKeyPatch = z.output<typeof ApiKeyPatch>;

export const ApiKey = z
  .object({
    id: idOf('API key'),
    name: z.string().meta(name),
    mode,
    hint: text('The last four characters of the key, to recognise it by.', 'x7Qa'),
    scopes: z.array(z.string()).meta(scopesMeta),
    tenantIds,
    sources: z.array(z.string()).meta(sourcesMeta),
    requestsPerMinute: z.int().meta(requestsPerMinute),
    expiresAt,
    expired: flag('Whether `expiresAt` has passed.'),
    lastUsedAt: time('When it was last used, to the minute.').nullable(),
    lastUsedFrom: text('The address that it was last used from.', '203.0.113.7').nullable(),
    maker: z
      .object({
        id: idOf('user'),
        email: text('Their email address at the time.', 'admin@northwind.example'),
        gone: flag('They are no longer an admin of the partner. The key still works: review it.'),
      })
      .meta({ description: 'The user who created the key.' }),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'ApiKey', description: 'A key that a partner’s program sends instead of signing in.' });
export type ApiKey = z.infer<typeof ApiKey>;

export const NewApiKey = ApiKey.extend({
  key: text('The key itself, shown this once.', 'pbx_live_0000000000000000000000000000000000000x'),
}).meta({ id: 'NewApiKey', description: 'A new key. Its `key` is never shown again.' });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKeyList = listOf(ApiKey);
export const ApiKeyQuery = listQuery(['name', 'createdAt'], 'name');

export const ApiKeyRotate = z
  .strictObject({
    overlapHours: wholeNumber(0, 168)
      .default(24)
      .meta({ description: 'For how many hours the current key still works. 0: it ends now.', examples: [24] }),
    expiresAt: expiresAt.optional().meta({
      description:
        'When the new key ends. Null: never. Left out: when the present one does, which has to be still to come.',
      examples: ['2027-12-31T00:00:00.000Z'],
    }),
  })
  .meta({ id: 'ApiKeyRotate', description: 'How to replace an API key.' });
export type ApiKeyRotate = z.output<typeof ApiKeyRotate>;

/** What a program may know of its own key. */
export const OwnApiKey = ApiKey.pick({
  id: true,
  name: true,
  mode: true,
  scopes: true,
  tenantIds: true,
  requestsPerMinute: true,
})
  .extend({
    partnerName: text(
      'The partner that the key belongs to. Null: it is a tenant’s own.',
      'Northwind Telecom',
    ).nullable(),
    tenantName: text('The tenant whose own key it is. Null: it is a partner’s.', 'Bakery').nullable(),
  })
  .meta({ id: 'OwnApiKey', description: 'The key that the request was sent with.' });

export type OwnApiKey = z.infer<typeof OwnApiKey>;

/** A tenant's own keys need no selection of tenants. Those of a sandbox are test keys. */
export const TenantApiKeyCreate = ApiKeyCreate.omit({ tenantIds: true, mode: true }).meta({
  id: 'TenantApiKeyCreate',
  description: 'An API key to make for the tenant’s own programs.',
});
export type TenantApiKeyCreate = z.output<typeof TenantApiKeyCreate>;

export const TenantApiKeyPatch = ApiKeyPatch.omit({ tenantIds: true }).meta({
  id: 'TenantApiKeyPatch',
  description: 'What changes of a tenant’s own API key. It applies from the key’s next request.',
});
export type TenantApiKeyPatch = z.output<typeof TenantApiKeyPatch>;

export const TenantApiKey = ApiKey.omit({ tenantIds: true }).meta({
  id: 'TenantApiKey',
  description: 'A key that a tenant’s own program sends instead of signing in.',
});
export type TenantApiKey = z.infer<typeof TenantApiKey>;

export const NewTenantApiKey = NewApiKey.omit({ tenantIds: true }).meta({
  id: 'NewTenantApiKey',
  description: 'A new key of a tenant. Its `key` is never shown again.',
});
export type NewTenantApiKey = z.infer<typeof NewTenantApiKey>;

export const TenantApiKeyList = listOf(TenantApiKey);

const allowed = flag('Whether tenants may have their own API keys.');

export const TenantKeySettingsPut = z
  .strictObject({ allowed })
  .meta({ id: 'TenantKeySettingsPut', description: 'Whether tenants may have their own API keys.' });

export const TenantKeySettings = z
  .object({
    allowed,
    keys: count('How many keys all tenants have, even while none are allowed.', 3),
    tenants: count('How many tenants have keys.', 2),
    version: version(),
  })
  .meta({ id: 'TenantKeySettings', description: 'Whether tenants may have their own API keys, and how many do.' });
export type TenantKeySettings = z.infer<typeof TenantKeySettings>;
