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

/** A key of the partner, or a tenant's own, which chooses no tenants. */
export type AnyKey = TenantApiKey & { tenantIds?: string[] | null };

/** A key as it is typed. */
export type KeyForm = {
  name: string;
  mode: Mode;
  scopes: string[];
  whichTenants: 'all' | 'chosen';
  tenantIds: string[];
  /** one a line */
  sources: string;
  requestsPerMinute: string;
  /** the last day, in UTC; empty: it does not end */
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

/** The end of a day in UTC; null for none. */
const endOfDay = (day: string): string | null => (day === '' ? null : `${day}T23:59:59.999Z`);

/** How a key is replaced, as it is typed. */
export type RotateForm = { overlap: string; expiresAt: string };

/** The new key ends when the present one does; one that has ended is no example. */
export const rotationOf = (key: AnyKey): RotateForm => ({
  overlap: '24',
  expiresAt: key.expired ? '' : formOfKey(key).expiresAt,
});

/** The day is sent only where it is not the present key's. */
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

/** An end is sent only where its day was changed, so that one within a day keeps its hour. */
function withoutSameEnd<Input extends { expiresAt: string | null }>(base: KeyForm, typed: KeyForm, input: Input) {
  const { expiresAt: _, ...others } = input;
  return typed.expiresAt === base.expiresAt ? others : input;
}

export const keySchema = (base: KeyForm) =>
  formSchema(ApiKeyPatch, (typed: KeyForm) => withoutSameEnd(base, typed, inputOf(typed)));

export const tenantKeySchema = (base: KeyForm) =>
  formSchema(TenantApiKeyPatch, (typed: KeyForm) => withoutSameEnd(base, typed, tenantInputOf(typed)));
