-- Events: queued by the writes that cause them, placed by one sequencer. Owned by `sequencer`. Applied whenever this text changes.

grant create on schema public to sequencer;
set local role sequencer;

-- Targets are texts: most are ids, and few are not.
create or replace function is_uuid(text) returns boolean language sql immutable as
  $$ select $1 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' $$;

-- These wait for nothing, and nothing waits for them. The index queued_events_urgent has the same condition.
create or replace function is_urgent_event(type text) returns boolean language sql immutable as
  $$ select type = 'emergency.called' or type like 'limit.%' $$;

-- Where in the line of its tenant an event waits at a webhook; null: it waits for no other. An event without a tenant is the end of one.
create or replace function place_in_line(strict_order boolean, type text, tenant uuid, place bigint) returns bigint language sql immutable as
  $$ select case when strict_order and tenant is not null and not is_urgent_event(type) then place end $$;

-- Of the audit trail all that is about a tenant; src/events/audited.ts says what becomes an event. Of a purged tenant the id alone is left.
create or replace function queue_audited_event() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, external_id, facts, occurred_at)
    select w.partner_id, case when w.action <> 'tenant.purged' then w.tenant_id end, 'audit', w.action, coalesce(w.target_id, ''),
      -- now, because what is about to be deleted has it no longer when its event is placed
      (select i.external_id from integration_data i where i.object_id = case when is_uuid(w.target_id) then w.target_id::uuid end),
      case when w.action <> 'tenant.purged' then json_build_object('before', w.before, 'after', w.after) else '{}' end, w.at
    from written w where w.tenant_id is not null and w.action not like 'session.%';
  return null;
end $$;

-- Each number that a tenant gets, releases or routes elsewhere, whatever the cause: the deletion of what it led to, a cancelled tenant, a tenant that comes back.
create or replace function queue_number_events() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, external_id, facts, occurred_at)
    select n.partner_id, e.tenant_id, 'event', e.name, n.id,
      -- now, because a released number may be deleted before its event is placed
      (select i.external_id from integration_data i where i.object_id = n.id),
      json_build_object('id', n.id, 'number', n.number, 'routing', json_strip_nulls(json_build_object('kind', n.routing_kind, 'id', n.routing_target_id,
        'extensionId', case n.routing_kind when 'extension' then n.routing_target_id end, 'number', n.routing_number))),
      clock_timestamp()
    from before_it b join after_it n on n.id = b.id
      cross join lateral (values
        (1, 'number.released', b.tenant_id, b.tenant_id is not null and n.tenant_id is distinct from b.tenant_id),
        (2, 'number.assigned', n.tenant_id, n.tenant_id is not null and n.tenant_id is distinct from b.tenant_id),
        (3, 'number.routed', n.tenant_id, n.tenant_id is not null and (n.routing_kind, n.routing_target_id, n.routing_number)
          is distinct from (b.routing_kind, b.routing_target_id, b.routing_number))) as e (step, name, tenant_id, has_happened)
    where e.has_happened order by n.number, e.step;
  return null;
end $$;

-- Queues an event of a call. Nothing about an event may cost an emergency call, its record or its notice.
create or replace function queue_event_of_call(tenant uuid, type text, subject uuid, facts json, at timestamptz, emergency boolean) returns void
  language plpgsql as $$
begin
  if not emergency then
    insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at) values (tenant, 'event', type, subject, facts, at);
    return;
  end if;
  begin
    insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at) values (tenant, 'event', type, subject, facts, at);
  exception when others then
    raise warning 'no event % of the emergency call %: %', type, subject, sqlerrm;
  end;
end $$;

create or replace function queue_call_event() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform queue_event_of_call(new.tenant_id, case tg_op when 'INSERT' then 'call.started' else 'call.answered' end, new.id,
    json_build_object('id', new.id, 'direction', new.direction, 'emergency', new.emergency, 'from', new.from_number,
      'to', new.to_number, 'extensionId', new.extension_id, 'didId', new.did_id, 'answeredExtensionId', new.answered_extension_id),
    case tg_op when 'INSERT' then new.admitted_at else new.answered_at end, new.emergency);
  return null;
end $$;

create or replace function facts_of_ended_call(c calls) returns json language sql stable as $$
  select json_build_object('id', c.id, 'direction', c.direction, 'emergency', c.emergency, 'from', c.from_number, 'to', c.to_number,
    'extensionId', c.extension_id, 'didId', c.did_id, 'answeredExtensionId', c.answered_extension_id, 'outcome', c.outcome,
    'startedAt', c.admitted_at, 'answeredAt', c.answered_at) $$;

-- Of all calls that a statement writes into the history: row by row it would cost half as much as the calls themselves. Emergency calls come one by one, so
-- that none of them fails with its event.
create or replace function queue_ended_call() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
    select c.tenant_id, 'event', 'call.ended', c.id, facts_of_ended_call(c), c.ended_at from written c where not c.emergency;
  perform queue_event_of_call(c.tenant_id, 'call.ended', c.id, facts_of_ended_call(c), c.ended_at, true) from written c where c.emergency;
  return null;
end $$;

create or replace function queue_emergency_event() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform queue_event_of_call(new.tenant_id, 'emergency.called', new.call_id,
    json_build_object('callId', new.call_id, 'number', new.number, 'extensionNumber', new.extension_number, 'extensionName', new.extension_name,
      'callbackNumber', new.callback_number, 'address', new.address),
    new.called_at, true);
  return null;
end $$;

create or replace function queue_voicemail_event() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
    values (new.tenant_id, 'event', 'voicemail.received', new.id, json_build_object('id', new.id, 'mailboxId', new.mailbox_id,
      'callId', new.call_id, 'from', new.from_number, 'fromName', new.from_name, 'seconds', new.seconds), new.received_at);
  return null;
end $$;

-- The facts of an invoice; amounts are in the minor unit, and src/events/placing.ts writes them as decimal numbers. Null if its tenant is gone.
create or replace function facts_of_invoice(wanted uuid) returns table (tenant_id uuid, partner_id uuid, facts json)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select i.tenant_id, i.partner_id, json_build_object('id', i.id, 'number', 'INV-' || lpad(i.number::text, greatest(5, length(i.number::text)), '0'),
    'totalMinor', i.total_minor, 'currency', i.currency, 'dueMinor', i.total_minor - i.credited_minor - i.paid_minor, 'dueOn', i.due_on)
  from invoices i join tenants t on t.id = i.tenant_id and t.purge_started_at is null where i.id = wanted $$;

create or replace function queue_paid_invoice() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    select f.partner_id, f.tenant_id, 'event', 'invoice.paid', new.id, f.facts, clock_timestamp() from facts_of_invoice(new.id) f;
  return null;
end $$;

create or replace function queue_overdue_invoice() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    select f.partner_id, f.tenant_id, 'event', 'invoice.overdue', new.invoice_id, f.facts, new.at from facts_of_invoice(new.invoice_id) f;
  return null;
end $$;

create or replace function queue_limit_event() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    values (new.partner_id, new.tenant_id, 'event', case new.level when 'full' then 'limit.reached' else 'limit.warning' end, new.cycle_id,
      json_build_object('cap', new.cap, 'usedPercent', case new.cap_value when 0 then 100 else new.used * 100 / new.cap_value end),
      new.reported_at);
  return null;
end $$;

-- Queues `phone.online` or `phone.offline` of extensions, by SIP user name.
create or replace function queue_phone_turns(usernames text[], event text) returns void language sql
  security definer set search_path = pg_catalog, public, pg_temp as $$
  -- call control shows it on the keys of phones
  select pg_notify('phones', '{}') where usernames <> '{}';
  insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
    select e.tenant_id, 'event', event, e.id, json_build_object('extensionId', e.id, 'number', e.number, 'name', e.name), clock_timestamp()
    from extensions e where e.sip_username = any(usernames) $$;
revoke all on function queue_phone_turns(text[], text) from public;
grant execute on function queue_phone_turns(text[], text) to voice;

-- An extension's first phone has registered, or its last one is gone. One that was silent was gone before (functions/silent-phones.sql).
create or replace function queue_phone_events() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform queue_phone_turns(
    array(select distinct c.endpoint from changed c where c.tenant_id is not null and c.silent_since is null
      and not exists (select from asterisk.ps_contacts other where other.endpoint = c.endpoint
        and other.id not in (select id from changed) and other.silent_since is null and other.expiration_time > extract(epoch from now()))),
    case tg_op when 'INSERT' then 'phone.online' else 'phone.offline' end);
  return null;
end $$;

drop function if exists write_call_event(live_calls, text, timestamptz), take_queued_events(bigint, integer), place_events(json, bigint[], bigint[]), drop_old_events(interval, integer),
  await_sequencer();

-- Up to so many committed events that have no place yet, from one id on, with the last places of their partner and their tenant: urgent ones first,
-- whatever waits before them (docs/decisions/045-urgent-events-first.md), then in the order of the queue. Returns nothing while
-- another sequencer works: it has the lock until its transaction ends. `gone`: nothing is to become of it. The tenant is being purged or is not
-- there any more, or the call has had this event.
create function take_queued_events(from_id bigint, at_most integer) returns table (id bigint, partner_id uuid, tenant_id uuid, source text, name text,
    subject_id text, facts json, occurred_at timestamptz, tenant_external_id text, external_id text, last_position bigint, last_sequence bigint, gone boolean,
    urgent boolean)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not pg_try_advisory_xact_lock(hashtext('event sequencer')) then return; end if;
  return query
    select q.id, coalesce(q.partner_id, t.partner_id), q.tenant_id, q.source, q.name, q.subject_id, q.facts, q.occurred_at, x.external_id,
      coalesce(q.external_id, i.external_id),
      coalesce(p.position, 0), coalesce(s.sequence, 0),
      q.tenant_id is not null and (t.id is null or t.purge_started_at is not null)
        or q.name like 'call.%' and exists (select from events e where e.subject_id = q.subject_id and e.type = q.name and e.type like 'call.%'),
      q.urgent
    from (
        (select a.*, true as urgent from queued_events a where a.id >= from_id and not a.refused and is_urgent_event(a.name) order by a.id limit at_most)
        union all
        (select a.*, false from queued_events a where a.id >= from_id and not a.refused and not is_urgent_event(a.name) order by a.id limit at_most)
        order by urgent desc, id limit at_most
      ) q
      left join tenants t on t.id = q.tenant_id
      left join event_positions p on p.partner_id = coalesce(q.partner_id, t.partner_id)
      left join event_sequences s on s.tenant_id = q.tenant_id
      left join integration_data x on x.object_id = q.tenant_id
      left join integration_data i on i.object_id = case when is_uuid(q.subject_id) then q.subject_id::uuid end
    order by q.urgent desc, q.id;
end $$;

-- Counters are locked in the order of their owners, here and in drop_old_events(), which may run at the same time. The queue is changed in the order of
-- its ids, since the purge of a tenant changes it too.
-- Writes events with their places, in the transaction that has taken them, and queues them for the webhooks that hear of them. Returns those webhooks.
create function place_events(placed json, done bigint[], not_understood bigint[]) returns setof uuid language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into events (id, partner_id, position, tenant_id, sequence, type, subject_id, body, occurred_at)
    select e.id, e.partner_id, e.position, e.tenant_id, e.sequence, e.type, e.subject_id, e.body, e.occurred_at
    from json_to_recordset(placed) as e(id uuid, partner_id uuid, position bigint, tenant_id uuid, sequence bigint, type text, subject_id text,
      body text, occurred_at timestamptz);
  insert into event_positions as p (partner_id, position)
    select e.partner_id, max(e.position) from json_to_recordset(placed) as e(partner_id uuid, position bigint) group by 1 order by 1
    on conflict (partner_id) do update set position = excluded.position;
  insert into event_sequences as s (tenant_id, sequence)
    select e.tenant_id, max(e.sequence) from json_to_recordset(placed) as e(tenant_id uuid, sequence bigint) where e.tenant_id is not null group by 1 order by 1
    on conflict (tenant_id) do update set sequence = excluded.sequence;
  perform from queued_events q where q.id = any(done || not_understood) order by q.id for update;
  delete from queued_events q where q.id = any(done);
  update queued_events q set refused = true where q.id = any(not_understood);
  return query
    with queued as (
      insert into webhook_deliveries (id, partner_id, webhook_id, event_id, tenant_id, type, urgent, position)
        select new_id(), e.partner_id, w.id, e.id, e.tenant_id, e.type, is_urgent_event(e.type),
          place_in_line(w.strict_order, e.type, e.tenant_id, e.position)
        from json_to_recordset(placed) as e(id uuid, partner_id uuid, position bigint, tenant_id uuid, type text, subject_id text)
          join webhooks w on w.partner_id = e.partner_id and w.state = 'on' and e.type = any(w.types)
            and (w.mode = 'test') = exists (select from sandboxes s where s.tenant_id::text = coalesce(e.tenant_id::text, e.subject_id))
        where w.all_tenants or exists (select from webhook_tenants t where t.webhook_id = w.id and t.tenant_id = e.tenant_id)
        order by e.position
      returning webhook_id
    )
    select distinct q.webhook_id from queued q;
end $$;

-- Waits until no sequencer works that may not have seen what has been committed by now.
create function await_sequencer() returns void language sql security definer set search_path = pg_catalog, public, pg_temp as
  $$ select pg_advisory_xact_lock(hashtext('event sequencer')) $$;

-- Drops up to so many events that were placed longer ago than that, oldest first, and old tests of webhooks. Returns how many events. The age counts from the place: a transaction may have
-- been open for a day.
create function drop_old_events(older_than interval, at_most integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  dropped_now integer;
begin
  -- a test has no event that it would go with
  delete from webhook_deliveries d where d.id in (
    select o.id from webhook_deliveries o where o.event_id is null and o.queued_at < now() - older_than order by o.id for update skip locked);
  with old as (
    delete from events e where e.id in (
        select o.id from events o where o.placed_at < now() - older_than order by o.placed_at limit at_most for update skip locked)
      returning e.partner_id, e.position
  ), last as (
    select o.partner_id, max(o.position) as position, count(*) as n from old o group by 1
  ), counters as (
    select p.partner_id from event_positions p where p.partner_id in (select l.partner_id from last l) order by p.partner_id for update
  ), noted as (
    update event_positions p set dropped = greatest(p.dropped, l.position) from last l join counters c using (partner_id)
    where l.partner_id = p.partner_id
  )
  select coalesce(sum(l.n), 0)::integer into dropped_now from last l;
  return dropped_now;
end $$;

revoke all on function is_uuid(text), is_urgent_event(text), place_in_line(boolean, text, uuid, bigint), queue_event_of_call(uuid, text, uuid, json, timestamptz, boolean), queue_audited_event(), queue_number_events(), queue_call_event(), facts_of_ended_call(calls), queue_ended_call(), queue_emergency_event(), queue_voicemail_event(),
  queue_limit_event(), queue_phone_events(), facts_of_invoice(uuid), queue_paid_invoice(), queue_overdue_invoice(), take_queued_events(bigint, integer), place_events(json, bigint[], bigint[]),
  drop_old_events(interval, integer), await_sequencer() from public;
-- needed to create the triggers
grant execute on function queue_audited_event(), queue_number_events(), queue_call_event(), queue_ended_call(), queue_emergency_event(), queue_voicemail_event(),
  queue_limit_event(), queue_phone_events(), queue_paid_invoice(), queue_overdue_invoice() to owner;
grant execute on function take_queued_events(bigint, integer), place_events(json, bigint[], bigint[]), drop_old_events(interval, integer),
  await_sequencer() to worker;
-- a webhook that is resumed must miss nothing
grant execute on function await_sequencer(), is_urgent_event(text), place_in_line(boolean, text, uuid, bigint) to app;

reset role;
revoke create on schema public from sequencer;

drop trigger if exists queue_audited_event on audit_events;
create trigger queue_audited_event after insert on audit_events referencing new table as written for each statement
  execute function queue_audited_event();
drop trigger if exists queue_number_events on dids;
create trigger queue_number_events after update on dids referencing old table as before_it new table as after_it for each statement
  execute function queue_number_events();
drop trigger if exists queue_started_call on live_calls;
create trigger queue_started_call after insert on live_calls for each row execute function queue_call_event();
drop trigger if exists queue_answered_call on live_calls;
create trigger queue_answered_call after update of answered_at on live_calls for each row
  when (old.answered_at is null and new.answered_at is not null) execute function queue_call_event();
drop trigger if exists queue_ended_call on calls;
create trigger queue_ended_call after insert on calls referencing new table as written for each statement execute function queue_ended_call();
drop trigger if exists queue_emergency_event on emergency_calls;
create trigger queue_emergency_event after insert on emergency_calls for each row execute function queue_emergency_event();
drop trigger if exists queue_voicemail_event on voicemails;
create trigger queue_voicemail_event after insert on voicemails for each row execute function queue_voicemail_event();
drop trigger if exists queue_limit_event on cap_reports;
create trigger queue_limit_event after insert on cap_reports for each row execute function queue_limit_event();
drop trigger if exists queue_online_phones on asterisk.ps_contacts;
create trigger queue_online_phones after insert on asterisk.ps_contacts
  referencing new table as changed for each statement execute function queue_phone_events();
drop trigger if exists queue_offline_phones on asterisk.ps_contacts;
create trigger queue_offline_phones after delete on asterisk.ps_contacts
  referencing old table as changed for each statement execute function queue_phone_events();
-- also what credit has paid when it is issued
drop trigger if exists queue_issued_paid on invoices;
create trigger queue_issued_paid after insert on invoices for each row when (new.status = 'paid') execute function queue_paid_invoice();
drop trigger if exists queue_paid_invoice on invoices;
create trigger queue_paid_invoice after update of paid_minor, credited_minor on invoices for each row
  when (new.status = 'paid' and old.status <> 'paid') execute function queue_paid_invoice();
drop trigger if exists queue_overdue_invoice on invoice_notices;
create trigger queue_overdue_invoice after insert on invoice_notices for each row when (new.kind = 'overdue') execute function queue_overdue_invoice();
