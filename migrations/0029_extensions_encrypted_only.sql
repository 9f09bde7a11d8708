-- A phone that may only be called, and only call, with its signalling and sound encrypted; an emergency call goes out in any case.
alter table extensions add column encrypted_only boolean not null default false;
-- the second name under which Asterisk finds such a phone: see functions/asterisk.sql
create index extensions_srtp on extensions (('srtp-' || sip_username)) where encrypted_only;
