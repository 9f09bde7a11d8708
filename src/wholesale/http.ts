import { documentNumber } from '../invoices/rules.ts';
import { readPartner } from '../partners/partners.ts';
import { toPages } from '../payments/statement.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Actor } from '../platform/http/caller.ts';
import { BytesResponse } from '../platform/http/responses/bytes-response.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { exportInvoices, findInvoice, invoiceFile, listInvoices, readDetail } from './invoices.ts';
import { readSettings, saveSettings } from './settings.ts';
import { createCreditNote, creditNoteFile, findCreditNote } from './settlement/credit-notes.ts';
import { findPayment, recordPayment, reversePayment } from './settlement/payments.ts';
import { findRefund, previewRefund, recordRefund, reverseRefund } from './settlement/refunds.ts';
import { readStatement } from './settlement/statement.ts';
import { readTerms, saveTerms } from './terms.ts';

const partner = byId('partnerId', readPartner);
const invoice = byId('wholesaleInvoiceId', findInvoice);
const payment = byId('wholesalePaymentId', findPayment);
const refund = byId('wholesaleRefundId', findRefund);
const creditNote = byId('wholesaleCreditNoteId', findCreditNote);

type Invoice = NonNullable<Awaited<ReturnType<typeof findInvoice>>>;
type CreditNote = NonNullable<Awaited<ReturnType<typeof findCreditNote>>>;

const response = (bytes: Buffer, number: string) =>
  new BytesResponse(bytes, { type: 'application/pdf', name: `${number}.pdf` });
const pdf = async (tx: Tx, found: Invoice) =>
  response(await invoiceFile(tx, found), documentNumber('wholesale', found.number));
const creditNotePdf = async (tx: Tx, found: CreditNote) =>
  response(await creditNoteFile(tx, found), documentNumber('wholesale_credit_note', found.number));

/** What the operator charges partners. The operator sets terms, records payments and credits invoices; a partner reads its own, and no tenant any of it. */
export function wholesaleBillRoutes(server: Server, deps: { db: Db }): void {
  operatorRoutes(server);
  partnerRoutes(server, deps);
}

function operatorRoutes(server: Server): void {
  server.on(endpoints.getWholesaleSettings, ({ tx }) => readSettings(tx));

  server.on(endpoints.putWholesaleSettings, ({ tx, caller, body, ifMatch }) => saveSettings(tx, caller, body, ifMatch));

  server.on(endpoints.getWholesaleTerms, partner, ({ tx, found }) => readTerms(tx, found.id));

  server.on(endpoints.putWholesaleTerms, partner, ({ tx, caller, found, body, ifMatch, now }) =>
    saveTerms(tx, caller, { partnerId: found.id, input: body, ifMatch, now }),
  );

  server.on(endpoints.listPartnerWholesaleInvoices, partner, ({ tx, found, query, now }) =>
    listInvoices(tx, found.id, query, now),
  );

  server.on(endpoints.getPartnerWholesaleInvoice, invoice, ({ tx, found, now }) => readDetail(tx, found, now));

  server.on(endpoints.getPartnerWholesaleInvoicePdf, invoice, ({ tx, found }) => pdf(tx, found));

  server.on(endpoints.recordWholesalePayment, invoice, ({ tx, caller, found, body, now }) =>
    recordPayment(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.reverseWholesalePayment, payment, ({ tx, caller, found, body, now }) =>
    reversePayment(tx, caller, { row: found, input: body, now }),
  );

  server.on(endpoints.recordWholesaleRefund, payment, ({ tx, caller, found, body, now }) =>
    recordRefund(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.previewWholesaleRefund, payment, ({ tx, found, query, now }) =>
    previewRefund(tx, found, query, now),
  );

  server.on(endpoints.reverseWholesaleRefund, refund, ({ tx, caller, found, body, now }) =>
    reverseRefund(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.createWholesaleCreditNote, invoice, ({ tx, caller, found, body, now }) =>
    createCreditNote(tx, caller, { invoice: found, input: body, now }),
  );

  server.on(endpoints.getPartnerWholesaleCreditNotePdf, creditNote, ({ tx, found }) => creditNotePdf(tx, found));

  server.on(endpoints.getPartnerWholesaleStatement, partner, ({ tx, found, query, now }) =>
    readStatement(tx, found.id, query, now),
  );
}

function partnerRoutes(server: Server, { db }: { db: Db }): void {
  server.on(endpoints.listWholesaleInvoices, ({ tx, partnerId, query, now }) =>
    listInvoices(tx, partnerId, query, now),
  );

  server.on(endpoints.exportWholesaleInvoices, async ({ tx, caller, partnerId, now }) => {
    await noteExport(tx, caller, { action: 'wholesale_invoice.exported', partnerId });
    return new CsvResponse(endpoints.exportWholesaleInvoices.download, exportInvoices(db, partnerId, now));
  });

  server.on(endpoints.getWholesaleInvoice, invoice, ({ tx, found, now }) => readDetail(tx, found, now));

  server.on(endpoints.getWholesaleInvoicePdf, invoice, ({ tx, found }) => pdf(tx, found));

  server.on(endpoints.getWholesaleCreditNotePdf, creditNote, ({ tx, found }) => creditNotePdf(tx, found));

  server.on(endpoints.getWholesaleStatement, ({ tx, partnerId, query, now }) =>
    readStatement(tx, partnerId, query, now),
  );

  server.on(endpoints.exportWholesaleStatement, async ({ tx, caller, partnerId, query, now }) => {
    await noteExport(tx, caller, { action: 'wholesale_statement.exported', partnerId });
    const statement = await readStatement(tx, partnerId, query, now);
    return new CsvResponse(endpoints.exportWholesaleStatement.download, toPages(statement));
  });
}

const noteExport = (tx: Tx, caller: Actor, of: { action: string; partnerId: string }): Promise<void> =>
  recordEvent(tx, caller, { ...of, target: { kind: 'partner', id: of.partnerId } });
