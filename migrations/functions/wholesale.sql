-- What the operator charges partners for by the day. Owned by `searcher`, which sees all tenants. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

create or replace function utc_day(at timestamptz) returns date language sql immutable parallel safe as $$ select (at at time zone 'UTC')::date $$;

create or replace function days_in(of_days datemultirange) returns integer language sql immutable parallel safe as $$
  select coalesce(sum(upper(r) - lower(r)), 0)::integer from unnest(of_days) r $$;

-- The days, by UTC, on which a partner had each tenant, and its extensions and numbers: also of trials and suspended tenants, but of no sandboxes, and of no
-- tenant that was cancelled from midnight to midnight. A number counts once a day: for the tenant that had it last. `suspended_days`: those of them on which
-- a tenant that had been active before was active at no moment. The days of extensions and numbers are those of all of them together.
create or replace function wholesale_unit_days(of_partner uuid, since date, through date)
  returns table (tenant_id uuid, name text, kind text, days integer, suspended_days integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with had as materialized (
    select t.id, t.name, present.days, present.days - coalesce(active.days, '{(,)}') - datemultirange(daterange(null, active.first)) as suspended
    from tenants t
    left join lateral (
      -- only whole days: from the first midnight on, to the last one
      select range_agg(daterange(c.first, case when c.until_at is not null then greatest(c.first, utc_day(c.until_at)) end)) as days
      from (select utc_day(p.from_at - interval '1 ms') + 1 as first, p.until_at from service_periods p
        where p.tenant_id = t.id and p.kind = 'cancelled') c) cancelled on true
    left join lateral (
      -- each day that was touched
      select range_agg(daterange(utc_day(p.from_at),
          case when p.until_at is not null then greatest(utc_day(p.from_at), utc_day(p.until_at - interval '1 ms') + 1) end)) as days, min(utc_day(p.from_at)) as first
      from service_periods p where p.tenant_id = t.id and p.kind = 'active') active on true
    cross join lateral (
      select datemultirange(daterange(greatest(since, utc_day(t.created_at)), through, '[]')) - coalesce(cancelled.days, '{}') as days) present
    where t.partner_id = of_partner and not t.sandbox and since <= through and utc_day(t.created_at) <= through
      and (ctx_operator() or of_partner = ctx_partner())
      -- a test key sees sandboxes alone, and those cost nothing
      and coalesce(current_setting('app.mode', true), '') <> 'test'
  ), periods as (
    select h.id, p.kind, utc_day(p.from_at) as first, utc_day(p.until_at - interval '1 ms') as last,
      lead(utc_day(p.from_at)) over (partition by p.kind, case p.kind when 'number' then p.number else p.thing_id::text end
        order by p.from_at, p.until_at nulls last) as next_first
    from had h join service_periods p on p.tenant_id = h.id and p.kind in ('extension', 'number')
      and utc_day(p.from_at) <= through and (p.until_at is null or utc_day(p.until_at) >= since)
  ), things as (
    select p.id, p.kind, daterange(p.first, greatest(p.first, least(p.last + 1, p.next_first, through + 1))) as during, count(*) as n
    from periods p group by 1, 2, 3
  )
  select h.id, h.name, 'tenant', days_in(h.days), days_in(h.suspended) from had h
  union all
  select h.id, h.name, t.kind, sum(t.n * days_in(h.days * datemultirange(t.during)))::integer,
    sum(t.n * days_in(h.suspended * datemultirange(t.during)))::integer
  from things t join had h on h.id = t.id group by h.id, h.name, t.kind $$;

revoke all on function wholesale_unit_days(uuid, date, date) from public;
grant execute on function wholesale_unit_days(uuid, date, date) to app, worker;

reset role;
revoke create on schema public from searcher;
