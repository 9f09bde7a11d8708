-- The audit trail proves itself: each event is linked to the one before by a hash, so that one changed byte is found.
-- Events are chained after their commit by one sequencer (a chain's head locked in every transaction would serialise a partner).
-- Everything here belongs to `auditor`; nobody else reads or writes the chain.

grant usage on schema public to auditor;

-- Personal data enters the chain as a salted hash. When it is blanked its salt goes with it: nobody can try candidates, and the chain holds.
alter table audit_events add column who_salt bytea default uuid_send(gen_random_uuid());
alter table audit_events add column what_salt bytea default uuid_send(gen_random_uuid());
create function blank_salts() returns trigger language plpgsql as $$
begin
  if new.actor_email is null and new.ip is null then new.who_salt := null; end if;
  if new.before is null and new.after is null then new.what_salt := null; end if;
  return new;
end $$;
create trigger blank_salts before update on audit_events for each row execute function blank_salts();

-- Committed events that wait for the sequencer, a second at most.
create table audit_unchained (event_id uuid primary key);

create table audit_chain (
  chain text not null,
  seq bigint not null,
  event_id uuid not null unique,
  -- of (actor_email, ip) and of (before, after), each with its salt
  who_hash bytea not null,
  what_hash bytea not null,
  -- of the link before, and of all that is never blanked of this event
  hash bytea not null,
  primary key (chain, seq)
);

create function audit_chain_of(e audit_events) returns text language sql stable as
  $$ select coalesce(e.partner_id::text, 'operator') || case when e.action like 'session.%' then '/sign-in' else '' end $$;
-- What is hashed is the wire format of a row: each value with its type and length, so that no two rows read the same.
-- A purge may blank what still waits for the sequencer: then the hash is of nothing, without salt.
create function audit_who(e audit_events) returns bytea language sql stable as
  $$ select sha256(coalesce(e.who_salt, '') || record_send(row(e.actor_email, e.ip))) $$;
create function audit_what(e audit_events) returns bytea language sql stable as
  $$ select sha256(coalesce(e.what_salt, '') || record_send(row(e.before, e.after))) $$;
create function audit_link(previous bytea, chain text, seq bigint, e audit_events, who bytea, what bytea) returns bytea language sql stable as $$
  select sha256(record_send(row(previous, chain, seq, e.id, e.at, e.partner_id, e.tenant_id, e.actor_id, e.actor_role, e.action, e.target_kind,
    e.target_id, e.request_id, who, what))) $$;

create function queue_audit_event() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into audit_unchained (event_id) values (new.id);
  return null;
end $$;
create trigger queue_audit_event after insert on audit_events for each row execute function queue_audit_event();

-- Links what waits, oldest first; answers how many. Of several sequencers one works, the others find nothing to do.
create function chain_audit_events(at_most integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp set client_encoding = 'UTF8' as $$
declare
  e audit_events;
  of_chain text;
  present text;
  head record;
  who bytea;
  what bytea;
  linked uuid[] := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtext('audit sequencer')) then return 0; end if;
  for e in select a.* from (select event_id from audit_unchained order by event_id limit at_most) u
    join audit_events a on a.id = u.event_id order by audit_chain_of(a), a.id
  loop
    of_chain := audit_chain_of(e);
    if present is distinct from of_chain then
      present := of_chain;
      select c.seq, c.hash into head from audit_chain c where c.chain = of_chain order by c.seq desc limit 1;
      if not found then select 0::bigint as seq, ''::bytea as hash into head; end if;
    end if;
    who := audit_who(e);
    what := audit_what(e);
    select head.seq + 1 as seq, audit_link(head.hash, of_chain, head.seq + 1, e, who, what) as hash into head;
    insert into audit_chain (chain, seq, event_id, who_hash, what_hash, hash) values (of_chain, head.seq, e.id, who, what, head.hash);
    linked := linked || e.id;
  end loop;
  delete from audit_unchained where event_id = any(linked);
  return cardinality(linked);
end $$;

-- Goes through whole chains; null for all there are. An event is broken when it or its link differs, is missing, or was blanked without a purge;
-- `loose` counts events that are in no chain and do not wait to be.
create function verify_audit_chains(wanted text[]) returns table (chain text, checked bigint, up_to timestamptz, head bytea, broken bigint,
    first_broken uuid, loose bigint) language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp set client_encoding = 'UTF8' set work_mem = '64MB' as $$
begin
  return query
  with links as (
    select c.*, lag(c.hash, 1, ''::bytea) over w as previous, lag(c.seq, 1, 0::bigint) over w as previous_seq
    from audit_chain c where wanted is null or c.chain = any(wanted)
    window w as (partition by c.chain order by c.seq)
  ), of_chains as (
    select l.chain, count(*) as checked, max(a.at) as up_to, max(l.seq) as last_seq, count(*) filter (where not v.good) as broken,
      min(l.seq) filter (where not v.good) as broken_seq
    from links l left join audit_events a on a.id = l.event_id
      -- `offset 0` has each event hashed once, however often the result is used
      cross join lateral (select (l.seq = l.previous_seq + 1 and l.chain = audit_chain_of(a)
        and l.hash = audit_link(l.previous, l.chain, l.seq, a, l.who_hash, l.what_hash)
        and case when a.who_salt is not null then l.who_hash = audit_who(a)
          else a.actor_email is null and a.ip is null and audit_may_be_blank(a.tenant_id) end
        and case when a.what_salt is not null then l.what_hash = audit_what(a)
          else a.before is null and a.after is null and audit_may_be_blank(a.tenant_id) end) is true as good offset 0) v
    group by l.chain
  ), of_loose as (
    select audit_chain_of(a) as chain, count(*) as loose from audit_events a
    where not exists (select from audit_chain c where c.event_id = a.id) and not exists (select from audit_unchained u where u.event_id = a.id)
    group by 1
  )
  select coalesce(o.chain, f.chain), coalesce(o.checked, 0), o.up_to,
    (select c.hash from audit_chain c where c.chain = o.chain and c.seq = o.last_seq), coalesce(o.broken, 0),
    (select c.event_id from audit_chain c where c.chain = o.chain and c.seq = o.broken_seq), coalesce(f.loose, 0)
  from of_chains o full join (select * from of_loose f where wanted is null or f.chain = any(wanted)) f on f.chain = o.chain
  order by 1;
end $$;

-- Only a purge blanks: while it runs the tenant says so, afterwards the trail does. (Asked by name at run time: the columns come later.)
create function audit_may_be_blank(tenant uuid) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from audit_events p where p.tenant_id = tenant and p.action = 'tenant.purged')
    or exists (select from tenants t where t.id = tenant and t.purge_started_at is not null);
end $$;

grant select on audit_events, tenants to auditor;
grant select, insert, delete on audit_unchained to auditor;
grant select, insert on audit_chain to auditor;

do $$
declare
  t text;
  f text;
  fs text[] := array['queue_audit_event()', 'chain_audit_events(integer)', 'verify_audit_chains(text[])', 'audit_may_be_blank(uuid)'];
begin
  foreach t in array array['audit_unchained', 'audit_chain']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy for_auditor on %s to auditor using (true) with check (true)', t);
  end loop;
  execute 'create policy for_auditor on audit_events for select to auditor using (true)';
  execute 'create policy for_auditor on tenants for select to auditor using (true)';
  grant create on schema public to auditor;
  foreach f in array fs
  loop
    execute format('revoke all on function %s from public', f);
  end loop;
  grant execute on function chain_audit_events(integer) to worker;
  grant execute on function verify_audit_chains(text[]) to app, worker;
  foreach f in array fs
  loop
    execute format('alter function %s owner to auditor', f);
  end loop;
  revoke create on schema public from auditor;
end $$;
