import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { remindPartners } from './invoicing/reminders.ts';
import { issueWholesale } from './invoicing/run.ts';
import { sendWholesaleCreditNote, sendWholesaleInvoice } from './invoicing/send.ts';

export const wholesaleTasks = {
  /** After an outage it makes up for all cycles that have ended meanwhile. */
  issue_wholesale: {
    cron: '*/10 * * * *',
    run: (_payload, { db, log }) => issueWholesale(db, new Date(), log),
  },
  /** Every quarter of an hour, since mail goes out by each partner's own clock. */
  remind_partners: {
    cron: '*/15 * * * *',
    run: (_payload, { db, log }) => remindPartners(db, new Date(), log),
  },
  send_wholesale_invoice: {
    run: withPayload(z.object({ invoiceId: z.string() }), ({ invoiceId }, { db }) =>
      sendWholesaleInvoice(db, invoiceId),
    ),
  },
  send_wholesale_credit_note: {
    run: withPayload(z.object({ creditNoteId: z.string() }), ({ creditNoteId }, { db }) =>
      sendWholesaleCreditNote(db, creditNoteId),
    ),
  },
} satisfies Tasks;
