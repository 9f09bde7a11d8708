-- A lost dispute reverses a card payment. If it is won after that, on appeal, the payment is brought back: it stands again, and its reversal is here.
create table payment_reinstatements (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  reversed_at timestamptz(3) not null,
  reversed_on date not null,
  reversal_reason text not null check (char_length(reversal_reason) between 1 and 500),
  reinstated_on date not null,
  reason text not null check (char_length(reason) between 1 and 500),
  created_at timestamptz(3) not null default now(),
  foreign key (partner_id, payment_id) references payments (partner_id, id)
);
create index payment_reinstatements_of_payment on payment_reinstatements (payment_id);
create index payment_reinstatements_of_tenant on payment_reinstatements (tenant_id);
create index payment_reinstatements_of_partner on payment_reinstatements (partner_id);
alter table payment_reinstatements enable row level security;
alter table payment_reinstatements force row level security;
create policy read_of_partner on payment_reinstatements for select to app, worker using (partner_id = ctx_partner());
create policy read_of_tenant on payment_reinstatements for select to app, worker using (tenant_id = ctx_tenant());
create policy added on payment_reinstatements for insert to worker with check (partner_id = ctx_partner()
  and exists (select from payments p where p.id = payment_reinstatements.payment_id and p.tenant_id = payment_reinstatements.tenant_id));
-- of tenants of a key's mode only: see 0243_policies_of_mode.sql
create policy of_mode on payment_reinstatements as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = ''
    or ((tenant_id in (select s.tenant_id from sandboxes s)) is true) = (current_setting('app.mode', true) = 'test'));
grant select on payment_reinstatements to app;
grant select, insert on payment_reinstatements to worker;

-- whether a dispute reversed it, and not a person
alter table payments add column reversed_by_dispute boolean not null default false;
grant update (reversed_by_dispute) on payments to app, worker;
alter table payments no force row level security;
update payments set reversed_by_dispute = true where reversal_reason = 'The card’s bank took it back: dispute lost';
alter table payments force row level security;

-- disputes that were lost are looked at, too, in case they are appealed
create index card_attempts_lost_dispute on card_attempts (id) where dispute = 'lost';
