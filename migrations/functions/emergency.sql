-- Records calls to emergency numbers. Owned by `voice`. Applied whenever this text changes.

grant create on schema public to voice;
set local role voice;

-- A sandbox has no emergency: nobody is notified of it. Runs in the transaction that admits the call. An error here never fails the call: only this block is rolled back.
create or replace function record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamptz, dialled text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into emergency_calls (call_id, tenant_id, number, extension_number, extension_name, callback_number, address, called_at)
  select of_call, t.id, dialled, e.number, e.name, callback, coalesce(d.e911_address, t.e911_address), called
  from tenants t left join extensions e on e.id = of_extension and e.tenant_id = t.id
    left join dids d on d.number = callback and d.tenant_id = t.id
  where t.id = of_tenant and not t.sandbox
  on conflict do nothing;
  if found then
    perform add_job('notify_emergency', json_build_object('tenantId', of_tenant, 'callId', of_call), 'notify_emergency:' || of_call);
  end if;
exception when others then
  raise warning 'the call % to % could not be noted: %', of_call, dialled, sqlerrm;
end $$;

-- For programs of the release before, which notify of 911 only.
create or replace function record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  select record_emergency_call(of_call, of_tenant, of_extension, callback, called, '911') $$;

-- Runs whichever way the call gets into the call records.
create or replace function end_emergency_call() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update emergency_calls set ended_at = new.ended_at where call_id = new.id;
  return null;
end $$;

revoke all on function record_emergency_call(uuid, uuid, uuid, text, timestamptz, text), record_emergency_call(uuid, uuid, uuid, text, timestamptz),
  end_emergency_call() from public;
grant execute on function record_emergency_call(uuid, uuid, uuid, text, timestamptz, text), record_emergency_call(uuid, uuid, uuid, text, timestamptz) to app;
-- needed to create the trigger
grant execute on function end_emergency_call() to owner;

reset role;
revoke create on schema public from voice;

drop trigger if exists end_emergency_call on calls;
create trigger end_emergency_call after insert on calls for each row when (new.emergency) execute function end_emergency_call();
