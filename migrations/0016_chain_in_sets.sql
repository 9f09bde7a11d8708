-- The sequencer does by sets what can be done by sets: only the links themselves follow one from the other. And it finds events by their
-- index from the start: a plan made while the trail is short would read the whole trail for every batch.
grant create on schema public to auditor;
set local role auditor;

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
  delete from audit_unchained where event_id = any(ids);
  return cardinality(ids);
end $$;

reset role;
revoke create on schema public from auditor;
