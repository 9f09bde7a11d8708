import type { z } from 'zod';
import type { ApiKey, ApiKeyRotate, TenantApiKey } from '../../src/api-keys/contract.ts';
import { createApiKey, editApiKey, getApiKey, revokeApiKey, rotateApiKey } from '../../src/api-keys/endpoints.ts';
import {
  createTenantApiKey,
  editTenantApiKey,
  getTenantApiKey,
  revokeTenantApiKey,
  rotateTenantApiKey,
} from '../../src/api-keys/tenant-keys-endpoints.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { type AnyKey, type KeyForm, keySchema, newKeySchema, newTenantKeySchema, tenantKeySchema } from './key-form.ts';

type Made<Key> = Key & { key: string };

/** The operations on the keys of a partner or a tenant. */
export type KeyActs<Key extends AnyKey, Create, Patch> = {
  of: 'partner' | 'tenant';
  createSchema: z.ZodType<Create, KeyForm>;
  patchSchema: (base: KeyForm) => z.ZodType<Patch, KeyForm>;
  load: (keyId: string) => Promise<Key>;
  create: (body: Create, key: string) => Promise<Made<Key>>;
  edit: (keyId: string, body: Patch, version: number) => Promise<Key>;
  rotate: (keyId: string, body: ApiKeyRotate, key: string) => Promise<Made<Key>>;
  revoke: (keyId: string, version: number) => Promise<void>;
};

export function usePartnerKeyActs() {
  const change = useChange();
  return {
    of: 'partner',
    createSchema: newKeySchema,
    patchSchema: keySchema,
    load: (keyId) => call(getApiKey, { params: { keyId } }),
    create: (body, key) => change(createApiKey, { body, key }),
    edit: (keyId, body, ifMatch) => change(editApiKey, { params: { keyId }, body, ifMatch }),
    rotate: (keyId, body, key) => change(rotateApiKey, { params: { keyId }, body, key }),
    revoke: (keyId, ifMatch) => change(revokeApiKey, { params: { keyId }, ifMatch }),
  } satisfies KeyActs<ApiKey, z.output<typeof newKeySchema>, z.output<ReturnType<typeof keySchema>>>;
}

export function useTenantKeyActs(tenantId: string) {
  const change = useChange();
  return {
    of: 'tenant',
    createSchema: newTenantKeySchema,
    patchSchema: tenantKeySchema,
    load: (keyId) => call(getTenantApiKey, { params: { tenantId, tenantKeyId: keyId } }),
    create: (body, key) => change(createTenantApiKey, { params: { tenantId }, body, key }),
    edit: (keyId, body, ifMatch) =>
      change(editTenantApiKey, { params: { tenantId, tenantKeyId: keyId }, body, ifMatch }),
    rotate: (keyId, body, key) => change(rotateTenantApiKey, { params: { tenantId, tenantKeyId: keyId }, body, key }),
    revoke: (keyId, ifMatch) => change(revokeTenantApiKey, { params: { tenantId, tenantKeyId: keyId }, ifMatch }),
  } satisfies KeyActs<TenantApiKey, z.output<typeof newTenantKeySchema>, z.output<ReturnType<typeof tenantKeySchema>>>;
}
