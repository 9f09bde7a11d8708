-- Extensions whose phones light their message lamp for a shared mailbox too.
create table mailbox_lamps (
  mailbox_id uuid not null references mailboxes,
  extension_id uuid not null references extensions on delete cascade,
  tenant_id uuid not null references tenants,
  -- an extension's lamps are looked for at each of its registrations
  primary key (extension_id, mailbox_id)
);
create index mailbox_lamps_of_mailbox on mailbox_lamps (mailbox_id);
alter table mailbox_lamps enable row level security;
alter table mailbox_lamps force row level security;
create policy of_tenant on mailbox_lamps to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, delete on mailbox_lamps to app;
grant select, delete on mailbox_lamps to worker;
-- Asterisk's views, and the lamps of all tenants' phones after a start
create policy read_of_voice on mailbox_lamps for select to voice using (true);
grant select on mailbox_lamps to voice;
