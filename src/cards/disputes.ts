import { amountText } from '../invoices/invoices.ts';
import type { Config } from '../platform/config.ts';
import { addJob, asNobody, asPartner, type Db, type Tx } from '../platform/db/db.ts';
import { eachById } from '../platform/db/each-page.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { followLostDisputes } from '../refunds/by-dispute.ts';
import { openProvider } from './account/account.ts';
import * as accounts from './account/sql.ts';
import { followUpSilent } from './follow-up.ts';
import { mailDispute } from './mails.ts';
import { type Dispute, ProviderRefusal } from './provider.ts';
import { toMinor } from './rules.ts';
import { openAttempt, settleAttempt } from './sending.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('card_payment');

const AT_ONCE = 200;

type Ref = { tenantId: string; attemptId: string };
type Deps = { config: Config };
type Opened = NonNullable<Awaited<ReturnType<typeof openAttempt>>>;

/**
 * Reads the disputes of a charge and applies them, so the order of events doesn't matter. Only what was lost is taken back of the payment, and only winning it
 * after that brings it back: an appeal changes nothing until it is decided.
 */
export async function settleDisputes(db: Db, ref: Ref, now: Date, deps: Deps): Promise<void> {
  let opened = await openAttempt(db, ref, deps);
  if (opened?.attempt.payment_id === null) {
    // its own event has yet to come, so the payment is recorded first
    await settleAttempt(db, ref, now, deps);
    opened = await openAttempt(db, ref, deps);
  }
  const charge = opened?.attempt.charge_id ?? null;
  if (!opened || charge === null) return;
  const found = await listDisputes(opened, charge);
  await withOwner(db, ref.tenantId, async (tx, { partnerId, name }) => {
    await lockTenantForStatus(tx, ref.tenantId);
    const attempt = await sql.lockAttempt(tx, ref.attemptId);
    const read = attempt && combined(found, attempt);
    if (!read) return;
    const { state, lostMinor, isNews } = read;
    // also without news, because the time of the next look-up counts from here
    await sql.updateAttempt(tx, attempt.id, { dispute: state, lost_minor: lostMinor });
    if (!isNews) return;
    const lost = lostMinor === null ? null : amountText(lostMinor, attempt.currency ?? '');
    await recordEvent(tx, SYSTEM, {
      ...eventOf('card_payment.disputed', { id: ref.tenantId, partnerId }, attempt.id),
      after: { dispute: state, lost, currency: attempt.currency },
    });
    const { changeMinor, isReversed } =
      attempt.payment_id === null
        ? { changeMinor: 0, isReversed: false }
        : await followLostDisputes(tx, attempt.payment_id, lostMinor ?? 0, now);
    await mailDispute(tx, { attempt, partnerId, name }, { state, changeMinor, isReversed, lostMinor });
  });
}

/** What the disputes of a charge come to, with what is known already. Null without disputes. */
function combined(found: readonly Dispute[], attempt: sql.AttemptRow) {
  const has = (state: Dispute['state']): boolean => found.some((one) => one.state === state);
  const read = (['lost', 'open', 'won'] as const).find(has) ?? attempt.dispute;
  if (read === null) return null;
  const wasLost = attempt.dispute === 'lost';
  const state = wasLost && read === 'open' ? 'lost' : read;
  const known = attempt.lost_minor === null ? null : Number(attempt.lost_minor);
  const sum = found
    .filter((one) => one.state === 'lost' && one.money.currency === attempt.currency)
    .reduce((minor, { money }) => minor + (toMinor(money) ?? 0), 0);
  // what is appealed, or isn't listed any more, stays lost
  const lostMinor = found.length > 0 && !(wasLost && has('open')) ? sum : known === null ? null : Math.max(sum, known);
  return { state, lostMinor, isNews: state !== attempt.dispute || (known !== null && lostMinor !== known) };
}

/**
 * Returns nothing new if the account can't read a known dispute: its key was revoked, or the charge is another account's. For a new dispute this is
 * an error, so that it is tried again.
 */
async function listDisputes({ provider, attempt }: Opened, charge: string): Promise<Dispute[]> {
  try {
    return await provider.listDisputes(charge);
  } catch (error) {
    if (!(error instanceof ProviderRefusal) || attempt.dispute === null) throw error;
    return [];
  }
}

/** For how long back new disputes are looked for. Stripe repeats an event for three days. */
const NEW_MS = 14 * DAY_MS;

/** Looks for disputes at each account whose events have not arrived. */
export async function findDisputes(db: Db): Promise<void> {
  const pages = eachById(
    AT_ONCE,
    (after, atMost) => asNobody(db, (tx) => accounts.partnersWithAccounts(tx, after, atMost)),
    ({ id }) => id,
  );
  for await (const page of pages)
    await asNobody(db, async (tx) => {
      for (const { id: partnerId } of page)
        await addJob(tx, 'find_disputes_of_partner', { partnerId }, { key: `find_disputes:${partnerId}` });
    });
}

/** The same of one account. Nothing is found while its key is refused. */
export async function findDisputesOf(db: Db, partnerId: string, now: Date, deps: Deps): Promise<void> {
  const provider = await asPartner(db, partnerId, (tx) => openProvider(tx, partnerId, deps));
  const charges = await provider?.listDisputedCharges(new Date(now.getTime() - NEW_MS)).catch((error: unknown) => {
    if (error instanceof ProviderRefusal) return [];
    throw error;
  });
  await asPartner(db, partnerId, async (tx) => {
    for (const charge of charges ?? []) {
      const attempt = await sql.findAttemptByIds(tx, { id: null, thing: charge });
      if (attempt) await settleLater(tx, attempt);
    }
  });
}

export const settleLater = (tx: Tx, { id, tenant_id: tenantId }: Pick<sql.AttemptRow, 'id' | 'tenant_id'>) =>
  addJob(tx, 'settle_card_disputes', { tenantId, attemptId: id }, { key: `settle_card_disputes:${id}` });

/**
 * Looks up each dispute that isn't decided, or was lost and may be appealed: the provider's events can be lost for good, and until then nothing of the
 * payment can be refunded.
 */
export const followUpDisputes = (db: Db, now: Date): Promise<void> =>
  followUpSilent(db, now, sql.openDisputes, settleLater);
