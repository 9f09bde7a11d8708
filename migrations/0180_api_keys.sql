-- A partner's programs send a key instead of signing in. The key itself is not stored.
create table api_keys (
  id uuid primary key,
  partner_id uuid not null references partners,
  name text not null check (char_length(name) between 1 and 100),
  token_hash bytea not null unique,
  hint text not null check (char_length(hint) = 4),
  scopes text[] not null check (scopes <> '{}'),
  all_tenants boolean not null,
  addresses text[] not null default '{}',
  requests_per_minute integer not null check (requests_per_minute between 1 and 10000),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  last_used_from text,
  -- the key outlives the person who made it
  made_by uuid not null,
  made_by_email text not null,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (partner_id, id)
);
create index api_keys_of_partner on api_keys (partner_id, name);

-- The tenants of a key that has not all of them.
create table api_key_tenants (
  key_id uuid not null,
  partner_id uuid not null,
  tenant_id uuid not null references tenants on delete cascade,
  primary key (key_id, tenant_id),
  foreign key (partner_id, key_id) references api_keys (partner_id, id) on delete cascade
);
create index api_key_tenants_of_tenant on api_key_tenants (tenant_id);

-- The requests of the present minute. After a crash the count begins again.
create unlogged table api_key_minutes (
  key_id uuid primary key references api_keys on delete cascade,
  minute timestamptz not null,
  taken integer not null
);

do $$
declare
  t text;
begin
  foreach t in array array['api_keys', 'api_key_tenants', 'api_key_minutes'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy for_gate on %s to gate using (true) with check (true)', t);
  end loop;
end $$;
create policy of_partner on api_keys to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
-- a key is for the partner's own tenants, which are all that the partner sees
create policy of_partner on api_key_tenants to app using (partner_id = ctx_partner())
  with check (partner_id = ctx_partner() and tenant_id in (select t.id from tenants t));
create policy of_tenant on api_key_tenants to worker using (tenant_id = ctx_tenant());
grant select, insert, update (name, scopes, all_tenants, addresses, requests_per_minute, expires_at, version), delete on api_keys to app;
grant select, insert, delete on api_key_tenants to app;
grant select, delete on api_key_tenants to worker;
grant select, update (last_used_at, last_used_from) on api_keys to gate;
grant select on api_key_tenants to gate;
grant select, insert, update on api_key_minutes to gate;
