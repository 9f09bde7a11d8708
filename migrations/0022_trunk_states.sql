-- Trunks that want a user name and a password, that we register with, or that take the caller's location; and what each machine's call
-- control finds out about each trunk.

alter table trunks
  add column username text check (char_length(username) between 1 and 100),
  add column sealed_password bytea,
  add column registers boolean not null default false,
  add column sends_location boolean not null default false,
  add constraint password_of_a_user check (sealed_password is null or username is not null),
  add constraint registers_by_name check (not registers or sealed_password is not null);

create table trunk_states (
  trunk_id uuid not null references trunks on delete cascade,
  node text not null,
  -- where it was looked for; what was learnt about another address does not count
  target text not null,
  -- null: it takes calls, and never answers when it is asked
  reachable boolean,
  since timestamptz(3) not null,
  round_trip_ms integer,
  answers_options boolean not null,
  answers_calls boolean not null,
  registration text check (registration in ('pending', 'registered', 'refused')),
  registration_reason text not null default '',
  registration_since timestamptz(3),
  checked_at timestamptz(3) not null,
  primary key (trunk_id, node)
);
alter table trunk_states enable row level security;
alter table trunk_states force row level security;
create policy read_of_operator on trunk_states for select to app, worker using (ctx_operator());
create policy for_voice on trunk_states to voice using (true) with check (true);
grant select on trunk_states to app, worker;
grant select, insert, update on trunk_states to voice;

-- Heard by call control on every machine, when the transaction commits.
create function notify_trunks() returns trigger language plpgsql as $$
begin
  perform pg_notify('trunks', '{}');
  return null;
end $$;
create trigger notify_trunks after insert or update or delete on trunks for each statement execute function notify_trunks();

set local role worker;
grant execute on function add_job(text, json, text, timestamptz) to voice;
reset role;
