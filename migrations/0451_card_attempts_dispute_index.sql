-- Disputes that aren't decided are looked up until they are, at intervals that depend on since when; so are refunds.
create index card_attempts_open_dispute on card_attempts (id) where dispute = 'open';
grant select (dispute, created_at) on card_attempts to searcher;
grant select (created_at) on refunds to searcher;
