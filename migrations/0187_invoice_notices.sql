-- What was done about an invoice that is not paid: each reminder once, and at most one suspension.
create table invoice_notices (
  invoice_id uuid not null,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  kind text not null check (kind in ('reminder', 'suspension')),
  -- how many days after the due day it was for
  days smallint not null check (days >= 0),
  at timestamptz(3) not null default now(),
  primary key (invoice_id, kind, days),
  foreign key (partner_id, invoice_id) references invoices (partner_id, id),
  foreign key (tenant_id, partner_id) references tenants (id, partner_id)
);
create index invoice_notices_of_tenant on invoice_notices (tenant_id);
alter table invoice_notices enable row level security;
alter table invoice_notices force row level security;
create policy of_partner on invoice_notices to app, worker using (partner_id = ctx_partner())
  with check (partner_id = ctx_partner() and exists (select from invoices i where i.id = invoice_id and i.tenant_id = invoice_notices.tenant_id));
create policy read_of_tenant on invoice_notices for select to worker using (tenant_id = ctx_tenant());
create policy purged on invoice_notices for delete to worker using (tenant_id = ctx_tenant());
grant select, delete on invoice_notices to app;
grant select, insert, delete on invoice_notices to worker;

-- jobs ask for the tenants of all partners
create policy for_searcher on invoices for select to searcher using (true);
grant select (tenant_id, partner_id, status, overdue_at) on invoices to searcher;
