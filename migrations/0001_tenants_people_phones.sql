-- The roles exist and the migrating role is a member of gate, searcher and voice: src/platform/migrate.ts sees to it.
-- Every table has forced row-level security; what a transaction may see is set by src/platform/db.ts:
--   app.partner_id, app.tenant_id, app.actor_id (uuid or empty) and app.operator ('on' or empty).

create extension if not exists pg_trgm;

revoke all on schema public from public;
grant usage on schema public to app, worker, gate, searcher, voice;

create function ctx_partner() returns uuid language sql stable as
  $$ select nullif(current_setting('app.partner_id', true), '')::uuid $$;
create function ctx_tenant() returns uuid language sql stable as
  $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
create function ctx_actor() returns uuid language sql stable as
  $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;
create function ctx_operator() returns boolean language sql stable as
  $$ select coalesce(current_setting('app.operator', true), '') = 'on' $$;

-- What each status permits: written at every start from STATUS_PERMITS in src/tenants/rules.ts, read by Asterisk's views.
create table tenant_statuses (
  status text primary key,
  register boolean not null,
  inbound boolean not null,
  outbound boolean not null,
  emergency boolean not null
);

create table partners (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 100),
  version integer not null default 1,
  created_at timestamptz not null default now()
);

-- A prefix stays taken for ever, so that no phone of a purged tenant ever signs in as somebody else's.
create table sip_prefixes (
  prefix text primary key check (prefix ~ '^[a-z][a-z0-9]{2,11}$'),
  tenant_id uuid not null,
  taken_at timestamptz not null default now()
);

create table billing_profiles (
  id uuid primary key,
  partner_id uuid not null references partners,
  name text not null check (char_length(name) between 1 and 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (partner_id, name)
);

create table tenants (
  id uuid primary key,
  partner_id uuid not null references partners,
  name text not null check (char_length(name) between 1 and 100),
  sip_prefix text not null unique references sip_prefixes,
  status text not null references tenant_statuses,
  was_active boolean not null default false,
  -- reasons set by the partner or by the system, and those that only the operator lifts
  suspension_reasons text[] not null default '{}',
  operator_reasons text[] not null default '{}',
  billing_email text not null default '' check (char_length(billing_email) <= 254),
  default_cnam text not null default '' check (char_length(default_cnam) <= 15),
  timezone text not null,
  billing_profile_id uuid references billing_profiles,
  e911_address jsonb,
  users_count integer not null default 0,
  dids_count integer not null default 0,
  extensions_count integer not null default 0,
  -- milliseconds, like every instant that a cursor or a client compares
  created_at timestamptz(3) not null default now(),
  cancelled_at timestamptz(3),
  purge_at timestamptz(3),
  defaults_version integer,
  version integer not null default 1,
  search_text text not null generated always as (lower(name) || E'\n' || lower(billing_email)) stored,
  check ((status = 'SUSPENDED') <= (cardinality(suspension_reasons) + cardinality(operator_reasons) > 0)),
  check ((status = 'CANCELLED') = (cancelled_at is not null)),
  check ((cancelled_at is null) = (purge_at is null))
);
-- One index for each sortable column of the list; ties by id.
create index tenants_by_name on tenants (partner_id, name collate "und-x-icu", id);
create index tenants_by_prefix on tenants (partner_id, sip_prefix, id);
create index tenants_by_status on tenants (partner_id, status, id);
create index tenants_by_users on tenants (partner_id, users_count, id);
create index tenants_by_dids on tenants (partner_id, dids_count, id);
create index tenants_by_extensions on tenants (partner_id, extensions_count, id);
create index tenants_by_created on tenants (partner_id, created_at, id);
create index tenants_search on tenants using gin (search_text gin_trgm_ops);
create index tenants_by_profile on tenants (billing_profile_id) where billing_profile_id is not null;

-- How many tenants a partner has in each status: counting 100,000 rows for every page would cost more than the page.
create table tenant_counts (
  partner_id uuid not null references partners,
  status text not null references tenant_statuses,
  tenants integer not null,
  primary key (partner_id, status)
);

create function count_tenants() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into tenant_counts (partner_id, status, tenants) values (new.partner_id, new.status, 1)
      on conflict (partner_id, status) do update set tenants = tenant_counts.tenants + 1;
  else
    update tenant_counts set tenants = tenants - 1 where partner_id = old.partner_id and status = old.status;
    if tg_op = 'UPDATE' then
      insert into tenant_counts (partner_id, status, tenants) values (new.partner_id, new.status, 1)
        on conflict (partner_id, status) do update set tenants = tenant_counts.tenants + 1;
    end if;
  end if;
  return null;
end $$;
create trigger count_tenants after insert or delete on tenants for each row execute function count_tenants();
create trigger count_moved_tenants after update of status, partner_id on tenants for each row
  when (old.status <> new.status or old.partner_id <> new.partner_id) execute function count_tenants();

create table users (
  id uuid primary key,
  email text not null check (email = lower(email) and char_length(email) between 3 and 254),
  name text not null check (char_length(name) between 1 and 100),
  role text not null check (role in ('operator', 'partner_admin', 'partner_user', 'tenant_admin', 'tenant_user')),
  partner_id uuid references partners,
  tenant_id uuid references tenants,
  password_hash text,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  last_sign_in_at timestamptz(3),
  check ((role = 'operator') = (partner_id is null and tenant_id is null)),
  check ((role in ('partner_admin', 'partner_user')) = (partner_id is not null)),
  check ((role in ('tenant_admin', 'tenant_user')) = (tenant_id is not null))
);
create unique index users_email on users (email);
create index users_of_tenant on users (tenant_id, email) where tenant_id is not null;
create index users_of_partner on users (partner_id, email) where partner_id is not null;

-- Sign-in, links and slowing down: reached through the functions of `gate` only, before anybody is known.
create table sessions (
  token_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip text not null
);
create index sessions_of_user on sessions (user_id);

create table invitations (
  token_hash bytea primary key,
  -- null: the link that makes the first operator
  user_id uuid references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index invitations_of_user on invitations (user_id);
create unique index one_operator_invitation on invitations ((true)) where user_id is null;

create table sign_in_failures (
  -- an account's e-mail address or a client's address, hashed: a list of tried accounts is nobody's business
  key bytea primary key,
  failures integer not null,
  last_at timestamptz not null
);

create table idempotency_keys (
  actor_id uuid not null,
  method text not null,
  path text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  -- null: the answer held a secret and is not kept
  answer bytea,
  headers jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (actor_id, method, path, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table extensions (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  number text not null check (number ~ '^[0-9]{3,7}$'),
  name text not null check (char_length(name) between 1 and 100),
  sip_username text not null unique,
  -- MD5 of username:phones:password (RFC 8760 digests need it); as good as the password, so seen by `voice` alone
  ha1 text not null check (ha1 ~ '^[0-9a-f]{32}$'),
  sealed_password bytea not null,
  ring_seconds integer not null default 25 check (ring_seconds between 5 and 120),
  voicemail_enabled boolean not null default false,
  record_calls boolean not null default false,
  outbound_did_id uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, number)
);

create table dids (
  id uuid primary key,
  partner_id uuid not null references partners,
  tenant_id uuid references tenants,
  number text not null unique check (number ~ '^\+[1-9][0-9]{6,14}$'),
  status text not null default 'UNASSIGNED' check (status in ('UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT')),
  routing_kind text not null default 'none' check (routing_kind in ('none', 'extension', 'flow', 'voicemail', 'external')),
  routing_extension_id uuid references extensions on delete set null,
  routing_number text check (routing_number ~ '^\+[1-9][0-9]{6,14}$'),
  released_at timestamptz(3),
  last_tenant_id uuid,
  last_tenant_name text,
  last_routing jsonb,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  check ((status = 'UNASSIGNED') <= (tenant_id is null)),
  check ((status = 'ASSIGNED') <= (tenant_id is not null))
);
create index dids_of_tenant on dids (tenant_id, number) where tenant_id is not null;
create index dids_of_partner on dids (partner_id, number);
create index dids_last_tenant on dids (last_tenant_id) where last_tenant_id is not null;
create index dids_to_extension on dids (routing_extension_id) where routing_extension_id is not null;
alter table extensions add foreign key (outbound_did_id) references dids on delete set null;
create index extensions_by_outbound_did on extensions (outbound_did_id) where outbound_did_id is not null;

-- Carriers. A source port may be part of the match, so that several carriers can share one address.
create table trunks (
  id uuid primary key,
  name text not null unique check (char_length(name) between 1 and 100),
  host text not null,
  port integer not null default 5060 check (port between 1 and 65535),
  match text not null,
  priority integer not null default 100,
  emergency boolean not null default true,
  enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now()
);

create table live_calls (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  direction text not null check (direction in ('internal', 'outbound', 'inbound')),
  emergency boolean not null default false,
  from_number text not null,
  to_number text not null,
  extension_id uuid,
  did_id uuid,
  -- emergency calls: the number that the answering point would call back
  callback_number text,
  node text not null,
  channel_id text not null,
  admitted_at timestamptz(3) not null default now(),
  answered_at timestamptz(3)
);
create index live_calls_of_tenant on live_calls (tenant_id);
create index live_calls_of_node on live_calls (node);

create table calls (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  direction text not null check (direction in ('internal', 'outbound', 'inbound')),
  emergency boolean not null,
  from_number text not null,
  to_number text not null,
  extension_id uuid,
  did_id uuid,
  callback_number text,
  admitted_at timestamptz(3) not null,
  answered_at timestamptz(3),
  ended_at timestamptz(3) not null,
  cause integer not null
);
create index calls_of_tenant on calls (tenant_id, admitted_at desc, id desc);
create index emergency_callbacks on calls (tenant_id, callback_number, ended_at) where emergency;

create table audit_events (
  id uuid primary key,
  at timestamptz(3) not null default now(),
  partner_id uuid,
  tenant_id uuid,
  actor_id uuid,
  actor_email text,
  actor_role text not null,
  action text not null,
  target_kind text not null,
  target_id text,
  before jsonb,
  after jsonb,
  ip text,
  request_id text
);
create index audit_events_of_partner on audit_events (partner_id, at desc, id desc);
create index audit_events_of_tenant on audit_events (tenant_id, at desc, id desc);

create table mails (
  id uuid primary key,
  partner_id uuid,
  tenant_id uuid,
  recipient text not null,
  subject text not null,
  body text not null,
  -- one mail for one occasion, however often the job that causes it runs
  occasion text unique,
  created_at timestamptz(3) not null default now(),
  sent_at timestamptz(3),
  attempts integer not null default 0,
  last_error text
);
create index mails_by_age on mails (created_at desc, id);

-- Counters of a tenant, once a statement, in the transaction that changes what they count. They do not change its version.
create function count_of_tenant() returns trigger language plpgsql as $$
declare counter text := tg_argv[0];
begin
  -- whoever adds what is no tenant's needs no rights on tenants
  if tg_op in ('INSERT', 'UPDATE') then
    if exists (select from added where tenant_id is not null) then
      execute format('update tenants t set %1$I = %1$I + n.n from (select tenant_id, count(*)::int n from added
        where tenant_id is not null group by tenant_id) n where t.id = n.tenant_id', counter);
    end if;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    if exists (select from removed where tenant_id is not null) then
      execute format('update tenants t set %1$I = %1$I - n.n from (select tenant_id, count(*)::int n from removed
        where tenant_id is not null group by tenant_id) n where t.id = n.tenant_id', counter);
    end if;
  end if;
  return null;
end $$;
create trigger count_users_in after insert on users referencing new table as added
  for each statement execute function count_of_tenant('users_count');
create trigger count_users_out after delete on users referencing old table as removed
  for each statement execute function count_of_tenant('users_count');
create trigger count_extensions_in after insert on extensions referencing new table as added
  for each statement execute function count_of_tenant('extensions_count');
create trigger count_extensions_out after delete on extensions referencing old table as removed
  for each statement execute function count_of_tenant('extensions_count');
create trigger count_dids_in after insert on dids referencing new table as added
  for each statement execute function count_of_tenant('dids_count');
create trigger count_dids_out after delete on dids referencing old table as removed
  for each statement execute function count_of_tenant('dids_count');
create trigger count_dids_moved after update on dids referencing old table as removed new table as added
  for each statement execute function count_of_tenant('dids_count');

-- Asterisk's realtime: what a phone may do is a view, so a commit is the enforcement.
create schema asterisk;
grant usage on schema asterisk to asterisk, voice, app, worker;

create table asterisk.ps_contacts (
  id text primary key,
  uri text,
  expiration_time bigint,
  qualify_frequency integer,
  outbound_proxy text,
  path text,
  user_agent text,
  qualify_timeout double precision,
  reg_server text,
  authenticate_qualify text,
  via_addr text,
  via_port integer,
  call_id text,
  endpoint text,
  prune_on_boot text,
  qualify_2xx_only text,
  tenant_id uuid references tenants
);
create index ps_contacts_of_endpoint on asterisk.ps_contacts (endpoint);
create index ps_contacts_by_id on asterisk.ps_contacts (id text_pattern_ops);
create index ps_contacts_of_tenant on asterisk.ps_contacts (tenant_id);

-- Row-level security: forced, so that it binds the owner too.
do $$
declare t text;
begin
  foreach t in array array['tenant_statuses', 'partners', 'sip_prefixes', 'billing_profiles', 'tenants', 'tenant_counts', 'users',
    'sessions', 'invitations', 'sign_in_failures', 'idempotency_keys', 'extensions', 'dids', 'trunks', 'live_calls', 'calls',
    'audit_events', 'mails', 'asterisk.ps_contacts']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
  end loop;
  -- tables that belong to one tenant
  foreach t in array array['extensions', 'live_calls', 'calls', 'asterisk.ps_contacts']
  loop
    execute format('create policy of_tenant on %s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant())', t);
  end loop;
end $$;

create policy readable on tenant_statuses for select using (true);
create policy written_at_start on tenant_statuses to owner using (true) with check (true);
create policy own on partners to app, worker using (id = ctx_partner() or ctx_operator()) with check (ctx_operator());
create policy taken on sip_prefixes for insert to app with check (true);
create policy of_partner on billing_profiles to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_partner on tenants to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on tenants to app, worker using (id = ctx_tenant()) with check (id = ctx_tenant());
create policy of_partner on tenant_counts to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_partner on users to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on users to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
create policy of_operator on users to app, worker
  using (ctx_operator() and tenant_id is null) with check (ctx_operator() and tenant_id is null);
create policy own on idempotency_keys to app using (actor_id = ctx_actor()) with check (actor_id = ctx_actor());
create policy old on idempotency_keys for all to worker using (created_at < now() - interval '24 hours');
create policy of_partner on dids to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_tenant on dids to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
create policy of_operator on trunks to app, worker using (ctx_operator()) with check (ctx_operator());
create policy read_of_partner on audit_events for select to app, worker using (partner_id = ctx_partner() or (partner_id is null and ctx_operator()));
create policy read_of_tenant on audit_events for select to app, worker using (tenant_id = ctx_tenant());
create policy append on audit_events for insert to app, worker
  with check (partner_id = ctx_partner() or tenant_id = ctx_tenant() or (ctx_operator() and tenant_id is null));
create policy read on mails for select to app, worker using (partner_id = ctx_partner() or tenant_id = ctx_tenant() or ctx_operator());
create policy append on mails for insert to app, worker
  with check (partner_id = ctx_partner() or tenant_id = ctx_tenant() or ctx_operator());
create policy sent on mails for update to worker using (ctx_operator()) with check (ctx_operator());
-- Asterisk sees its views and its contacts, nothing else
create policy of_engine on asterisk.ps_contacts to asterisk using (true) with check (true);
-- the owners of definer functions and views
create policy for_voice on tenants for select to voice using (true);
create policy lock_for_voice on tenants for update to voice using (true) with check (false);
create policy for_voice on extensions for select to voice using (true);
create policy for_voice on dids for select to voice using (true);
create policy for_voice on trunks for select to voice using (true);
create policy for_searcher on tenants for select to searcher using (true);
create policy for_gate on users to gate using (true) with check (true);
create policy for_gate on tenants for select to gate using (true);
create policy for_gate on partners for select to gate using (true);
create policy for_gate on sip_prefixes for select to gate using (true);
create policy for_gate on sessions to gate using (true) with check (true);
create policy for_gate on invitations to gate using (true) with check (true);
create policy for_gate on sign_in_failures to gate using (true) with check (true);
create policy for_gate on dids for select to gate using (true);

-- Privileges. Prefix, created date and partner of a tenant never change, so no role but the owner may update them.
grant select on tenant_statuses to app, worker, voice, gate;
grant select, insert on partners to app;
grant select on partners to worker, gate;
grant update (name, version) on partners to app;
grant insert on sip_prefixes to app;
grant select on sip_prefixes to gate;
grant select, insert, update, delete on billing_profiles to app;
grant select on billing_profiles to worker;
grant select, insert on tenants to app;
grant select on tenants to worker, voice, searcher, gate;
grant update (name, status, was_active, suspension_reasons, operator_reasons, billing_email, default_cnam, timezone, billing_profile_id,
  e911_address, users_count, dids_count, extensions_count, cancelled_at, purge_at, version) on tenants to app, worker;
grant update (id) on tenants to voice;
grant select, insert, update on tenant_counts to app, worker;
grant select, insert, update, delete on users to app, worker;
grant select, insert, update on users to gate;
grant select, insert, update, delete on sessions, invitations, sign_in_failures to gate;
grant select, insert, update on idempotency_keys to app;
grant select (created_at), delete on idempotency_keys to worker;
grant select, insert, update, delete on extensions to app, worker;
grant select on extensions to voice;
grant select, insert, update, delete on dids to app, worker;
grant select on dids to voice, gate;
grant select, insert, update, delete on trunks to app;
grant select on trunks to voice, worker;
grant select, insert, update, delete on live_calls to app, worker;
grant select, insert on calls to app, worker;
grant select, insert on audit_events to app, worker;
grant select, insert on mails to app, worker;
grant update (body, sent_at, attempts, last_error) on mails to worker;
grant select, insert, update, delete on asterisk.ps_contacts to asterisk;
grant select, delete on asterisk.ps_contacts to app, worker;
