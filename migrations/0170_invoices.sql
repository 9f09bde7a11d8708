-- What stands on a partner's invoices about itself.
create table invoice_settings (
  partner_id uuid primary key references partners,
  -- empty: the partner's own name
  legal_name text not null default '' check (char_length(legal_name) <= 100),
  address text not null default '' check (char_length(address) <= 500),
  tax_ids text[] not null default '{}' check (cardinality(tax_ids) <= 5),
  -- how to pay, and whom to ask
  footer text not null default '' check (char_length(footer) <= 1000),
  -- invoices are dated by this calendar
  timezone text not null,
  version integer not null default 1
);

-- The last number of each series of a partner. Locked by what issues a document, so numbers have no gaps and dates don't run backwards.
create table document_counters (
  partner_id uuid not null references partners,
  series text not null check (series in ('invoice', 'credit_note')),
  last_number integer not null check (last_number > 0),
  last_issued_on date not null,
  primary key (partner_id, series)
);

-- An issued invoice never changes; only what is paid and credited does. It outlives its tenant, so the tenant is an id and a frozen name.
-- Amounts are in the currency's minor unit.
create table invoices (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  cycle_id uuid not null,
  number integer not null check (number > 0),
  -- the days that it bills
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  plan_name text not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor >= 0 and total_minor = greatest(0, net_minor + tax_minor)),
  credited_minor bigint not null default 0 check (credited_minor between 0 and total_minor),
  paid_minor bigint not null default 0 check (paid_minor between 0 and total_minor - credited_minor),
  -- what the tenant's credit paid of it when it was issued
  from_credit_minor bigint not null default 0 check (from_credit_minor between 0 and total_minor),
  status text not null generated always as (case
    when total_minor > 0 and credited_minor = total_minor then 'void'
    when credited_minor + paid_minor = total_minor then 'paid'
    else 'open' end) stored,
  issued_on date not null,
  due_on date not null check (due_on >= issued_on),
  -- when the due day has passed where the tenant is
  overdue_at timestamptz(3) not null,
  seller jsonb not null,
  billed jsonb not null,
  lines jsonb not null,
  taxes jsonb not null,
  exemption text,
  created_at timestamptz(3) not null default now(),
  unique (partner_id, number),
  unique (cycle_id, first_day),
  unique (partner_id, id)
);
create index invoices_of_tenant on invoices (tenant_id, number);
create index invoices_open on invoices (partner_id, overdue_at) where status = 'open';

-- A mistake on an invoice is taken back by a credit note, by the taxes of that invoice.
create table credit_notes (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  invoice_id uuid not null,
  number integer not null check (number > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null check (char_length(reason) between 1 and 500),
  -- what is credited of each line of the invoice, by its position
  credited jsonb not null,
  lines jsonb not null,
  taxes jsonb not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor > 0 and total_minor = net_minor + tax_minor),
  issued_on date not null,
  seller jsonb not null,
  billed jsonb not null,
  created_at timestamptz(3) not null default now(),
  unique (partner_id, number),
  foreign key (partner_id, invoice_id) references invoices (partner_id, id)
);
create index credit_notes_of_invoice on credit_notes (invoice_id);
create index credit_notes_of_tenant on credit_notes (tenant_id, number);

-- The bytes that were sent, so that a later version of the program sends no other document.
create table invoice_files (
  -- an invoice or a credit note
  document_id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  sha256 bytea not null,
  content bytea not null,
  created_at timestamptz(3) not null default now()
);

-- What the next invoice adds or takes off: corrections by the partner before taxes, and what earlier cycles left over with their taxes.
create table adjustments (
  id uuid primary key,
  partner_id uuid not null,
  tenant_id uuid not null,
  kind text not null check (kind in ('correction', 'late_calls', 'carried')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0),
  description text not null check (char_length(description) between 1 and 200),
  day date not null,
  -- the cycle on whose invoice it stands; null until then
  cycle_id uuid,
  created_at timestamptz(3) not null default now(),
  foreign key (tenant_id, partner_id) references tenants (id, partner_id)
);
create index adjustments_of_tenant on adjustments (tenant_id, created_at);

-- A tenant's credit: what invoices below zero, credit notes of paid invoices and overpayments left, and what later invoices used of it.
create table account_credits (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0),
  reason text not null check (reason in ('invoice_below_zero', 'credit_note', 'overpayment', 'payment_reversed', 'used', 'refund')),
  invoice_id uuid,
  created_at timestamptz(3) not null default now()
);
create index account_credits_of_tenant on account_credits (tenant_id, currency);

-- Tenants that pay no taxes, by their certificate.
create table tax_exemptions (
  tenant_id uuid primary key,
  partner_id uuid not null,
  certificate text not null check (char_length(certificate) between 1 and 100),
  -- null: always
  valid_from date,
  -- the last day; null: no end
  valid_until date check (valid_until >= valid_from),
  version integer not null default 1,
  foreign key (tenant_id, partner_id) references tenants (id, partner_id)
);

-- What of a cycle is on invoices already: its days up to this one, and so much of its calls.
alter table billing_cycles
  add column invoiced_through date,
  add column invoiced_micros bigint not null default 0;
create index billing_cycles_with_late_calls on billing_cycles (tenant_id) where invoiced_at is not null and spent_micros <> invoiced_micros;

do $$
declare
  t text;
begin
  foreach t in array array['invoice_settings', 'document_counters', 'invoices', 'credit_notes', 'invoice_files', 'adjustments', 'account_credits', 'tax_exemptions'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
  end loop;
  foreach t in array array['invoice_settings', 'document_counters', 'adjustments', 'tax_exemptions'] loop
    execute format('create policy of_partner on %s to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner())', t);
  end loop;
  -- no foreign key holds the tenant of what outlives it: here it is the partner's, or was when it was invoiced
  foreach t in array array['credit_notes', 'invoice_files', 'account_credits'] loop
    execute format('create policy read_of_partner on %s for select to app, worker using (partner_id = ctx_partner())', t);
    execute format('create policy added on %1$s for insert to app, worker with check (partner_id = ctx_partner() and (
      exists (select from tenants o where o.id = %1$s.tenant_id) or exists (select from invoices i where i.tenant_id = %1$s.tenant_id)))', t);
  end loop;
  foreach t in array array['invoices', 'credit_notes', 'invoice_files', 'account_credits', 'tax_exemptions', 'adjustments'] loop
    execute format('create policy read_of_tenant on %s for select to app, worker using (tenant_id = ctx_tenant())', t);
  end loop;
  foreach t in array array['adjustments', 'tax_exemptions'] loop
    execute format('create policy purged on %s for delete to worker using (tenant_id = ctx_tenant())', t);
  end loop;
end $$;
grant select, insert, update (legal_name, address, tax_ids, footer, timezone, version) on invoice_settings to app;
grant select on invoice_settings to worker;
grant select, insert, update (last_number, last_issued_on) on document_counters to app, worker;
create policy read_of_partner on invoices for select to app, worker using (partner_id = ctx_partner());
create policy added on invoices for insert to app, worker
  with check (partner_id = ctx_partner() and exists (select from tenants t where t.id = invoices.tenant_id));
create policy settled on invoices for update to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
grant select, insert, update (paid_minor, credited_minor) on invoices to app, worker;
grant select, insert on credit_notes to app;
grant select on credit_notes to worker;
grant select, insert on invoice_files to app, worker;
grant select, insert, delete on adjustments to app;
grant select, insert, update (cycle_id), delete on adjustments to worker;
grant select, insert on account_credits to app, worker;
grant select, insert, update (certificate, valid_from, valid_until, version), delete on tax_exemptions to app;
grant select, delete on tax_exemptions to worker;
grant update (invoiced_through, invoiced_micros) on billing_cycles to worker;
-- a cycle's invoice waits for its calls in progress and for those without a rate
create policy for_searcher on live_legs for select to searcher using (true);
create policy for_searcher on call_charges for select to searcher using (true);
grant select on live_legs, call_charges to searcher;
-- the mail queue reads what it attaches
create policy for_searcher on invoice_files for select to searcher using (true);
grant select (document_id, content) on invoice_files to searcher;
