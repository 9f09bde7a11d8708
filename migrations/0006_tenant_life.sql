-- What fills the create modal; one row a partner, made when the page is first saved. `version` is what a tenant remembers of its birth.
create table tenant_defaults (
  partner_id uuid primary key references partners,
  timezone text not null,
  default_cnam text not null default '' check (char_length(default_cnam) <= 15),
  suspension_behavior text not null default 'alert' check (suspension_behavior in ('alert', 'suspend')),
  default_billing_profile_id uuid references billing_profiles,
  default_limits jsonb not null default '{}',
  version integer not null default 1
);
alter table tenant_defaults enable row level security;
alter table tenant_defaults force row level security;
create policy of_partner on tenant_defaults to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
grant select, insert, update on tenant_defaults to app;
grant select on tenant_defaults to worker;

-- What a deletion or a purge did, item by item: written in the same transaction, never changed.
create table manifests (
  id uuid primary key,
  tenant_id uuid not null,
  kind text not null check (kind in ('deletion', 'purge')),
  content jsonb not null,
  created_at timestamptz(3) not null default now()
);
create index manifests_of_tenant on manifests (tenant_id, id desc);
alter table manifests enable row level security;
alter table manifests force row level security;
create policy of_tenant on manifests to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert on manifests to app, worker;

create index tenants_to_purge on tenants (purge_at) where purge_at is not null;
create index tenants_without_911 on tenants (partner_id, id)
  where e911_address is null and status in ('TRIAL', 'ACTIVE') and extensions_count > 0;

-- How many calls a partner's tenants have under way. Only the number leaves: a call itself is seen by its tenant alone.
create function count_live_calls(of_partner uuid) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select count(*)::int from live_calls c join tenants t on t.id = c.tenant_id where t.partner_id = of_partner $$;
revoke all on function count_live_calls(uuid) from public;
grant execute on function count_live_calls(uuid) to app;
create policy for_searcher on live_calls for select to searcher using (true);
grant select on live_calls to searcher;
grant create on schema public to searcher;
alter function count_live_calls(uuid) owner to searcher;
revoke create on schema public from searcher;
