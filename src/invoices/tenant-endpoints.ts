import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  Adjustment,
  AdjustmentCreate,
  AdjustmentList,
  invoiceErrors,
  InvoiceDetail,
  InvoiceList,
  TenantInvoiceQuery,
} from './contract.ts';
import { TaxExemption, TaxExemptionPut } from './exemptions/contract.ts';

export const listTenantInvoices = endpoint({
  id: 'listTenantInvoices',
  method: 'GET',
  path: '/tenants/{tenantId}/invoices',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'List a tenant’s invoices',
  description: 'Returns the invoices that the tenant has got, newest first.',
  query: TenantInvoiceQuery,
  response: InvoiceList,
});

export const getTenantInvoice = endpoint({
  id: 'getTenantInvoice',
  method: 'GET',
  path: '/tenants/{tenantId}/invoices/{invoiceId}',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'Get a tenant’s invoice',
  description: 'Returns one invoice of the tenant with its lines and taxes.',
  response: InvoiceDetail,
});

export const getTenantInvoicePdf = endpoint({
  id: 'getTenantInvoicePdf',
  method: 'GET',
  path: '/tenants/{tenantId}/invoices/{invoiceId}/pdf',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  inAnyStatus: true,
  summary: 'Download a tenant’s invoice',
  description: 'The invoice as a PDF, as it was mailed. Also while the tenant is suspended.',
  download: { mediaType: 'application/pdf' },
});

export const listAdjustments = endpoint({
  id: 'listAdjustments',
  method: 'GET',
  path: '/tenants/{tenantId}/adjustments',
  scope: 'record',
  permission: 'invoices.read',
  summary: 'List a tenant’s adjustments',
  description: 'What the next invoice adds or takes off, and what earlier ones did.',
  response: AdjustmentList,
});

export const createAdjustment = endpoint({
  id: 'createAdjustment',
  method: 'POST',
  path: '/tenants/{tenantId}/adjustments',
  scope: 'record',
  permission: 'invoices.write',
  summary: 'Add an adjustment',
  description: 'Adds an amount to the tenant’s next invoice, or takes one off. Until then it can be removed.',
  body: AdjustmentCreate,
  response: Adjustment,
  status: 201,
  errors: pickErrors(invoiceErrors, 'not_billed'),
});

export const deleteAdjustment = endpoint({
  id: 'deleteAdjustment',
  method: 'DELETE',
  path: '/tenants/{tenantId}/adjustments/{adjustmentId}',
  scope: 'record',
  permission: 'invoices.write',
  summary: 'Remove an adjustment',
  description: 'Removes a `correction` that isn’t on an invoice yet.',
  errors: pickErrors(invoiceErrors, 'already_invoiced'),
});

export const getTaxExemption = endpoint({
  id: 'getTaxExemption',
  method: 'GET',
  path: '/tenants/{tenantId}/tax-exemption',
  scope: 'record',
  permission: 'invoices.read',
  summary: 'Get a tenant’s tax exemption',
  description: 'The certificate that exempts the tenant from taxes, if it has one.',
  response: TaxExemption,
});

export const putTaxExemption = endpoint({
  id: 'putTaxExemption',
  method: 'PUT',
  path: '/tenants/{tenantId}/tax-exemption',
  scope: 'record',
  permission: 'invoices.write',
  summary: 'Set a tenant’s tax exemption',
  description: 'Invoices have no taxes while the certificate is valid on the last day of their cycle.',
  body: TaxExemptionPut,
  response: TaxExemption,
  headers: ['If-Match'],
});
