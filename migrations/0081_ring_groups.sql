-- A number of the tenant's plan behind which several phones ring.
create table ring_groups (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  number text not null check (number ~ '^[0-9]{3,7}$'),
  name text not null check (char_length(name) between 1 and 100),
  strategy text not null check (strategy in ('all', 'in_order', 'longest_idle')),
  ring_seconds smallint not null check (ring_seconds between 5 and 120),
  confirm_outside boolean not null,
  fallback_kind text not null check (fallback_kind in ('none', 'extension', 'group', 'mailbox', 'external')),
  fallback_target_id uuid,
  fallback_number text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (tenant_id, number),
  check (case fallback_kind
    when 'none' then fallback_target_id is null and fallback_number is null
    when 'external' then fallback_target_id is null and fallback_number is not null
    else fallback_target_id is not null and fallback_number is null end)
);
alter table ring_groups enable row level security;
alter table ring_groups force row level security;
create policy of_tenant on ring_groups to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (number, name, strategy, ring_seconds, confirm_outside, fallback_kind, fallback_target_id, fallback_number, version), delete
  on ring_groups to app;
grant select, delete on ring_groups to worker;

-- The members of a group in their order, each an extension or an outside number. Positions have gaps where a member was removed.
create table ring_group_members (
  group_id uuid not null references ring_groups,
  position smallint not null,
  tenant_id uuid not null references tenants,
  extension_id uuid references extensions,
  number text,
  primary key (group_id, position),
  check ((extension_id is null) <> (number is null))
);
create unique index ring_group_members_once on ring_group_members (group_id, extension_id);
create index ring_group_members_of_extension on ring_group_members (extension_id);
create index ring_group_members_of_tenant on ring_group_members (tenant_id);
alter table ring_group_members enable row level security;
alter table ring_group_members force row level security;
create policy of_tenant on ring_group_members to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, delete on ring_group_members to app;
grant select, delete on ring_group_members to worker;
