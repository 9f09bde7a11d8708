-- Part of a number, again: where the tenant was a key of its own, its list of millions of calls was read with every search. Now each four digits
-- are a key of their tenant, so that another tenant's calls are in other lists. An index is made of this function, so it never changes.
create function number_tokens(of_tenant uuid, numbers text) returns integer[] language plpgsql immutable
  set search_path = pg_catalog, public, pg_temp as $$
declare
  tokens integer[] := '{}';
begin
  for at in 1 .. length(numbers) - 3 loop
    tokens := tokens || hashtext(of_tenant::text || substr(numbers, at, 4));
  end loop;
  return tokens;
end $$;

drop index calls_by_number;
drop extension btree_gin;
-- a call that is being refused waits for the list of pending entries to be merged, so that list is short
create index calls_by_number on calls using gin (number_tokens(tenant_id, from_number || ' ' || to_number))
  with (gin_pending_list_limit = 256);
