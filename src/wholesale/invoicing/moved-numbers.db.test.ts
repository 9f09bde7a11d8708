import { afterAll, beforeAll, expect, test } from 'vitest';
import { billTenant } from '../../../test/billed.ts';
import { octoberCycle } from '../../../test/ended-cycle.ts';
import { createTenant } from '../../../test/tenants.ts';
import { type BilledPartner, createWholesaleTest, type WholesaleTest } from '../../../test/wholesale.ts';
import { InvoiceLines } from '../../invoices/lines-contract.ts';
import { issueInvoices } from '../../invoices/run/run.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';

let wholesale: WholesaleTest;
beforeAll(async () => {
  wholesale = await createWholesaleTest();
});
afterAll(() => wholesale.close());

const ONLY_NUMBERS = { tenantFee: '0.00', extensionFee: '0.00', numberFee: '31.00' };
const NUMBER = '+12025557700';
const ZONES = { bakery: 'America/New_York', garage: 'Pacific/Kiritimati', florist: 'UTC' };
type Name = keyof typeof ZONES;

/** Who had the number, from one instant to another. */
const HAD: { by: Name; from: string; until: string }[] = [
  { by: 'bakery', from: '2026-10-05T10:00Z', until: '2026-10-10T12:00Z' },
  // three moves in one day
  { by: 'garage', from: '2026-10-10T12:30Z', until: '2026-10-10T18:00Z' },
  { by: 'bakery', from: '2026-10-10T19:00Z', until: '2026-10-12T03:00Z' },
  // nobody has it on the 13th
  { by: 'garage', from: '2026-10-14T00:00Z', until: '2026-10-15T00:00Z' },
  { by: 'bakery', from: '2026-10-15T00:30Z', until: '2026-10-20T05:00Z' },
  // and on the same day it goes to another partner
  { by: 'florist', from: '2026-10-20T06:00Z', until: '2026-10-25T23:59Z' },
];

/** The days of a calendar on which one of them had it, minute by minute. */
function daysOf(names: readonly Name[], zone: string): number {
  const days = new Set<string>();
  for (const { by, from, until } of HAD)
    if (names.includes(by))
      for (let at = Date.parse(from); at < Date.parse(until); at += 60_000) days.add(dayAt(at, zone));
  return days.size;
}

async function good({ admin }: BilledPartner, method: string, path: string, body?: unknown): Promise<any> {
  const answer = await admin.call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

/** Does something to the number, as if it were at that instant. */
async function at(instant: string, work: () => Promise<unknown>): Promise<void> {
  const [before] = await wholesale.app.query<{ now: string }>('select clock_timestamp()::text as now');
  wholesale.clock.now = new Date(instant);
  await work();
  for (const edge of ['from_at', 'until_at'])
    await wholesale.app.query(
      `update service_periods set ${edge} = $1 where number = $2 and ${edge} >= $3::timestamptz`,
      [instant, NUMBER, before?.now],
    );
}

test('a number that moves between tenants is a day for each of them and one for their partner; one that moves to another partner, for both', async () => {
  const { app } = wholesale;
  const [northwind, contoso] = [await wholesale.partnerWith(ONLY_NUMBERS), await wholesale.partnerWith(ONLY_NUMBERS)];
  const partnerOf = (name: Name) => (name === 'florist' ? contoso : northwind);
  const tenants = new Map<Name, string>();
  for (const name of ['bakery', 'garage', 'florist'] as const) {
    const { id } = await createTenant(partnerOf(name).admin.call, {
      prefix: `moved${name}`,
      fields: { timezone: ZONES[name] },
    });
    await app.query("update tenants set created_at = '2026-09-01' where id = $1", [id]);
    await billTenant(app, { tenantId: id, terms: { localNumberFee: 3100 } });
    await octoberCycle(app.query, id);
    tenants.set(name, id);
  }
  const added = new Map<BilledPartner, string>();
  for (const { by, from, until } of HAD) {
    const partner = partnerOf(by);
    await at(from, async () => {
      if (!added.has(partner)) {
        // a number is in the inventory of one partner at a time; here its quarantine is over at once
        await app.query("update dids set released_at = '2026-01-01' where number = $1", [NUMBER]);
        for (const [other, didId] of added) await good(other, 'DELETE', `/dids/${didId}`);
        const { added: dids } = await good(partner, 'POST', '/dids', { numbers: [NUMBER] });
        added.set(partner, dids[0].id);
      }
      const assign = { tenantId: tenants.get(by), acknowledgeAgeing: true };
      await good(partner, 'POST', `/dids/${added.get(partner)}/assign`, assign);
    });
    await at(until, () => good(partner, 'POST', `/dids/${added.get(partner)}/release`));
  }

  await wholesale.run();
  for (const [partner, names] of [
    [northwind, ['bakery', 'garage']],
    [contoso, ['florist']],
  ] as const) {
    const [{ id }] = await wholesale.invoicesOf(partner.id);
    const days = daysOf(names, 'UTC');
    expect((await wholesale.detailOf(id)).lines).toMatchObject([
      { kind: 'numbers', detail: `${days} number-days of 31`, amount: `${days}.00` },
    ]);
  }
  await issueInvoices(wholesale.worker, new Date('2026-11-01T12:00Z'), wholesale.log);
  for (const [name, id] of tenants) {
    const [invoice, ...others] = await app.query<{ lines: unknown }>(
      'select lines from invoices where tenant_id = $1',
      [id],
    );
    expect(others).toEqual([]);
    const days = daysOf([name], ZONES[name]);
    expect(InvoiceLines.parse(invoice?.lines), name).toEqual([
      { kind: 'numbers', numbers: 'local', unitMinor: 3100, unitDays: days, nominalDays: 31, amountMinor: days * 100 },
    ]);
  }
  // the tenants have more days between them than their partner pays for
  expect(daysOf(['bakery'], 'UTC') + daysOf(['garage'], 'UTC')).toBeGreaterThan(daysOf(['bakery', 'garage'], 'UTC'));
});
