-- Sounds that a tenant has converted, by content: `hash` names the files. A row stays while anything plays it, which the foreign keys of
-- those who do hold to; src/media/files.ts removes what nobody plays.
create table media_files (
  tenant_id uuid not null references tenants,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  milliseconds integer not null check (milliseconds > 0),
  bytes bigint not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, hash)
);

-- The tenant's media library: sounds by name.
create table media (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  name text not null,
  source text not null check (source in ('upload', 'speech', 'phone')),
  -- what is spoken, and by which voice
  text text,
  voice text check (voice in ('service', 'packaged')),
  -- what is being converted: the name of an uploaded file, or of an order to speak the text
  pending uuid,
  attempts integer not null default 0,
  -- why the last conversion failed
  failure text,
  -- what is played; null before the first conversion
  hash text,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1,
  foreign key (tenant_id, hash) references media_files (tenant_id, hash),
  check ((source = 'speech') = (text is not null)),
  check ((source = 'speech') = (voice is not null)),
  check (pending is null or failure is null)
);
create unique index media_names on media (tenant_id, lower(name));
create index media_hashes on media (tenant_id, hash);

do $$
declare t text;
begin
  foreach t in array array['media', 'media_files']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_tenant on %s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant())', t);
    execute format('grant select, delete on %s to app, worker', t);
  end loop;
end $$;
grant insert, update (name, source, text, voice, pending, attempts, failure, version) on media to app;
grant update (pending, attempts, failure, hash, version) on media to worker;
grant insert on media_files to worker;
