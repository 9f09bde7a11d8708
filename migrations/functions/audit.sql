-- The audit log and its chains. Applied whenever this text changes.

-- The chain of an event. Sign-ins have separate chains.
create or replace function audit_chain_of(e audit_events) returns text language sql stable parallel safe as
  $$ select coalesce(e.partner_id::text, 'operator') || case when e.action like 'session.%' then '/sign-in' else '' end $$;

-- Hashes a row's wire format: each value with its type and length, so no two rows hash alike. A purge may blank an event before the sequencer has
-- linked it; without a salt nothing is hashed.
create or replace function audit_who(e audit_events) returns bytea language sql stable parallel safe as
  $$ select sha256(coalesce(e.who_salt, '') || record_send(row(e.actor_email, e.ip))) $$;

create or replace function audit_what(e audit_events) returns bytea language sql stable parallel safe as
  $$ select sha256(coalesce(e.what_salt, '') || record_send(row(e.before, e.after))) $$;

-- The hash of a link: over the previous link, the event, and the hashes of its personal data (who) and its content (what).
create or replace function audit_link(previous bytea, chain text, seq bigint, e audit_events, who bytea, what bytea) returns bytea language sql stable parallel safe as $$
  select sha256(record_send(row(previous, chain, seq, e.id, e.at, e.partner_id, e.tenant_id, e.actor_id, e.actor_role, e.action, e.target_kind,
    e.target_id, e.request_id, who, what))) $$;

-- Blanking removes the salt too, so that nobody can test guesses against the hash.
create or replace function blank_salts() returns trigger language plpgsql as $$
begin
  if new.actor_email is null and new.ip is null then new.who_salt := null; end if;
  if new.before is null and new.after is null then new.what_salt := null; end if;
  return new;
end $$;

grant create on schema public to auditor;
set local role auditor;

-- Only a purge blanks data: during it, the tenant's row shows that; afterwards, the log does.
create or replace function audit_may_be_blank(tenant uuid) returns boolean language plpgsql stable parallel safe security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from audit_events p where p.tenant_id = tenant and p.action = 'tenant.purged')
    or exists (select from tenants t where t.id = tenant and t.purge_started_at is not null);
end $$;

-- The queue of new events for the sequencer: all that a statement writes at once, since an invoice run writes hundreds.
create or replace function queue_audit_event() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into audit_unchained (event_id) select w.id from written w;
  return null;
end $$;
-- needed to create the trigger
grant execute on function queue_audit_event() to owner;

-- The sequencer: links up to the given number of committed events. Returns how many, and 0 while another one runs.
create or replace function chain_audit_events(at_most integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp set client_encoding = 'UTF8'
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  waiting record;
  chain text;
  seq bigint;
  hash bytea;
  chains text[] := '{}';
  seqs bigint[] := '{}';
  ids uuid[] := '{}';
  whos bytea[] := '{}';
  whats bytea[] := '{}';
  hashes bytea[] := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtext('audit sequencer')) then return 0; end if;
  for waiting in select a as event, a.id, audit_chain_of(a) as chain, audit_who(a) as who, audit_what(a) as what
    from (select event_id from audit_unchained order by event_id limit at_most) u join audit_events a on a.id = u.event_id
    order by 3, a.id
  loop
    if chain is distinct from waiting.chain then
      chain := waiting.chain;
      select c.seq, c.hash into seq, hash from audit_chain c where c.chain = waiting.chain order by c.seq desc limit 1;
      if not found then seq := 0; hash := ''; end if;
    end if;
    seq := seq + 1;
    hash := audit_link(hash, chain, seq, waiting.event, waiting.who, waiting.what);
    chains := chains || chain;
    seqs := seqs || seq;
    ids := ids || waiting.id;
    whos := whos || waiting.who;
    whats := whats || waiting.what;
    hashes := hashes || hash;
  end loop;
  insert into audit_chain (chain, seq, event_id, who_hash, what_hash, hash)
    select * from unnest(chains, seqs, ids, whos, whats, hashes);
  -- in any order: only the sequencer deletes here
  delete from audit_unchained where event_id = any(ids);
  return cardinality(ids);
end $$;

-- Recomputes every link of the given chains, or of all. Joins each link to its predecessor, so that it can use all processors.
create or replace function verify_audit_chains(wanted text[]) returns table (chain text, checked bigint, up_to timestamptz, head bytea,
    broken bigint, first_broken uuid, loose bigint) language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp set client_encoding = 'UTF8' set work_mem = '64MB' as $$
begin
  return query
  with of_chains as (
    select l.chain, count(*) as checked, max(a.at) as up_to, max(l.seq) as last_seq, count(*) filter (where not v.good) as broken,
      min(l.seq) filter (where not v.good) as broken_seq
    from audit_chain l left join audit_chain p on p.chain = l.chain and p.seq = l.seq - 1
      left join audit_events a on a.id = l.event_id
      -- `offset 0` makes each event be hashed once, however often the result is used
      cross join lateral (select ((l.seq = 1 or p.seq is not null) and l.chain = audit_chain_of(a)
        and l.hash = audit_link(coalesce(p.hash, ''), l.chain, l.seq, a, l.who_hash, l.what_hash)
        and case when a.who_salt is not null then l.who_hash = audit_who(a)
          else a.actor_email is null and a.ip is null and audit_may_be_blank(a.tenant_id) end
        and case when a.what_salt is not null then l.what_hash = audit_what(a)
          else a.before is null and a.after is null and audit_may_be_blank(a.tenant_id) end) is true as good offset 0) v
    where wanted is null or l.chain = any(wanted)
    group by l.chain
  ), of_loose as (
    select audit_chain_of(a) as chain, count(*) as loose from audit_events a
    where (wanted is null or audit_chain_of(a) = any(wanted))
      and not exists (select from audit_chain c where c.event_id = a.id) and not exists (select from audit_unchained u where u.event_id = a.id)
    group by 1
  )
  select coalesce(o.chain, f.chain), coalesce(o.checked, 0), o.up_to,
    (select c.hash from audit_chain c where c.chain = o.chain and c.seq = o.last_seq), coalesce(o.broken, 0),
    (select c.event_id from audit_chain c where c.chain = o.chain and c.seq = o.broken_seq), coalesce(f.loose, 0)
  from of_chains o full join of_loose f on f.chain = o.chain
  order by 1;
end $$;

reset role;
revoke create on schema public from auditor;

drop trigger if exists queue_audit_event on audit_events;
create trigger queue_audit_event after insert on audit_events referencing new table as written for each statement execute function queue_audit_event();
