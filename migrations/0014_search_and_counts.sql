-- A list of 100,000 stays quick: what is searched for is known when the search is planned, and many tenants at once are counted once.

grant create on schema public to searcher;
set local role searcher;

create function part_of(needle text) returns text language sql immutable as
  $$ select '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%' $$;

-- Without statuses every tenant counts. `execute`, since a plan for any needle reads all there is even for a needle that nothing has.
create or replace function count_found_tenants(of_partner uuid, needle text, statuses text[]) returns integer language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare matches integer;
begin
  execute 'select count(*)::int from tenants where partner_id = $1 and search_text like $2'
    || case when statuses is null then '' else ' and status = any($3)' end
    into matches using of_partner, part_of(needle), statuses;
  return matches;
end $$;

drop function search_tenants(uuid, text, text[], text, boolean, text, uuid, integer);
-- `known`: how many there are, if that is known. The planner may not look at the statistics of a column under a policy: it takes a needle
-- that few have for one that many have, and would walk the whole list in order until a page is full.
create function search_tenants(of_partner uuid, needle text, statuses text[], sort_by text, descending boolean,
  after_key text, after_id uuid, at_most integer, known integer) returns setof tenants language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  sort_key text := case sort_by when 'name' then 'name collate "und-x-icu"' when 'sipPrefix' then 'sip_prefix' when 'status' then 'status'
    when 'usersCount' then 'users_count' when 'didsCount' then 'dids_count' when 'extensionsCount' then 'extensions_count' else 'created_at' end;
  key_type text := case when sort_by in ('name', 'sipPrefix', 'status') then 'text' when sort_by like '%Count' then 'integer' else 'timestamptz' end;
  direction text := case when descending then 'desc' else 'asc' end;
  beyond text := case when descending then '<' else '>' end;
  few boolean := coalesce(known, count_found_tenants(of_partner, needle, statuses)) < 2000;
begin
  return query execute 'with matching as ' || case when few then 'materialized' else 'not materialized' end
    || ' (select * from tenants where partner_id = $1 and search_text like $2'
    || case when statuses is null then '' else ' and status = any($3)' end
    || ') select * from matching'
    || case when after_id is null then '' else format(' where (%s, id) %s ($4::%s, $5)', sort_key, beyond, key_type) end
    || format(' order by %s %s, id %s limit $6', sort_key, direction, direction)
    using of_partner, part_of(needle), statuses, after_key, after_id, at_most;
end $$;
revoke all on function search_tenants(uuid, text, text[], text, boolean, text, uuid, integer, integer) from public;
grant execute on function search_tenants(uuid, text, text[], text, boolean, text, uuid, integer, integer) to app, worker;

reset role;
revoke create on schema public from searcher;

-- A row of the counters for each tenant of an import would be a new version of the same row each time.
create function count_tenants_at_once() returns trigger language plpgsql as $$
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
drop trigger count_tenants on tenants;
create trigger count_new_tenants after insert on tenants referencing new table as added
  for each statement execute function count_tenants_at_once();
create trigger count_removed_tenants after delete on tenants referencing old table as removed
  for each statement execute function count_tenants_at_once();
