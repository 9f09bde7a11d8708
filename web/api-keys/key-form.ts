import {
  ApiKeyCreate,
  ApiKeyPatch,
  ApiKeyRotate,
  type TenantApiKey,
  TenantApiKeyCreate,
  TenantApiKeyPatch,
} from '../../src/api-keys/contract.ts';
import type { Mode } from '../../src/platform/values/mode.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';

/** A partner's key, or a tenant's own, which has no selection of tenants. */
export type AnyKey = TenantApiKey & { tenantIds?: string[] | null };

/** The values of the form. */
export type KeyForm = {
  name: string;
  mode: Mode;
  scopes: string[];
  whichTenants: 'all' | 'chosen';
  tenantIds: string[];
  /** one per line */
  sources: string;
  requestsPerMinute: string;
  /** the last day, in UTC; empty: it doesn't expire */
  expiresAt: string;
};

export const NEW_KEY: KeyForm = {
  name: '',
  mode: 'live',
  scopes: [],
  whichTenants: 'all',
  tenantIds: [],
  sources: '',
  requestsPerMinute: '100',
  expiresAt: '',
};

export const formOfKey = (key: AnyKey): KeyForm => ({
  name: key.name,
  mode: key.mode,
  scopes: key.scopes,
  whichTenants: key.tenantIds ? 'chosen' : 'all',
  tenantIds: key.tenantIds ?? [],
  sources: key.sources.join('\n'),
  requestsPerMinute: String(key.requestsPerMinute),
  expiresAt: key.expiresAt?.slice(0, 10) ?? '',
});

function inputOf(typed: KeyForm) {
  return {
    name: typed.name,
    scopes: typed.scopes,
    tenantIds: typed.whichTenants === 'all' ? null : typed.tenantIds,
    sources: typed.sources.split(/[\s,]+/).filter(Boolean),
    requestsPerMinute: typedNumber(typed.requestsPerMinute),
    expiresAt: endOfDay(typed.expiresAt),
  };
}

const endOfDay = (day: string): string | null => (day === '' ? null : `${day}T23:59:59.999Z`);

/** The values of the form for replacing a key. */
export type RotateForm = { overlap: string; expiresAt: string };

/** The new key gets the old one's expiry, unless that has passed. */
export const rotationOf = (key: AnyKey): RotateForm => ({
  overlap: '24',
  expiresAt: key.expired ? '' : formOfKey(key).expiresAt,
});

/** The day is sent only if it differs from the current key's. */
export const rotateSchema = (key: AnyKey) =>
  formSchema(ApiKeyRotate, ({ overlap, expiresAt }: RotateForm) => ({
    overlapHours: Number(overlap),
    ...(expiresAt === rotationOf(key).expiresAt && !key.expired ? {} : { expiresAt: endOfDay(expiresAt) }),
  }));

export const newKeySchema = formSchema(ApiKeyCreate, (typed: KeyForm) => ({ ...inputOf(typed), mode: typed.mode }));

function tenantInputOf(typed: KeyForm) {
  const { tenantIds: _, ...input } = inputOf(typed);
  return input;
}

export const newTenantKeySchema = formSchema(TenantApiKeyCreate, tenantInputOf);

/** The expiry is sent only if its day has changed, so that an expiry within a day isn't moved to its end. */
function withoutSameEnd<Input extends { expiresAt: string | null }>(base: KeyForm, typed: KeyForm, input: Input) {
  const { expiresAt: _, ...others } = input;
  return typed.expiresAt === base.expiresAt ? others : input;
}

export const keySchema = (base: KeyForm) =>
  formSchema(ApiKeyPatch, (typed: KeyForm) => withoutSameEnd(base, typed, inputOf(typed)));

export const tenantKeySchema = (base: KeyForm) =>
  formSchema(TenantApiKeyPatch, (typed: KeyForm) => withoutSameEnd(base, typed, tenantInputOf(typed)));
