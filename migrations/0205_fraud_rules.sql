-- What a tenant's calls may come to before they look like fraud, and what is done then. A tenant without a row has no such rules.
create table fraud_rules (
  tenant_id uuid primary key references tenants,
  partner_id uuid not null references partners,
  -- `FraudRules` in src/fraud/contract.ts
  rules jsonb not null,
  version integer not null default 1
);
alter table fraud_rules enable row level security;
alter table fraud_rules force row level security;
create policy of_tenant on fraud_rules to app, worker using (tenant_id = ctx_tenant() or partner_id = ctx_partner())
  with check (exists (select from tenants t where t.id = fraud_rules.tenant_id and t.partner_id = fraud_rules.partner_id
    and (t.id = ctx_tenant() or t.partner_id = ctx_partner())));
grant select, insert, update (rules, version) on fraud_rules to app;
grant select, delete on fraud_rules to worker;
-- The worker locks a tenant's rules while it records that one has tripped.
grant update (version) on fraud_rules to worker;

-- A rule that has tripped: once in its window. One that blocks does so until somebody lifts it.
create table fraud_trips (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  partner_id uuid not null references partners,
  rule text not null check (rule in ('spendPerHour', 'internationalMinutesPerDay', 'callsAtOnce')),
  action text not null check (action in ('alert', 'block', 'suspend')),
  -- micros, seconds or calls, as the limit
  used bigint not null check (used >= 0),
  limit_value bigint not null check (limit_value >= 0),
  currency text,
  tripped_at timestamptz(3) not null default now(),
  lifted_at timestamptz(3),
  check (lifted_at is null or action = 'block'),
  check ((rule = 'spendPerHour') = (currency is not null))
);
create index fraud_trips_of_tenant on fraud_trips (tenant_id, rule, tripped_at);
create index fraud_trips_of_partner on fraud_trips (partner_id, tripped_at);
create unique index fraud_trips_blocking on fraud_trips (tenant_id, rule) where action = 'block' and lifted_at is null;
alter table fraud_trips enable row level security;
alter table fraud_trips force row level security;
create policy of_tenant on fraud_trips to app, worker using (tenant_id = ctx_tenant() or partner_id = ctx_partner())
  with check (exists (select from tenants t where t.id = fraud_trips.tenant_id and t.partner_id = fraud_trips.partner_id
    and (t.id = ctx_tenant() or t.partner_id = ctx_partner())));
grant select, insert, update (lifted_at) on fraud_trips to app;
grant select, insert, delete on fraud_trips to worker;

-- What a new tenant gets of it; null: the rules of src/fraud/rules.ts.
alter table tenant_defaults add column fraud_rules jsonb;

-- A rule looks at the expensive calls of the last day each time another one is admitted.
create index calls_expensive on calls (tenant_id, ended_at) include (answered_at)
  where answered_at is not null and destination_class in ('caribbean', 'international', 'premium', 'satellite');

-- A job looks for tenants with rules that are on calls, whosever they are.
create policy for_searcher on fraud_rules for select to searcher using (true);
grant select on fraud_rules to searcher;
