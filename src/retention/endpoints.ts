import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { LegalHold, LegalHoldPut, retentionErrors } from './contract.ts';

export const getLegalHold = endpoint({
  id: 'getLegalHold',
  method: 'GET',
  path: '/operator/tenants/{tenantId}/legal-hold',
  scope: 'operator',
  permission: 'operator.holds',
  summary: 'Get a legal hold',
  description: 'Returns whether the tenant’s data must be preserved, by whom and why.',
  response: LegalHold,
});

export const placeLegalHold = endpoint({
  id: 'placeLegalHold',
  method: 'PUT',
  path: '/operator/tenants/{tenantId}/legal-hold',
  scope: 'operator',
  permission: 'operator.holds',
  summary: 'Place a legal hold',
  description:
    'Preserves the tenant’s data: while the hold is in force, nothing is purged. Also changes the reason of a hold.',
  body: LegalHoldPut,
  response: LegalHold,
  headers: ['If-Match'],
  errors: pickErrors(retentionErrors, 'purge_started'),
});

export const liftLegalHold = endpoint({
  id: 'liftLegalHold',
  method: 'DELETE',
  path: '/operator/tenants/{tenantId}/legal-hold',
  scope: 'operator',
  permission: 'operator.holds',
  summary: 'Lift a legal hold',
  description: 'The tenant’s data is purged when it is due; if that time has passed, now.',
  response: LegalHold,
  headers: ['If-Match'],
});
