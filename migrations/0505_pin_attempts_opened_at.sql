-- Counts by caller and mailbox also say when the caller opened the mailbox: such callers needn't wait because of others' wrong PINs.
alter table pin_attempts add column opened_at timestamptz(3);
grant update (opened_at) on pin_attempts to app;
