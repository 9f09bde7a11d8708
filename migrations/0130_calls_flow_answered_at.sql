-- A flow answers a call so that the caller hears it; a person answering it is another fact, with another time.
alter table live_calls add column flow_answered_at timestamptz(3);
alter table calls add column flow_answered_at timestamptz(3);
alter table calls drop constraint calls_outcome_check, add constraint calls_outcome_check
  check (outcome in ('answered', 'missed', 'voicemail', 'busy', 'no_answer', 'unreachable', 'refused', 'ended_in_flow')) not valid;
alter table calls validate constraint calls_outcome_check;

-- Callers may dial it in a menu.
alter table extensions add column in_menus boolean not null default false;
