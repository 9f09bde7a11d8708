import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PERMISSIONS } from '../../src/people/rules.ts';
import { ROLES } from '../../src/platform/http/caller.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { insertWholesaleInvoice } from '../invoices.ts';
import { findOverreach, createUserPerRole } from './permission-matrix.ts';
import { createPurgeFixtures, type PurgeFixtures } from './purge-fixtures.ts';
import { attackTables } from './rls-attacks.ts';

let fixtures: PurgeFixtures;
let wall: Awaited<ReturnType<typeof attackTables>>;

beforeAll(async () => {
  fixtures = await createPurgeFixtures();
  const { partnerId, admin } = fixtures;
  const [serving, cancelled] = [await fixtures.fullTenant(), await fixtures.fullTenant()];
  await fixtures.cancel(cancelled, { days: 1 });
  await seedThePlatform(serving.id);
  const otherPartner = await fixtures.partner('Another');
  const otherAdmin = await fixtures.user('partner_admin', { partnerId: otherPartner });
  const other = await otherAdmin.call('POST', '/tenants', { name: 'Other', sipPrefix: 'other' });
  // a tenant has one row of limits, so a second row would always be refused
  await fixtures.force('delete from tenant_limits where tenant_id in ($1, $2)', [serving.id, other.body.id]);
  wall = await attackTables(fixtures, {
    own: { partner_id: partnerId, tenant_id: serving.id, actor_id: admin.id },
    cancelledId: cancelled.id,
    other: { partner_id: otherPartner, tenant_id: other.body.id, actor_id: otherAdmin.id },
  });
});
afterAll(async () => {
  await wall.close();
  await fixtures.close();
});

/** A row in each table that a tenant doesn't fill. */
async function seedThePlatform(tenantId: string): Promise<void> {
  const { partnerId, admin, force } = fixtures;
  await force("insert into billing_profile_versions (id, partner_id, number, name, currency, terms) values ($1, $2, 1, 'Plan', 'USD', '{}')", [newId(), partnerId]); // prettier-ignore
  await force("insert into billing_profiles (id, partner_id, name, currency) values ($1, $2, 'Plan', 'USD')", [newId(), partnerId]); // prettier-ignore
  const keyId = newId();
  await force("insert into api_keys (id, partner_id, name, token_hash, hint, scopes, all_tenants, requests_per_minute, made_by, made_by_email) values ($1, $2, 'CRM', '', 'abcd', '{tenants.read}', false, 100, $3, 'a@b.example')", [keyId, partnerId, admin.id]); // prettier-ignore
  await force('insert into tenant_key_settings (partner_id, allowed) values ($1, true)', [partnerId]);
  await force('insert into api_key_tenants (key_id, partner_id, tenant_id) values ($1, $2, $3)', [keyId, partnerId, tenantId]); // prettier-ignore
  await force('insert into api_key_minutes (key_id, minute, taken) values ($1, now(), 1)', [keyId]);
  await force("insert into csv_downloads (id, owner_id, ends_at) values ($1, $2, now() + interval '1 hour')", [newId(), partnerId]); // prettier-ignore
  await force('insert into event_positions (partner_id, position) values ($1, 1) on conflict do nothing', [partnerId]);
  const [tableId, listId] = [newId(), newId()];
  await force("insert into rate_tables (id, partner_id, name, currency) values ($1, $2, 'Rates', 'USD')", [tableId, partnerId]); // prettier-ignore
  await force('insert into rate_lists (id, partner_id, table_id, valid_from, rates) values ($1, $2, $3, now(), 1)', [listId, partnerId, tableId]); // prettier-ignore
  await force("insert into rates (partner_id, list_id, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros) values ($1, $2, '44', '', 0, 1, 1, 1, 0)", [partnerId, listId]); // prettier-ignore
  const importId = newId();
  await force('insert into rate_imports (id, partner_id, table_id, lines) values ($1, $2, $3, 1)', [importId, partnerId, tableId]); // prettier-ignore
  await force("insert into rate_import_rows (import_id, line, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros) values ($1, 2, '44', '', 0, 1, 1, 1, 0)", [importId]); // prettier-ignore
  await force("insert into invoice_settings (partner_id, timezone) values ($1, 'UTC')", [partnerId]);
  await force("insert into billing_ledger (partner_id, tenant_id, ended_at, billable_seconds, currency) values ($1, $2, now(), 60, 'USD')", [partnerId, tenantId]); // prettier-ignore
  const { wholesaleInvoiceId } = await insertWholesaleInvoice(force, partnerId);
  await force("insert into wholesale_files (document_id, partner_id, sha256, content) values ($1, $2, '', '')", [wholesaleInvoiceId, partnerId]); // prettier-ignore
  await force("insert into wholesale_terms (partner_id, currency, tenant_fee, extension_fee, number_fee, billing_day, payment_terms_days, billing_email) values ($1, 'USD', 1, 1, 1, 1, 14, 'a@b.example')", [partnerId]); // prettier-ignore
  await force("insert into payment_accounts (partner_id, path, sealed_key, key_end, live) values ($1, $2, '', 'abcd', false)", [partnerId, 'p'.repeat(43)]); // prettier-ignore
  await force("insert into payment_events (partner_id, event_id, type) values ($1, 'evt_1', 'a.b')", [partnerId]);
  await force("insert into tenant_defaults (partner_id, timezone) values ($1, 'UTC')", [partnerId]);
  await force("insert into support_contacts (partner_id, email) values ($1, 'help@northwind.example')", [partnerId]);
  await force("insert into flow_templates (id, partner_id, name, content, questions) values ($1, $2, 'Office', '{\"nodes\":[]}', '[]')", [newId(), partnerId]); // prettier-ignore
  await force("insert into incidents (id, machine, part, began_at, last_at, reason) values ($1, 'here', 'asterisk', now(), now(), 'killed')", [newId()]); // prettier-ignore
  await force("insert into second_factors (user_id, sealed_secret, confirmed_at) values ($1, '', now())", [admin.id]);
  await force("insert into recovery_codes (user_id, code_hash) values ($1, '')", [admin.id]);
  await force('insert into security_settings (partner_id, require_second_factor) values ($1, false)', [partnerId]);
  await force("insert into trunks (id, name, host, match) values ($1, 'Carrier', '192.0.2.1', '192.0.2.1')", [newId()]);
  await force("insert into trunk_states (trunk_id, node, target, since, answers_options, answers_calls, checked_at) select id, 'node', '192.0.2.1:5060', now(), true, true, now() from trunks"); // prettier-ignore
  await force("insert into legal_holds (tenant_id, reason, placed_by, placed_by_email) values ($1, 'A court', $2, 'o@o.example')", [tenantId, admin.id]); // prettier-ignore
  await force('insert into tombstones (tenant_id, sip_prefix, partner_id, created_at, cancelled_at, purged_at) values ($1, $2, $3, now(), now(), now())', [newId(), 'longgone', partnerId]); // prettier-ignore
  await force('insert into sandboxes (tenant_id, partner_id) values ($1, $2)', [newId(), partnerId]);
  await force("insert into mails (id, tenant_id, partner_id, recipient, subject, body) values ($1, $2, $3, 'a@b.example', 's', 'b')", [newId(), tenantId, partnerId]); // prettier-ignore
}

type Policy = { table: string; name: string; qual: string | null; check: string | null };

const policies = (): Promise<Policy[]> =>
  fixtures.query<Policy>(
    `select format('%s.%s', schemaname, tablename) as table, policyname as name, qual, with_check as check from pg_policies
     where roles && '{app,worker,public}' order by 1, 2`,
  );

const alter = ({ table, name }: Policy, parts: { qual?: string | null; check?: string | null }) =>
  fixtures.query(
    `alter policy ${name} on ${table} ${parts.qual ? `using (${parts.qual})` : ''} ${parts.check ? `with check (${parts.check})` : ''}`,
  );

/** Parts of policies that are redundant, so that removing only them has no effect. */
const BACKED: Record<string, string> = {
  'of_mode on public.emergency_calls': 'a partner sees those of tenants that it sees',
  'of_mode on public.emergency_calls: qual': 'the same',
  'of_mode on public.suspensions': 'as with emergency_calls',
  'of_mode on public.suspensions: qual': 'the same',
  'of_tenant on asterisk.ps_contacts: check': 'neither role may write contacts',
  'of_tenant on public.emergency_calls: check': 'neither role may write these',
  'of_tenant on public.flow_statistics: check': 'neither role may write these',
  'blanked on public.audit_events: qual': 'what is seen is still not written: the other half',
  'blanked on public.audit_events: check':
    'only rows of the tenant are seen, and whose they are is no column to change',
  'blanked on public.dids: qual': 'as with audit_events',
  'blanked on public.dids: check': 'only a purge sees rows by it',
  'settled on public.invoices: qual': 'what is not seen is not changed',
  'settled on public.invoices: check': 'only the partner’s are seen, and whose they are is no column to change',
  'reversed on public.payments: qual': 'what is not seen is not changed',
  'reversed on public.payments: check': 'only the partner’s are seen, and whose they are is no column to change',
  'refunded on public.payment_shares: qual': 'what is not seen is not changed',
  'refunded on public.payment_shares: check': 'as with payments',
  'settled on public.refunds: qual': 'what is not seen is not changed',
  'settled on public.refunds: check': 'as with payments',
  'reversed on public.refunds: qual': 'as with payments',
  'reversed on public.refunds: check': 'as with payments',
  'of_operator on public.wholesale_settings: check':
    'its one row is seen by nobody else, and no second one can be added',
  'sent on public.mails: qual': 'both halves ask the same',
  'sent on public.mails: check': 'both halves ask the same',
};

/** Removes the whole policy, and then each of its parts. */
function widenings(policy: Policy): { what: string; parts: { qual?: string; check?: string } }[] {
  const { name, table, qual, check } = policy;
  const closed = (['qual', 'check'] as const).filter((part) => policy[part] !== null && policy[part] !== 'true');
  const open = { ...(qual && { qual: 'true' }), ...(check && { check: 'true' }) };
  return [
    ...(closed.length > 0 ? [{ what: `${name} on ${table}`, parts: open }] : []),
    ...closed.map((part) => ({ what: `${name} on ${table}: ${part}`, parts: { [part]: 'true' } })),
  ];
}

describe('row-level security', () => {
  test('stops every attack', async () => {
    expect(await wall.findHoles()).toEqual([]);
  });

  test('is reported open when any one policy is removed', { timeout: 600_000 }, async () => {
    const unseen: string[] = [];
    let tried = 0;
    for (const policy of await policies()) {
      for (const { what, parts } of widenings(policy)) {
        await alter(policy, parts);
        try {
          if ((await wall.findHoles(policy.table)).length === 0) unseen.push(what);
        } finally {
          await alter(policy, policy);
        }
        tried++;
      }
    }
    expect(unseen.toSorted()).toEqual(Object.keys(BACKED).toSorted());
    expect(tried).toBeGreaterThan(80);
    expect(await wall.findHoles()).toEqual([]);
  });
});

describe('permissions', () => {
  let somebody: Awaited<ReturnType<typeof createUserPerRole>>;
  beforeAll(async () => {
    somebody = await createUserPerRole(fixtures);
  });

  test('refuse every role what it is not permitted', async () => {
    expect(await findOverreach(fixtures, somebody)).toEqual([]);
  });

  test('each guard a route', () => {
    const guarding = new Set(fixtures.app.endpoints.map(({ permission }) => permission));
    expect(Object.keys(PERMISSIONS).filter((name) => !guarding.has(name))).toEqual([]);
  });

  test('are reported wrong when any one is given to one more role', { timeout: 600_000 }, async () => {
    const table = PERMISSIONS as unknown as Record<string, readonly string[]>;
    const unseen: string[] = [];
    for (const [permission, roles] of Object.entries(table)) {
      for (const role of ROLES.filter((one) => !roles.includes(one))) {
        table[permission] = [...roles, role];
        const found = await findOverreach(fixtures, somebody, { role, permission });
        table[permission] = roles;
        if (found.length === 0) unseen.push(`${permission} of ${role}`);
      }
    }
    expect(unseen).toEqual([]);
    expect(await findOverreach(fixtures, somebody)).toEqual([]);
  });
});
