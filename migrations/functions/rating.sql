-- What calls are charged by. Owned by `voice`: a call is admitted for a tenant, and its partner's rates are not the tenant's to read.
-- Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

-- The rate of the longest prefix of each number, in the list of a table that holds at an instant; null for a number without one.
create or replace function rates_of(of_table uuid, of_currency text, numbers text[], at timestamptz) returns json
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select json_build_object('table', t.name, 'rates', (select json_object_agg(n.number, (
      select json_build_object('prefix', r.prefix, 'destination', r.destination, 'listId', l.id, 'table', t.name, 'validFrom', l.valid_from,
        'rate', json_build_object('setupMicros', r.setup_micros, 'perMinuteMicros', r.per_minute_micros, 'initialSeconds', r.initial_seconds,
          'incrementSeconds', r.increment_seconds, 'minimumMicros', r.minimum_micros))
      from rates r where r.list_id = l.id
        and r.prefix = any (array(select substr(n.number, 2, length) from generate_series(1, least(15, length(n.number) - 1)) length))
      order by length(r.prefix) desc limit 1)) from unnest(numbers) as n(number)))
  from rate_tables t left join lateral (
    select h.id, h.valid_from from rate_lists h where h.table_id = t.id and h.valid_from <= at order by h.valid_from desc limit 1) l on true
  where t.id = of_table and t.currency = of_currency $$;

-- What pins the price of a call's legs (`Prices` in src/billing/pins-sql.ts): the tenant's cycle, and the rates of its numbers. Null: no profile bills the
-- tenant. Without a cycle: it is due, and has to be made first.
create or replace function prices_for_call(of_tenant uuid, at timestamptz, own text, outside text[]) returns json
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  cycle record;
begin
  select c.id, c.currency, v.terms into cycle
    from billing_cycles c join billing_profile_versions v on v.id = c.profile_version_id
    where c.tenant_id = of_tenant and c.starts_at <= at and c.ends_at > at;
  if not found then
    return (select '{"cycle": null}'::json from tenants t where t.id = of_tenant and t.billing_profile_id is not null);
  end if;
  return json_build_object(
    'cycle', json_build_object('id', cycle.id, 'currency', cycle.currency, 'includedClasses', cycle.terms -> 'includedClasses'),
    'inbound', case when own is not null and cycle.terms ->> 'inboundRates' is not null
      then rates_of((cycle.terms ->> 'inboundRates')::uuid, cycle.currency, array[own], at) end,
    'outbound', case when outside <> '{}' and cycle.terms ->> 'outboundRates' is not null
      then coalesce(rates_of((cycle.terms ->> 'outboundRates')::uuid, cycle.currency, outside, at), '{"table": "", "rates": {}}') end);
end $$;

revoke all on function rates_of(uuid, text, text[], timestamptz), prices_for_call(uuid, timestamptz, text, text[]) from public;
grant execute on function prices_for_call(uuid, timestamptz, text, text[]) to app;

reset role;
revoke create on schema public from voice;
