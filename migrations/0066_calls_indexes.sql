-- Each filter of the history finds its calls in the order in which they are listed (src/calls/history-keys-sql.ts). The columns beside the key are
-- what is filtered by as well, so that a scan that skips many calls reads nothing but the index.
create index calls_by_outcome on calls (tenant_id, direction, outcome, admitted_at desc, id desc);
create index calls_of_extension on calls (tenant_id, extension_id, admitted_at desc, id desc) include (direction, outcome)
  where extension_id is not null;
create index calls_to_extension on calls (tenant_id, called_extension_id, admitted_at desc, id desc) include (direction, outcome)
  where called_extension_id is not null;
-- who answered is mostly who was called
create index calls_answered_elsewhere on calls (tenant_id, answered_extension_id, admitted_at desc, id desc) include (direction, outcome)
  where answered_extension_id is not null and answered_extension_id is distinct from extension_id
    and answered_extension_id is distinct from called_extension_id;
create index calls_in_emergency on calls (tenant_id, admitted_at desc, id desc) where emergency;

-- Part of a number, within one tenant: the numbers of all tenants together would be no help to a small one.
create extension if not exists btree_gin;
-- a call that is being refused waits for the list of pending entries to be merged, so that list is short
create index calls_by_number on calls using gin (tenant_id, (from_number || ' ' || to_number) gin_trgm_ops)
  with (gin_pending_list_limit = 256);

create policy for_searcher on calls for select to searcher using (true);
grant select on calls to searcher;
