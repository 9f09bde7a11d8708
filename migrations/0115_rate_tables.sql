-- What a partner charges for calls, by the first digits of the called number.
create table rate_tables (
  id uuid primary key,
  partner_id uuid not null references partners,
  name text not null check (char_length(name) between 1 and 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (partner_id, name),
  unique (partner_id, id)
);

-- A whole price list, valid until the next one of its table. It never changes: a call is charged by the list at its start.
create table rate_lists (
  id uuid primary key,
  partner_id uuid not null,
  table_id uuid not null,
  valid_from timestamptz(3) not null,
  rates integer not null check (rates > 0),
  created_at timestamptz(3) not null default now(),
  unique (table_id, valid_from),
  unique (partner_id, id),
  foreign key (partner_id, table_id) references rate_tables (partner_id, id) on delete cascade
);

create table rates (
  id uuid primary key default gen_random_uuid(),
  partner_id uuid not null,
  list_id uuid not null,
  prefix text not null check (prefix ~ '^[1-9][0-9]{0,14}$'),
  destination text not null check (char_length(destination) <= 100),
  setup_micros bigint not null check (setup_micros between 0 and 1000000000),
  per_minute_micros bigint not null check (per_minute_micros between 0 and 1000000000),
  initial_seconds integer not null check (initial_seconds between 1 and 3600),
  increment_seconds integer not null check (increment_seconds between 1 and 3600),
  minimum_micros bigint not null check (minimum_micros between 0 and 1000000000),
  unique (list_id, prefix),
  foreign key (partner_id, list_id) references rate_lists (partner_id, id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['rate_tables', 'rate_lists', 'rates'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_partner on %s to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner())', t);
  end loop;
end $$;
grant select, insert, update (name, version), delete on rate_tables to app;
grant select, insert on rate_lists to app;
grant select, insert on rates to app;
