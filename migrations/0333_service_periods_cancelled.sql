-- When a tenant was cancelled, from its deletion to its reactivation: those days are not counted on the operator's invoices.
alter table service_periods drop constraint service_periods_kind_check;
alter table service_periods add constraint service_periods_kind_check check (kind in ('active', 'extension', 'number', 'cancelled')) not valid;

alter table tenants no force row level security;
alter table service_periods no force row level security;
insert into service_periods (partner_id, tenant_id, kind, thing_id, from_at)
  select partner_id, id, 'cancelled', id, cancelled_at from tenants where status = 'CANCELLED' and cancelled_at is not null
  on conflict do nothing;
alter table tenants force row level security;
alter table service_periods force row level security;
