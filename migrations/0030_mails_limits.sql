-- Mails that people cause by naming an address: invitations, and links for a new password. They are counted, so that nobody is flooded in a
-- partner's name. Who caused one: the person of the transaction that queued it.
alter table mails add column limited boolean not null default false;
alter table mails add column actor_id uuid;
alter table mails alter column actor_id set default nullif(current_setting('app.actor_id', true), '')::uuid;
create index mails_to_recipient on mails (recipient, created_at desc) where limited;
create index mails_of_tenant on mails (tenant_id, created_at desc) where limited;
create index mails_by_actor on mails (actor_id, created_at desc) where limited;
grant select (recipient, tenant_id, actor_id, created_at, limited) on mails to gate;
create policy for_gate on mails for select to gate using (limited);
