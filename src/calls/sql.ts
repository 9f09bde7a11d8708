import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { isPrepared } from '../platform/db/prepared-statements.ts';
import type { TenantStatus } from '../status/contract.ts';
import type { CallFacts } from './call-facts.ts';
import type { Connect } from './decision.ts';
import { MAX_MESSAGES } from '../voicemail/rules.ts';
import type { MailboxFacts } from './mailbox.ts';
import type { Callee, CarrierFacts, OutsideFacts, PhoneFacts } from './routing/facts.ts';
import { ADMISSION_MS, CALLBACK_MS, CAUSE } from './rules.ts';

/** Facts of a call whose tenant is known. */
export type OwnedFacts = CallFacts & { tenantId: string };

/**
 * An extension as JSON, with where it is registered now. Asterisk writes `;` in a contact as `^3B`.
 * Its driver has one connection and no transaction around several statements, so what is there is what holds.
 */
const callee = (extension: string) => {
  const of = (column: string) => sql.ref(`${extension}.${column}`);
  return sql`json_build_object('id', ${of('id')}, 'number', ${of('number')}, 'sipUsername', ${of('sip_username')},
    'ringSeconds', ${of('ring_seconds')}, 'encryptedOnly', ${of('encrypted_only')}, 'contacts', (select coalesce(json_agg(replace(c.uri, '^3B', ';') order by c.id), '[]')
      from asterisk.ps_contacts c where c.endpoint = ${of('sip_username')} and c.expiration_time > extract(epoch from now())),
    'rules', callee_rules(${of('id')}))`;
};

/** What stands at a number of the tenant's plan besides an extension. */
const planned = (number: string | null) => sql`select json_build_object('kind', 'mailbox', 'id', m.id)
  from mailboxes m where m.tenant_id = t.id and m.number = ${number} and m.extension_id is null`;

const outboundRules = sql`select json_build_object('classes', p.classes, 'countries', p.countries,
  'maxConcurrentOutbound', p.max_concurrent, 'maxConcurrentOutboundPerExtension', p.max_concurrent_per_extension)
  from outbound_permissions p where p.tenant_id = t.id`;

const carriers = sql`select coalesce(json_agg(json_build_object('id', r.id, 'emergency', r.emergency, 'takesLocation', r.sends_location)), '[]') from trunks_for_calls() r`;

/**
 * What decides about a call from a phone, in one statement. The lock on the tenant's row is the one that its change of
 * status waits for: a call is either admitted before that, and ended by it, or comes after it and is refused.
 */
export async function phoneFacts(
  tx: Tx,
  { tenantId, sipUsername, extension }: { tenantId: string; sipUsername: string; extension: string | null },
): Promise<PhoneFacts | undefined> {
  const { rows } = await sql<PhoneFacts>`${isPrepared}
    select json_build_object('id', t.id, 'status', t.status, 'defaultCnam', t.default_cnam,
        'country', t.e911_address->>'country', 'address', coalesce(shown.e911_address, t.e911_address)) as tenant,
      json_build_object('id', e.id, 'number', e.number, 'name', e.name, 'encryptedOnly', e.encrypted_only) as caller,
      case when shown.id is not null then json_build_object('id', shown.id, 'number', shown.number) end as did,
      (select ${callee('o')} from extensions o where o.tenant_id = t.id and o.number = ${extension}) as callee,
      (${planned(extension)}) as planned, (${outboundRules}) as outbound, (${carriers}) as carriers
    from tenants t join extensions e on e.tenant_id = t.id and e.sip_username = ${sipUsername}
      left join lateral (select d.id, d.number, d.e911_address from dids d where d.tenant_id = t.id
        order by d.id = e.outbound_did_id desc nulls last, d.number limit 1) shown on true
    where t.id = ${tenantId} for key share of t`.execute(tx);
  return rows[0];
}

/** Where a call goes that an extension's id or number leads to; null if the tenant has no such extension. */
export async function findCallee(
  tx: Tx,
  tenantId: string,
  by: { id: string } | { number: string },
): Promise<Callee | null> {
  const isIt = 'id' in by ? sql`o.id = ${by.id}` : sql`o.number = ${by.number}`;
  const { rows } = await sql<{ callee: Callee }>`select ${callee('o')} as callee from extensions o
    where o.tenant_id = ${tenantId} and ${isIt}`.execute(tx);
  return rows[0]?.callee ?? null;
}

/** What a call needs to go to an outside number in the middle of its way; `didId` is the number that was called. */
export async function outsideFacts(tx: Tx, tenantId: string, didId: string | null): Promise<OutsideFacts | null> {
  const { rows } = await sql<OutsideFacts>`select
      json_build_object('id', t.id, 'status', t.status, 'defaultCnam', t.default_cnam, 'country', t.e911_address->>'country') as tenant,
      (select json_build_object('id', d.id, 'number', d.number) from dids d where d.tenant_id = t.id
        order by d.id = ${didId}::uuid desc nulls last, d.number limit 1) as did,
      (${outboundRules}) as outbound, (${carriers}) as carriers
    from tenants t where t.id = ${tenantId}`.execute(tx);
  return rows[0] ?? null;
}

/** A mailbox that takes messages; null if the tenant has no such one, or its extension has voicemail turned off. */
export async function findMailbox(tx: Tx, tenantId: string, id: string): Promise<MailboxFacts | null> {
  const { rows } =
    await sql<MailboxFacts>`select m.id, m.number, m.greeting_file as greeting, m.max_seconds as "maxSeconds",
      (select count(*) from voicemails v where v.mailbox_id = m.id) >= ${MAX_MESSAGES} as "isFull", m.pin_hash is not null as "hasPin"
    from mailboxes m left join extensions e on e.id = m.extension_id
    where m.tenant_id = ${tenantId} and m.id = ${id} and coalesce(e.voicemail_enabled, true)`.execute(tx);
  return rows[0] ?? null;
}

/** The tenant that a number belongs to; asked before there is a tenant to act for. */
export async function ownerOfNumber(db: Db, number: string): Promise<{ didId: string; tenantId: string } | undefined> {
  const { rows } = await sql<{ didId: string; tenantId: string }>`${isPrepared}
    select did_id as "didId", tenant_id as "tenantId" from did_for_call(${number})`.execute(db);
  return rows[0];
}

/** What decides about a call to one of the tenant's numbers; locks as `phoneFacts` does. */
export async function carrierFacts(
  tx: Tx,
  { tenantId, didId }: { tenantId: string; didId: string },
): Promise<CarrierFacts | undefined> {
  const { rows } = await sql<CarrierFacts>`${isPrepared}
    select json_build_object('id', t.id, 'status', t.status, 'country', t.e911_address->>'country') as tenant,
      json_build_object('id', d.id, 'number', d.number) as did,
      (select ${callee('o')} from extensions o where d.routing_kind = 'extension' and o.id = d.routing_target_id) as callee,
      case when d.routing_kind = 'external' then json_build_object('number', d.routing_number,
        'ours', exists (select from did_for_call(d.routing_number))) end as forward,
      case when d.routing_kind not in ('extension', 'external', 'none')
        then json_build_object('kind', d.routing_kind, 'id', d.routing_target_id) end as destination,
      (${outboundRules}) as outbound, (${carriers}) as carriers,
      (select coalesce(json_agg(${callee('o')} order by recent.at desc), '[]')
        from (${callersInEmergency(sql.ref('d.number'))}) recent join extensions o on o.id = recent.extension_id) as callbacks
    from tenants t join dids d on d.tenant_id = t.id and d.id = ${didId}
    where t.id = ${tenantId} for key share of t`.execute(tx);
  return rows[0];
}

/**
 * The extensions that called for help with this number to call back, if the call is live or ended within the hour, and reached a carrier: one that
 * was answered, or that ended otherwise than by a failure. 933 only tests the address.
 */
const callersInEmergency = (number: ReturnType<typeof sql.ref>) => sql`
  select each.extension_id, max(each.at) as at from (
    select l.extension_id, l.admitted_at as at from live_calls l
      where l.emergency and l.callback_number = ${number} and l.to_number <> '933'
    union all
    select c.extension_id, c.ended_at from calls c
      where c.emergency and c.callback_number = ${number} and c.to_number <> '933' and c.reason is null
        and (c.answered_at is not null or c.cause = any(${[CAUSE.normal, CAUSE.busy, CAUSE.noAnswer]}))
        and c.ended_at > now() - ${`${CALLBACK_MS} ms`}::interval
  ) each group by each.extension_id`;

/**
 * Writes the call that is about to be dialled; a second time changes nothing. This commit need not wait for the disk: what the row is for, that a change
 * of status finds the call, it does at once; and after a crash of the database call control still has the call.
 */
export async function insertLiveCall(
  tx: Tx,
  facts: OwnedFacts,
  node: string,
  channel: string,
  { usesLine = false, path = [] }: Pick<Connect, 'usesLine' | 'path'> = {},
): Promise<void> {
  const {
    id,
    tenant_id,
    direction,
    emergency,
    from_number,
    to_number,
    extension_id,
    did_id,
    callback_number,
    destination_class,
    admitted_at,
  } = columns(facts);
  await sql`${isPrepared}insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id,
      callback_number, destination_class, admitted_at, node, channel_id, uses_line, path)
    select ${id}, ${tenant_id}, ${direction}, ${emergency}, ${from_number}, ${to_number}, ${extension_id}, ${did_id},
      ${callback_number}, ${destination_class}, ${admitted_at}, ${node}, ${channel}, ${usesLine}, ${JSON.stringify(path)}::jsonb
    from set_config('synchronous_commit', 'off', true)
    on conflict (id) do nothing`.execute(tx);
}

/** The call goes on its way: from now on it may take a line, and count as a call of another kind. */
export async function updateLiveCall(
  tx: Tx,
  { facts, usesLine = false, path = [] }: Pick<Connect, 'facts' | 'usesLine' | 'path'>,
): Promise<void> {
  // whoever a call out has reached stays on its line when it is sent on
  await sql`${isPrepared}update live_calls set path = ${JSON.stringify(path)}::jsonb,
    uses_line = ${usesLine} or (uses_line and direction = 'outbound'), second_line = ${usesLine} and uses_line and direction = 'outbound',
    destination_class = ${facts.destination ?? null}, direction = ${facts.direction}, emergency = ${facts.emergency}, to_number = ${facts.to},
    extension_id = ${facts.extensionId}, callback_number = ${facts.callbackNumber}
    where id = ${facts.id}`.execute(tx);
}

/** What the statement needs to know to admit a call between two phones. */
export type InternalCall = {
  id: string;
  at: string;
  tenantId: string;
  sipUsername: string;
  extension: string;
  node: string;
  channel: string;
};

/**
 * Admits a simple call between two phones and writes its live row, in one statement (migrations/functions/calls.sql); null if it is not that
 * simple, and then nothing is written. No transaction around it, and no retry: it waits for one lock while it has none, which is no deadlock.
 */
export async function admitInternalCall(db: Db, call: InternalCall): Promise<PhoneFacts | null> {
  const { id, at, tenantId, sipUsername, extension, node, channel } = call;
  const { rows } = await sql<{ facts: PhoneFacts | null }>`${isPrepared}
    select admit_internal_call(${id}, ${at}, ${tenantId}, ${sipUsername}, ${extension}, ${node}, ${channel}, ${ADMISSION_MS}) as facts`.execute(
    db,
  );
  return rows[0]?.facts ?? null;
}

export async function deleteLiveCall(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('live_calls').where('id', '=', id).execute();
}

/** Until this transaction ends, no other one counts the tenant's outside lines. It comes before the tenant's row. */
export async function lockLines(tx: Tx, tenantId: string): Promise<void> {
  await sql`${isPrepared}select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))`.execute(tx);
}

/** How many outside lines are in use, of the tenant and of one of its extensions; their lock is held. */
export async function countLines(
  tx: Tx,
  tenantId: string,
  extensionId: string | null,
): Promise<{ ofTenant: number; ofExtension: number }> {
  const { rows } = await sql<{ ofTenant: number; ofExtension: number }>`${isPrepared}
    select count(*)::int as "ofTenant", count(*) filter (where l.extension_id = ${extensionId}::uuid)::int as "ofExtension"
    from live_calls l cross join generate_series(1, 1 + l.second_line::int) line
    where l.tenant_id = ${tenantId} and l.uses_line`.execute(tx);
  return rows[0] ?? { ofTenant: 0, ofExtension: 0 };
}

/** Never fails: what goes wrong is undone within, and the call goes on. */
export async function noteEmergencyCall(tx: Tx, facts: OwnedFacts): Promise<void> {
  const { id, tenantId, extensionId, callbackNumber, admittedAt } = facts;
  await sql`select record_emergency_call(${id}, ${tenantId}, ${extensionId}, ${callbackNumber}, ${new Date(admittedAt)})`.execute(
    tx,
  );
}

export async function sipUsernameOf(tx: Tx, extensionId: string): Promise<string | null> {
  const query = tx.selectFrom('extensions').select('sip_username').where('id', '=', extensionId);
  return (await query.executeTakeFirst())?.sip_username ?? null;
}

export async function extensionOf(tx: Tx, sipUsername: string): Promise<string | null> {
  const query = tx
    .selectFrom('extensions')
    .modifyFront(isPrepared)
    .select('id')
    .where('sip_username', '=', sipUsername);
  return (await query.executeTakeFirst())?.id ?? null;
}

/** The status, locked as in `phoneFacts` until the transaction ends; null when the tenant is gone altogether. */
export async function lockedStatusOf(tx: Tx, tenantId: string): Promise<TenantStatus | null> {
  const { rows } = await sql<{ status: TenantStatus }>`${isPrepared}
    select t.status from tenants t where t.id = ${tenantId} for key share of t`.execute(tx);
  return rows[0]?.status ?? null;
}

/** Null when the tenant is gone altogether. */
export async function statusOf(tx: Tx, tenantId: string): Promise<TenantStatus | null> {
  const query = tx.selectFrom('tenants').modifyFront(isPrepared).select('status').where('id', '=', tenantId);
  return (await query.executeTakeFirst())?.status ?? null;
}

export const columns = (facts: OwnedFacts) => ({
  id: facts.id,
  tenant_id: facts.tenantId,
  direction: facts.direction,
  emergency: facts.emergency,
  from_number: facts.from,
  to_number: facts.to,
  extension_id: facts.extensionId,
  did_id: facts.didId,
  callback_number: facts.callbackNumber,
  destination_class: facts.destination ?? null,
  admitted_at: new Date(facts.admittedAt),
});
