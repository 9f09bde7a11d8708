-- When a part of the service ended by itself. Ends of one part within an hour of each other are one incident.
create table incidents (
  id uuid primary key,
  machine text not null check (char_length(machine) between 1 and 253),
  part text not null check (part in ('asterisk', 'call_control', 'database')),
  began_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  times integer not null default 1 check (times > 0),
  -- how it ended the last time, in words for the operator
  reason text not null check (char_length(reason) between 1 and 500),
  -- the file in DATA_DIR/crashes of that machine, about the last time
  report text check (char_length(report) between 1 and 200)
);
create index incidents_by_last on incidents (last_at desc, id desc);

alter table incidents enable row level security;
alter table incidents force row level security;
create policy of_operator on incidents to app, worker using (ctx_operator()) with check (ctx_operator());
grant select, insert, update on incidents to app;
grant select, delete on incidents to worker;
