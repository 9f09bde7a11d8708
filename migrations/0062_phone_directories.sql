-- The secret link by which a tenant's phones fetch its directory: its hash finds the tenant, and sealed it can be shown again.
create table phone_directories (
  tenant_id uuid primary key references tenants,
  secret_hash bytea not null unique,
  sealed_secret bytea not null,
  created_at timestamptz(3) not null default now()
);
alter table phone_directories enable row level security;
alter table phone_directories force row level security;
create policy of_tenant on phone_directories to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, delete on phone_directories to app;
grant select, delete on phone_directories to worker;
create policy for_gate on phone_directories for select to gate using (true);
grant select (tenant_id, secret_hash) on phone_directories to gate;
