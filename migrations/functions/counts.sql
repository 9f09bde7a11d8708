-- Counters of what a tenant and a partner have. Triggers keep them. Applied again whenever this text changes.

-- Counts what a tenant has, once per statement, in the transaction that changes it. The version of the tenant stays.
create or replace function count_of_tenant() returns trigger language plpgsql as $$
declare counter text := tg_argv[0];
begin
  -- whoever adds what is no tenant's needs no rights on tenants
  if tg_op in ('INSERT', 'UPDATE') then
    if exists (select from added where tenant_id is not null) then
      execute format('update tenants t set %1$I = %1$I + n.n from (select tenant_id, count(*)::int n from added
        where tenant_id is not null group by tenant_id) n where t.id = n.tenant_id', counter);
    end if;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    if exists (select from removed where tenant_id is not null) then
      execute format('update tenants t set %1$I = %1$I - n.n from (select tenant_id, count(*)::int n from removed
        where tenant_id is not null group by tenant_id) n where t.id = n.tenant_id', counter);
    end if;
  end if;
  return null;
end $$;

-- One tenant changed its status or its partner. One statement takes both counters, in one order: two tenants that change places would
-- otherwise wait for each other.
create or replace function count_tenants() returns trigger language plpgsql as $$
begin
  insert into tenant_counts as c (partner_id, status, tenants)
    select moved.partner_id, moved.status, sum(moved.by)
    from (values (old.partner_id, old.status, -1), (new.partner_id, new.status, 1)) as moved (partner_id, status, by)
    where moved.partner_id is not null
    group by 1, 2 order by 1, 2
    on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  return null;
end $$;

-- Tenants added or removed by one statement. Counting each row would write a new version of the same counter for each tenant of an import.
create or replace function count_tenants_by_statement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into tenant_counts as c (partner_id, status, tenants)
      select partner_id, status, count(*) from added group by 1, 2 order by 1, 2
      on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  else
    update tenant_counts c set tenants = c.tenants - n.tenants
      from (select partner_id, status, count(*) as tenants from removed group by 1, 2) n
      where c.partner_id = n.partner_id and c.status = n.status;
  end if;
  return null;
end $$;

-- The count from which a limit is reported. A tenant that may have none, and has none, is not reported.
create or replace function alert_from(most integer, percent integer) returns integer language sql immutable as
  $$ select case when most is not null then greatest(1, ceil(most * percent / 100.0)::integer) end $$;

-- A limit changed: from how many on is it reported?
create or replace function set_alerts() returns trigger language plpgsql as $$
begin
  update tenants set extensions_alert = alert_from(new.max_extensions, new.alert_threshold_percent),
    dids_alert = alert_from(new.max_dids, new.alert_threshold_percent) where id = new.tenant_id;
  return null;
end $$;

grant create on schema public to searcher;
set local role searcher;

-- How many calls a partner's tenants have in progress. Only the number is given out: a call itself is seen by its tenant alone.
create or replace function count_live_calls(of_partner uuid) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select count(*)::int from live_calls c join tenants t on t.id = c.tenant_id where t.partner_id = of_partner $$;

reset role;
revoke create on schema public from searcher;
