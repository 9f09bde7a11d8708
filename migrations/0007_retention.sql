-- The end of a tenant's life. What the purge may do, and that it may do so only to a tenant past its time, holds here too.

-- 90 x 24 hours, whoever writes; and once its purge has begun, a tenant does not come back.
alter table tenants add column purge_started_at timestamptz(3);
alter table tenants add constraint kept_90_days check (purge_at - cancelled_at >= interval '2160 hours');
alter table tenants add constraint no_way_back check (purge_started_at is null or status = 'CANCELLED');
grant update (purge_started_at), delete on tenants to worker;

-- While one stands, the tenant is not purged. The operator's alone: neither partner nor tenant sees it.
create table legal_holds (
  tenant_id uuid primary key references tenants,
  reason text not null check (char_length(reason) between 1 and 1000),
  placed_by uuid not null,
  placed_by_email text not null,
  placed_at timestamptz(3) not null default now()
);
alter table legal_holds enable row level security;
alter table legal_holds force row level security;
create policy of_operator on legal_holds to app using (ctx_operator()) with check (ctx_operator());
create policy of_tenant on legal_holds to worker using (tenant_id = ctx_tenant());
grant select, insert, update, delete on legal_holds to app;
grant select, delete on legal_holds to worker;

-- What is left of a purged tenant, so that no restored backup brings it back.
create table tombstones (
  tenant_id uuid primary key,
  sip_prefix text not null references sip_prefixes,
  partner_id uuid not null,
  created_at timestamptz(3) not null,
  cancelled_at timestamptz(3) not null,
  purged_at timestamptz(3) not null
);
alter table tombstones enable row level security;
alter table tombstones force row level security;
create policy of_tenant on tombstones for insert to worker with check (tenant_id = ctx_tenant());
create policy of_operator on tombstones to worker using (ctx_operator()) with check (ctx_operator());
grant select, insert on tombstones to worker;
-- a backup from before the tenant was made does not know that its prefix is taken
grant insert on sip_prefixes to worker;
create policy taken_again on sip_prefixes for insert to worker with check (ctx_operator());

-- Whether the tenant of this transaction is being purged: what a purge may do, nothing else may.
create function purging() returns boolean language sql stable as
  $$ select exists (select from tenants where id = ctx_tenant() and purge_started_at is not null) $$;

create policy purge_begins_when_due on tenants as restrictive for update to worker using (true)
  with check (purge_started_at is null or (id = ctx_tenant() and purge_at <= now()
    and not exists (select from legal_holds h where h.tenant_id = tenants.id)));
create policy purge_ends_what_began on tenants as restrictive for delete to worker
  using (id = ctx_tenant() and purge_started_at is not null and purge_at <= now()
    and not exists (select from legal_holds h where h.tenant_id = tenants.id));

grant delete on calls to worker;
create policy purged_only on calls as restrictive for delete to worker using ((select purging()));
grant delete on mails to worker;
create policy purged on mails for delete to worker using (tenant_id = ctx_tenant() and (select purging()));
grant update (content) on manifests to worker;
create policy purged_only on manifests as restrictive for update to worker using ((select purging()));
-- The audit trail stays append-only but for this: personal data of a tenant that is being purged.
grant update (actor_email, before, after, ip) on audit_events to worker;
create policy blanked on audit_events for update to worker using (tenant_id = ctx_tenant() and (select purging()))
  with check (tenant_id = ctx_tenant());
-- released numbers, wherever they are now, still name the tenant
create policy purged on dids for select to worker using (last_tenant_id = ctx_tenant() and (select purging()));
create policy blanked on dids for update to worker using (last_tenant_id = ctx_tenant() and (select purging()))
  with check (last_tenant_id = ctx_tenant());
-- answers kept for a repeated Idempotency-Key
grant select on idempotency_keys to worker;
create policy purged on idempotency_keys to worker using ((select purging()) and (
  lower(path) like '%/tenants/' || ctx_tenant() || '%'
  or position(convert_to(ctx_tenant()::text, 'UTF8') in answer) > 0
  or actor_id in (select id from users where tenant_id = ctx_tenant())));

-- Jobs look across partners for what is due; only ids and the date leave.
grant select on legal_holds to searcher;
create policy for_searcher on legal_holds for select to searcher using (true);
create function tenants_to_purge(until timestamptz, after_at timestamptz, after_id uuid, at_most integer)
  returns table (tenant_id uuid, partner_id uuid, purge_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.purge_at from tenants t
  where t.purge_at <= until and (t.purge_at, t.id) > (after_at, after_id)
    and not exists (select from legal_holds h where h.tenant_id = t.id)
  order by t.purge_at, t.id limit at_most $$;

-- Which of these still exist, whosever they are.
create function tenants_among(ids uuid[]) returns setof uuid language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$ select id from tenants where id = any(ids) $$;

-- All that an operator sees of a tenant. The row is kept until its transaction ends, so that a hold and the beginning of a purge
-- come one after the other.
grant update (id) on tenants to searcher;
create policy lock_for_searcher on tenants for update to searcher using (true) with check (false);
create function tenant_for_operator(wanted uuid)
  returns table (tenant_id uuid, partner_id uuid, sip_prefix text, status text, purge_at timestamptz, purge_started_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.sip_prefix, t.status, t.purge_at, t.purge_started_at from tenants t
  where t.id = wanted and ctx_operator() for key share $$;

-- A job that has not begun is taken back in the transaction that makes it needless.
create function remove_job(key text) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as
  $$ begin perform graphile_worker.remove_job(key); end $$;

do $$
declare f text;
begin
  grant create on schema public to searcher, worker;
  foreach f in array array['tenants_to_purge(timestamptz, timestamptz, uuid, integer)', 'tenants_among(uuid[])',
    'tenant_for_operator(uuid)', 'remove_job(text)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to %s', f,
      case when f like 'tenants_%' then 'worker' when f like 'remove_job%' then 'app, worker' else 'app' end);
    execute format('alter function %s owner to %s', f, case when f like 'remove_job%' then 'worker' else 'searcher' end);
  end loop;
  revoke create on schema public from searcher, worker;
end $$;
