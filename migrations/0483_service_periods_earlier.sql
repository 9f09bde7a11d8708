-- The demo's story begins in the past: what it adds began earlier than its row was written. See functions/service-periods.sql.
grant update (from_at) on service_periods to searcher;
