import { endpoint } from '../platform/http/endpoint.ts';
import { LegalHold, LegalHoldPut } from './contract.ts';

export const getLegalHold = endpoint({
  id: 'getLegalHold',
  method: 'GET',
  path: '/operator/tenants/{tenantId}/legal-hold',
  scope: 'operator',
  permission: 'operator.holds',
  summary: 'Whether a tenant is kept from being purged',
  response: LegalHold,
});

export const placeLegalHold = endpoint({
  id: 'placeLegalHold',
  method: 'PUT',
  path: '/operator/tenants/{tenantId}/legal-hold',
  scope: 'operator',
  permission: 'operator.holds',
  summary: 'Keep a tenant from being purged',
  body: LegalHoldPut,
  response: LegalHold,
  headers: ['If-Match'],
});

export const liftLegalHold = endpoint({
  id: 'liftLegalHold',
  method: 'DELETE',
  path: '/operator/tenants/{tenantId}/legal-hold',
  scope: 'operator',
  permission: 'operator.holds',
  summary: 'Let a tenant be purged when its time comes',
  response: LegalHold,
  headers: ['If-Match'],
});
