-- How many calls took which way through flows. Owned by `voice`, because calls of all tenants are written together. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

-- Counts the calls that a statement writes into the history. A call is written there only once, even if several processes try, so it is counted once.
-- A step without an exit is one where the call left the flow; its exit is ''. The day is that of the call's beginning, by its tenant's clock.
create or replace function count_flow_steps() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into flow_statistics as s (tenant_id, flow_id, day, node_id, exit_id, calls, passes)
  select c.tenant_id, f.id, (c.admitted_at at time zone t.timezone)::date, step ->> 'nodeId', coalesce(step ->> 'exit', ''),
    count(distinct c.id), count(*)
  from written c
    join tenants t on t.id = c.tenant_id
    cross join jsonb_path_query(c.path, '$[*] ? (@.event == "flow" && exists(@.nodeId))') as step
    join flows f on f.tenant_id = c.tenant_id and f.id::text = step ->> 'flowId'
  where c.path @> '[{"event": "flow"}]'
  group by 1, 2, 3, 4, 5
  -- two writers take the rows in the same order
  order by 1, 2, 3, 4, 5
  on conflict (tenant_id, flow_id, day, node_id, exit_id)
    do update set calls = s.calls + excluded.calls, passes = s.passes + excluded.passes;
  return null;
end $$;

revoke all on function count_flow_steps() from public;
grant execute on function count_flow_steps() to owner;

reset role;
revoke create on schema public from voice;

drop trigger if exists count_flow_steps on calls;
create trigger count_flow_steps after insert on calls referencing new table as written for each statement execute function count_flow_steps();
