-- What calls are charged by. Owned by `voice`: a call is admitted for a tenant, and its partner's rates are not the tenant's to read.
-- Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

drop function if exists wholesale_rates(json);

-- The rate of the longest prefix of each number, in the list of a table that holds at an instant; null for a number without one.
create or replace function rates_of(of_table uuid, of_currency text, numbers text[], at timestamptz) returns json
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select json_build_object('table', t.name, 'rates', (select json_object_agg(n.number, (
      select json_build_object('prefix', r.prefix, 'destination', r.destination, 'class', r.class, 'listId', l.id, 'table', t.name, 'validFrom', l.valid_from,
        'rate', json_build_object('setupMicros', r.setup_micros, 'perMinuteMicros', r.per_minute_micros, 'initialSeconds', r.initial_seconds,
          'incrementSeconds', r.increment_seconds, 'minimumMicros', r.minimum_micros))
      from rates r where r.list_id = l.id
        and r.prefix = any (array(select substr(n.number, 2, length) from generate_series(1, least(15, length(n.number) - 1)) length))
      order by length(r.prefix) desc limit 1)) from unnest(numbers) as n(number)))
  from rate_tables t left join lateral (
    select h.id, h.valid_from from rate_lists h where h.table_id = t.id and h.valid_from <= at order by h.valid_from desc limit 1) l on true
  where t.id = of_table and t.currency = of_currency $$;

-- The currency of a partner's wholesale rates of a kind, as {"costIn": "USD"}: calls that no profile charges cost the partner. Null: there are none.
create or replace function cost_only(of_partner uuid, of_kind text) returns json language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select json_build_object('costIn', w.currency) from rate_tables w where w.partner_id = of_partner and w.kind = of_kind $$;

-- Whether calls of the transaction's tenant cost its partner anything that is known.
create or replace function partner_pays_for_calls() returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from tenants t join rate_tables w on w.partner_id = t.partner_id and w.kind <> 'retail'
    where t.id = ctx_tenant() and not t.sandbox) $$;

-- What pins the price of a call's legs (`Prices` in src/billing/rating/pins-sql.ts): the tenant's cycle, and the rates of its numbers; for a direction that no profile
-- charges what the partner pays in. A cycle that runs charges calls also after its profile was taken from the tenant, as it does fees. With a null cycle alone: it
-- is due, and has to be made first.
create or replace function prices_for_call(of_tenant uuid, at timestamptz, own text, outside text[]) returns json
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  cycle record;
begin
  select c.id, c.currency, v.terms, t.partner_id, c.allowance_seconds is null and t.status = 'ACTIVE' as allowance_due into cycle
    from tenants t join billing_cycles c on c.tenant_id = t.id join billing_profile_versions v on v.id = c.profile_version_id
    where t.id = of_tenant and c.starts_at <= at and c.ends_at > at;
  if not found then
    return (select case when t.billing_profile_id is not null then '{"cycle": null}'::json
      else json_build_object('cycle', null, 'allowanceDue', false,
        'inbound', case when own is not null then cost_only(t.partner_id, 'wholesale_inbound') end,
        'outbound', case when outside <> '{}' then cost_only(t.partner_id, 'wholesale_outbound') end) end
      from tenants t where t.id = of_tenant and not t.sandbox);
  end if;
  return json_build_object(
    'cycle', json_build_object('id', cycle.id, 'currency', cycle.currency, 'includedClasses', cycle.terms -> 'includedClasses'),
    'allowanceDue', cycle.allowance_due,
    'inbound', case when own is null then null when cycle.terms ->> 'inboundRates' is null then cost_only(cycle.partner_id, 'wholesale_inbound')
      else rates_of((cycle.terms ->> 'inboundRates')::uuid, cycle.currency, array[own], at) end,
    'outbound', case when outside = '{}' then null when cycle.terms ->> 'outboundRates' is null then cost_only(cycle.partner_id, 'wholesale_outbound')
      else coalesce(rates_of((cycle.terms ->> 'outboundRates')::uuid, cycle.currency, outside, at), '{"table": "", "rates": {}}') end);
end $$;

-- What the partners of calls pay for their legs (`Cost` in src/billing/rating/rating-sql.ts): the wholesale rate of each leg's longest prefix that held when its call
-- began. A leg without one is left out: its cost is not known. Leg 0 is a call that came in. Element by element, the arrays are legs.
create or replace function wholesale_rates(calls uuid[], tenants uuid[], begun timestamptz[], legs smallint[], numbers text[]) returns json
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(json_agg(json_build_object('callId', a.id, 'leg', a.leg, 'currency', w.currency,
    'rate', json_build_object('setupMicros', r.setup_micros, 'perMinuteMicros', r.per_minute_micros, 'initialSeconds', r.initial_seconds,
      'incrementSeconds', r.increment_seconds, 'minimumMicros', r.minimum_micros))), '[]')
  from (select distinct * from unnest(calls, tenants, begun, legs, numbers) as l(id, tenant_id, admitted_at, leg, number)) a
    join tenants t on t.id = a.tenant_id
    join rate_tables w on w.partner_id = t.partner_id and w.kind = case a.leg when 0 then 'wholesale_inbound' else 'wholesale_outbound' end
    cross join lateral (select h.id from rate_lists h where h.table_id = w.id and h.valid_from <= a.admitted_at order by h.valid_from desc limit 1) l
    cross join lateral (select f.* from rates f where f.list_id = l.id
      and f.prefix = any (array(select substr(a.number, 2, length) from generate_series(1, least(15, length(a.number) - 1)) length))
      order by length(f.prefix) desc limit 1) r $$;

-- Locks what the end of calls is charged to, and returns what they are charged by (`ToRate` in src/billing/rating/rating-sql.ts): tenants before cycles, as
-- src/platform/db/tenant-lock.ts asks. A call that has its record already is left out: it has been charged. Plans are kept, and by indexes: for a single
-- call, planning for its arrays anew took longer than all the rest.
create or replace function lock_for_rating(ended json) returns json
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  -- the calls, and the legs that call control knows: read once, since parsing costs more than all that is asked
  ids uuid[];
  their_tenants uuid[];
  begun timestamptz[];
  known_legs jsonb[];
  cycles uuid[];
  -- of all legs, also of those that only the live rows know
  leg_calls uuid[];
  leg_tenants uuid[];
  leg_begun timestamptz[];
  leg_leg smallint[];
  leg_number text[];
begin
  select array_agg(e.id), array_agg(e.tenant_id), array_agg(e.admitted_at), array_agg(e.legs) into ids, their_tenants, begun, known_legs
    from json_to_recordset(ended) as e(id uuid, tenant_id uuid, admitted_at timestamptz, legs jsonb);
  perform from tenants t where t.id = any(their_tenants) order by t.id for key share;
  select array_agg(distinct l.cycle_id), array_agg(l.id), array_agg(l.tenant_id), array_agg(l.admitted_at), array_agg(l.leg), array_agg(l.number)
    into cycles, leg_calls, leg_tenants, leg_begun, leg_leg, leg_number
  from (
    select e.id, e.tenant_id, e.admitted_at, (leg ->> 'leg')::smallint as leg, leg ->> 'number' as number, (leg -> 'pin' ->> 'cycleId')::uuid as cycle_id
      from unnest(ids, their_tenants, begun, known_legs) as e(id, tenant_id, admitted_at, legs), jsonb_array_elements(e.legs) leg
    union all
    select e.id, e.tenant_id, e.admitted_at, l.leg, l.number, l.cycle_id
      from unnest(ids, their_tenants, begun) as e(id, tenant_id, admitted_at) join live_legs l on l.call_id = e.id and l.tenant_id = e.tenant_id) l;
  perform from billing_cycles c where c.id = any(cycles) order by c.id for no key update;
  -- from here on everything is read after the wait for these locks
  return json_build_object(
    'calls', (
      with active as materialized (
        select p.tenant_id, json_agg(json_build_object('from', p.from_at, 'until', p.until_at)) as periods
          from (select e.tenant_id, min(e.admitted_at) as since from unnest(their_tenants, begun) as e(tenant_id, admitted_at) group by 1) f
            join service_periods p on p.tenant_id = f.tenant_id and p.kind = 'active' and (p.until_at is null or p.until_at > f.since)
          group by 1)
      select coalesce(json_agg(json_build_object('id', e.id,
        'answeredAt', (select l.answered_at from live_calls l where l.id = e.id and l.tenant_id = e.tenant_id),
        'flowAnsweredAt', (select l.flow_answered_at from live_calls l where l.id = e.id and l.tenant_id = e.tenant_id),
        'legs', (select coalesce(json_agg(json_build_object('leg', l.leg, 'number', l.number, 'cycleId', l.cycle_id,
            'currency', coalesce((select c.currency from billing_cycles c where c.id = l.cycle_id), l.pin ->> 'currency'), 'pin', l.pin, 'answeredAt', l.answered_at,
            'endedAt', l.ended_at, 'grantedSeconds', l.granted_seconds)), '[]')
          from live_legs l where l.call_id = e.id and l.tenant_id = e.tenant_id),
        'active', coalesce(a.periods, '[]'))), '[]')
      from unnest(ids, their_tenants) as e(id, tenant_id) left join active a on a.tenant_id = e.tenant_id
      where not exists (select from calls c where c.id = e.id)),
    'costs', wholesale_rates(leg_calls, leg_tenants, leg_begun, leg_leg, leg_number),
    -- included seconds that calls in progress have reserved are theirs
    'cycles', (select coalesce(json_object_agg(c.id, greatest(0, coalesce(c.allowance_seconds, 0) - c.included_used_seconds - (
        select coalesce(sum(l.included_seconds), 0) from live_legs l where l.cycle_id = c.id and l.call_id <> all (ids)))), '{}')
      from billing_cycles c where c.id = any(cycles)));
end $$;

-- The wholesale rates of charged legs of the partner whose cost is not known: `legs` are [{callId, leg}]. If the record of a call is gone, it began when its
-- leg was answered.
create or replace function wholesale_rates_again(legs json) returns json
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select wholesale_rates(array_agg(c.call_id), array_agg(c.tenant_id), array_agg(coalesce(k.admitted_at, c.answered_at)), array_agg(c.leg),
    array_agg(c.number))
  from json_to_recordset(legs) as a("callId" uuid, leg smallint) join call_charges c on c.call_id = a."callId" and c.leg = a.leg
    left join calls k on k.id = c.call_id and k.tenant_id = c.tenant_id
  where c.partner_id = ctx_partner() and c.wholesale_micros is null $$;

drop function if exists rate_calls_again(json, json);

-- Writes what a partner's calls came to that are rated again (src/rerating): those without a price get one, in their cycles, too; of the others it is
-- only noted, since their charge stays. A leg that has got its price meanwhile is left alone. `costs`: what the partner pays for legs, where that was not known;
-- the release before this one passes none. Two of them may have the same legs at once, since those that no profile charges are in no locked cycle: so each
-- locks its legs in their order first.
create or replace function rate_calls_again(rated json, changed json, costs json default '[]') returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from call_charges c where (c.call_id, c.leg) in (
      select r."callId", r.leg from json_to_recordset(rated) as r("callId" uuid, leg smallint)
      union select r."callId", r.leg from json_to_recordset(changed) as r("callId" uuid, leg smallint)
      union select r."callId", r.leg from json_to_recordset(costs) as r("callId" uuid, leg smallint)) and c.partner_id = ctx_partner()
    order by c.call_id, c.leg for no key update;
  with priced as (
    update call_charges c set state = r.state, reason = r.reason, destination = r.destination, charge_class = r.class, rate = r.rate,
      charged_seconds = r."chargedSeconds", included_seconds = r."includedSeconds", charge_micros = r."chargeMicros", rated_at = now()
    from json_to_recordset(rated) as r("callId" uuid, leg smallint, state text, reason text, destination text, class text, rate jsonb,
      "chargedSeconds" integer, "includedSeconds" integer, "chargeMicros" bigint)
    where c.call_id = r."callId" and c.leg = r.leg and c.partner_id = ctx_partner() and c.state = 'unrated'
    returning c.cycle_id, c.state, c.charge_micros, c.charged_seconds, c.included_seconds
  )
  update billing_cycles b set
    spent_micros = b.spent_micros + s.spent, charged_seconds = b.charged_seconds + s.seconds, included_used_seconds = b.included_used_seconds + s.included,
    metered_micros = b.metered_micros + s.metered, metered_seconds = b.metered_seconds + s.metered_seconds
  from (select cycle_id,
      coalesce(sum(charge_micros) filter (where state = 'rated'), 0) as spent,
      coalesce(sum(charged_seconds) filter (where state = 'rated'), 0) as seconds,
      coalesce(sum(included_seconds) filter (where state = 'rated'), 0) as included,
      coalesce(sum(charge_micros) filter (where state = 'metered'), 0) as metered,
      coalesce(sum(charged_seconds) filter (where state = 'metered'), 0) as metered_seconds
    from priced group by cycle_id) s
  where b.id = s.cycle_id;
  update call_charges c set rerated_micros = r.micros from json_to_recordset(changed) as r("callId" uuid, leg smallint, micros bigint)
    where c.call_id = r."callId" and c.leg = r.leg and c.partner_id = ctx_partner() and c.state = 'rated';
  update call_charges c set wholesale_micros = w.micros, wholesale_currency = w.currency
    from json_to_recordset(costs) as w("callId" uuid, leg smallint, micros bigint, currency text)
    where c.call_id = w."callId" and c.leg = w.leg and c.partner_id = ctx_partner() and c.wholesale_micros is null;
end $$;
revoke all on function rate_calls_again(json, json, json), wholesale_rates_again(json) from public;
grant execute on function rate_calls_again(json, json, json), wholesale_rates_again(json) to app;

revoke all on function lock_for_rating(json) from public;
grant execute on function lock_for_rating(json) to app;
revoke all on function wholesale_rates(uuid[], uuid[], timestamptz[], smallint[], text[]), rates_of(uuid, text, text[], timestamptz), prices_for_call(uuid, timestamptz, text, text[]),
  cost_only(uuid, text), partner_pays_for_calls() from public;
grant execute on function prices_for_call(uuid, timestamptz, text, text[]), partner_pays_for_calls() to app;

reset role;
revoke create on schema public from voice;
