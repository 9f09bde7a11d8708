-- A session as its owner knows it again on the list of sessions.
alter table sessions
  -- an id of ours (UUIDv7) also for those that are there already
  add column id uuid not null default overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid,
  add column user_agent text not null default '' check (char_length(user_agent) <= 300),
  add column last_used_at timestamptz not null default now();
create unique index sessions_by_id on sessions (id);
create policy own on sessions for select to app using (user_id = ctx_actor());
create policy ended_by_owner on sessions for delete to app using (user_id = ctx_actor());
grant select (id, user_id, created_at, expires_at, last_used_at, ip, user_agent), delete on sessions to app;

-- What is counted per hour begins anew an hour after its first, however steadily more come in.
alter table sign_in_failures add column since timestamptz not null default now();

-- these are in functions/people.sql now
drop function open_session(uuid, text, bytea, timestamptz, text, uuid, text);
drop function read_session(bytea);
drop function read_invitation(bytea);
drop function count_try(bytea, integer, integer);
drop function note_sign_in(uuid, text, uuid, text, text);
drop function refuse_session(uuid, text, uuid, text);
drop function close_session(bytea, text, uuid, text);
drop function accept_invitation(bytea, text, text, uuid, text);
drop function accept_operator_invitation(bytea, uuid, text, text, text, text, uuid, text);

drop policy sign_ins on audit_events;
create policy sign_ins on audit_events for insert to gate with check (action in ('session.opened', 'session.refused', 'session.closed',
  'session.ended', 'session.others-ended', 'invitation.accepted', 'password.changed', 'password.reset', 'password.link-requested',
  'password.change-refused'));
