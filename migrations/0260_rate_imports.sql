-- Files of rates on their way into a table: a job reads them row by row, somebody looks at what they would change and confirms it, and a job writes them as
-- one list. A cancelled import is deleted.
create table rate_imports (
  id uuid primary key,
  partner_id uuid not null,
  table_id uuid not null,
  state text not null default 'reading' check (state in ('reading', 'refused', 'ready', 'writing', 'done')),
  -- null: from when it is written
  valid_from timestamptz(3),
  -- the file, until it has been read
  content text,
  lines integer not null check (lines >= 0),
  last_line integer not null default 0,
  columns text[] not null default '{}',
  rows integer not null default 0,
  refused integer not null default 0,
  -- the first of them
  refused_rows jsonb not null default '[]',
  -- why the file as a whole can't be imported
  problem text,
  -- what it would change (`Compared` in src/rates/read-import.ts), of which list
  compared jsonb,
  base_list_id uuid,
  written integer not null default 0,
  confirmed_by jsonb,
  created_at timestamptz(3) not null default now(),
  foreign key (partner_id, table_id) references rate_tables (partner_id, id) on delete cascade
);
create index rate_imports_of_table on rate_imports (table_id, created_at);

-- The rows that were read, until they are written.
create table rate_import_rows (
  import_id uuid not null references rate_imports on delete cascade,
  line integer not null,
  prefix text not null,
  destination text not null,
  setup_micros bigint not null,
  per_minute_micros bigint not null,
  initial_seconds integer not null,
  increment_seconds integer not null,
  minimum_micros bigint not null,
  primary key (import_id, line)
);

-- Jobs write lists, for partners and for the operator.
alter policy of_operator on rate_tables to app, worker;
alter policy added_by_partner on rate_lists to app, worker;
alter policy of_operator on rate_lists to app, worker;
alter policy added_by_partner on rates to app, worker;
alter policy of_operator on rates to app, worker;
grant select, update (version) on rate_tables to worker;
grant select, insert on rate_lists, rates to worker;

alter table rate_imports enable row level security;
alter table rate_imports force row level security;
create policy of_partner on rate_imports to app, worker
  using (partner_id = ctx_partner() and table_id in (select t.id from rate_tables t where t.kind = 'retail'))
  with check (partner_id = ctx_partner() and table_id in (select t.id from rate_tables t where t.kind = 'retail'));
create policy of_operator on rate_imports to app, worker using (ctx_operator() and table_id in (select t.id from rate_tables t))
  with check (ctx_operator() and table_id in (select t.id from rate_tables t));
grant select, insert, update, delete on rate_imports to app;
grant select, update, delete on rate_imports to worker;

-- What an import's policies show decides about its rows.
alter table rate_import_rows enable row level security;
alter table rate_import_rows force row level security;
create policy of_import on rate_import_rows to app, worker using (import_id in (select i.id from rate_imports i))
  with check (import_id in (select i.id from rate_imports i));
grant select, insert, delete on rate_import_rows to app, worker;
