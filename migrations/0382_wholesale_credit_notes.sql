-- Credit notes of the operator to partners, in a series of their own. An issued one never changes.
create table wholesale_credit_notes (
  id uuid primary key,
  partner_id uuid not null,
  invoice_id uuid not null,
  number integer not null unique check (number > 0),
  currency text not null,
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
  foreign key (partner_id, invoice_id) references wholesale_invoices (partner_id, id)
);
create index wholesale_credit_notes_of_invoice on wholesale_credit_notes (invoice_id, number);
create index wholesale_credit_notes_of_partner on wholesale_credit_notes (partner_id);
alter table wholesale_credit_notes enable row level security;
alter table wholesale_credit_notes force row level security;
create policy of_operator on wholesale_credit_notes to app, worker using (ctx_operator()) with check (ctx_operator());
create policy read_of_partner on wholesale_credit_notes for select to app, worker using (partner_id = ctx_partner());
grant select, insert on wholesale_credit_notes to app;
grant select on wholesale_credit_notes to worker;

alter table wholesale_settings
  add column last_credit_note integer not null default 0,
  add column last_credit_note_on date;
grant update (last_credit_note, last_credit_note_on) on wholesale_settings to app;

-- What is credited of an invoice, and what the partner's credit paid of it when it was issued.
alter table wholesale_invoices
  drop column status,
  drop constraint wholesale_invoices_check1,
  add column credited_minor bigint not null default 0 check (credited_minor between 0 and total_minor),
  add column from_credit_minor bigint not null default 0 check (from_credit_minor between 0 and total_minor),
  add check (paid_minor between 0 and total_minor - credited_minor),
  add column status text not null generated always as (case
    when credited_minor = total_minor then 'void'
    when credited_minor + paid_minor = total_minor then 'paid'
    else 'open' end) stored;
grant update (credited_minor) on wholesale_invoices to app;

-- what is unused of a partner's credit is known from its payments
grant select on wholesale_payments to worker;

-- a document is an invoice or a credit note
alter table wholesale_files
  drop constraint wholesale_files_partner_id_document_id_fkey,
  add foreign key (partner_id) references partners;
