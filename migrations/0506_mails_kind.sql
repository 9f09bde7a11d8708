-- Each kind of mails is limited by itself. Limited mails of before are account links.
alter table mails add column kind text;
grant select (kind) on mails to gate;
