-- Money that went back to a card. A refund is booked when the payment provider says that it has succeeded; it outlives its tenant, as its payment does.
-- Amounts are in the currency's minor unit.
create table refunds (
  -- the key with which the provider makes it once
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  payment_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null check (char_length(reason) between 1 and 500),
  -- asked: the provider may not know of it yet. pending: it is not certain that the money arrives
  state text not null default 'asked' check (state in ('asked', 'pending', 'succeeded', 'failed')),
  -- the refund by the provider's name
  provider_id text,
  failure text check (char_length(failure) between 1 and 100),
  -- what of it the books show: less than its amount if the payment had been taken back in another way before
  booked_minor bigint not null default 0 check (booked_minor between 0 and amount_minor),
  booked_on date,
  booked_at timestamptz(3),
  -- when the money of a booked refund came back, since the card's bank did not take it
  returned_on date,
  returned_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  check ((booked_on is null) = (booked_at is null) and (returned_on is null) = (returned_at is null)),
  check (booked_on is not null or (booked_minor = 0 and returned_on is null)),
  check (state <> 'succeeded' or booked_on is not null),
  unique (partner_id, provider_id),
  foreign key (partner_id, payment_id) references payments (partner_id, id)
);
create index refunds_of_payment on refunds (payment_id);
create index refunds_of_tenant on refunds (tenant_id);
create index refunds_running on refunds (changed_at) where state in ('asked', 'pending');

alter table refunds enable row level security;
alter table refunds force row level security;
create policy read_of_partner on refunds for select to app, worker using (partner_id = ctx_partner());
create policy read_of_tenant on refunds for select to app, worker using (tenant_id = ctx_tenant());
create policy added on refunds for insert to app, worker with check (partner_id = ctx_partner()
  and exists (select from payments p where p.id = refunds.payment_id and p.tenant_id = refunds.tenant_id));
create policy settled on refunds for update to worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy for_searcher on refunds for select to searcher using (true);
-- of tenants of a key's mode only: see 0243_policies_of_mode.sql
create policy of_mode on refunds as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = ''
    or ((tenant_id in (select s.tenant_id from sandboxes s)) is true) = (current_setting('app.mode', true) = 'test'));
grant select, insert on refunds to app, worker;
grant update (state, provider_id, failure, booked_minor, booked_on, booked_at, returned_on, returned_at, changed_at) on refunds to worker;
grant select (id, tenant_id, payment_id, state, changed_at) on refunds to searcher;

-- what refunds took back of a payment, and of what it paid of an invoice. Null: it was reversed as a whole
alter table payments add column refunded_minor bigint not null default 0;
alter table payments add constraint payments_refunded_check check (refunded_minor between 0 and amount_minor) not valid;
alter table payments add column reversed_minor bigint;
alter table payments add constraint payments_reversed_check check (reversed_minor between 1 and amount_minor) not valid;
alter table payment_shares add column refunded_minor bigint not null default 0;
alter table payment_shares add constraint payment_shares_refunded_check check (refunded_minor between 0 and amount_minor) not valid;
grant update (refunded_minor, reversed_minor) on payments to app, worker;
create policy refunded on payment_shares for update to worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
grant update (refunded_minor) on payment_shares to worker;

-- `refund_failed`: money of a refund that came back
alter table account_credits drop constraint account_credits_reason_check;
alter table account_credits add constraint account_credits_reason_check check (reason in ('invoice_below_zero', 'credit_note', 'overpayment',
  'payment_reversed', 'used', 'reopened', 'refund', 'refund_failed')) not valid;
