-- Tenants of any partner at the end of their retention. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

-- The tenants that are due, one page at a time.
create or replace function tenants_to_purge(until timestamptz, after_at timestamptz, after_id uuid, at_most integer, held_too boolean)
  returns table (tenant_id uuid, partner_id uuid, purge_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.purge_at from tenants t
  where t.purge_at <= until and (t.purge_at, t.id) > (after_at, after_id)
    and (held_too or not exists (select from legal_holds h where h.tenant_id = t.id))
  order by t.purge_at, t.id limit at_most $$;

-- Which of these tenants still exist.
create or replace function existing_tenants(ids uuid[]) returns setof uuid language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select id from tenants where id = any(ids) $$;

-- What the purge of a tenant leaves of its charged calls.
create or replace function keep_in_ledger() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into billing_ledger (partner_id, tenant_id, ended_at, billable_seconds, currency, charge_micros, wholesale_currency, wholesale_micros)
    select g.partner_id, g.tenant_id, g.ended_at, g.billable_seconds, g.currency, g.charge_micros, g.wholesale_currency, g.wholesale_micros from gone g;
  return null;
end $$;

-- Drops up to so many lines of the ledger that are older than that. Returns how many.
create or replace function drop_old_ledger(older_than interval, at_most integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  dropped integer;
begin
  delete from billing_ledger l where l.id in (
    select o.id from billing_ledger o where o.purged_at < now() - older_than order by o.purged_at limit at_most);
  get diagnostics dropped = row_count;
  return dropped;
end $$;

revoke all on function keep_in_ledger(), drop_old_ledger(interval, integer) from public;
-- needed to create the trigger
grant execute on function keep_in_ledger() to owner;
grant execute on function drop_old_ledger(interval, integer) to worker;

reset role;
revoke create on schema public from searcher;

drop trigger if exists keep_in_ledger on call_charges;
create trigger keep_in_ledger after delete on call_charges referencing old table as gone for each statement execute function keep_in_ledger();
