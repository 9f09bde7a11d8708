-- What the operator charges partners, by the calendar of UTC. The operator writes it, and each partner reads what is its own. No tenant sees any of it.

-- What stands on the operator's invoices about itself, and the last number of their one series: a single row. Locked by what issues an invoice.
create table wholesale_settings (
  only_row boolean primary key default true check (only_row),
  legal_name text not null default '' check (char_length(legal_name) <= 100),
  address text not null default '' check (char_length(address) <= 500),
  tax_ids text[] not null default '{}' check (cardinality(tax_ids) <= 5),
  footer text not null default '' check (char_length(footer) <= 1000),
  last_number integer not null default 0,
  last_issued_on date,
  version integer not null default 1
);
insert into wholesale_settings default values;

-- What a partner is charged besides its calls, from its next cycle on. Amounts are in the currency's minor unit.
create table wholesale_terms (
  partner_id uuid primary key references partners,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  tenant_fee integer not null check (tenant_fee >= 0),
  extension_fee integer not null check (extension_fee >= 0),
  number_fee integer not null check (number_fee >= 0),
  billing_day smallint not null check (billing_day between 1 and 31),
  payment_terms_days smallint not null check (payment_terms_days between 0 and 365),
  billing_email text not null,
  version integer not null default 1
);

-- A cycle begins when the one before ends, and keeps the terms that it began with.
create table wholesale_cycles (
  id uuid primary key,
  partner_id uuid not null references partners,
  first_day date not null,
  next_first_day date not null check (next_first_day > first_day),
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > starts_at),
  nominal_days integer not null check (nominal_days between 28 and 31),
  currency text not null,
  tenant_fee integer not null,
  extension_fee integer not null,
  number_fee integer not null,
  payment_terms_days smallint not null,
  invoiced_at timestamptz(3),
  -- so much of the cost of its calls is on invoices
  invoiced_micros bigint not null default 0,
  unique (partner_id, first_day),
  unique (partner_id, id)
);

-- An issued invoice never changes; only what is paid of it does.
create table wholesale_invoices (
  id uuid primary key,
  partner_id uuid not null,
  cycle_id uuid not null unique,
  number integer not null unique check (number > 0),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  currency text not null,
  total_minor bigint not null check (total_minor > 0),
  paid_minor bigint not null default 0 check (paid_minor between 0 and total_minor),
  status text not null generated always as (case when paid_minor = total_minor then 'paid' else 'open' end) stored,
  issued_on date not null,
  due_on date not null check (due_on >= issued_on),
  overdue_at timestamptz(3) not null,
  seller jsonb not null,
  billed jsonb not null,
  lines jsonb not null,
  created_at timestamptz(3) not null default now(),
  unique (partner_id, id),
  foreign key (partner_id, cycle_id) references wholesale_cycles (partner_id, id)
);
create index wholesale_invoices_of_partner on wholesale_invoices (partner_id, number);

-- Money that partners have paid. A payment never changes, it can only be reversed.
create table wholesale_payments (
  id uuid primary key,
  partner_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  paid_on date not null,
  method text not null check (method in ('bank_transfer', 'card', 'check', 'cash', 'direct_debit', 'other')),
  reference text not null default '' check (char_length(reference) <= 100),
  created_at timestamptz(3) not null default now(),
  reversed_at timestamptz(3),
  reversed_on date,
  reversal_reason text check (char_length(reversal_reason) between 1 and 500),
  check ((reversed_at is null) = (reversal_reason is null) and (reversed_at is null) = (reversed_on is null)),
  foreign key (partner_id, invoice_id) references wholesale_invoices (partner_id, id)
);
create index wholesale_payments_of_invoice on wholesale_payments (invoice_id, created_at);
create index wholesale_payments_of_partner on wholesale_payments (partner_id);

-- The bytes that were sent.
create table wholesale_files (
  document_id uuid primary key,
  partner_id uuid not null,
  sha256 bytea not null,
  content bytea not null,
  created_at timestamptz(3) not null default now(),
  foreign key (partner_id, document_id) references wholesale_invoices (partner_id, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['wholesale_settings', 'wholesale_terms', 'wholesale_cycles', 'wholesale_invoices', 'wholesale_payments', 'wholesale_files'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_operator on %s to app, worker using (ctx_operator()) with check (ctx_operator())', t);
  end loop;
  foreach t in array array['wholesale_terms', 'wholesale_cycles', 'wholesale_invoices', 'wholesale_payments', 'wholesale_files'] loop
    execute format('create policy read_of_partner on %s for select to app, worker using (partner_id = ctx_partner())', t);
  end loop;
end $$;
grant select, update (legal_name, address, tax_ids, footer, version) on wholesale_settings to app;
grant select, update (last_number, last_issued_on) on wholesale_settings to worker;
grant select, insert, update (currency, tenant_fee, extension_fee, number_fee, billing_day, payment_terms_days, billing_email, version) on wholesale_terms to app;
-- to lock them
grant select, update (version) on wholesale_terms to worker;
grant select, insert on wholesale_cycles to app;
grant select, insert, update (invoiced_at, invoiced_micros) on wholesale_cycles to worker;
grant select, update (paid_minor) on wholesale_invoices to app;
grant select, insert on wholesale_invoices to worker;
grant select, insert, update (reversed_at, reversed_on, reversal_reason) on wholesale_payments to app;
grant select on wholesale_files to app;
grant select, insert on wholesale_files to worker;
-- the mail queue reads what it attaches
create policy for_searcher on wholesale_files for select to searcher using (true);
grant select (document_id, content) on wholesale_files to searcher;

-- what the calls of a partner came to, also of tenants that it has no more
create index call_charges_of_partner on call_charges (partner_id, ended_at);
