-- Caps that were reached: each once for a cycle, a value of the cap and a level. What is here has been reported, and acted on.
create table cap_reports (
  tenant_id uuid not null references tenants,
  partner_id uuid not null references partners,
  cycle_id uuid not null references billing_cycles on delete cascade,
  cap text not null check (cap in ('spend_cap', 'minutes_cap')),
  -- micros, or seconds
  cap_value bigint not null check (cap_value >= 0),
  level text not null check (level in ('threshold', 'full')),
  used bigint not null,
  reported_at timestamptz(3) not null default now(),
  primary key (cycle_id, cap, cap_value, level)
);
create index cap_reports_of_tenant on cap_reports (tenant_id);
create index cap_reports_of_partner on cap_reports (partner_id, reported_at);
alter table cap_reports enable row level security;
alter table cap_reports force row level security;
create policy of_tenant on cap_reports to app, worker using (tenant_id = ctx_tenant() or partner_id = ctx_partner())
  with check (exists (select from tenants t join billing_cycles c on c.tenant_id = t.id
    where t.id = cap_reports.tenant_id and t.partner_id = cap_reports.partner_id and c.id = cap_reports.cycle_id
      and (t.id = ctx_tenant() or t.partner_id = ctx_partner())));
create policy for_searcher on cap_reports for select to searcher using (true);
grant select on cap_reports to app, searcher;
grant select, insert, delete on cap_reports to worker;

-- A trigger looks whether a cap has been reached, whoever wrote the cycle.
create policy for_searcher on tenant_limits for select to searcher using (true);
grant select on tenant_limits to searcher;
set local role worker;
grant execute on function add_job(text, json, text, timestamptz) to searcher;
reset role;
