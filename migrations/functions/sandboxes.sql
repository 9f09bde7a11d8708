-- What follows from a tenant being a sandbox (src/sandbox/). Applied whenever this text changes.

create or replace function note_sandbox() returns trigger language plpgsql as $$
begin
  insert into sandboxes (tenant_id, partner_id) values (new.id, new.partner_id);
  return null;
end $$;
drop trigger if exists note_sandbox on tenants;
create trigger note_sandbox after insert on tenants for each row when (new.sandbox) execute function note_sandbox();

create or replace function mark_integration_data() returns trigger language plpgsql as $$
begin
  new.sandbox := exists (select from sandboxes s where s.tenant_id = new.tenant_id);
  return new;
end $$;
drop trigger if exists mark_integration_data on integration_data;
create trigger mark_integration_data before insert or update of tenant_id on integration_data for each row execute function mark_integration_data();

-- A sandbox has no numbers, because calls from outside would reach it.
create or replace function refuse_number_of_sandbox() returns trigger language plpgsql as $$
begin
  if exists (select from tenants t where t.id = new.tenant_id and t.sandbox) then
    raise exception 'a sandbox has no numbers' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger if exists refuse_number_of_sandbox on dids;
create trigger refuse_number_of_sandbox before insert or update of tenant_id on dids
  for each row when (new.tenant_id is not null) execute function refuse_number_of_sandbox();
