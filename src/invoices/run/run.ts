import type { Logger } from 'pino';
import { markInvoiced } from '../../billing/cycles/invoiced-cycles.ts';
import { addJob, asNobody, asPartner, type Db, type Tx } from '../../platform/db/db.ts';
import { recordEvents } from '../../platform/db/events.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { readIdentity } from '../settings/settings.ts';
import { type Account, balanceCredit } from '../settlement/settlement.ts';
import { readBillings } from './bills.ts';
import { type Issue, issued, settle } from './issue.ts';
import * as sql from './sql.ts';
import { profileTaxes, type TaxEngine } from './tax-engine.ts';

/** Cycles per transaction: enough to save round trips, few enough to lock their tenants only briefly. */
const AT_ONCE = 500;
/** Finding due cycles reads all open cycles, so each query returns many. */
const LISTED = 10_000;
/** Batches at the same time: the program computes one while the database writes another. */
const SIDE_BY_SIDE = 2;

/**
 * Issues the invoices of all cycles that are due. What came after a tenant's last cycle in another currency gets its own invoice at the same time, or
 * at once if the tenant has no next cycle. The run can be killed at any point, and can run twice at the same time: a cycle is marked in the transaction
 * that invoices it. If one fails, the others are still invoiced.
 */
export async function issueInvoices(db: Db, now: Date, log: Logger, taxesOf: TaxEngine = profileTaxes): Promise<void> {
  const all = batches(db, now);
  /** Processes batches until none is left. Returns how many cycles failed. */
  const workThrough = async (): Promise<number> => {
    let failed = 0;
    for (let next = await all.next(); !next.done; next = await all.next()) {
      const { partnerId, work } = next.value;
      failed += await issueSome({ db, log, now, partnerId, taxesOf }, work);
    }
    return failed;
  };
  const counts = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, workThrough));
  const failed = counts.reduce((sum, count) => sum + count, 0);
  if (failed > 0) throw new Error(`Billing cycles that could not be invoiced: ${failed}.`);
}

/** What is billed of a tenant: a cycle, or without one only what is left in the currencies of its earlier cycles. */
type Work = { tenantId: string; cycleId: string | null };
type Batch = { partnerId: string; work: Work[] };

/** Due cycles, then tenants that only have something left; each batch of one partner. */
async function* batches(db: Db, now: Date): AsyncGenerator<Batch> {
  yield* inBatches((after: sql.DueCycle | null) =>
    asNobody(db, (tx) => sql.cyclesDue(tx, now, { after, atMost: LISTED })),
  );
  yield* inBatches((after: sql.ClosingTenant | null) =>
    asNobody(db, (tx) => sql.tenantsToClose(tx, { after, atMost: LISTED })),
  );
}

type Found = { partner_id: string; tenant_id: string; cycle_id?: string };

async function* inBatches<Row extends Found>(next: (after: Row | null) => Promise<Row[]>): AsyncGenerator<Batch> {
  let after: Row | null = null;
  for (;;) {
    const found: Row[] = await next(after);
    const last = found.at(-1);
    if (!last) return;
    for (const [partnerId, rows] of Map.groupBy(found, ({ partner_id }) => partner_id)) {
      const work = rows.map((row) => ({ tenantId: row.tenant_id, cycleId: row.cycle_id ?? null }));
      for (let from = 0; from < work.length; from += AT_ONCE)
        yield { partnerId, work: work.slice(from, from + AT_ONCE) };
    }
    after = last;
  }
}

type Run = { db: Db; log: Logger; now: Date; partnerId: string; taxesOf: TaxEngine };

/** Returns how many failed. If the batch fails, each of it is tried alone. */
async function issueSome(run: Run, work: Work[]): Promise<number> {
  const { db, log, partnerId } = run;
  try {
    await asPartner(db, partnerId, (tx) => issueTogether(tx, run, work));
    return 0;
  } catch (error) {
    if (work.length === 1) {
      log.error({ err: error, ...work[0] }, 'a billing cycle could not be invoiced');
      return 1;
    }
  }
  let failed = 0;
  for (const one of work) failed += await issueSome(run, [one]);
  return failed;
}

/** Locks the tenants first, as the lock order requires, then checks again what is due, because another run may have invoiced it. */
async function issueTogether(
  tx: Tx,
  { partnerId, now, taxesOf }: Pick<Run, 'partnerId' | 'now' | 'taxesOf'>,
  work: readonly Work[],
): Promise<void> {
  await lockTenants(tx, [...new Set(work.map(({ tenantId }) => tenantId))]);
  const cycleIds = work.flatMap(({ cycleId }) => cycleId ?? []);
  const due = await sql.cyclesDue(tx, now, { only: cycleIds });
  const withoutCycle = work.flatMap(({ tenantId, cycleId }) => (cycleId === null ? [tenantId] : []));
  const tenantIds = [...new Set([...due.map(({ tenant_id }) => tenant_id), ...withoutCycle])];
  if (tenantIds.length === 0) return;
  const billings = await readBillings(tx, due, tenantIds);
  const { seller, timezone } = await readIdentity(tx, partnerId);
  const settled = await Promise.all(billings.map((billing) => settle(billing, taxesOf)));
  const balances = await sql.balancesOf(tx, tenantIds);
  await sql.settleAdjustments(
    tx,
    settled.flatMap(({ adjustments }) => adjustments),
  );
  await sql.insertAdjustments(
    tx,
    settled.flatMap(({ carried }) => carried),
  );
  await markInvoiced(
    tx,
    settled.flatMap(({ marks }) => marks),
    now,
  );
  const toIssue = settled.flatMap(({ billing, invoice }): Issue[] => (invoice ? [{ billing, invoice }] : []));
  if (toIssue.length === 0) return;
  const taken = await sql.takeNumbers(tx, partnerId, {
    series: 'invoice',
    count: toIssue.length,
    today: dayAt(now.getTime(), timezone),
  });
  const documents = issued(toIssue, { ...taken, partnerId, seller, balances });
  await sql.insertInvoices(
    tx,
    documents.map(({ invoice }) => invoice),
  );
  await sql.insertCredits(
    tx,
    documents.flatMap(({ movements }) => movements),
  );
  await payFromCredit(
    tx,
    documents.flatMap(({ credited }) => credited),
  );
  await recordEvents(
    tx,
    SYSTEM,
    documents.map(({ event }) => event),
  );
  await addJob(tx, 'send_invoices', { partnerId, invoiceIds: documents.map(({ invoice }) => invoice.id) });
}

/**
 * Pays open invoices with credit from negative totals. A job checks whether the tenant is still past due, because here it isn't locked for a change
 * of its status.
 */
async function payFromCredit(tx: Tx, accounts: readonly Account[]): Promise<void> {
  for (const account of accounts) await balanceCredit(tx, account);
  for (const tenantId of new Set(accounts.map((account) => account.tenantId)))
    await addJob(tx, 'lift_past_due', { tenantId }, { key: `lift_past_due:${tenantId}` });
}
