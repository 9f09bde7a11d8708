-- What call control looks up before it knows the tenant, and what it does in one statement to save round trips. Owned by
-- `voice`. Applied whenever this text changes.

-- Whether an extension talks or rings. Who called is known at once; whom a call rings, and who answered, a moment later.
create or replace function is_in_call(of_extension uuid) returns boolean language sql stable as $$
  select exists (select from extensions e join live_calls l on l.tenant_id = e.tenant_id where e.id = of_extension
    and l.id is distinct from nullif(current_setting('app.rerouted_call', true), '')::uuid and (
    e.id = any(l.ringing) or e.id = any(l.talking)
    or l.extension_id = e.id and l.direction <> 'inbound' and (l.talking is null or l.answered_at is null)
    or l.answered_extension_id = e.id and l.talking is null)) $$;

-- What an extension wants done with calls to it (`CalleeRules` in src/calls/routing/facts.ts); null for one that only rings.
create or replace function callee_rules(of_extension uuid) returns json language sql stable as $$
  select json_build_object('doNotDisturb', coalesce(f.do_not_disturb, false), 'callWaiting', e.call_waiting,
      'inCall', not e.call_waiting and is_in_call(e.id), 'always', f.always, 'busy', f.busy, 'noAnswer', f.no_answer,
      'unreachable', f.unreachable, 'noAnswerSeconds', f.no_answer_seconds, 'confirm', coalesce(f.confirm_outside, false), 'mailboxId', m.id)
    from extensions e left join forwarding f on f.extension_id = e.id
      left join mailboxes m on m.extension_id = e.id and e.voicemail_enabled
    where e.id = of_extension and (f.extension_id is not null or m.id is not null or not e.call_waiting) $$;

grant create on schema public to voice;
set local role voice;

drop function if exists did_for_call(text), did_for_call(text, text), did_for_call(text, text, uuid), trunks_for_calls(), live_calls_of(text),
  admit_internal_call(uuid, timestamptz, uuid, text, text, text, text, integer), write_calls(json, json), write_calls(json, json, uuid[]);

-- The tenant of a number, and how often a call to it from `caller` has already left by a carrier and come back. It has come back if its caller has one of
-- our numbers, and an unanswered call of that number's tenant rings the called number outside, or an outside number that sends it back to the tenant.
-- `of_call`: the call itself, which has a live row if it was admitted before. The release before this one passes none.
create function did_for_call(called text, caller text default null, of_call uuid default null) returns table (did_id uuid, tenant_id uuid, hops integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select d.id, d.tenant_id, coalesce((select max(l.hops) + 1 from dids c join live_calls l on l.tenant_id = c.tenant_id
      where c.number = caller and l.id is distinct from of_call and l.answered_at is null and (called = any(l.sent_to) or c.tenant_id = d.tenant_id and l.sent_to is not null)), 0)
    from dids d where d.number = called and d.tenant_id is not null $$;

-- The trunks that a call of the transaction's tenant may use, best first. Call control has no operator rights. This is where every call gets its
-- trunks from, so it is here that a sandbox has none but the sandbox's (SANDBOX_TRUNK in src/sandbox/rules.ts), which leads nowhere outside.
create function trunks_for_calls() returns table (id uuid, name text, emergency boolean, sends_location boolean) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select r.id, r.name, r.emergency, r.sends_location from (
    select r.id, r.name, r.emergency, r.sends_location, r.priority from trunks r
      where r.enabled and exists (select from tenants t where t.id = ctx_tenant() and not t.sandbox)
    union all
    select '5a5a5a5a-0000-7000-8000-000000000000', 'Sandbox', false, false, 0 from tenants t where t.id = ctx_tenant() and t.sandbox) r
  order by r.priority, r.id $$;

-- The calls of one Asterisk according to the database. After a restart call control ends those that are gone, before it knows any tenant.
create function live_calls_of(of_node text) returns table (id uuid, tenant_id uuid, admitted_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select c.id, c.tenant_id, c.admitted_at from live_calls c where c.node = of_node $$;

-- Admits a call between two phones of one tenant and writes its live row, in one statement. Returns what the routing has to know
-- (`PhoneFacts` in src/calls/routing/facts.ts), or null for any call that is not this simple: then nothing is written, and src/calls/admission/admission.ts
-- decides as it does for all other calls. The lock is the one of src/platform/db/tenant-lock.ts.
create function admit_internal_call(call uuid, at timestamptz, of_tenant uuid, from_phone text, to_extension text, of_node text, of_channel text,
    patience_ms integer) returns json language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  tenant record;
  caller record;
  callee record;
  contacts text[];
begin
  select t.id, t.status, t.default_cnam, t.e911_address->>'country' as country, t.sandbox into tenant
    from tenants t where t.id = of_tenant for key share;
  -- everything from here on is read after the wait for that lock; a caller who waited too long has been refused meanwhile
  -- how many calls a sandbox may have is counted step by step
  if not found or tenant.sandbox or clock_timestamp() > statement_timestamp() + patience_ms * interval '1 ms'
    or not exists (select from tenant_statuses s where s.status = tenant.status and s.outbound) then
    return null;
  end if;
  select e.id, e.number, e.name into caller
    from extensions e where e.tenant_id = of_tenant and e.sip_username = from_phone and not e.encrypted_only;
  if not found then return null; end if;
  select e.id, e.number, e.sip_username, e.ring_seconds into callee
    from extensions e where e.tenant_id = of_tenant and e.number = to_extension and not e.encrypted_only and e.id <> caller.id and e.call_waiting
      and not exists (select from forwarding f where f.extension_id = e.id);
  if not found then return null; end if;
  -- Asterisk writes `;` as `^3B`
  contacts := array(select replace(c.uri, '^3B', ';') from asterisk.ps_contacts c
    where c.endpoint = callee.sip_username and c.expiration_time > extract(epoch from now()) order by c.id);
  -- only addresses in the form that asterisk.check_contact() accepts
  if contacts = '{}' or exists (select from unnest(contacts) uri
    where uri !~ '^sip:([-A-Za-z0-9_.~%+=*!]+@)?[0-9.]+:[0-9]+(;(line|rinstance|over)=[-A-Za-z0-9]+)*$') then return null; end if;

  -- commits asynchronously: after a crash of the database call control still knows the call
  perform set_config('synchronous_commit', 'off', true);
  insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, admitted_at, node, channel_id,
      outside_lines)
    values (call, of_tenant, 'internal', false, caller.number, callee.number, caller.id, at, of_node, of_channel, '{}')
    on conflict (id) do nothing;
  return json_build_object(
    'tenant', json_build_object('id', tenant.id, 'status', tenant.status, 'defaultCnam', tenant.default_cnam, 'country', tenant.country),
    'caller', json_build_object('id', caller.id, 'number', caller.number, 'name', caller.name, 'encryptedOnly', false),
    'callee', json_build_object('id', callee.id, 'number', callee.number, 'sipUsername', callee.sip_username,
      'ringSeconds', callee.ring_seconds, 'encryptedOnly', false, 'contacts', contacts, 'rules', callee_rules(callee.id)),
    'did', null, 'carriers', json_build_array());
end $$;

-- Writes answer times into live rows, of calls and of their charged legs, and moves ended calls to the call records, in one transaction. Running it again changes nothing.
-- Each row names its tenant and affects only that tenant's call. `ended_tenants`: the tenants of `ends`, so that it is parsed
-- only once; the release before this one passes none. Its rows need no order: each Asterisk's call control writes its own calls, and the cycles are locked
-- in order by lock_for_rating(). Plans are kept, as in lock_for_rating().
create function write_calls(answers json, ends json, ended_tenants uuid[] default null) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  -- in the order of src/platform/db/tenant-lock.ts: tenants first, by id
  perform from tenants t
    where t.id = any(coalesce(ended_tenants, array(select e.tenant_id from json_to_recordset(ends) as e(tenant_id uuid)))) order by t.id for key share;
  -- of a transferred call the first answer stands
  update live_calls l set answered_at = a.answered_at, answered_extension_id = a.answered_extension_id
    from json_to_recordset(answers) as a(id uuid, tenant_id uuid, answered_at timestamptz, answered_extension_id uuid)
    where l.id = a.id and l.tenant_id = a.tenant_id and l.answered_at is null and a.answered_at is not null;
  update live_calls l set flow_answered_at = a.flow_answered_at
    from json_to_recordset(answers) as a(id uuid, tenant_id uuid, flow_answered_at timestamptz)
    where l.id = a.id and l.tenant_id = a.tenant_id and l.flow_answered_at is null and a.flow_answered_at is not null;
  -- the first line is the caller's, if it is on one; the release before this one names no caller, and takes that of a call out for it
  update live_calls l set outside_lines = k.kept, uses_line = k.kept <> '{}', second_line = cardinality(k.kept) > 1,
      destination_class = coalesce(k.destination_class, l.destination_class)
    from (
      select c.id, a.destination_class, case when coalesce(a.caller_on_line, c.direction = 'outbound') then c.outside_lines[1:1] else '{}' end
          || c.outside_lines[cardinality(c.outside_lines) - a.lines + 1:] as kept
        from json_to_recordset(answers) as a(id uuid, tenant_id uuid, lines integer, caller_on_line boolean, destination_class text)
          join live_calls c on c.id = a.id and c.tenant_id = a.tenant_id
        where a.lines is not null and c.uses_line and c.outside_lines is not null) k
    where l.id = k.id;
  update live_legs l set answered_at = coalesce(l.answered_at, x."answeredAt"), ended_at = coalesce(l.ended_at, x."endedAt")
    from json_to_recordset(answers) as a(id uuid, tenant_id uuid, legs jsonb),
      jsonb_to_recordset(a.legs) as x(leg smallint, "answeredAt" timestamptz, "endedAt" timestamptz)
    where l.call_id = a.id and l.leg = x.leg and l.tenant_id = a.tenant_id;
  with ended as (
    select * from json_to_recordset(ends) as e(id uuid, tenant_id uuid, direction text, emergency boolean, from_number text, to_number text,
      extension_id uuid, did_id uuid, callback_number text, destination_class text, admitted_at timestamptz, answered_at timestamptz,
      ended_at timestamptz, cause integer, reason text, path jsonb, answered_extension_id uuid, ended_by text, flow_answered_at timestamptz,
      charges jsonb)
  ), unrated as materialized (
    -- without this step, each written call would be compared with each of them
    select e.id from ended e where e.charges is null
  ), gone as (
    delete from live_calls l using ended e where l.id = e.id and l.tenant_id = e.tenant_id
      returning l.id, l.answered_at, l.extension_id, l.path, l.answered_extension_id, l.flow_answered_at
  ), written as (
  insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id, callback_number, destination_class,
    admitted_at, answered_at, ended_at, cause, reason, path, answered_extension_id, ended_by, flow_answered_at)
  -- A call admitted without the database has no extension. One recovered after a restart has no answer time, and may know less of its way
  -- than its live row.
  select e.id, e.tenant_id, e.direction, e.emergency, e.from_number, e.to_number, coalesce(e.extension_id, g.extension_id), e.did_id,
    e.callback_number, e.destination_class, e.admitted_at, coalesce(e.answered_at, g.answered_at), e.ended_at, e.cause, e.reason,
    case when jsonb_array_length(g.path) > jsonb_array_length(e.path) then g.path else coalesce(e.path, '[]') end,
    coalesce(e.answered_extension_id, g.answered_extension_id), e.ended_by, coalesce(e.flow_answered_at, g.flow_answered_at)
  from ended e left join gone g on g.id = e.id
  where not exists (select from live_calls l where l.id = e.id and l.tenant_id <> e.tenant_id)
  on conflict (id) do nothing
  returning id, tenant_id, answered_at, flow_answered_at, ended_at
  ), charged as (
    -- with the record and never again
    insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, reason, number, destination, charge_class, currency, rate,
      billable_seconds, charged_seconds, included_seconds, charge_micros, wholesale_micros, wholesale_currency, answered_at, ended_at)
    select w.id, x.leg, t.partner_id, w.tenant_id, x."cycleId", x.state, x.reason, x.number, x.destination, x.class, x.currency, x.rate,
      x."billableSeconds", x."chargedSeconds", x."includedSeconds", x."chargeMicros", (x.cost ->> 'micros')::bigint, x.cost ->> 'currency',
      x."answeredAt", x."endedAt"
    from written w join ended e on e.id = w.id join tenants t on t.id = w.tenant_id,
      jsonb_to_recordset(e.charges) as x(leg smallint, "cycleId" uuid, state text, reason text, number text, destination text, class text,
        currency text, rate jsonb, "billableSeconds" integer, "chargedSeconds" integer, "includedSeconds" integer, "chargeMicros" bigint,
        cost jsonb, "answeredAt" timestamptz, "endedAt" timestamptz)
    union all
    -- legs that the writer of the call's end didn't know: they stay without a price until the partner rates them
    select w.id, l.leg, t.partner_id, w.tenant_id, l.cycle_id, case when l.cycle_id is null then 'not_charged' else 'unrated' end,
      case when l.cycle_id is not null then 'not_rated' end, l.number, '', coalesce(l.pin ->> 'class', ''), coalesce(c.currency, l.pin ->> 'currency'), null,
      greatest(0, ceil(extract(epoch from coalesce(l.ended_at, w.ended_at) - begun.at)))::integer, 0, 0, null, null, null, begun.at,
      coalesce(l.ended_at, w.ended_at)
    from unrated e join written w on w.id = e.id join live_legs l on l.call_id = w.id join tenants t on t.id = w.tenant_id
      left join billing_cycles c on c.id = l.cycle_id,
      lateral (select case l.leg when 0 then least(w.answered_at, w.flow_answered_at) else l.answered_at end as at) begun
    where begun.at is not null
    on conflict (call_id, leg) do nothing
    returning cycle_id, tenant_id, state, charge_micros, charged_seconds, included_seconds
  )
  update billing_cycles c set
    spent_micros = c.spent_micros + s.spent, charged_seconds = c.charged_seconds + s.seconds, included_used_seconds = c.included_used_seconds + s.included,
    metered_micros = c.metered_micros + s.metered, metered_seconds = c.metered_seconds + s.metered_seconds
  from (select cycle_id, tenant_id,
      coalesce(sum(charge_micros) filter (where state = 'rated'), 0) as spent,
      coalesce(sum(charged_seconds) filter (where state = 'rated'), 0) as seconds,
      coalesce(sum(included_seconds) filter (where state = 'rated'), 0) as included,
      coalesce(sum(charge_micros) filter (where state = 'metered'), 0) as metered,
      coalesce(sum(charged_seconds) filter (where state = 'metered'), 0) as metered_seconds
    from charged group by cycle_id, tenant_id) s
  where c.id = s.cycle_id and c.tenant_id = s.tenant_id;
end $$;

-- The same of calls that are played on sandboxes (src/calls/played.ts), for the worker, which may write of no other calls.
create or replace function write_played_calls(answers json, ends json, ended_tenants uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from (select tenant_id from json_to_recordset(answers) as a(tenant_id uuid)
      union all select tenant_id from json_to_recordset(ends) as e(tenant_id uuid)) named
    where not exists (select from tenants t where t.id = named.tenant_id and t.sandbox)) then
    raise exception 'calls are played on sandboxes only';
  end if;
  perform write_calls(answers, ends, ended_tenants);
end $$;

-- Takes back the record of a refusal that was committed too late: the call was decided without the database meanwhile, and has another record.
create or replace function delete_late_refusal(of_call uuid) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from calls c where c.id = of_call and c.tenant_id = ctx_tenant() and c.reason is not null and c.admitted_at > now() - interval '5 minutes'
$$;

revoke all on function did_for_call(text, text, uuid), trunks_for_calls(), live_calls_of(text), delete_late_refusal(uuid),
  admit_internal_call(uuid, timestamptz, uuid, text, text, text, text, integer), write_calls(json, json, uuid[]) from public;
grant execute on function did_for_call(text, text, uuid), trunks_for_calls(), live_calls_of(text), delete_late_refusal(uuid),
  admit_internal_call(uuid, timestamptz, uuid, text, text, text, text, integer), write_calls(json, json, uuid[]) to app;
revoke all on function write_played_calls(json, json, uuid[]) from public;
grant execute on function write_played_calls(json, json, uuid[]) to worker;

reset role;
revoke create on schema public from voice;
