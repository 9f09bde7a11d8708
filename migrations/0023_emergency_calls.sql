-- Calls to 911: who called from where, as it was then. The notice is written from this row, and the pages show it while the call is on and for
-- an hour after (47 CFR 9.16).
create table emergency_calls (
  call_id uuid primary key,
  tenant_id uuid not null references tenants,
  extension_number text,
  extension_name text,
  callback_number text,
  address jsonb,
  called_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
create index emergency_calls_of_tenant on emergency_calls (tenant_id, called_at desc);

-- Who is notified beside the partner. Without a row: the tenant's admins.
create table emergency_contacts (
  tenant_id uuid primary key references tenants,
  emails text[] not null check (cardinality(emails) <= 10),
  version integer not null default 1
);

do $$
declare t text;
begin
  foreach t in array array['emergency_calls', 'emergency_contacts']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_tenant on %s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant())', t);
  end loop;
end $$;
create policy read_of_partner on emergency_calls for select to app
  using (exists (select from tenants t where t.id = emergency_calls.tenant_id and t.partner_id = ctx_partner()));
create policy for_voice on emergency_calls to voice using (true) with check (true);
grant select on emergency_calls to app;
grant select, delete on emergency_calls to worker;
grant select, insert, update on emergency_calls to voice;
grant select, insert, update (emails, version) on emergency_contacts to app;
grant select, delete on emergency_contacts to worker;
