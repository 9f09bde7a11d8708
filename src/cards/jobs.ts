import { z } from 'zod';
import { asNobody } from '../platform/db/db.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { checkAccount } from './account/account.ts';
import { chargeDue } from './auto-pay.ts';
import { forgetCard, refreshCard, removeCustomer } from './cards.ts';
import { findDisputes, findDisputesOf, followUpDisputes, settleDisputes } from './disputes.ts';
import { followUp } from './follow-up.ts';
import { closePage, sendAttempt, settleAttempt } from './sending.ts';
import * as sql from './sql.ts';

const Attempt = z.object({ tenantId: z.string(), attemptId: z.string() });
const EVENT_DAYS = 90;

export const cardTasks = {
  check_payment_account: {
    run: withPayload(z.object({ partnerId: z.string() }), ({ partnerId }, deps) =>
      checkAccount(deps.db, partnerId, deps),
    ),
  },
  send_card_attempt: {
    run: withPayload(Attempt, (ref, deps) => sendAttempt(deps.db, ref, new Date(), deps)),
  },
  settle_card_attempt: {
    run: withPayload(Attempt, (ref, deps) => settleAttempt(deps.db, ref, new Date(), deps)),
  },
  close_card_page: {
    run: withPayload(Attempt, (ref, deps) => closePage(deps.db, ref, new Date(), deps)),
  },
  settle_card_disputes: {
    run: withPayload(Attempt, (ref, deps) => settleDisputes(deps.db, ref, new Date(), deps)),
  },
  /** The previous release's name of this task, of which jobs may be left. */
  settle_card_dispute: {
    run: withPayload(Attempt, (ref, deps) => settleDisputes(deps.db, ref, new Date(), deps)),
  },
  forget_card: {
    run: withPayload(z.object({ partnerId: z.string(), card: z.string() }), ({ partnerId, card }, deps) =>
      forgetCard(deps.db, partnerId, card, deps),
    ),
  },
  forget_customer: {
    run: withPayload(z.object({ partnerId: z.string(), customer: z.string() }), ({ partnerId, customer }, deps) =>
      removeCustomer(deps.db, partnerId, customer, deps),
    ),
  },
  refresh_card: {
    run: withPayload(z.object({ partnerId: z.string(), card: z.string() }), ({ partnerId, card }, deps) =>
      refreshCard(deps.db, partnerId, card, deps),
    ),
  },
  /** Events can be lost for good, so running payments are looked up. */
  follow_up_card_attempts: {
    cron: '*/10 * * * *',
    run: (_payload, { db }) => followUp(db, new Date()),
  },
  find_card_disputes: {
    cron: '23 4 * * *',
    run: (_payload, { db }) => findDisputes(db),
  },
  find_disputes_of_partner: {
    run: withPayload(z.object({ partnerId: z.string() }), ({ partnerId }, deps) =>
      findDisputesOf(deps.db, partnerId, new Date(), deps),
    ),
  },
  follow_up_card_disputes: {
    cron: '*/10 * * * *',
    run: (_payload, { db }) => followUpDisputes(db, new Date()),
  },
  /** Every quarter of an hour, since it goes by each tenant's own clock. */
  charge_due_invoices: {
    cron: '*/15 * * * *',
    run: (_payload, { db, log }) => chargeDue(db, new Date(), log),
  },
  delete_old_payment_events: {
    cron: '41 3 * * *',
    run: (_payload, { db }) =>
      asNobody(db, (tx) => sql.deleteOldEvents(tx, new Date(Date.now() - EVENT_DAYS * DAY_MS))),
  },
} satisfies Tasks;
