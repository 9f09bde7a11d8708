-- The requests of partners' programs in the last days: what was asked for and how it ended, without any content. A day is one of nine partitions by
-- its number modulo nine: today, seven days before it, and the one that is emptied for tomorrow. So old days go at once, and nothing is created at
-- run time.
create table api_requests (
  slot smallint not null check (slot between 0 and 8),
  id uuid not null,
  partner_id uuid not null,
  tenant_id uuid,
  -- the key may have been revoked since
  key_id uuid not null,
  at timestamptz(3) not null,
  method text not null,
  -- with the names of its parameters; null: there is no such address
  route text,
  status smallint not null,
  duration_ms integer not null,
  -- how many requests it stands for: of very many, only some are recorded
  represents smallint not null,
  primary key (id, slot)
) partition by list (slot);
create index api_requests_of_partner on api_requests (partner_id, at, id);
create index api_requests_of_tenant on api_requests (tenant_id) where tenant_id is not null;

do $$
begin
  for day in 0..8 loop
    execute format('create table api_requests_%s partition of api_requests for values in (%s)', day, day);
    execute format('alter table api_requests_%s enable row level security', day);
    execute format('alter table api_requests_%s force row level security', day);
    execute format('grant truncate on api_requests_%s to gate', day);
  end loop;
end $$;
alter table api_requests enable row level security;
alter table api_requests force row level security;
create policy of_partner on api_requests for select to app using (partner_id = ctx_partner());
create policy of_tenant on api_requests to worker using (tenant_id = ctx_tenant());
create policy for_gate on api_requests for insert to gate with check (true);
grant select on api_requests to app;
grant select, delete on api_requests to worker;
grant insert on api_requests to gate;
