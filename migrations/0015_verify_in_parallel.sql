-- A million links are verified by as many processors as there are: each link is joined to the one before, where a window had one process
-- walk the whole chain. And a partner's verification looks for loose events among its own only.

alter function audit_chain_of(audit_events) parallel safe;
alter function audit_who(audit_events) parallel safe;
alter function audit_what(audit_events) parallel safe;
alter function audit_link(bytea, text, bigint, audit_events, bytea, bytea) parallel safe;

grant create on schema public to auditor;
set local role auditor;
alter function audit_may_be_blank(uuid) parallel safe;

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
      -- `offset 0` has each event hashed once, however often the result is used
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
