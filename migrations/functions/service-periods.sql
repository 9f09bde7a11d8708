-- Writes down what a tenant has from when to when, for counted days. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

create or replace function begin_active_period() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into service_periods (partner_id, tenant_id, kind, thing_id, from_at)
    values (new.partner_id, new.id, 'active', new.id, case tg_op when 'INSERT' then new.created_at else now() end)
    on conflict do nothing;
  return null;
end $$;

create or replace function end_active_period() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update service_periods set until_at = greatest(from_at, now()) where thing_id = old.id and kind = 'active' and until_at is null;
  return null;
end $$;

-- A tenant that is deleted, and one that comes back.
create or replace function move_cancelled_period() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.status = 'CANCELLED' then
    insert into service_periods (partner_id, tenant_id, kind, thing_id) values (new.partner_id, new.id, 'cancelled', new.id) on conflict do nothing;
  else
    update service_periods set until_at = greatest(from_at, now()) where thing_id = new.id and kind = 'cancelled' and until_at is null;
  end if;
  return null;
end $$;

create or replace function begin_extension_periods() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into service_periods (partner_id, tenant_id, kind, thing_id)
    select t.partner_id, t.id, 'extension', a.id from added a join tenants t on t.id = a.tenant_id
    on conflict do nothing;
  return null;
end $$;

create or replace function end_extension_periods() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update service_periods p set until_at = greatest(p.from_at, now()) from removed r
    where p.thing_id = r.id and p.kind = 'extension' and p.until_at is null;
  return null;
end $$;

-- A number that comes, goes, or moves from one tenant to another.
create or replace function move_number_period() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    update service_periods set until_at = greatest(from_at, now()) where thing_id = old.id and kind = 'number' and until_at is null;
  end if;
  if tg_op <> 'DELETE' and new.tenant_id is not null then
    insert into service_periods (partner_id, tenant_id, kind, thing_id, number)
      select t.partner_id, t.id, 'number', new.id, new.number from tenants t where t.id = new.tenant_id
      on conflict do nothing;
  end if;
  return null;
end $$;

-- A tenant that was created with a past, such as those of the demo: a thing that was added in this transaction began earlier, but not before its tenant.
create or replace function begin_service_earlier(of_thing uuid, since timestamptz) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  update service_periods p set from_at = greatest(since, t.created_at) from tenants t
    where p.thing_id = of_thing and p.until_at is null and p.from_at = now()::timestamptz(3) and since < now()
      and t.id = p.tenant_id and t.id = ctx_tenant() $$;
revoke all on function begin_service_earlier(uuid, timestamptz) from public;
grant execute on function begin_service_earlier(uuid, timestamptz) to app;

-- Tenants that a profile bills and that have no cycle at this time, some at once.
create or replace function tenants_without_cycle(at timestamptz, at_most integer) returns table (tenant_id uuid, partner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id from tenants t
  where t.billing_profile_id is not null and t.purge_started_at is null
    and not exists (select from billing_cycles c where c.tenant_id = t.id and c.ends_at > at and c.invoiced_at is null)
  order by t.id limit at_most $$;
revoke all on function tenants_without_cycle(timestamptz, integer) from public;
grant execute on function tenants_without_cycle(timestamptz, integer) to worker;

reset role;
revoke create on schema public from searcher;

drop trigger if exists begin_active_period on tenants;
create trigger begin_active_period after insert on tenants for each row when (new.status = 'ACTIVE')
  execute function begin_active_period();
drop trigger if exists resume_active_period on tenants;
create trigger resume_active_period after update of status on tenants for each row
  when (old.status <> 'ACTIVE' and new.status = 'ACTIVE') execute function begin_active_period();
drop trigger if exists end_active_period on tenants;
create trigger end_active_period after update of status on tenants for each row
  when (old.status = 'ACTIVE' and new.status <> 'ACTIVE') execute function end_active_period();

drop trigger if exists move_cancelled_period on tenants;
create trigger move_cancelled_period after update of status on tenants for each row
  when ((old.status = 'CANCELLED') <> (new.status = 'CANCELLED')) execute function move_cancelled_period();

drop trigger if exists begin_extension_periods on extensions;
create trigger begin_extension_periods after insert on extensions referencing new table as added
  for each statement execute function begin_extension_periods();
drop trigger if exists end_extension_periods on extensions;
create trigger end_extension_periods after delete on extensions referencing old table as removed
  for each statement execute function end_extension_periods();

drop trigger if exists begin_number_period on dids;
create trigger begin_number_period after insert on dids for each row when (new.tenant_id is not null)
  execute function move_number_period();
drop trigger if exists move_number_period on dids;
create trigger move_number_period after update of tenant_id on dids for each row
  when (old.tenant_id is distinct from new.tenant_id) execute function move_number_period();
drop trigger if exists end_number_period on dids;
create trigger end_number_period after delete on dids for each row when (old.tenant_id is not null)
  execute function move_number_period();
