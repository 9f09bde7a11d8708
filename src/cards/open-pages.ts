import { addJob, type Tx } from '../platform/db/db.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import * as sql from './sql.ts';

/**
 * Has the provider close a page that asks for more than its tenant still owes, so that nobody pays twice. Call it in the transaction that settles an
 * invoice, with the tenant locked. If somebody pays before the page is closed, that becomes credit.
 */
export async function closeOutdatedPage(tx: Tx, tenantId: string): Promise<void> {
  const attempt = await sql.runningPayment(tx, tenantId);
  if (attempt?.state !== 'open' || attempt.amount_minor === null) return;
  const open = (await sql.openSums(tx, tenantId)).find(({ currency }) => currency === attempt.currency);
  if (Number(open?.minor ?? 0) >= Number(attempt.amount_minor)) return;
  await closePageLater(tx, { tenantId, attemptId: attempt.id });
  await recordEvent(tx, SYSTEM, {
    ...eventsOf('card_payment')('card_payment.outdated', { id: tenantId, partnerId: attempt.partner_id }, attempt.id),
    after: {},
  });
}

export const closePageLater = (tx: Tx, ids: { tenantId: string; attemptId: string }): Promise<void> =>
  addJob(tx, 'close_card_page', ids, { key: `close_card_page:${ids.attemptId}` });
