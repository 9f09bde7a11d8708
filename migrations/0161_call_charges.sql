-- What each answered leg of a call came to, written with the call's record and never again: a call is charged once.
create table call_charges (
  call_id uuid not null,
  leg smallint not null check (leg >= 0),
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  cycle_id uuid not null,
  -- metered: a TRIAL's, which would have cost it. unrated: no price is known yet, and none is guessed
  state text not null check (state in ('rated', 'free', 'metered', 'unrated')),
  -- why it is free or unrated
  reason text check (reason ~ '^[a-z_]{1,40}$'),
  number text not null,
  destination text not null default '',
  charge_class text not null,
  currency text not null,
  -- the pinned rate, with where it was found
  rate jsonb,
  billable_seconds integer not null check (billable_seconds >= 0),
  charged_seconds integer not null default 0 check (charged_seconds >= 0),
  included_seconds integer not null default 0 check (included_seconds between 0 and charged_seconds),
  charge_micros bigint check (charge_micros >= 0),
  wholesale_micros bigint check (wholesale_micros >= 0),
  answered_at timestamptz(3) not null,
  ended_at timestamptz(3) not null,
  rated_at timestamptz(3) not null default now(),
  primary key (call_id, leg),
  check ((state = 'unrated') = (charge_micros is null)),
  check ((state in ('free', 'unrated')) = (reason is not null))
);
create index call_charges_of_cycle on call_charges (cycle_id);
create index call_charges_of_tenant on call_charges (tenant_id, ended_at);
create index call_charges_unrated on call_charges (partner_id, ended_at, call_id, leg) where state = 'unrated';

alter table call_charges enable row level security;
alter table call_charges force row level security;
create policy of_tenant on call_charges to app, worker using (tenant_id = ctx_tenant());
create policy of_partner on call_charges to app, worker using (partner_id = ctx_partner());
grant select on call_charges to app;
grant select, delete on call_charges to worker;

create policy for_voice on call_charges to voice using (true) with check (true);
grant select, insert on call_charges to voice;
grant update (spent_micros, charged_seconds, included_used_seconds, metered_micros, metered_seconds) on billing_cycles to voice;
create policy read_of_voice on service_periods for select to voice using (true);
grant select on service_periods to voice;
