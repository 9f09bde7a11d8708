-- Money that was received from tenants. A payment never changes, and is never deleted: it can only be reversed. It outlives its tenant, as its
-- invoice does. Amounts are in the currency's minor unit.
create table payments (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  -- the invoice that it was recorded on; what it paid, also of others, is in payment_shares
  invoice_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  -- what no open invoice took, and became credit of the tenant
  credit_minor bigint not null check (credit_minor between 0 and amount_minor),
  -- the day on which it was received
  paid_on date not null,
  method text not null check (method in ('bank_transfer', 'card', 'check', 'cash', 'direct_debit', 'other')),
  reference text not null default '' check (char_length(reference) <= 100),
  note text not null default '' check (char_length(note) <= 500),
  created_at timestamptz(3) not null default now(),
  reversed_at timestamptz(3),
  reversed_on date,
  reversal_reason text check (char_length(reversal_reason) between 1 and 500),
  check ((reversed_at is null) = (reversal_reason is null) and (reversed_at is null) = (reversed_on is null)),
  unique (partner_id, id),
  foreign key (partner_id, invoice_id) references invoices (partner_id, id)
);
create index payments_of_partner on payments (partner_id, created_at, id);
create index payments_of_tenant on payments (tenant_id, created_at, id);
create index payments_of_invoice on payments (invoice_id);

-- Which invoices a payment paid, and how much of each.
create table payment_shares (
  payment_id uuid not null,
  invoice_id uuid not null,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  primary key (payment_id, invoice_id),
  foreign key (partner_id, payment_id) references payments (partner_id, id),
  foreign key (partner_id, invoice_id) references invoices (partner_id, id)
);
create index payment_shares_of_invoice on payment_shares (invoice_id);

-- `reopened`: an invoice that credit had paid is open again, since that credit came from a payment that was reversed
alter table account_credits drop constraint account_credits_reason_check;
alter table account_credits add constraint account_credits_reason_check
  check (reason in ('invoice_below_zero', 'credit_note', 'overpayment', 'payment_reversed', 'used', 'reopened', 'refund'));
create index account_credits_of_invoice on account_credits (invoice_id) where reason in ('used', 'reopened');

do $$
declare
  t text;
begin
  foreach t in array array['payments', 'payment_shares'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy read_of_partner on %s for select to app, worker using (partner_id = ctx_partner())', t);
    execute format('create policy read_of_tenant on %s for select to app, worker using (tenant_id = ctx_tenant())', t);
    -- no foreign key holds the tenant of what outlives it: it is the one that the invoice bills
    execute format('create policy added on %1$s for insert to app with check (partner_id = ctx_partner()
      and exists (select from invoices i where i.id = %1$s.invoice_id and i.tenant_id = %1$s.tenant_id))', t);
  end loop;
end $$;
create policy reversed on payments for update to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
grant select, insert, update (reversed_at, reversed_on, reversal_reason) on payments to app;
grant select, insert on payment_shares to app;
grant select on payments, payment_shares to worker;
