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

reset role;
revoke create on schema public from searcher;
