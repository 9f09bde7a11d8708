import { endpoint } from '../platform/http/endpoint.ts';
import { Overdue } from './contract.ts';

export const getOverdue = endpoint({
  id: 'getOverdue',
  method: 'GET',
  path: '/tenants/{tenantId}/overdue',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'Get what a tenant has not paid in time',
  description:
    'The overdue invoices, what they come to, and how to pay. Also while the tenant is suspended: it is then that its people need it.',
  response: Overdue,
});
