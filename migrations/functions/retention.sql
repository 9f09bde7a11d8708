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

-- The last day of a tenant's books; null: there are none.
create or replace function last_day_of_books(of_tenant uuid) returns date language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select max(day) from (
    select issued_on as day from invoices where tenant_id = of_tenant
    union all select issued_on from credit_notes where tenant_id = of_tenant
    union all select greatest(paid_on, reversed_on) from payments where tenant_id = of_tenant
    union all select reinstated_on from payment_reinstatements where tenant_id = of_tenant
    union all select greatest(booked_on, returned_on) from refunds where tenant_id = of_tenant
    union all select created_at::date from account_credits where tenant_id = of_tenant) as days $$;

-- Whether the books of a purged tenant have been kept for their years, from the end of the year of their last day. A day later by UTC, so that the year is
-- over in every time zone.
create or replace function are_books_old(of_tenant uuid, of_partner uuid, at timestamptz) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select make_date(extract(year from last_day_of_books(of_tenant))::integer + 1
      + coalesce((select s.books_years from invoice_settings s where s.partner_id = of_partner), 10), 1, 1)
    <= (at at time zone 'UTC')::date - 1 $$;

-- Purged tenants whose books are old, in the order of their ids, after one of them.
create or replace function tenants_with_old_books(at timestamptz, after_tenant uuid, at_most integer) returns table (tenant_id uuid, partner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.tenant_id, s.partner_id from tombstones s
  where s.tenant_id > after_tenant and s.purged_at < at - interval '2 years' and are_books_old(s.tenant_id, s.partner_id, at)
  order by s.tenant_id limit at_most $$;

-- Deletes the books of a purged tenant if they are old. Returns no row if they aren't, or if there are none.
create or replace function delete_old_books(of_tenant uuid, at timestamptz) returns table (invoices integer, credit_notes integer, payments integer)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  counted record;
begin
  if not exists (select from tombstones s where s.tenant_id = of_tenant and are_books_old(s.tenant_id, s.partner_id, at)) then
    return;
  end if;
  select (select count(*) from invoices i where i.tenant_id = of_tenant)::integer as i, (select count(*) from credit_notes n where n.tenant_id = of_tenant)::integer as n,
    (select count(*) from payments p where p.tenant_id = of_tenant)::integer as p into counted;
  delete from invoice_files f where f.tenant_id = of_tenant;
  delete from refunds r where r.tenant_id = of_tenant;
  delete from payment_reinstatements x where x.tenant_id = of_tenant;
  delete from payment_shares s where s.tenant_id = of_tenant;
  delete from payments p where p.tenant_id = of_tenant;
  delete from credit_notes n where n.tenant_id = of_tenant;
  delete from account_credits c where c.tenant_id = of_tenant;
  delete from invoices i where i.tenant_id = of_tenant;
  return query select counted.i, counted.n, counted.p;
end $$;

revoke all on function last_day_of_books(uuid), are_books_old(uuid, uuid, timestamptz), tenants_with_old_books(timestamptz, uuid, integer),
  delete_old_books(uuid, timestamptz) from public;
grant execute on function tenants_with_old_books(timestamptz, uuid, integer), delete_old_books(uuid, timestamptz) to worker;
revoke all on function keep_in_ledger(), drop_old_ledger(interval, integer) from public;
-- needed to create the trigger
grant execute on function keep_in_ledger() to owner;
grant execute on function drop_old_ledger(interval, integer) to worker;

reset role;
revoke create on schema public from searcher;

drop trigger if exists keep_in_ledger on call_charges;
create trigger keep_in_ledger after delete on call_charges referencing old table as gone for each statement execute function keep_in_ledger();
