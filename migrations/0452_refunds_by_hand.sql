-- Money that was paid back by hand, outside the payment provider: it is booked at once. Before, every refund went back to its card.
alter table refunds
  add column method text not null default 'card',
  add column reference text not null default '',
  add constraint refunds_method_check check (method in ('bank_transfer', 'card', 'check', 'cash', 'direct_debit', 'other')) not valid,
  add constraint refunds_reference_check check (char_length(reference) <= 100) not valid;
alter policy refunded on payment_shares to app, worker;
grant update (refunded_minor) on payment_shares to app;

-- What the operator paid back of a partner's payment. It never changes.
create table wholesale_refunds (
  id uuid primary key,
  partner_id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  paid_on date not null,
  method text not null check (method in ('bank_transfer', 'card', 'check', 'cash', 'direct_debit', 'other')),
  reference text not null default '' check (char_length(reference) <= 100),
  reason text not null check (char_length(reason) between 1 and 500),
  created_at timestamptz(3) not null default now()
);
alter table wholesale_payments add unique (partner_id, id);
alter table wholesale_refunds add foreign key (partner_id, payment_id) references wholesale_payments (partner_id, id);
create index wholesale_refunds_of_payment on wholesale_refunds (payment_id, created_at);
create index wholesale_refunds_of_partner on wholesale_refunds (partner_id);
alter table wholesale_refunds enable row level security;
alter table wholesale_refunds force row level security;
create policy of_operator on wholesale_refunds to app, worker using (ctx_operator()) with check (ctx_operator());
create policy read_of_partner on wholesale_refunds for select to app, worker using (partner_id = ctx_partner());
grant select, insert on wholesale_refunds to app;
-- what is unused of a partner's credit is known from its payments and what was paid back of them
grant select on wholesale_refunds to worker;
