-- What a tenant may call outside, and how often at once. A tenant without a row has the safe rules of src/outbound/rules.ts.
create table outbound_permissions (
  tenant_id uuid primary key references tenants,
  partner_id uuid not null references partners,
  classes text[] not null,
  countries text[] not null,
  max_concurrent integer not null check (max_concurrent >= 0),
  max_concurrent_per_extension integer not null check (max_concurrent_per_extension >= 0),
  version integer not null default 1
);
alter table outbound_permissions enable row level security;
alter table outbound_permissions force row level security;
create policy of_partner on outbound_permissions to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on outbound_permissions to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert on outbound_permissions to app;
grant update (classes, countries, max_concurrent, max_concurrent_per_extension, version) on outbound_permissions to app;
grant select, delete on outbound_permissions to worker;

-- What a new tenant gets of it; null: the safe rules.
alter table tenant_defaults add column outbound_permissions jsonb;

-- An outside line of the tenant that is counted; emergency calls take none.
alter table live_calls add column uses_line boolean not null default false;
