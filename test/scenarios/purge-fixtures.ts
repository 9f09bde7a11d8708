import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect } from 'vitest';
import { chainEvents } from '../../src/audit/sql.ts';
import { INITIAL_TERMS } from '../../src/billing/profiles/terms-contract.ts';
import { cardTasks } from '../../src/cards/jobs.ts';
import { asNobody, asTenant, openDb, openPool } from '../../src/platform/db/db.ts';
import { openStorage, type Storage } from '../../src/platform/db/storage.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { purgeTenant } from '../../src/retention/retention.ts';
import { tenantColumns } from '../../src/retention/sql.ts';
import { createTestApp } from '../app.ts';
import { insertCard, insertCardPayment, insertRefund, insertReinstatement } from '../cards.ts';
import { temporaryFolder } from '../cluster.ts';
import { insertFraudTrip } from '../fraud.ts';
import { insertCreditNote, insertInvoice, insertPayment } from '../invoices.ts';
import { CLOSED_WEEK } from '../schedules.ts';
import { runTasks } from '../work.ts';

/** The number of files of a full tenant, including unknown kinds. */
export const SEEDED_FILES = 7;

export type PurgeFixtures = Awaited<ReturnType<typeof createPurgeFixtures>>;
export type FullTenant = {
  id: string;
  name: string;
  sipPrefix: string;
  number: string;
  /** an outside caller */
  caller: string;
  marks: string[];
};

/** Days and milliseconds since a tenant was cancelled. */
export type Age = { days: number; ms?: number };
export const RETENTION_OVER: Age = { days: 90 };

let made = 0;

/** A partner whose tenants have data in every table, and the worker's role that purges them. */
export async function createPurgeFixtures() {
  const dataDir = temporaryFolder('purge');
  const app = await createTestApp({ dataDir });
  const storage = openStorage(dataDir);
  const pool = openPool(app.database.urls.worker, 'purge');
  const db = openDb(pool);
  const partnerId = await app.partner('Northwind');
  const admin = await app.user('partner_admin', { partnerId });

  /** Bypasses triggers and policies, which only tests may do. */
  const force = async (text: string, values: unknown[] = []): Promise<void> => {
    const client = new Client({ connectionString: app.database.urls.superuser });
    await client.connect();
    await client.query('set session_replication_role = replica');
    await client.query(text, values);
    await client.end();
  };

  const call = async (method: string, where: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await admin.call(method, where, body, headers);
    expect(answer.status, `${method} ${where}: ${answer.text}`).toBeLessThan(300);
    return answer.body;
  };

  /** A tenant with files and a row in every table. `marks`: words that occur only in its data. */
  async function fullTenant({ calls = 3, name = `Zanzibar${++made}` } = {}): Promise<FullTenant> {
    const sipPrefix = `zanz${String.fromCodePoint(97 + (++made % 26))}${made}`;
    const lower = name.toLowerCase();
    const number = `+1202555${String(1000 + made)}`;
    const { id } = await call('POST', '/tenants', {
      name,
      sipPrefix,
      status: 'ACTIVE',
      billingEmail: `bills@${lower}.example`,
      externalId: `crm-${lower}`,
      metadata: { note: name },
    });
    const at = `/tenants/${id}`;
    const key = { 'idempotency-key': newId() };
    const extension = await call(
      'POST',
      `${at}/extensions`,
      { number: '101', name: `${name} desk`, metadata: { note: name } },
      key,
    );
    const members = [{ kind: 'extension', id: extension.id }];
    await call('POST', `${at}/groups`, { number: '600', name: `${name} group`, members });
    await call('POST', `${at}/schedules`, { name: `${name} hours`, week: CLOSED_WEEK });
    const list = await call('POST', `${at}/number-lists`, { name: `${name} list` });
    await call('POST', `${at}/number-lists/${list.id}/entries`, { number: '+12125550177', note: name });
    await call('PUT', `${at}/extensions/${extension.id}/forwarding`, {
      busy: { kind: 'external', number: '+12125550177' },
    });
    await call('POST', `${at}/users`, { email: `owner@${lower}.example`, name: `${name} Owner`, role: 'tenant_admin' });
    await call('POST', `${at}/export`);
    await call('POST', '/api-keys', { name: 'CRM', scopes: ['tenant.read'], tenantIds: [id] });
    const added = await call('POST', '/dids', { numbers: [number] });
    await call('POST', `/dids/${added.added[0].id}/assign`, { tenantId: id });
    await call('PATCH', `/dids/${added.added[0].id}`, { externalId: `did-${lower}`, metadata: { note: name } });
    await call('PATCH', `${at}/dids/${added.added[0].id}`, {
      routing: { kind: 'extension', id: extension.id },
    });
    const [ip, caller] = [`2001:db8::${1000 + made}`, `+1999555${1000 + made}`];
    await seedRows(id, { mark: lower, ip, caller, calls });
    await storage.put(id, 'exports', 'all.zip', Buffer.from(name));
    await storage.put(id, 'voicemails', 'message.wav', Buffer.from(name));
    await storage.put(id, 'recordings', 'recording.wav', Buffer.from(name));
    await storage.put(id, 'greetings', 'greeting.wav', Buffer.from(name));
    await storage.put(id, 'media', 'sound.wav', Buffer.from(name));
    fs.writeFileSync(path.join(dataDir, 'tenants', id, 'exports', '.half-written'), name);
    fs.mkdirSync(path.join(dataDir, 'tenants', id, 'of-no-known-kind', 'deep'), { recursive: true });
    fs.writeFileSync(path.join(dataDir, 'tenants', id, 'of-no-known-kind', 'deep', 'file'), name);
    return { id, name, sipPrefix, number, caller, marks: [name, lower, ip, caller] };
  }

  /** Rows that aren't created by the partner's requests: calls, registrations, sign-ins of the tenant's users. */
  async function seedRows(
    id: string,
    { mark, ip, caller, calls }: { mark: string; ip: string; caller: string; calls: number },
  ): Promise<void> {
    const person = await app.user('tenant_user', { tenantId: id });
    const email = `user@${mark}.example`;
    await app.query('update users set email = $2, name = $3 where id = $1', [person.id, email, mark]);
    await force(
      `insert into suspensions (tenant_id, by_operator, reason, note, actor_email, actor_role) values ($1, true, 'fraud', $2, $2, 'operator')`,
      [id, mark],
    );
    await insertFraudTrip(force, id);
    await force(
      `insert into api_requests (slot, id, partner_id, tenant_id, key_id, at, method, route, status, duration_ms, represents)
       select api_request_slot(current_date), gen_random_uuid(), partner_id, id, gen_random_uuid(), now(), 'GET', $2, 200, 1, 1 from tenants where id = $1`,
      [id, mark],
    );
    await force(
      `insert into api_keys (id, partner_id, tenant_id, name, token_hash, hint, scopes, all_tenants, requests_per_minute, made_by, made_by_email)
       select gen_random_uuid(), partner_id, id, $2, convert_to($2, 'UTF8'), 'abcd', '{extensions.read}', true, 100, $3, $2 from tenants where id = $1`,
      [id, mark, person.id],
    );
    await force(
      `insert into outbound_alerts (tenant_id, partner_id, kind) select id, partner_id, 'refused' from tenants where id = $1`,
      [id],
    );
    await force(
      `insert into emergency_calls (call_id, tenant_id, extension_name, called_at) values (gen_random_uuid(), $1, $2, now())`,
      [id, mark],
    );
    await force(
      `with added as (insert into address_book (id, tenant_id, name) values (gen_random_uuid(), $1, $2) returning id)
       insert into address_book_numbers (contact_id, tenant_id, position, kind, number) select id, $1, 1, 'work', $3 from added`,
      [id, mark, caller],
    );
    await force(
      `insert into phone_directories (tenant_id, secret_hash, sealed_secret) values ($1, sha256(convert_to($2, 'UTF8')), convert_to($2, 'UTF8'))`,
      [id, mark],
    );
    await force(`insert into emergency_contacts (tenant_id, emails) values ($1, array[$2])`, [
      id,
      `help@${mark}.example`,
    ]);
    await force(
      `with box as (insert into mailboxes (id, tenant_id, number, name, emails) values (gen_random_uuid(), $1, '800', $2, array[$2]) returning id),
       message as (insert into voicemails (id, tenant_id, mailbox_id, from_number, from_name, received_at, seconds)
       select gen_random_uuid(), $1, id, $3, $2, now(), 5 from box returning id),
       lamp as (insert into mailbox_lamps (tenant_id, mailbox_id, extension_id) select $1, box.id, e.id from box, extensions e where e.tenant_id = $1 limit 1)
       insert into transcripts (id, tenant_id, voicemail_id, words) select gen_random_uuid(), $1, id, $2 from message`,
      [id, mark, caller],
    );
    await force(
      `with settings as (insert into recording_settings (tenant_id) values ($1))
       insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, node, channel_id, of_caller)
       values (gen_random_uuid(), $1, gen_random_uuid(), 'inbound', $2, $3, '{}', 'number', now(), 'n', 'c', true)`,
      [id, caller, mark],
    );
    await force(
      `with flow as (insert into flows (id, tenant_id, name, draft) values (gen_random_uuid(), $1, $2,
         jsonb_build_object('name', $2::text, 'fallback', '{"kind":"message","prompts":[]}'::jsonb, 'nodes', jsonb_build_array(jsonb_build_object('id', 'start', 'name', $2::text, 'kind', 'start', 'exits', '{"next":null}'::jsonb)))) returning id, draft),
       version as (insert into flow_versions (id, flow_id, tenant_id, number, content, uses, goes_to, published_at, publisher, editors)
       select gen_random_uuid(), id, $1, 1, draft, '{}', '{}', now(), $2, '{}' from flow returning id, flow_id),
       spoken as (insert into flow_texts (tenant_id, text) values ($1, $2)),
       media as (insert into flow_version_media (version_id, tenant_id, prompt, hash) select id, $1, $2, 'hash' from version)
       insert into flow_statistics (tenant_id, flow_id, day, node_id, exit_id, calls, passes) select $1, flow_id, current_date - 1, $2, 'next', 1, 1 from version`,
      [id, mark],
    );
    await force(
      `with file as (insert into media_files (tenant_id, hash, milliseconds, bytes) values ($1, repeat('0', 64), 1, 1)),
       sound as (insert into media (id, tenant_id, name, source, text, voice, hash) values (gen_random_uuid(), $1, $2, 'speech', $2, 'packaged', repeat('0', 64)) returning id)
       insert into hold_music (tenant_id, media_id) select $1, id from sound`,
      [id, mark],
    );
    await force(
      `insert into service_calls (id, tenant_id, extension_id, purpose, media_name, requested_by)
       select gen_random_uuid(), $1, id, 'recording', $2, jsonb_build_object('email', $2::text) from extensions where tenant_id = $1 limit 1`,
      [id, mark],
    );
    await force(
      `with version as (insert into billing_profile_versions (id, partner_id, number, name, currency, terms)
         select gen_random_uuid(), partner_id, 1, 'Plan', 'USD', $2 from tenants where id = $1 returning id, partner_id)
       insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
       select gen_random_uuid(), partner_id, $1, id, now(), now() + interval '30 days', '2026-11-01', '2026-12-01', 30, 30, 'UTC', 'USD' from version`,
      [id, INITIAL_TERMS],
    );
    await force(
      `insert into cap_reports (tenant_id, partner_id, cycle_id, cap, cap_value, level, used)
       select tenant_id, partner_id, id, 'spend_cap', 1000, 'full', 1000 from billing_cycles where tenant_id = $1`,
      [id],
    );
    await force(
      `insert into adjustments (id, partner_id, tenant_id, kind, currency, amount_minor, description, day)
       select gen_random_uuid(), partner_id, id, 'correction', 'USD', -100, $2, '2026-11-01' from tenants where id = $1`,
      [id, mark],
    );
    await force(
      `insert into tax_exemptions (tenant_id, partner_id, certificate) select id, partner_id, $2 from tenants where id = $1`,
      [id, mark],
    );
    await insertCard(force, id, mark.slice(0, 40));
    await insertCardPayment(force, id, mark);
    await force(
      'insert into payment_customers (tenant_id, partner_id, provider_id) select id, partner_id, $2 from tenants where id = $1',
      [id, mark],
    );
    // rows that outlive the tenant, with a billed name that isn't one of its marks
    const [{ next } = { next: 1 }] = await app.query<{ next: number }>(
      'select count(*)::int + 1 as next from invoices where partner_id = $1',
      [partnerId],
    );
    const invoiceId = await insertInvoice(force, { partnerId, tenantId: id, number: next });
    await insertCreditNote(force, invoiceId);
    const paymentId = await insertPayment(force, invoiceId);
    await insertRefund(force, paymentId);
    await insertReinstatement(force, paymentId);
    await force(
      `insert into invoice_notices (invoice_id, partner_id, tenant_id, kind, days) values ($1, $2, $3, 'reminder', 1)`,
      [invoiceId, partnerId, id],
    );
    await force(
      `insert into account_credits (id, partner_id, tenant_id, currency, amount_minor, reason) values (gen_random_uuid(), $1, $2, 'USD', 1, 'overpayment')`,
      [partnerId, id],
    );
    await force(
      `insert into invoice_files (document_id, partner_id, tenant_id, sha256, content) values ($1, $2, $3, '', '')`,
      [invoiceId, partnerId, id],
    );
    await force(
      `with event as (insert into events (id, partner_id, position, tenant_id, sequence, type, subject_id, body, occurred_at)
         select gen_random_uuid(), partner_id, (select coalesce(max(position), 1000) + 1 from events), id, 1, 'extension.created', $2, $2, now() from tenants where id = $1),
       hook as (insert into webhooks (id, partner_id, name, url, types, all_tenants, sealed_secret, made_by)
         select gen_random_uuid(), partner_id, 'CRM', 'https://crm.example', '{call.ended}', false, '', id from tenants where id = $1 returning id, partner_id),
       wanted as (insert into webhook_tenants (webhook_id, partner_id, tenant_id) select id, partner_id, $1 from hook),
       delivery as (insert into webhook_deliveries (id, partner_id, webhook_id, tenant_id, type, body, response)
         select gen_random_uuid(), partner_id, id, $1, 'call.ended', $2, $2 from hook),
       queued as (insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
         values ($1, 'event', 'call.started', $2, to_json($2::text), now()))
       insert into event_sequences (tenant_id, sequence) values ($1, 1)`,
      [id, mark],
    );
    await force(`insert into pin_attempts (tenant_id, source, failures, last_at) values ($1, $2, 1, now())`, [
      id,
      caller,
    ]);
    await force(
      `with call as (insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id)
         values (gen_random_uuid(), $1, 'inbound', $2, $3, 'n', 'c') returning id, tenant_id)
       insert into live_legs (call_id, leg, tenant_id, cycle_id, number, pin) select id, 0, tenant_id, gen_random_uuid(), $3, '{}' from call`,
      [id, caller, mark],
    );
    await force(
      `insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, number, destination, charge_class, currency,
         billable_seconds, charge_micros, answered_at, ended_at)
       select gen_random_uuid(), 1, partner_id, id, gen_random_uuid(), 'rated', $2, $2, 'domestic', 'USD', 60, 1, now(), now()
       from tenants where id = $1`,
      [id, mark],
    );
    await force(
      `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, ended_at, cause)
       select gen_random_uuid(), $1, 'inbound', false, $2, $3, now(), now(), 16 from generate_series(1, $4)`,
      [id, caller, mark, calls],
    );
    await app.query(
      `insert into audit_events (id, partner_id, tenant_id, actor_id, actor_email, actor_role, action, target_kind, ip, after)
       values ($1, $2, $3, $4, $5, 'tenant_user', 'session.opened', 'user', $6, jsonb_build_object('name', $5::text))`,
      [newId(), partnerId, id, person.id, email, ip],
    );
    await force(
      `insert into idempotency_keys (actor_id, method, path, key, request_hash, status, answer)
       values ($1, 'POST', '/api/v1/nothing-about-it', 'k', '', 200, convert_to($2, 'UTF8'))`,
      [person.id, mark],
    );
  }

  return {
    ...app,
    dataDir,
    storage,
    worker: db,
    partnerId,
    admin,
    force,
    fullTenant,
    purge: (tenantId: string, files: Storage = storage) => purgeTenant({ db, storage: files, dataDir }, tenantId),
    /** Runs one statement as the worker in the context of a tenant; returns how many rows it touched. */
    asWorker: (tenantId: string, text: string): Promise<number> =>
      asTenant(db, tenantId, async (tx) => Number((await sql.raw(text).execute(tx)).numAffectedRows)),

    /** Cancels the tenant as of this long ago, by the database's clock. */
    async cancel(tenant: FullTenant, age: Age): Promise<void> {
      await call('DELETE', `/tenants/${tenant.id}`, { confirmName: tenant.name });
      await this.setAge(tenant, age);
      // as if this row had been forgotten
      await force(`insert into asterisk.ps_contacts (id, endpoint, uri, tenant_id) values ($1, $1, $2, $3)`, [
        `${tenant.sipPrefix}-101`,
        `sip:phone@[${tenant.marks[2]}]`,
        tenant.id,
      ]);
    },
    async setAge(tenant: FullTenant, { days, ms = 0 }: Age): Promise<void> {
      await app.query(
        `update tenants set cancelled_at = c.at, purge_at = c.at + interval '2160 hours'
         from (select now() - $2 * interval '24 hours' - $3 * interval '1 millisecond' as at) c where id = $1`,
        [tenant.id, days, ms],
      );
    },

    /** Counts rows with the tenant's id by table and column, from PostgreSQL's catalogue and without policies. */
    async rowsOf(tenantId: string): Promise<Record<string, number>> {
      const columns = await db.transaction().execute(tenantColumns);
      const counts: Record<string, number> = {};
      for (const { table, column } of columns) {
        const [row] = await app.query<{ n: number }>(`select count(*)::int as n from ${table} where ${column} = $1`, [
          tenantId,
        ]);
        counts[`${table}.${column}`] = row!.n;
      }
      return counts;
    },

    /** All rows of all tables, jobs included, as text. */
    async everything(): Promise<{ table: string; text: string }[]> {
      const tables = await app.query<{ name: string }>(
        `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`,
      );
      const texts = await Promise.all(
        tables.map(async ({ name }) => {
          const rows = await app.query<{ text: string | null }>(
            `select string_agg(row_to_json(t)::text, E'\\n' order by row_to_json(t)::text) as text from ${name} t`,
          );
          return { table: name, text: rows[0]!.text ?? '' };
        }),
      );
      return texts;
    },

    /** Runs the jobs that make the payment provider forget purged tenants. Returns the errors of failed jobs. */
    forgetCustomers: () => runTasks({ forget_customer: cardTasks.forget_customer }, app, db),

    /** Links all waiting audit events, as the worker does each second. */
    async chainEvents(): Promise<void> {
      while ((await asNobody(db, (tx) => chainEvents(tx, 1000))) > 0);
    },

    files(tenantId: string): string[] {
      const folder = path.join(dataDir, 'tenants', tenantId);
      return fs.existsSync(folder) ? ['', ...fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })] : [];
    },

    async close(): Promise<void> {
      await pool.end();
      await app.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Expects no row, text or file of the tenant to be left, except what retention/rules.ts retains. */
export async function expectNothingLeft(fixtures: PurgeFixtures, tenant: FullTenant): Promise<void> {
  const kept = ['account_credits', 'audit_events', 'billing_ledger', 'credit_notes', 'invoice_files', 'invoices', 'manifests', 'payment_reinstatements', 'payment_shares', 'payments', 'refunds', 'sip_prefixes', 'tombstones'].map((table) => `${table}.tenant_id`); // prettier-ignore
  const rows = Object.entries(await fixtures.rowsOf(tenant.id)).filter(([, n]) => n > 0);
  const columns = rows.map(([column]) => column).filter((column) => column !== 'dids.last_tenant_id');
  expect(columns).toEqual(kept);
  expect(await fixtures.forgetCustomers()).toEqual([]);
  const everything = await fixtures.everything();
  const words = tenant.marks.flatMap((mark) =>
    everything.filter(({ text }) => text.includes(mark)).map(({ table }) => `${mark} in ${table}`),
  );
  expect(words).toEqual([]);
  expect(fixtures.files(tenant.id)).toEqual([]);
  expect((await fixtures.admin.call('GET', `/tenants/${tenant.id}`)).status).toBe(404);
}
