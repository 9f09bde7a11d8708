-- What a billing profile says, each time it was changed. A version never changes and outlives its profile: cycles are billed by it.
create table billing_profile_versions (
  id uuid primary key,
  partner_id uuid not null references partners,
  profile_id uuid references billing_profiles on delete set null,
  number integer not null check (number > 0),
  name text not null check (char_length(name) between 1 and 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  terms jsonb not null,
  created_at timestamptz(3) not null default now(),
  unique (profile_id, number),
  unique (partner_id, id)
);

-- A tenant's billing cycles: each begins at the instant at which the one before ended, and is billed by the version that held when it began.
create table billing_cycles (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null references tenants,
  profile_version_id uuid not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  first_day date not null,
  next_first_day date not null,
  days integer not null,
  nominal_days integer not null check (nominal_days between 28 and 31),
  zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- included minutes, fixed at the first moment of the cycle in which the tenant is ACTIVE; null until then
  allowance_seconds bigint check (allowance_seconds >= 0),
  -- rated calls so far, and what calls of a TRIAL would have come to
  spent_micros bigint not null default 0 check (spent_micros >= 0),
  charged_seconds bigint not null default 0 check (charged_seconds >= 0),
  included_used_seconds bigint not null default 0 check (included_used_seconds >= 0),
  metered_micros bigint not null default 0 check (metered_micros >= 0),
  metered_seconds bigint not null default 0 check (metered_seconds >= 0),
  -- held for calls in progress
  reserved_micros bigint not null default 0 check (reserved_micros >= 0),
  reserved_seconds bigint not null default 0 check (reserved_seconds >= 0),
  invoiced_at timestamptz(3),
  check (starts_at < ends_at),
  check (days = next_first_day - first_day and days > 0),
  unique (tenant_id, starts_at),
  foreign key (partner_id, profile_version_id) references billing_profile_versions (partner_id, id)
);
create index billing_cycles_of_version on billing_cycles (profile_version_id);
create index billing_cycles_of_partner on billing_cycles (partner_id, starts_at);
create index billing_cycles_not_invoiced on billing_cycles (ends_at) where invoiced_at is null;

alter table billing_profile_versions enable row level security;
alter table billing_profile_versions force row level security;
alter table billing_cycles enable row level security;
alter table billing_cycles force row level security;
create policy of_partner on billing_profile_versions to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
-- a row names a tenant and its own partner, whoever writes it
create policy of_partner on billing_cycles to app, worker using (partner_id = ctx_partner())
  with check (partner_id = ctx_partner() and exists (select from tenants t where t.id = tenant_id and t.partner_id = ctx_partner()));
create policy of_tenant on billing_cycles to app, worker using (tenant_id = ctx_tenant())
  with check (tenant_id = ctx_tenant() and partner_id = (select t.partner_id from tenants t where t.id = ctx_tenant()));
-- a tenant reads the terms that it is or was billed by
create policy of_its_tenant on billing_profile_versions for select to app, worker using (
  exists (select from tenants t where t.id = ctx_tenant() and t.billing_profile_id = billing_profile_versions.profile_id)
  or exists (select from billing_cycles c where c.tenant_id = ctx_tenant() and c.profile_version_id = billing_profile_versions.id));
grant select, insert, delete on billing_profile_versions to app;
grant select on billing_profile_versions to worker;
grant select, insert on billing_cycles to app, worker;
grant update (allowance_seconds, spent_micros, charged_seconds, included_used_seconds, metered_micros, metered_seconds, reserved_micros,
  reserved_seconds, invoiced_at) on billing_cycles to app, worker;
grant delete on billing_cycles to worker;
create policy for_searcher on billing_cycles for select to searcher using (true);
grant select on billing_cycles to searcher;

-- Profiles from before there were terms charge nothing.
alter table billing_profiles no force row level security;
alter table billing_profile_versions no force row level security;
insert into billing_profile_versions (id, partner_id, profile_id, number, name, currency, terms, created_at)
  select gen_random_uuid(), partner_id, id, 1, name, currency, jsonb_build_object(
    'monthlyFee', 0, 'extensionFee', 0, 'localNumberFee', 0, 'tollFreeNumberFee', 0,
    'setupFee', 0, 'extensionSetupFee', 0, 'localNumberSetupFee', 0, 'tollFreeNumberSetupFee', 0,
    'includedMinutes', 0, 'includedClasses', '[]'::jsonb, 'outboundRates', null, 'inboundRates', null,
    'billingDay', 1, 'paymentTermsDays', 30, 'reminderDays', '[1, 7, 12]'::jsonb, 'pastDueDays', null,
    'liftCapSuspension', true, 'taxes', '[]'::jsonb), created_at
  from billing_profiles;
alter table billing_profiles force row level security;
alter table billing_profile_versions force row level security;
