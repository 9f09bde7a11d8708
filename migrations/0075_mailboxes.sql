-- A mailbox belongs to an extension and has its number, or is shared and has one of its own.
create table mailboxes (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  extension_id uuid references extensions,
  number text not null check (number ~ '^[0-9]{3,7}$'),
  name text not null,
  -- keyed with SECRET_KEY: a copy of the table is not enough to try PINs against
  pin_hash bytea,
  -- the name of the stored greeting; null for the standard one
  greeting_file text,
  emails text[] not null default '{}' check (cardinality(emails) <= 10),
  attach boolean not null default true,
  delete_after_mail boolean not null default false,
  max_seconds integer not null default 180 check (max_seconds between 10 and 600),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, number),
  unique (extension_id)
);

create table voicemails (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  mailbox_id uuid not null references mailboxes,
  call_id uuid,
  from_number text not null,
  from_name text not null default '',
  received_at timestamptz(3) not null,
  seconds integer not null,
  read_at timestamptz(3),
  saved boolean not null default false,
  version integer not null default 1
);
create index voicemails_of_tenant on voicemails (tenant_id, received_at desc, id desc);
create index voicemails_of_mailbox on voicemails (mailbox_id, received_at desc, id desc);
create index voicemails_of_call on voicemails (call_id);

-- Wrong PINs, counted per mailbox and per phone or caller that enters them.
create table pin_attempts (
  tenant_id uuid not null references tenants,
  source text not null,
  failures integer not null,
  last_at timestamptz(3) not null,
  primary key (tenant_id, source)
);

do $$
declare t text;
begin
  foreach t in array array['mailboxes', 'voicemails', 'pin_attempts']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_tenant on %s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant())', t);
    execute format('grant select, delete on %s to app, worker', t);
  end loop;
end $$;
-- call control reads the lamps of all tenants' phones after a start
create policy read_of_voice on mailboxes for select to voice using (true);
create policy read_of_voice on voicemails for select to voice using (true);
grant select on mailboxes, voicemails to voice;
grant insert, update (name, pin_hash, greeting_file, emails, attach, delete_after_mail, max_seconds, version) on mailboxes to app;
grant insert, update (read_at, saved, version) on voicemails to app;
grant insert, update (failures, last_at) on pin_attempts to app;
