-- Outside numbers that call flows ask for, such as those of good customers.
create table number_lists (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  name text not null check (char_length(name) between 1 and 100),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, id)
);
create index number_lists_by_name on number_lists (tenant_id, (name collate "und-x-icu"), id);

-- A number in E.164, or the beginning of one. A call looks up all beginnings of its caller's number at once.
create table number_list_entries (
  id uuid primary key,
  list_id uuid not null,
  tenant_id uuid not null,
  number text not null check (number ~ '^\+[1-9][0-9]{0,14}$'),
  is_prefix boolean not null,
  note text not null default '' check (char_length(note) <= 200),
  unique (list_id, number, is_prefix),
  foreign key (tenant_id, list_id) references number_lists (tenant_id, id)
);
create index number_list_entries_of_tenant on number_list_entries (tenant_id);

alter table number_lists enable row level security;
alter table number_lists force row level security;
create policy of_tenant on number_lists to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (name, version), delete on number_lists to app;
grant select, delete on number_lists to worker;

alter table number_list_entries enable row level security;
alter table number_list_entries force row level security;
create policy of_tenant on number_list_entries to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (note), delete on number_list_entries to app;
grant select, delete on number_list_entries to worker;
