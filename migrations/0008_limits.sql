-- What a tenant may have at most: null is unlimited, 0 is none. Partner-wide, since one page lists every tenant with its limits and its use.
create table tenant_limits (
  tenant_id uuid primary key references tenants,
  partner_id uuid not null references partners,
  monthly_spend_micros bigint check (monthly_spend_micros >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  max_extensions integer check (max_extensions >= 0),
  max_dids integer check (max_dids >= 0),
  max_monthly_minutes integer check (max_monthly_minutes >= 0),
  alert_threshold_percent integer not null default 80 check (alert_threshold_percent between 1 and 100),
  auto_suspend boolean not null default false,
  version integer not null default 1,
  check ((monthly_spend_micros is null) = (currency is null))
);
create index tenant_limits_of_partner on tenant_limits (partner_id, tenant_id);
alter table tenant_limits enable row level security;
alter table tenant_limits force row level security;
create policy of_partner on tenant_limits to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on tenant_limits to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert on tenant_limits to app;
grant select, delete on tenant_limits to worker;
grant update (monthly_spend_micros, currency, max_extensions, max_dids, max_monthly_minutes, alert_threshold_percent, auto_suspend, version)
  on tenant_limits to app;
