-- Reminders of the operator's unpaid invoices: days after an invoice was due. Terms that were agreed before have none.
alter table wholesale_terms add column reminder_days smallint[] not null default '{}' check (cardinality(reminder_days) <= 10);
grant update (reminder_days) on wholesale_terms to app;

-- Each reminder of an invoice that was given, so that it is given once.
create table wholesale_reminders (
  invoice_id uuid not null,
  days smallint not null check (days >= 0),
  partner_id uuid not null,
  at timestamptz(3) not null default now(),
  primary key (invoice_id, days),
  foreign key (partner_id, invoice_id) references wholesale_invoices (partner_id, id)
);
alter table wholesale_reminders enable row level security;
alter table wholesale_reminders force row level security;
create policy of_operator on wholesale_reminders to app, worker using (ctx_operator()) with check (ctx_operator());
grant select, insert on wholesale_reminders to worker;
grant select on wholesale_reminders to app;
