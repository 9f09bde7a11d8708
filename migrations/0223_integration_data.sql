-- What a partner's own programs keep about a thing: the id that it has in their system, and values of their choice. Only the partner reads it: its
-- tenants' users never do.
create table integration_data (
  object_id uuid primary key,
  noun text not null check (noun in ('tenant', 'extension', 'user', 'did')),
  partner_id uuid not null references partners,
  -- whose purge takes it; null for the partner's team and for numbers in its inventory
  tenant_id uuid references tenants on delete cascade,
  external_id text check (char_length(external_id) between 1 and 200),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  -- the thing itself, so that its data goes with it
  extension_id uuid generated always as (case when noun = 'extension' then object_id end) stored references extensions on delete cascade,
  user_id uuid generated always as (case when noun = 'user' then object_id end) stored references users on delete cascade,
  did_id uuid generated always as (case when noun = 'did' then object_id end) stored references dids on delete cascade,
  check (noun <> 'tenant' or tenant_id = object_id)
);
create unique index integration_data_external_id on integration_data (partner_id, noun, external_id);
create index integration_data_of_tenant on integration_data (tenant_id) where tenant_id is not null;
create index integration_data_of_extension on integration_data (extension_id) where extension_id is not null;
create index integration_data_of_user on integration_data (user_id) where user_id is not null;
create index integration_data_of_did on integration_data (did_id) where did_id is not null;

alter table integration_data enable row level security;
alter table integration_data force row level security;
-- `app.integration_partner_id` is set beside the tenant while the partner's people or programs work inside it
create policy of_partner on integration_data to app
using (partner_id = coalesce(ctx_partner(), nullif(current_setting('app.integration_partner_id', true), '')::uuid))
with check (
  partner_id = coalesce(ctx_partner(), nullif(current_setting('app.integration_partner_id', true), '')::uuid)
  and (tenant_id is null or tenant_id in (select t.id from tenants t))
  and (extension_id is null or extension_id in (select e.id from extensions e))
  and (user_id is null or user_id in (select u.id from users u))
  and (did_id is null or did_id in (select d.id from dids d)));
-- an archive of the tenant, which the worker makes too, has none of it
create policy of_purged_tenant on integration_data to worker using (tenant_id = ctx_tenant() and purging());
grant select, insert, update (external_id, metadata, tenant_id) on integration_data to app;
grant select, delete on integration_data to worker;
