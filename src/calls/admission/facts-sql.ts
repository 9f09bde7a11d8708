import { type RawBuilder, sql } from 'kysely';
import type { Target } from '../../destinations/contract.ts';
import { type DestinationColumns, toDestination } from '../../destinations/rules.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { allRows, firstRow } from '../../platform/db/rows.ts';
import { EMERGENCY_TEST } from '../../platform/numbers/reserved.ts';
import { SANDBOX_CALLER_ID } from '../../sandbox/rules.ts';
import { MAX_MESSAGES } from '../../voicemail/rules.ts';
import type { MenuExtension } from '../model/in-flow.ts';
import type { MailboxFacts } from '../model/mailbox.ts';
import type { Callee, CarrierFacts, GroupFacts, OutsideFacts, PhoneFacts } from '../routing/facts.ts';
import { CALLBACK_MS, CAUSE } from '../rules.ts';

// Reads the facts that calls are decided by.

/**
 * An extension as JSON, with its current contacts. Asterisk writes `;` in a contact as `^3B`. Asterisk's driver has one
 * connection and wraps no statements in transactions, so the rows it has written are always committed.
 */
const callee = (extension: string) => {
  const of = (column: string) => sql.ref(`${extension}.${column}`);
  return sql`json_build_object('id', ${of('id')}, 'number', ${of('number')}, 'sipUsername', ${of('sip_username')},
    'ringSeconds', ${of('ring_seconds')}, 'encryptedOnly', ${of('encrypted_only')}, 'contacts', (select coalesce(json_agg(replace(c.uri, '^3B', ';') order by c.id), '[]')
      from asterisk.ps_contacts c where c.endpoint = ${of('sip_username')} and c.expiration_time > extract(epoch from now())),
    'rules', callee_rules(${of('id')}))`;
};

/** The mailbox, group or call flow at a number of the tenant's number plan. Extensions are looked up separately. */
const planned = (number: string | null) => sql`select json_build_object('kind', 'mailbox', 'id', m.id)
  from mailboxes m where m.tenant_id = t.id and m.number = ${number} and m.extension_id is null
  union all select json_build_object('kind', 'group', 'id', g.id) from ring_groups g where g.tenant_id = t.id and g.number = ${number}
  union all select json_build_object('kind', 'flow', 'id', f.id) from flows f where f.tenant_id = t.id and f.number = ${number}`;

const outboundRules = sql`select json_build_object('classes', p.classes, 'countries', p.countries,
  'maxConcurrentOutbound', p.max_concurrent, 'maxConcurrentOutboundPerExtension', p.max_concurrent_per_extension)
  from outbound_permissions p where p.tenant_id = t.id`;

/**
 * Whether the tenant or its partner pays for the tenant's calls. Only then are rates looked up. A billing cycle stays
 * billed until it ends, even if the tenant's profile is removed meanwhile.
 */
const billed = sql`(t.billing_profile_id is not null
  or exists (select from billing_cycles c where c.tenant_id = t.id and c.ends_at > now() and c.starts_at <= now()) or partner_pays_for_calls())`;

/** The caller ID to show: `number`, or a fictitious number for a sandbox, which has none. */
const shown = (number: RawBuilder<unknown>) => sql`coalesce(${number},
  case when t.sandbox then json_build_object('id', null, 'number', ${sql.lit(SANDBOX_CALLER_ID)}) end)`;

const carriers = sql`select coalesce(json_agg(json_build_object('id', r.id, 'emergency', r.emergency, 'takesLocation', r.sends_location)), '[]') from trunks_for_calls() r`;

/**
 * Reads everything that decides a call from a phone, in one statement. It takes the lock on the tenant's row that a
 * change of status waits for. So a call is either admitted before the change and ended by it, or comes after the change
 * and is refused.
 */
export function phoneFacts(
  tx: Tx,
  { tenantId, sipUsername, extension }: { tenantId: string; sipUsername: string; extension: string | null },
): Promise<PhoneFacts | undefined> {
  const query = sql<PhoneFacts>`${PREPARED}
    select json_build_object('id', t.id, 'status', t.status, 'defaultCnam', t.default_cnam,
        'country', t.e911_address->>'country', 'address', coalesce(shown.e911_address, t.e911_address), 'billed', ${billed}, 'sandbox', t.sandbox) as tenant,
      json_build_object('id', e.id, 'number', e.number, 'name', e.name, 'encryptedOnly', e.encrypted_only) as caller,
      ${shown(sql`case when shown.id is not null then json_build_object('id', shown.id, 'number', shown.number) end`)} as did,
      (select ${callee('o')} from extensions o where o.tenant_id = t.id and o.number = ${extension}) as callee,
      (${planned(extension)}) as planned, (${outboundRules}) as outbound, (${carriers}) as carriers
    from tenants t join extensions e on e.tenant_id = t.id and e.sip_username = ${sipUsername}
      left join lateral (select d.id, d.number, d.e911_address from dids d where d.tenant_id = t.id
        order by d.id = e.outbound_did_id desc nulls last, d.number limit 1) shown on true
    where t.id = ${tenantId} for key share of t`;
  return firstRow(tx, query);
}

/** Finds an extension by its id or number, with what a call to it needs. Null if the tenant has no such extension. */
export async function findCallee(
  tx: Tx,
  tenantId: string,
  by: { id: string } | { number: string },
): Promise<Callee | null> {
  const isIt = 'id' in by ? sql`o.id = ${by.id}` : sql`o.number = ${by.number}`;
  const query = sql<{ callee: Callee }>`select ${callee('o')} as callee from extensions o
    where o.tenant_id = ${tenantId} and ${isIt}`;
  return (await firstRow(tx, query))?.callee ?? null;
}

/** The mailbox, group or call flow at a number of the tenant's number plan. Null if there is none. */
export async function findPlanned(tx: Tx, tenantId: string, number: string): Promise<Target | null> {
  const query = sql<{ planned: Target | null }>`
    select (${planned(number)}) as planned from tenants t where t.id = ${tenantId}`;
  return (await firstRow(tx, query))?.planned ?? null;
}

/** The numbers of these extensions, groups and mailboxes, by id. */
export async function planNumbers(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const query = sql<{ id: string; number: string }>`
    select p.id, p.number from (select id, number, tenant_id from extensions union all select id, number, tenant_id from ring_groups
      union all select id, number, tenant_id from mailboxes) p where p.tenant_id = ${tenantId} and p.id = any(${[...ids]}::uuid[])`;
  return new Map((await allRows(tx, query)).map(({ id, number }) => [id, number]));
}

/** When a group member's last answered call ended. */
const lastCall = (extension: string) => {
  const [id, tenant] = [sql.ref(`${extension}.id`), sql.ref(`${extension}.tenant_id`)];
  const last = (condition: RawBuilder<unknown>) => sql`(select c.ended_at from calls c
    where c.tenant_id = ${tenant} and ${condition} order by c.admitted_at desc, c.id desc limit 1)`;
  return sql`greatest(
    ${last(sql`c.extension_id = ${id} and c.outcome = 'answered' and (c.direction <> 'inbound' or c.answered_extension_id = ${id})`)},
    ${last(sql`c.called_extension_id = ${id} and c.outcome = 'answered' and c.answered_extension_id = ${id}`)},
    ${last(sql`c.answered_extension_id = ${id} and c.answered_extension_id is distinct from c.extension_id
      and c.answered_extension_id is distinct from c.called_extension_id`)})`;
};

/** Finds a ring group and its members in one statement, with what a call to each member needs. */
export async function findGroup(tx: Tx, tenantId: string, id: string): Promise<GroupFacts | null> {
  const query = sql<Omit<GroupFacts, 'fallback'> & { fallback: DestinationColumns }>`${PREPARED}
    select g.id, g.number, g.name, g.strategy, g.ring_seconds as "ringSeconds", g.confirm_outside as confirm,
      json_build_object('kind', g.fallback_kind, 'targetId', g.fallback_target_id, 'number', g.fallback_number) as fallback,
      (select coalesce(json_agg(case when o.id is null then json_build_object('kind', 'external', 'number', m.number)
          else json_build_object('kind', 'extension', 'callee', ${callee('o')},
            'inCall', is_in_call(o.id),
            'idleSince', case g.strategy when 'longest_idle' then ${lastCall('o')} end) end order by m.position), '[]')
        from ring_group_members m left join extensions o on o.id = m.extension_id where m.group_id = g.id) as members
    from ring_groups g where g.tenant_id = ${tenantId} and g.id = ${id}`;
  const group = await firstRow(tx, query);
  return group ? { ...group, fallback: toDestination(group.fallback) } : null;
}

/** Whose number a call shows outside: the number that was called, or else that of the extension. */
export type ShownBy = { didId: string | null; extensionId: string | null };

/** The facts for sending a call in progress to an outside number. */
export async function outsideFacts(
  tx: Tx,
  tenantId: string,
  { didId, extensionId }: ShownBy,
): Promise<OutsideFacts | null> {
  const query = sql<OutsideFacts>`select
      json_build_object('id', t.id, 'status', t.status, 'defaultCnam', t.default_cnam, 'country', t.e911_address->>'country',
        'billed', ${billed}, 'sandbox', t.sandbox) as tenant,
      ${shown(sql`(select json_build_object('id', d.id, 'number', d.number) from dids d where d.tenant_id = t.id
        order by d.id = ${didId}::uuid desc nulls last,
          d.id = (select e.outbound_did_id from extensions e where e.id = ${extensionId}) desc nulls last, d.number limit 1)`)} as did,
      (${outboundRules}) as outbound, (${carriers}) as carriers
    from tenants t where t.id = ${tenantId}`;
  return (await firstRow(tx, query)) ?? null;
}

/**
 * Finds a mailbox that takes messages. Null if the tenant has no such mailbox, or its extension has voicemail turned
 * off.
 */
export async function findMailbox(tx: Tx, tenantId: string, id: string): Promise<MailboxFacts | null> {
  const query = sql<MailboxFacts>`select m.id, m.number, m.greeting_file as greeting, m.max_seconds as "maxSeconds",
      (select count(*) from voicemails v where v.mailbox_id = m.id) >= ${MAX_MESSAGES} as "isFull", m.pin_hash is not null as "hasPin"
    from mailboxes m left join extensions e on e.id = m.extension_id
    where m.tenant_id = ${tenantId} and m.id = ${id} and coalesce(e.voicemail_enabled, true)`;
  return (await firstRow(tx, query)) ?? null;
}

/**
 * The tenant that owns a number that `call` calls. `hops`: how often a call from `caller` has already left by a carrier
 * and come back. No tenant's context is set yet when this is asked.
 */
export function ownerOfNumber(
  db: Db,
  number: string,
  { caller = null, call = null }: { caller?: string | null; call?: string | null } = {},
): Promise<{ didId: string; tenantId: string; hops: number } | undefined> {
  const query = sql<{ didId: string; tenantId: string; hops: number }>`${PREPARED}
    select did_id as "didId", tenant_id as "tenantId", hops from did_for_call(${number}, ${caller}, ${call})`;
  return firstRow(db, query);
}

/** The name of the tenant's contact with this number. If there are several, the oldest contact. */
const contactName = (number: string | null) => sql`select b.name
  from address_book_numbers n join address_book b on b.id = n.contact_id
  where n.tenant_id = t.id and n.number = ${number} order by n.contact_id limit 1`;

/**
 * Reads everything that decides an inbound call to one of the tenant's numbers. It locks as `phoneFacts` does.
 * `caller`: in E.164, or null if withheld or unreadable.
 */
export function carrierFacts(
  tx: Tx,
  { tenantId, didId, caller }: { tenantId: string; didId: string; caller: string | null },
): Promise<CarrierFacts | undefined> {
  const query = sql<CarrierFacts>`${PREPARED}
    select json_build_object('id', t.id, 'status', t.status, 'country', t.e911_address->>'country', 'billed', ${billed}) as tenant,
      json_build_object('id', d.id, 'number', d.number) as did, (${contactName(caller)}) as "contactName",
      (select ${callee('o')} from extensions o where d.routing_kind = 'extension' and o.id = d.routing_target_id) as callee,
      case when d.routing_kind = 'external' then json_build_object('number', d.routing_number,
        'ours', exists (select from did_for_call(d.routing_number))) end as forward,
      case when d.routing_kind not in ('extension', 'external', 'none')
        then json_build_object('kind', d.routing_kind, 'id', d.routing_target_id) end as destination,
      (${outboundRules}) as outbound, (${carriers}) as carriers,
      (select coalesce(json_agg(${callee('o')} order by recent.at desc), '[]')
        from (${callersInEmergency(sql.ref('d.number'))}) recent join extensions o on o.id = recent.extension_id) as callbacks
    from tenants t join dids d on d.tenant_id = t.id and d.id = ${didId}
    where t.id = ${tenantId} for key share of t`;
  return firstRow(tx, query);
}

/**
 * The extensions that made an emergency call with this callback number. The call must be in progress or have ended
 * within the last hour, and must have reached a carrier: it was answered, or did not end in a failure. Tests
 * don't count.
 */
const callersInEmergency = (number: ReturnType<typeof sql.ref>) => sql`
  select each.extension_id, max(each.at) as at from (
    select l.extension_id, l.admitted_at as at from live_calls l
      where l.emergency and l.callback_number = ${number} and l.to_number <> ${EMERGENCY_TEST}
    union all
    select c.extension_id, c.ended_at from calls c
      where c.emergency and c.callback_number = ${number} and c.to_number <> ${EMERGENCY_TEST} and c.reason is null
        and (c.answered_at is not null or c.cause = any(${[CAUSE.normal, CAUSE.busy, CAUSE.noAnswer]}))
        and c.ended_at > now() - ${`${CALLBACK_MS} ms`}::interval
  ) each group by each.extension_id`;

export async function sipUsernameOf(tx: Tx, extensionId: string): Promise<string | null> {
  const query = tx.selectFrom('extensions').select('sip_username').where('id', '=', extensionId);
  return (await query.executeTakeFirst())?.sip_username ?? null;
}

/** The extensions that share a ring group with this one. Null if it is in no group. */
export async function colleaguesOf(tx: Tx, extensionId: string): Promise<string[] | null> {
  const query = tx
    .selectFrom('ring_group_members as mine')
    .innerJoin('ring_group_members as theirs', 'theirs.group_id', 'mine.group_id')
    .select('theirs.extension_id')
    .distinct()
    .where('mine.extension_id', '=', extensionId);
  const ids = (await query.execute()).flatMap(({ extension_id: id }) => id ?? []);
  return ids.length > 0 ? ids : null;
}

/** Which of these numbers are in use in the tenant's number plan, by an extension, group, mailbox or call flow. */
export async function numbersInPlan(tx: Tx, tenantId: string, among: readonly string[]): Promise<string[]> {
  const at = (table: 'extensions' | 'ring_groups' | 'mailboxes' | 'flows') =>
    tx.selectFrom(table).select('number').where('tenant_id', '=', tenantId).where('number', 'in', among);
  const query = at('extensions').union(at('ring_groups')).union(at('mailboxes')).union(at('flows'));
  return (await query.execute()).flatMap(({ number }) => number ?? []);
}

/** The extensions that callers can dial in menus. */
export async function menuExtensions(tx: Tx, tenantId: string): Promise<MenuExtension[]> {
  return tx
    .selectFrom('extensions')
    .select(['id', 'number'])
    .where('tenant_id', '=', tenantId)
    .where('in_menus', '=', true)
    .execute();
}
