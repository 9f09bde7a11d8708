-- What the operator finds across all partners. Owned by `searcher`, which sees all tenants. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

drop function if exists find_tenants_for_operator(text[], text, uuid, integer);

-- Tenants that match all words in any order, or that have a number with these digits, or the one with this id.
create function find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer)
  returns table (tenant_id uuid, partner_id uuid, name text, sip_prefix text, status text, sandbox boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.name, t.sip_prefix, t.status, t.sandbox from tenants t
  where ctx_operator() and case
    when wanted is not null then t.id = wanted
    when digits is not null and exists (select from dids d where d.tenant_id = t.id and d.number like '%' || digits || '%') then true
    else cardinality(words) > 0 and not exists (select from unnest(words) word where t.search_text not like like_pattern(word)) end
  order by t.name collate "und-x-icu", t.id limit at_most $$;

-- A tenant as the operator sees it.
create or replace function tenant_for_operator(wanted uuid)
  returns table (tenant_id uuid, partner_id uuid, sip_prefix text, status text, suspension_reasons text[], operator_reasons text[],
    purge_at timestamptz, purge_started_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.sip_prefix, t.status, t.suspension_reasons, t.operator_reasons, t.purge_at, t.purge_started_at
  from tenants t where t.id = wanted and ctx_operator() $$;

-- Locks a tenant's row for the operator, who cannot update tenants.
create or replace function lock_tenant_for_operator(wanted uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from tenants where id = wanted and ctx_operator() for no key update;
end $$;

-- What the calls that ended in a time come to at wholesale, by partner and currency; without a currency those whose cost is not known. Calls of
-- tenants that were purged are in it, too.
create or replace function wholesale_of_partners(since timestamptz, until timestamptz)
  returns table (partner_id uuid, currency text, cost numeric, calls integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.partner_id, c.wholesale_currency, coalesce(sum(c.wholesale_micros), 0), count(*)::int
  from (select partner_id, wholesale_currency, wholesale_micros, ended_at from call_charges
    union all select partner_id, wholesale_currency, wholesale_micros, ended_at from billing_ledger) c
  where ctx_operator() and c.ended_at >= since and c.ended_at < until
  group by c.partner_id, c.wholesale_currency $$;
revoke all on function wholesale_of_partners(timestamptz, timestamptz) from public;
grant execute on function wholesale_of_partners(timestamptz, timestamptz) to app;

revoke all on function find_tenants_for_operator(text[], text, uuid, integer) from public;
grant execute on function find_tenants_for_operator(text[], text, uuid, integer) to app;

reset role;
revoke create on schema public from searcher;
