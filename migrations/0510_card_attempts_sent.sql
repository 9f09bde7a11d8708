-- When an attempt was first sent to the provider. Null: it wasn't, so it can still be dropped. The previous release may have sent what was waiting.
alter table card_attempts add column sent_at timestamptz(3);
grant update (sent_at) on card_attempts to worker;
alter table card_attempts no force row level security;
update card_attempts set sent_at = created_at where state = 'asked';
alter table card_attempts force row level security;
