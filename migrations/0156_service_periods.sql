-- What a tenant had from when to when: being ACTIVE, each extension, each number. Triggers write it in the transaction of the change, so that days are
-- counted from what was, whatever changed it. A row without an end is what the tenant has now.
create table service_periods (
  id uuid primary key default gen_random_uuid(),
  partner_id uuid not null references partners,
  tenant_id uuid not null references tenants,
  kind text not null check (kind in ('active', 'extension', 'number')),
  -- the extension, the number, or the tenant itself
  thing_id uuid not null,
  number text check ((number is not null) = (kind = 'number')),
  from_at timestamptz(3) not null default now(),
  until_at timestamptz(3) check (until_at >= from_at)
);
create unique index service_periods_open on service_periods (tenant_id, kind, thing_id) where until_at is null;
create index service_periods_of_tenant on service_periods (tenant_id, from_at);
create index service_periods_of_thing on service_periods (thing_id) where until_at is null;

alter table service_periods enable row level security;
alter table service_periods force row level security;
create policy of_partner on service_periods for select to app, worker using (partner_id = ctx_partner());
create policy of_tenant on service_periods for select to app, worker using (tenant_id = ctx_tenant());
create policy purged on service_periods for delete to worker using (tenant_id = ctx_tenant());
create policy for_searcher on service_periods to searcher using (true) with check (true);
grant select on service_periods to app, worker;
grant delete on service_periods to worker;
grant select, insert, update (until_at) on service_periods to searcher;

alter table tenants no force row level security;
alter table extensions no force row level security;
alter table dids no force row level security;
alter table service_periods no force row level security;
insert into service_periods (partner_id, tenant_id, kind, thing_id) select partner_id, id, 'active', id from tenants where status = 'ACTIVE';
insert into service_periods (partner_id, tenant_id, kind, thing_id, from_at)
  select t.partner_id, t.id, 'extension', e.id, e.created_at from extensions e join tenants t on t.id = e.tenant_id;
insert into service_periods (partner_id, tenant_id, kind, thing_id, number)
  select t.partner_id, t.id, 'number', d.id, d.number from dids d join tenants t on t.id = d.tenant_id;
alter table tenants force row level security;
alter table extensions force row level security;
alter table dids force row level security;
alter table service_periods force row level security;
