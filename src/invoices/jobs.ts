import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { sendCreditNote, sendInvoices } from './documents/send.ts';
import { issueInvoices } from './run/run.ts';

export const invoiceTasks = {
  /** After an outage it invoices all cycles that have ended meanwhile. */
  issue_invoices: {
    cron: '*/10 * * * *',
    run: (_payload, { db, log }) => issueInvoices(db, new Date(), log),
  },
  send_invoices: {
    run: withPayload(
      z.object({ partnerId: z.string(), invoiceIds: z.array(z.string()) }),
      ({ partnerId, invoiceIds }, { db, log }) => sendInvoices(db, log, partnerId, invoiceIds),
    ),
  },
  send_credit_note: {
    run: withPayload(
      z.object({ partnerId: z.string(), creditNoteId: z.string() }),
      ({ partnerId, creditNoteId }, { db }) => sendCreditNote(db, partnerId, creditNoteId),
    ),
  },
} satisfies Tasks;
