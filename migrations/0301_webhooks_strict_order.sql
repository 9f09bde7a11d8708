-- A webhook in strict order gets a tenant's events one after the other (docs/decisions/042-webhooks-in-order.md, functions/webhooks.sql).
alter table webhooks add column strict_order boolean not null default false;
grant update (strict_order) on webhooks to app;

alter table webhook_deliveries
  -- its event's place in the feed, if it waits for the tenant's events before it; null: it waits for no other
  add column position bigint,
  -- the first attempt since it was queued: the three days of retries count from there, because it may have waited in line before
  add column tried_since timestamptz(3),
  drop constraint webhook_deliveries_state_check,
  add constraint webhook_deliveries_state_check check (state in ('pending', 'parked', 'delivered', 'failed', 'skipped')) not valid;
grant update (position, tried_since) on webhook_deliveries to app;

drop index webhook_deliveries_due;
create index webhook_deliveries_due on webhook_deliveries (webhook_id, urgent desc, due_at) where state = 'pending' and position is null;
create index webhook_deliveries_in_line on webhook_deliveries (webhook_id, tenant_id, position)
  where state in ('pending', 'parked') and position is not null;
