-- What charged parts of calls came to whose tenant was purged, for 18 months: when, how long and how much, and no number. A trigger writes it.
create table billing_ledger (
  id uuid primary key default gen_random_uuid(),
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  ended_at timestamptz(3) not null,
  billable_seconds integer not null,
  currency text not null,
  charge_micros bigint,
  -- what the partner paid for it; null: not known
  wholesale_currency text,
  wholesale_micros bigint,
  purged_at timestamptz(3) not null default now()
);
create index billing_ledger_of_partner on billing_ledger (partner_id, ended_at);
create index billing_ledger_by_age on billing_ledger (purged_at);
alter table billing_ledger enable row level security;
alter table billing_ledger force row level security;
create policy read_of_partner on billing_ledger for select to app, worker using (partner_id = ctx_partner());
create policy for_searcher on billing_ledger to searcher using (true) with check (true);
grant select on billing_ledger to app, worker;
grant select, insert, delete on billing_ledger to searcher;
