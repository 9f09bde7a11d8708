import { findInvoice } from '../invoices/invoices.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Actor } from '../platform/http/caller.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import { readAccount } from './account.ts';
import * as endpoints from './endpoints.ts';
import { exportPayments } from './export.ts';
import { findPayment, listPayments, listTenantPayments, recordPayment, reversePayment } from './payments.ts';
import { statementFile } from './statement-file.ts';
import { readStatement, toPages } from './statement.ts';

export function paymentRoutes(server: Server, { db }: { db: Db }): void {
  server.on(endpoints.recordPayment, byId('invoiceId', findInvoice), ({ tx, caller, found, body, now }) =>
    recordPayment(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.reversePayment, byId('paymentId', findPayment), ({ tx, caller, found, body, now }) =>
    reversePayment(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.listPayments, ({ tx, query }) => listPayments(tx, query));

  server.on(endpoints.exportPayments, async ({ tx, caller, partnerId, query }) => {
    await recordEvent(tx, caller, {
      action: 'payment.exported',
      target: { kind: 'partner', id: partnerId },
      partnerId,
    });
    return new CsvResponse(endpoints.exportPayments.download, exportPayments(db, caller, partnerId, query));
  });

  server.on(endpoints.listTenantPayments, ({ tx, tenant, query }) => listTenantPayments(tx, tenant.id, query));

  server.on(endpoints.getTenantAccount, ({ tx, tenant, now }) => readAccount(tx, tenant.id, now));

  server.on(endpoints.getStatement, ({ tx, tenant, query, now }) => readStatement(tx, tenant.id, query, now));

  server.on(endpoints.getStatementPdf, async ({ tx, caller, tenant, query, now }) => {
    await noteExport(tx, caller, tenant, 'pdf');
    return statementFile(tx, tenant, query, now);
  });

  server.on(endpoints.exportStatement, async ({ tx, caller, tenant, query, now }) => {
    await noteExport(tx, caller, tenant, 'csv');
    const statement = await readStatement(tx, tenant.id, query, now);
    return new CsvResponse(endpoints.exportStatement.download, toPages(statement));
  });
}

const eventOf = eventsOf('tenant');

const noteExport = (tx: Tx, by: Actor, tenant: Owner, format: 'pdf' | 'csv'): Promise<void> =>
  recordEvent(tx, by, { ...eventOf('statement.exported', tenant, tenant.id), after: { format } });
