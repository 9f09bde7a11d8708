import { byId } from '../platform/http/by-id.ts';
import { BytesResponse } from '../platform/http/responses/bytes-response.ts';
import type { Server } from '../platform/http/server.ts';
import { createAdjustment, findAdjustment, listAdjustments, deleteAdjustment } from './adjustments/adjustments.ts';
import { invoiceFile } from './documents/files.ts';
import { readExemption, saveExemption } from './exemptions/exemptions.ts';
import { findInvoice, listInvoices, toDetail } from './invoices.ts';
import { documentNumber } from './rules.ts';
import * as endpoints from './tenant-endpoints.ts';

/** An invoice of the tenant that the path names; the transaction sees no other tenant's. */
const invoice = byId('invoiceId', findInvoice);

export function tenantInvoiceRoutes(server: Server): void {
  server.on(endpoints.listTenantInvoices, ({ tx, tenant, query, now }) =>
    listInvoices(tx, { ...query, tenantId: tenant.id }, now),
  );

  server.on(endpoints.getTenantInvoice, invoice, async ({ found, now }) => toDetail(now)(found));

  server.on(
    endpoints.getTenantInvoicePdf,
    invoice,
    async ({ tx, found }) =>
      new BytesResponse(await invoiceFile(tx, found), {
        type: 'application/pdf',
        name: `${documentNumber('invoice', found.number)}.pdf`,
      }),
  );

  server.on(endpoints.listAdjustments, ({ tx, tenant }) => listAdjustments(tx, tenant.id));

  server.on(endpoints.createAdjustment, ({ tx, caller, tenant, body, now }) =>
    createAdjustment(tx, caller, { tenant, input: body, now }),
  );

  server.on(
    endpoints.deleteAdjustment,
    { find: ({ tx, tenant, params }) => findAdjustment(tx, tenant.id, params.adjustmentId) },
    ({ tx, caller, tenant, found, now }) => deleteAdjustment(tx, caller, { tenant, row: found, now }),
  );

  server.on(endpoints.getTaxExemption, ({ tx, tenant }) => readExemption(tx, tenant.id));

  server.on(endpoints.putTaxExemption, ({ tx, caller, tenant, body, ifMatch }) =>
    saveExemption(tx, caller, { tenant, input: body, ifMatch }),
  );
}
