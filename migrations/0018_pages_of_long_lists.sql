-- A page of a big tenant's extensions by number, which is how they are listed unless somebody says otherwise.
create index extensions_in_order on extensions (tenant_id, (number::integer), id);

-- Those that match may all stand at the end of the order: to walk there through 100,000 tenants took 120 ms, to sort 25,000 that match takes 40.
-- Beyond that they are so many that fifty of them are soon met on the way. `offset 0` keeps the planner from walking where it is to sort.
grant create on schema public to searcher;
set local role searcher;

create or replace function search_tenants(of_partner uuid, needle text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid,
  at_most integer, known integer) returns setof tenants language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  sort_key text := case sort_by when 'name' then 'name collate "und-x-icu"' when 'sipPrefix' then 'sip_prefix' when 'status' then 'status'
    when 'usersCount' then 'users_count' when 'didsCount' then 'dids_count' when 'extensionsCount' then 'extensions_count' else 'created_at' end;
  key_type text := case when sort_by in ('name', 'sipPrefix', 'status') then 'text' when sort_by like '%Count' then 'integer' else 'timestamptz' end;
  direction text := case when descending then 'desc' else 'asc' end;
  beyond text := case when descending then '<' else '>' end;
  sorts boolean := coalesce(known, count_found_tenants(of_partner, needle, statuses)) < 25000;
begin
  return query execute 'select * from (select * from tenants where partner_id = $1 and search_text like $2'
    || case when statuses is null then '' else ' and status = any($3)' end
    || case when sorts then ' offset 0' else '' end || ') matching'
    || case when after_id is null then '' else format(' where (%s, id) %s ($4::%s, $5)', sort_key, beyond, key_type) end
    || format(' order by %s %s, id %s limit $6', sort_key, direction, direction)
    using of_partner, part_of(needle), statuses, after_key, after_id, at_most;
end $$;

reset role;
revoke create on schema public from searcher;

-- Packing the manifest of ten thousand extensions would take as long as half of all else that its deletion does, and it is read once at most.
alter table manifests alter column content set storage external;
