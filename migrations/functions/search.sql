-- Searches all tenants of a partner. Owned by `searcher`, because under a policy LIKE cannot use its trigram index. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

drop function if exists search_tenants(uuid, text[], text, text[], text, boolean, text, uuid, integer, integer);
drop function if exists count_found_tenants(uuid, text[], text, text[]);
drop function if exists found_tenants_condition(text[], text, text[]);

-- A LIKE pattern that finds the text anywhere.
create or replace function like_pattern(needle text) returns text language sql immutable as
  $$ select '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%' $$;

-- The condition as literal SQL, because the plan depends on the words: all words in any order, or the digits in one of the tenant's numbers.
-- Expects the partner as $1 and the statuses as $2. A key's search finds what its mode has: `searcher` is under no policy that would say so.
create function found_tenants_condition(words text[], digits text, statuses text[]) returns text language plpgsql immutable set search_path = pg_catalog, public, pg_temp as $$
declare
  named text := (select string_agg(format('search_text like %L', like_pattern(word)), ' and ') from unnest(words) word);
begin
  return 'partner_id = $1 and (coalesce(current_setting(''app.mode'', true), '''') = '''' or sandbox = (current_setting(''app.mode'', true) = ''test'')) and '
    || case when digits is null then named
       else format('id in (select id from tenants where partner_id = $1 and %s union all '
         'select tenant_id from dids where partner_id = $1 and tenant_id is not null and number like %L)', named, '%' || digits || '%') end
    || case when statuses is null then '' else ' and status = any($2)' end;
end $$;

create function count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]) returns integer language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare matches integer;
begin
  execute 'select count(*)::int from tenants where ' || found_tenants_condition(words, digits, statuses) into matches using of_partner, statuses;
  return matches;
end $$;

-- `known`: the number of matches, if known. All matches may be at the end of the order: walking the index there, past 100,000 tenants,
-- took 120 ms, while sorting 25,000 matches takes 40. With more matches than that, walking soon meets fifty of them. `offset 0` makes the
-- planner sort.
create function search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text,
  after_id uuid, at_most integer, known integer) returns setof tenants language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  sort_key text := case sort_by when 'name' then 'name collate "und-x-icu"' when 'sipPrefix' then 'sip_prefix' when 'status' then 'status'
    when 'usersCount' then 'users_count' when 'didsCount' then 'dids_count' when 'extensionsCount' then 'extensions_count' else 'created_at' end;
  key_type text := case when sort_by in ('name', 'sipPrefix', 'status') then 'text' when sort_by like '%Count' then 'integer' else 'timestamptz' end;
  direction text := case when descending then 'desc' else 'asc' end;
  beyond text := case when descending then '<' else '>' end;
  sorts boolean := coalesce(known, count_found_tenants(of_partner, words, digits, statuses)) < 25000;
begin
  return query execute 'select * from (select * from tenants where ' || found_tenants_condition(words, digits, statuses)
    || case when sorts then ' offset 0' else '' end || ') matching'
    || case when after_id is null then '' else format(' where (%s, id) %s ($3::%s, $4)', sort_key, beyond, key_type) end
    || format(' order by %s %s, id %s limit $5', sort_key, direction, direction)
    using of_partner, statuses, after_key, after_id, at_most;
end $$;
revoke all on function found_tenants_condition(text[], text, text[]) from public;
revoke all on function count_found_tenants(uuid, text[], text, text[]) from public;
revoke all on function search_tenants(uuid, text[], text, text[], text, boolean, text, uuid, integer, integer) from public;
grant execute on function count_found_tenants(uuid, text[], text, text[]) to app, worker;
grant execute on function search_tenants(uuid, text[], text, text[], text, boolean, text, uuid, integer, integer) to app, worker;

reset role;
revoke create on schema public from searcher;
