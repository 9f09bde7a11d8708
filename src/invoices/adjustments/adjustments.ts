import type { z } from 'zod';
import { cycleOf } from '../../billing/cycles/cycle-rows.ts';
import { refreshFees } from '../../billing/fees/fees.ts';
import type { Tx } from '../../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../../platform/db/events.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory, fail as failPlatform } from '../../platform/http/errors.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { newId } from '../../platform/values/ids.ts';
import { minorOf } from '../../platform/values/money.ts';
import { type Adjustment, type AdjustmentCreate, type AdjustmentList, invoiceErrors } from '../contract.ts';
import { amountText } from '../invoices.ts';
import * as sql from './sql.ts';

const fail = errorFactory(invoiceErrors);
const eventOf = eventsOf('adjustment');

const toAdjustment = (row: sql.AdjustmentRow): Adjustment => ({
  id: row.id,
  kind: row.kind,
  description: row.description,
  day: row.day,
  currency: row.currency,
  amount: amountText(row.amount_minor, row.currency),
  isInvoiced: row.cycle_id !== null,
  createdAt: row.created_at.toISOString(),
});

const audited = (row: sql.AdjustmentRow) => {
  const { description, amount, currency } = toAdjustment(row);
  return { description, amount, currency };
};

export async function listAdjustments(tx: Tx, tenantId: string): Promise<z.infer<typeof AdjustmentList>> {
  const rows = await sql.listAdjustments(tx, tenantId);
  return { items: rows.map(toAdjustment), total: await sql.countAdjustments(tx, tenantId) };
}

export const findAdjustment = (tx: Tx, tenantId: string, id: string) => sql.findAdjustment(tx, tenantId, id);

/** Codes: `not_billed`. */
export async function createAdjustment(
  tx: Tx,
  by: Actor,
  { tenant, input, now }: { tenant: Owner; input: z.output<typeof AdjustmentCreate>; now: Date },
): Promise<Adjustment> {
  const { description, amount } = input;
  await lockTenants(tx, [tenant.id]);
  const cycle = await cycleOf(tx, tenant.id, now);
  if (!cycle) throw fail('not_billed', 'The tenant isn’t billed. Give it a billing profile first.');
  const minor = minorOf(amount, decimalsOf(cycle.currency));
  if (minor === null || minor === 0)
    throw failPlatform('invalid', 'The amount can’t be used.', {
      errors: [
        {
          path: 'amount',
          message:
            minor === 0 ? 'Enter an amount other than 0.' : `Use at most ${decimalsOf(cycle.currency)} decimals.`,
        },
      ],
    });
  const day = dayAt(now.getTime(), cycle.zone);
  const added = await addCorrection(tx, by, tenant, { description, currency: cycle.currency, minor, day });
  await refreshFees(tx, cycle, now);
  return added;
}

/** Adds an adjustment in minor units, before taxes. It counts as spend from the next local day. Locks the tenant. */
export async function addCorrection(
  tx: Tx,
  by: Actor,
  tenant: Owner,
  { description, currency, minor, day }: { description: string; currency: string; minor: number; day: string },
): Promise<Adjustment> {
  const row = await sql.insertAdjustment(tx, {
    id: newId(),
    partner_id: tenant.partnerId,
    tenant_id: tenant.id,
    currency,
    amount_minor: minor,
    description,
    day,
  });
  await recordEvent(tx, by, { ...eventOf('adjustment.added', tenant, row.id), after: audited(row) });
  return toAdjustment(row);
}

/** Codes: `already_invoiced`. */
export async function deleteAdjustment(
  tx: Tx,
  by: Actor,
  { tenant, row, now }: { tenant: Owner; row: sql.AdjustmentRow; now: Date },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  if (!(await sql.deleteAdjustment(tx, row.id)))
    throw fail('already_invoiced', 'Only your own adjustments that aren’t on an invoice can be removed.');
  await recordEvent(tx, by, { ...eventOf('adjustment.removed', tenant, row.id), before: audited(row) });
  const cycle = await cycleOf(tx, tenant.id, now);
  if (cycle) await refreshFees(tx, cycle, now);
}
