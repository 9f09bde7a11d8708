-- The purge locks rows that others change in sets in the same order as they do, which needs the right to update a column.
grant update (refused) on queued_events to worker;
grant update (state) on webhook_deliveries to worker;
