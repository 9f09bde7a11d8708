import { findInvoice } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import type { Config } from '../platform/config.ts';
import { type Db, inContext } from '../platform/db/db.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { isKeyRefused, openProvider } from './account/account.ts';
import { closeOutdatedPage } from './open-pages.ts';
import { billingPage } from './pages.ts';
import { type Prepared, prepareSending } from './prepare-sending.ts';
import { type Charge, NOT_FOUND, type PaymentProvider, ProviderRefusal } from './provider.ts';
import { NEEDS_OWNER, PAGE_MINUTES, type ProviderMoney, toProviderMoney } from './rules.ts';
import { abandonAttempt, applyCharge, applyPage, cancelAttempt, failAttempt, isSentCharge } from './settling.ts';
import * as sql from './sql.ts';

type Deps = { config: Config };
type Ref = { tenantId: string; attemptId: string };

/** An attempt with everything needed to call the provider about it, outside any transaction. */
export type Opened = {
  attempt: sql.AttemptRow;
  provider: PaymentProvider;
  partnerId: string;
  customer: string | null;
  name: string;
  title: string;
};

/** Undefined if the attempt, its tenant or its partner's account is gone. */
export const openAttempt = (db: Db, { tenantId, attemptId }: Ref, deps: Deps): Promise<Opened | undefined> =>
  withOwner(db, tenantId, async (tx, { partnerId, name }) => {
    const attempt = await sql.findAttempt(tx, attemptId);
    const provider = await openProvider(tx, partnerId, deps);
    if (!attempt || !provider) return undefined;
    const invoice = attempt.invoice_id === null ? null : await findInvoice(tx, attempt.invoice_id);
    const title = invoice ? documentNumber('invoice', invoice.number) : '';
    const customer = await (attempt.card === null
      ? sql.findCustomer(tx, tenantId)
      : sql.findCustomerOfCard(tx, attempt));
    return { attempt, provider, partnerId, customer: customer ?? null, name, title };
  });

/**
 * Sends an attempt to the provider. It may run again after any failure: the attempt's id is the idempotency key. Once that is too old, or the attempt isn't
 * wanted any more, the charge is looked for instead.
 */
export async function sendAttempt(db: Db, ref: Ref, now: Date, deps: Deps): Promise<void> {
  const opened = await openAttempt(db, ref, deps);
  if (!opened || opened.attempt.state !== 'asked') return;
  const prepared = await prepareSending(db, ref, now);
  if (!prepared) return;
  const { step, unwanted } = prepared;
  const none = (): Promise<void> =>
    unwanted === null ? failAttempt(db, ref, 'not_sent', deps) : cancelAttempt(db, ref, unwanted);
  if (step === 'give_up') return none();
  const lookUp = async (): Promise<void> => {
    const charge = await findCharge(opened);
    if (charge) await applyCharge(db, ref, { charge, now, deps });
    else await none();
  };
  if (step === 'look_up') return unlessUnreadable(db, ref, opened, lookUp);
  try {
    await send(db, opened, prepared, { now, deps });
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const failure = error.kind === 'account' ? 'key_refused' : error.message.slice(0, 100);
    if (prepared.isFirst) return failAttempt(db, ref, failure, deps);
    // an earlier call may have charged the card
    await unlessUnreadable(db, ref, opened, () => {
      if (error.kind === 'account' || error.message === NOT_FOUND) throw error;
      return lookUp();
    });
  }
}

/** The charge of an attempt whose response was lost. */
async function findCharge({ attempt, provider, customer }: Opened): Promise<Charge | null> {
  if (customer !== null) return provider.findCharge(customer, attempt.id);
  // a page without an address has charged nobody
  if (isSentCharge(attempt)) throw new ProviderRefusal('request', NOT_FOUND);
  return null;
}

async function send(
  db: Db,
  opened: Opened,
  { sentAt }: Pick<Prepared, 'sentAt'>,
  { now, deps }: { now: Date; deps: Deps },
): Promise<void> {
  const { attempt, provider } = opened;
  const ref = { tenantId: attempt.tenant_id, attemptId: attempt.id };
  const money = moneyOf(attempt);
  if (attempt.card !== null && money) {
    if (opened.customer === null) throw new ProviderRefusal('request', NOT_FOUND);
    const request = {
      attemptId: attempt.id,
      customer: opened.customer,
      card: attempt.card,
      money,
      title: opened.title,
    };
    const charge = await provider.charge(request, attempt.id);
    // its owner isn't there to do what the charge needs
    const failed = charge.state === 'open' ? { ...charge, state: 'failed' as const, failure: NEEDS_OWNER } : charge;
    await applyCharge(db, ref, { charge: failed, now, deps });
    return;
  }
  const page = await provider.openPage(
    {
      attemptId: attempt.id,
      customer: opened.customer ?? (await createCustomer(db, opened)),
      backTo: billingPage(deps.config, attempt.tenant_id),
      // a repeated call must not differ from the first
      expiresAt: new Date(sentAt.getTime() + PAGE_MINUTES * 60_000),
      ...(money
        ? { for: 'payment' as const, money, title: opened.title, savesCard: attempt.saves_card }
        : { for: 'card' as const }),
    },
    attempt.id,
  );
  await inContext(db, { tenantId: attempt.tenant_id, partnerId: opened.partnerId }, async (tx) => {
    await lockTenants(tx, [attempt.tenant_id]);
    const row = await sql.lockAttempt(tx, attempt.id);
    if (row?.state !== 'asked') return;
    await sql.updateAttempt(tx, attempt.id, {
      state: 'open',
      page_id: page.id,
      page_url: page.url,
      page_until: page.expiresAt,
    });
    // it may have been paid another way while the page was being opened
    await closeOutdatedPage(tx, attempt.tenant_id);
  });
}

const moneyOf = ({ amount_minor: minor, currency }: sql.AttemptRow): ProviderMoney | null =>
  minor === null || currency === null ? null : toProviderMoney(Number(minor), currency);

/** May run twice at the same time: only one customer is created. */
async function createCustomer(db: Db, { provider, partnerId, name, attempt }: Opened): Promise<string> {
  const tenantId = attempt.tenant_id;
  const made = await provider.createCustomer({ tenantId, name }, `customer:${tenantId}`);
  return inContext(db, { tenantId, partnerId }, async (tx) => {
    await sql.insertCustomer(tx, { tenant_id: tenantId, partner_id: partnerId, provider_id: made });
    return (await sql.findCustomer(tx, tenantId)) ?? made;
  });
}

/** Reads the outcome of an attempt from the provider, and applies it. If the partner's account can't read it, the attempt is abandoned. */
export async function settleAttempt(db: Db, ref: Ref, now: Date, deps: Deps): Promise<void> {
  const opened = await openAttempt(db, ref, deps);
  if (!opened) return abandonAttempt(db, ref, 'account_removed');
  await unlessUnreadable(db, ref, opened, () => settle(db, ref, { opened, now, deps }));
}

async function settle(
  db: Db,
  ref: Ref,
  { opened, now, deps }: { opened: Opened; now: Date; deps: Deps },
): Promise<void> {
  const { attempt, provider } = opened;
  // a page knows its charge, and whether another card can still be tried
  if (attempt.page_id !== null && attempt.charge_id === null)
    return applyPage(db, ref, { page: await provider.readPage(attempt.page_id), now, deps });
  if (attempt.state === 'asked') return sendAttempt(db, ref, now, deps);
  const charge = attempt.charge_id === null ? await findCharge(opened) : await provider.readCharge(attempt.charge_id);
  if (charge) await applyCharge(db, ref, { charge, now, deps });
}

/** Runs `work`, and abandons the attempt if the partner's account can't read its outcome. */
async function unlessUnreadable(
  db: Db,
  ref: Ref,
  { partnerId }: Opened,
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    // a key that is refused is checked first, and looked at again when the attempt is followed up
    if (error.kind === 'account' && !(await isKeyRefused(db, partnerId))) return;
    await abandonAttempt(db, ref, error.message.slice(0, 100));
  }
}

/** Closes a page, and checks whether somebody has already paid on it. */
export async function closePage(db: Db, ref: Ref, now: Date, deps: Deps): Promise<void> {
  const opened = await openAttempt(db, ref, deps);
  if (!opened || opened.attempt.page_id === null || opened.attempt.state !== 'open') return;
  await opened.provider.closePage(opened.attempt.page_id);
  await settleAttempt(db, ref, now, deps);
}
