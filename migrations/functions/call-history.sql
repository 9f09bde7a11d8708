-- What the history knows of a call beyond what call control writes. Applied whenever this text changes.

-- Runs whichever way the call gets into the call records, also from an older program. Of a call that was put through and not answered, the
-- cause says how it ended: 21 declined, 16 and 19 nobody answered, 17 busy; all others are failures on the way. src/calls/records/outcomes.ts says why.
create or replace function complete_call() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  new.outcome := case
    when new.answered_at is not null then case new.path -> -1 ->> 'event' when 'mailbox' then 'voicemail' else 'answered' end
    when new.flow_answered_at is not null then 'ended_in_flow'
    when new.reason in ('busy', 'unreachable') then new.reason
    when new.reason <> 'nobody_available' or new.cause = 21 then 'refused'
    when new.cause in (16, 19) then case new.direction when 'inbound' then 'missed' else 'no_answer' end
    when new.cause = 17 then 'busy'
    else 'unreachable' end;
  -- an extension that is deleted later keeps its number here
  if new.extension_id is not null then
    new.extension_number := (select e.number from extensions e where e.id = new.extension_id and e.tenant_id = new.tenant_id);
  end if;
  if new.direction = 'internal' then
    new.called_extension_id := (select e.id from extensions e
      where e.tenant_id = new.tenant_id and e.number = new.to_number and e.id is distinct from new.extension_id);
  end if;
  return new;
end $$;

drop trigger if exists complete_call on calls;
create trigger complete_call before insert on calls for each row execute function complete_call();

-- Owned by `searcher`, because under a policy a search in an array cannot use its index.
grant create on schema public to searcher;
set local role searcher;

-- Up to so many of the calls of the transaction's tenant with these digits, four at least, in either number, in no order. Planned for these digits,
-- and never by another index than that of numbers. The last six digits leave few calls; to ask the index for more of them takes longer than to look
-- at those.
create or replace function calls_with_number(digits text, at_most integer) returns setof calls language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set enable_indexscan = off as $$
begin
  return query execute format($q$select * from calls c
    where number_tokens(c.tenant_id, c.from_number || ' ' || c.to_number) @> %L and c.tenant_id = ctx_tenant()
      and position($1 in c.from_number || ' ' || c.to_number) > 0 limit $2$q$, number_tokens(ctx_tenant(), right(digits, 6))) using digits, at_most;
end $$;

revoke all on function calls_with_number(text, integer) from public;
grant execute on function calls_with_number(text, integer) to app, worker;

reset role;
revoke create on schema public from searcher;
