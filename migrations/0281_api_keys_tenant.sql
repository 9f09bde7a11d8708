-- A tenant's own keys, where its partner allows them: null is a key of the partner. It goes with the tenant.
alter table api_keys add column tenant_id uuid references tenants;
create index api_keys_of_tenant on api_keys (tenant_id) where tenant_id is not null;
drop policy of_partner on api_keys;
-- the partner reads all of them, and makes its own
create policy of_partner on api_keys to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner() and tenant_id is null);
create policy of_tenant on api_keys to app using (tenant_id = ctx_tenant())
  with check (tenant_id = ctx_tenant() and partner_id in (select t.partner_id from tenants t where t.id = ctx_tenant()));
create policy of_purged_tenant on api_keys to worker using (tenant_id = ctx_tenant());
grant select, delete on api_keys to worker;

-- Whether a partner's tenants may have keys. No row: they may not.
create table tenant_key_settings (
  partner_id uuid primary key references partners,
  allowed boolean not null,
  version integer not null default 1
);
alter table tenant_key_settings enable row level security;
alter table tenant_key_settings force row level security;
create policy of_partner on tenant_key_settings to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on tenant_key_settings for select to app
  using (partner_id in (select t.partner_id from tenants t where t.id = ctx_tenant()));
create policy for_gate on tenant_key_settings for select to gate using (true);
grant select, insert, update (allowed, version) on tenant_key_settings to app;
grant select on tenant_key_settings to gate;

-- Which requests were a tenant's own: its admins read those alone.
alter table api_requests add column by_tenant boolean not null default false;
create policy of_tenant_keys on api_requests for select to app using (by_tenant and tenant_id = ctx_tenant());
create index api_requests_of_tenant_keys on api_requests (tenant_id, at, id) where by_tenant;
