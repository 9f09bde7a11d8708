-- When a registered phone was found not to answer any more; null while it does, or if it never answers OPTIONS. Asterisk neither reads nor writes it.
alter table asterisk.ps_contacts add column silent_since timestamptz;
grant update (silent_since) on asterisk.ps_contacts to voice;
create policy marked_by_voice on asterisk.ps_contacts for update to voice using (true) with check (true);

-- Marking a phone changes nothing that is checked, and must not wait for its tenant.
drop trigger check_contact on asterisk.ps_contacts;
create trigger check_contact before insert or update of id, endpoint, uri, path, expiration_time, tenant_id on asterisk.ps_contacts
  for each row execute function asterisk.check_contact();
