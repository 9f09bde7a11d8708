import type { Db } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { byId } from '../platform/http/by-id.ts';
import { BytesResponse } from '../platform/http/responses/bytes-response.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import { createCreditNote, findCreditNote, listCreditNotes } from './credit-notes/credit-notes.ts';
import { creditNoteFile, invoiceFile } from './documents/files.ts';
import * as endpoints from './endpoints.ts';
import { exportInvoices } from './export.ts';
import { findInvoice, listInvoices, toDetail } from './invoices.ts';
import { documentNumber } from './rules.ts';
import { readSettings, saveSettings } from './settings/settings.ts';
import { readSummary } from './summary.ts';
import { tenantInvoiceRoutes } from './tenant-http.ts';

const invoice = byId('invoiceId', findInvoice);
const creditNote = byId('creditNoteId', findCreditNote);

const pdf = (bytes: Buffer, number: string) =>
  new BytesResponse(bytes, { type: 'application/pdf', name: `${number}.pdf` });

export function invoiceRoutes(server: Server, { db }: { db: Db }): void {
  server.on(endpoints.listInvoices, ({ tx, query, now }) => listInvoices(tx, query, now));

  server.on(endpoints.exportInvoices, async ({ tx, caller, partnerId, query, now }) => {
    await recordEvent(tx, caller, {
      action: 'invoice.exported',
      target: { kind: 'partner', id: partnerId },
      partnerId,
    });
    return new CsvResponse(
      endpoints.exportInvoices.download,
      exportInvoices(db, caller, { partnerId, filters: query, now }),
    );
  });

  server.on(endpoints.getInvoice, invoice, async ({ found, now }) => toDetail(now)(found));

  server.on(endpoints.getInvoicePdf, invoice, async ({ tx, found }) =>
    pdf(await invoiceFile(tx, found), documentNumber('invoice', found.number)),
  );

  server.on(endpoints.createCreditNote, invoice, ({ tx, caller, found, body, now }) =>
    createCreditNote(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.listCreditNotes, ({ tx, query }) => listCreditNotes(tx, query));

  server.on(endpoints.getCreditNotePdf, creditNote, async ({ tx, found }) =>
    pdf(await creditNoteFile(tx, found), documentNumber('credit_note', found.number)),
  );

  server.on(endpoints.getBillingSummary, ({ tx, partnerId, now }) => readSummary(tx, partnerId, now));

  server.on(endpoints.getInvoiceSettings, ({ tx, partnerId }) => readSettings(tx, partnerId));

  server.on(endpoints.putInvoiceSettings, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveSettings(tx, caller, { partnerId, input: body, ifMatch }),
  );

  tenantInvoiceRoutes(server);
}
