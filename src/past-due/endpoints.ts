import { endpoint } from '../platform/http/endpoint.ts';
import { Overdue } from './contract.ts';

export const getOverdue = endpoint({
  id: 'getOverdue',
  method: 'GET',
  path: '/tenants/{tenantId}/overdue',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  inAnyStatus: true,
  summary: 'Get what a tenant has not paid in time',
  description:
    'The overdue invoices, their total, and how to pay. Also works while the tenant is suspended, which is when its users need it.',
  response: Overdue,
});
