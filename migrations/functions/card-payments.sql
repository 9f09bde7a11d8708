-- Which account an event of the payment provider is for, and what a tenant may know about its partner's account. Owned by `gate`. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

create or replace function payment_account_at(address text) returns table (partner_id uuid, sealed_webhook_secret bytea, live boolean, account text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as
  $$ select a.partner_id, a.sealed_webhook_secret, a.live, a.account from payment_accounts a where a.path = address $$;

-- Whether the tenant of the context can pay by card, and whether that moves money. No row: it can't.
create or replace function card_account() returns table (live boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.live from payment_accounts a join tenants t on t.partner_id = a.partner_id
  where t.id = ctx_tenant() and a.state = 'ready' and a.sealed_webhook_secret is not null $$;

-- The provider repeats an event for some days at most.
create or replace function delete_old_payment_events(before timestamptz) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$ delete from payment_events e where e.received_at < before $$;

-- Partners with keys of the provider, in the order of their ids, after one of them.
create or replace function partners_with_payment_accounts(after_partner uuid, at_most integer) returns table (partner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.partner_id from payment_accounts a where a.partner_id > after_partner order by a.partner_id limit at_most $$;

revoke all on function payment_account_at(text), card_account(), delete_old_payment_events(timestamptz), partners_with_payment_accounts(uuid, integer) from public;
grant execute on function delete_old_payment_events(timestamptz), partners_with_payment_accounts(uuid, integer) to worker;
grant execute on function payment_account_at(text) to app;
grant execute on function card_account() to app, worker;

reset role;
revoke create on schema public from gate;

-- What jobs ask about the card payments of all partners.
grant create on schema public to searcher;
set local role searcher;

-- Whether it is time to look again at something that the provider hasn't decided on and tells nothing of. Each look changes its row, also one that finds
-- nothing new, and the next one comes after as long again as it had been running then: after ten minutes, twenty, forty, up to a day.
create or replace function is_silent(created_at timestamptz, changed_at timestamptz, unchanged_since timestamptz) returns boolean language sql stable as
  $$ select changed_at < unchanged_since and changed_at + least(interval '1 day', changed_at - created_at) < unchanged_since $$;

-- Running attempts that it is time to look at, in the order of their ids, after one of them.
create or replace function running_card_attempts(unchanged_since timestamptz, after_attempt uuid, at_most integer) returns table (id uuid, tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.tenant_id from card_attempts a
  where a.state in ('asked', 'open', 'processing') and is_silent(a.created_at, a.changed_at, unchanged_since) and a.id > after_attempt
  order by a.id limit at_most $$;

-- Tenants on auto-pay that have an invoice which is due, or will be within a day.
create or replace function tenants_to_charge(at timestamptz, after_tenant uuid, at_most integer) returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.tenant_id from cards c join tenants t on t.id = c.tenant_id
  where c.auto_pay_since is not null and c.tenant_id > after_tenant and t.purge_started_at is null
    and exists (select from invoices i where i.tenant_id = c.tenant_id and i.status = 'open' and i.overdue_at <= at + interval '2 days')
  order by c.tenant_id limit at_most $$;

-- Refunds that the provider hasn't decided on, likewise.
create or replace function running_refunds(unchanged_since timestamptz, after_refund uuid, at_most integer) returns table (id uuid, tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.id, r.tenant_id from refunds r where r.state in ('asked', 'pending')
    and is_silent(r.created_at, r.changed_at, unchanged_since) and r.id > after_refund
  order by r.id limit at_most $$;

-- Disputes that aren't decided, by the attempts whose charge they are about, likewise. One that was lost may be won on appeal, within a year of its payment.
create or replace function open_card_disputes(unchanged_since timestamptz, after_attempt uuid, at_most integer) returns table (id uuid, tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.tenant_id from card_attempts a where (a.dispute = 'open' or (a.dispute = 'lost' and a.created_at > unchanged_since - interval '1 year'))
    and is_silent(a.created_at, a.changed_at, unchanged_since) and a.id > after_attempt
  order by a.id limit at_most $$;

revoke all on function running_card_attempts(timestamptz, uuid, integer), tenants_to_charge(timestamptz, uuid, integer),
  running_refunds(timestamptz, uuid, integer), open_card_disputes(timestamptz, uuid, integer) from public;
grant execute on function running_card_attempts(timestamptz, uuid, integer), tenants_to_charge(timestamptz, uuid, integer),
  running_refunds(timestamptz, uuid, integer), open_card_disputes(timestamptz, uuid, integer) to worker;

reset role;
revoke create on schema public from searcher;
