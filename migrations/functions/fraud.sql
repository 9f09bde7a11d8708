-- Which tenants to look at for fraud (src/fraud/fraud.ts). Owned by `searcher`. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

-- Tenants with fraud rules that are on a call out now.
create or replace function tenants_to_watch_for_fraud() returns table (tenant_id uuid, partner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.tenant_id, r.partner_id from fraud_rules r
  where r.tenant_id in (select l.tenant_id from live_calls l where l.uses_line) order by r.tenant_id $$;
revoke all on function tenants_to_watch_for_fraud() from public;
grant execute on function tenants_to_watch_for_fraud() to worker;

reset role;
revoke create on schema public from searcher;
