-- Counters of a tenant's and a partner's things, updated by triggers. Applied whenever this text changes.

-- Counts what a tenant has, once per statement, in the transaction of the change. Does not change the tenant's version.
-- In any order: a statement for several tenants has locked them by lockTenants (src/platform/db/tenant-lock.ts).
create or replace function count_of_tenant() returns trigger language plpgsql as $$
declare counter text := tg_argv[0];
begin
  -- a row that belongs to no tenant requires no rights on tenants
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

-- Sandboxes are not counted among a partner's tenants.

-- A tenant changed its status or partner. One statement updates both counters in one order; otherwise two tenants that swap places could
-- deadlock.
create or replace function count_tenants() returns trigger language plpgsql as $$
begin
  insert into tenant_counts as c (partner_id, status, tenants)
    select moved.partner_id, moved.status, sum(moved.by)
    from (values (old.partner_id, old.status, -1), (new.partner_id, new.status, 1)) as moved (partner_id, status, by)
    where moved.partner_id is not null and not new.sandbox
    group by 1, 2 order by 1, 2
    on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  return null;
end $$;

-- Tenants added or removed by one statement. Only a purge removes tenants, one by one. Counting per row would write a new version of the counter for every tenant of an import.
create or replace function count_tenants_by_statement() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into tenant_counts as c (partner_id, status, tenants)
      select partner_id, status, count(*) from added where not sandbox group by 1, 2 order by 1, 2
      on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  else
    update tenant_counts c set tenants = c.tenants - n.tenants
      from (select partner_id, status, count(*) as tenants from removed where not sandbox group by 1, 2) n
      where c.partner_id = n.partner_id and c.status = n.status;
  end if;
  return null;
end $$;

-- The count at which a limit is reported. A limit of 0 that is kept is not reported.
create or replace function alert_from(most integer, percent integer) returns integer language sql immutable as
  $$ select case when most is not null then greatest(1, ceil(most * percent / 100.0)::integer) end $$;

-- Updates the reporting thresholds after a change of limits.
create or replace function set_alerts() returns trigger language plpgsql as $$
begin
  update tenants set extensions_alert = alert_from(new.max_extensions, new.alert_threshold_percent),
    dids_alert = alert_from(new.max_dids, new.alert_threshold_percent) where id = new.tenant_id;
  return null;
end $$;

grant create on schema public to searcher;
set local role searcher;

-- A partner's number of calls in progress. Returns only the number, because a call is visible only to its tenant.
create or replace function count_live_calls(of_partner uuid) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select count(*)::int from live_calls c join tenants t on t.id = c.tenant_id where t.partner_id = of_partner and not t.sandbox $$;

reset role;
revoke create on schema public from searcher;
