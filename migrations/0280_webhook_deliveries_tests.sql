-- Tests have no event, so their age is their own.
create index webhook_deliveries_tests on webhook_deliveries (queued_at) where event_id is null;
