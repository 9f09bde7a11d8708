-- How partners are paid by card: each by its own account at the payment provider (Stripe). Both secrets are sealed, and bound to the partner.
create table payment_accounts (
  partner_id uuid primary key references partners,
  -- where the provider posts events to. It is no secret: each event is signed
  path text not null unique check (path ~ '^[A-Za-z0-9_-]{43}$'),
  sealed_key bytea not null,
  -- what the partner knows its key by
  key_end text not null check (char_length(key_end) = 4),
  live boolean not null,
  -- null until the partner has given it
  sealed_webhook_secret bytea,
  state text not null default 'checking' check (state in ('checking', 'ready', 'refused')),
  -- the account by the provider's name; null until the key has been tried
  account text,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  check (state <> 'ready' or account is not null)
);

-- Events that the provider has posted, so that each is looked at once. They hold no more than that.
create table payment_events (
  partner_id uuid not null references partners,
  event_id text not null check (char_length(event_id) between 1 and 255),
  type text not null check (char_length(type) between 1 and 255),
  received_at timestamptz(3) not null default now(),
  primary key (partner_id, event_id)
);
create index payment_events_old on payment_events (received_at);

-- A tenant, as the provider knows it.
create table payment_customers (
  tenant_id uuid primary key,
  partner_id uuid not null,
  provider_id text not null,
  created_at timestamptz(3) not null default now(),
  foreign key (tenant_id, partner_id) references tenants (id, partner_id)
);
create index payment_customers_of_partner on payment_customers (partner_id);

-- Cards that the provider has saved. What else there is of a card we never see.
create table cards (
  id uuid primary key,
  partner_id uuid not null,
  tenant_id uuid not null,
  provider_id text not null,
  brand text not null check (char_length(brand) between 1 and 40),
  last4 text not null check (last4 ~ '^[0-9]{4}$'),
  exp_month smallint not null check (exp_month between 1 and 12),
  exp_year smallint not null check (exp_year between 2000 and 2199),
  -- since when invoices are charged to it by themselves, as somebody has agreed to; null: they are not
  auto_pay_since timestamptz(3),
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, provider_id),
  foreign key (tenant_id, partner_id) references tenants (id, partner_id)
);
create unique index cards_auto_pay on cards (tenant_id) where auto_pay_since is not null;
create index cards_of_partner on cards (partner_id);

-- Each time that a tenant set out to pay by card, or to save one. The id is the key that the provider does a call once for.
create table card_attempts (
  id uuid primary key,
  partner_id uuid not null,
  tenant_id uuid not null,
  kind text not null check (kind in ('pay_page', 'pay_card', 'auto_pay', 'save_card')),
  -- the invoice that is paid first; the rest of the amount goes to others that are open
  invoice_id uuid,
  -- of auto-pay: how many days after the due day it is for
  step smallint,
  -- the saved card that is charged, by the provider's name
  card text,
  currency text check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint check (amount_minor > 0),
  saves_card boolean not null,
  -- asked: the provider may not know of it yet. open: a page is open. unclear: what came of it is not what we asked for
  state text not null default 'asked' check (state in ('asked', 'open', 'processing', 'succeeded', 'failed', 'cancelled', 'unclear')),
  page_id text,
  page_url text,
  page_until timestamptz(3),
  charge_id text,
  failure text check (char_length(failure) between 1 and 100),
  payment_id uuid,
  dispute text check (dispute in ('open', 'won', 'lost')),
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  check ((kind = 'save_card') = (invoice_id is null) and (invoice_id is null) = (amount_minor is null) and (invoice_id is null) = (currency is null)),
  check ((kind = 'auto_pay') = (step is not null) and (kind in ('pay_card', 'auto_pay')) = (card is not null)),
  foreign key (tenant_id, partner_id) references tenants (id, partner_id),
  foreign key (partner_id, invoice_id) references invoices (partner_id, id),
  foreign key (partner_id, payment_id) references payments (partner_id, id)
);
-- two people who pay at once pay once
create unique index card_attempts_one_pays on card_attempts (tenant_id) where kind <> 'save_card' and state in ('asked', 'open', 'processing');
create unique index card_attempts_auto_pay on card_attempts (invoice_id, step) where kind = 'auto_pay';
create index card_attempts_of_tenant on card_attempts (tenant_id, created_at desc);
create index card_attempts_of_partner on card_attempts (partner_id, created_at desc);
create index card_attempts_running on card_attempts (changed_at) where state in ('asked', 'open', 'processing');
create index card_attempts_charge on card_attempts (partner_id, charge_id);
create index card_attempts_page on card_attempts (partner_id, page_id);
create index card_attempts_payment on card_attempts (payment_id);

do $$
declare
  t text;
begin
  foreach t in array array['payment_accounts', 'payment_events', 'payment_customers', 'cards', 'card_attempts'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_partner on %s to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner())', t);
  end loop;
  foreach t in array array['payment_customers', 'cards', 'card_attempts'] loop
    execute format('create policy of_tenant on %1$s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant()
      and exists (select from tenants t where t.id = %1$s.tenant_id and t.partner_id = %1$s.partner_id))', t);
    execute format('create policy for_searcher on %s for select to searcher using (true)', t);
    -- of tenants of a key's mode only: see 0243_policies_of_mode.sql
    execute format($policy$create policy of_mode on %I as restrictive for select to app
      using (coalesce(current_setting('app.mode', true), '') = ''
        or ((tenant_id in (select s.tenant_id from sandboxes s)) is true) = (current_setting('app.mode', true) = 'test'))$policy$, t);
  end loop;
end $$;
grant select, insert, update (sealed_key, key_end, live, sealed_webhook_secret, state, account, version), delete on payment_accounts to app;
grant select, update (state, account, version) on payment_accounts to worker;
create policy for_gate on payment_accounts for select to gate using (true);
grant select on payment_accounts to gate;
grant insert on payment_events to app;
grant select (partner_id, event_id) on payment_events to app;
create policy for_gate on payment_events to gate using (true);
grant select (received_at), delete on payment_events to gate;
grant select, insert, delete on payment_customers to worker;
grant select, delete on payment_customers to app;
grant select, insert, update (auto_pay_since, exp_month, exp_year), delete on cards to app, worker;
grant select, insert, update (state, page_id, page_url, page_until, charge_id, failure, payment_id, dispute, changed_at) on card_attempts to app, worker;
grant delete on card_attempts to worker;
grant select (tenant_id, partner_id, auto_pay_since) on cards to searcher;
grant select (id, tenant_id, partner_id, state, changed_at) on card_attempts to searcher;

-- a payment by card is recorded, and taken back, by a job
drop policy added on payments;
drop policy added on payment_shares;
do $$
declare
  t text;
begin
  foreach t in array array['payments', 'payment_shares'] loop
    execute format('create policy added on %1$s for insert to app, worker with check (partner_id = ctx_partner()
      and exists (select from invoices i where i.id = %1$s.invoice_id and i.tenant_id = %1$s.tenant_id))', t);
  end loop;
end $$;
drop policy reversed on payments;
create policy reversed on payments for update to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
grant insert, update (reversed_at, reversed_on, reversal_reason) on payments to worker;
grant insert on payment_shares to worker;
