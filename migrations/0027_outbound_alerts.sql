-- What kind of number a call out goes to: a burst of dear ones is told to the partner.
alter table live_calls add column destination_class text;
alter table calls add column destination_class text;

-- When the partner was last told of a burst, and of which kind.
create table outbound_alerts (
  tenant_id uuid primary key references tenants,
  partner_id uuid not null references partners,
  kind text not null check (kind in ('refused', 'allowed')),
  alerted_at timestamptz(3) not null default now()
);
create index outbound_alerts_of_partner on outbound_alerts (partner_id, alerted_at);
alter table outbound_alerts enable row level security;
alter table outbound_alerts force row level security;
create policy of_partner on outbound_alerts to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on outbound_alerts to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert on outbound_alerts to app;
grant update (kind, alerted_at) on outbound_alerts to app;
grant select, delete on outbound_alerts to worker;
