-- What the operator finds of any partner's tenants. It belongs to `searcher`, which sees them all. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

drop function if exists find_tenants_for_operator(text[], text, uuid, integer);

-- All words in any order, the digits in one of the tenant's numbers, or the one that is named.
create function find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer)
  returns table (tenant_id uuid, partner_id uuid, name text, sip_prefix text, status text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.name, t.sip_prefix, t.status from tenants t
  where ctx_operator() and case
    when wanted is not null then t.id = wanted
    when digits is not null and exists (select from dids d where d.tenant_id = t.id and d.number like '%' || digits || '%') then true
    else cardinality(words) > 0 and not exists (select from unnest(words) word where t.search_text not like part_of(word)) end
  order by t.name collate "und-x-icu", t.id limit at_most $$;

revoke all on function find_tenants_for_operator(text[], text, uuid, integer) from public;
grant execute on function find_tenants_for_operator(text[], text, uuid, integer) to app;

reset role;
revoke create on schema public from searcher;
