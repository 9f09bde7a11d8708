-- Disputes that aren't decided are looked up until they are.
create index card_attempts_open_dispute on card_attempts (id) where dispute = 'open';
