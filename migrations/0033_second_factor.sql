-- The second factor of an account: a secret shared with an app that shows a code of it every 30 seconds (RFC 6238).
create table second_factors (
  user_id uuid primary key references users on delete cascade,
  -- under SECRET_KEY, like a phone's password
  sealed_secret bytea not null,
  -- null: it is being set up, and nothing asks for it yet
  confirmed_at timestamptz,
  -- that of the last code taken: none is taken twice
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

-- For whoever lost the app: each works once, and goes with its use. Hashed with a key.
create table recovery_codes (
  user_id uuid not null references users on delete cascade references second_factors on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

-- What a partner asks of its own team; the row without a partner is the operator's.
create table security_settings (
  partner_id uuid references partners,
  require_second_factor boolean not null default false,
  version integer not null default 1,
  unique nulls not distinct (partner_id)
);

do $$
declare t text;
begin
  foreach t in array array['second_factors', 'recovery_codes', 'security_settings'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
  end loop;
end $$;

create policy own on second_factors to app using (user_id = ctx_actor()) with check (user_id = ctx_actor());
-- an admin sees who has one, and takes it from somebody who lost everything
create policy seen_with_user on second_factors for select to app using (exists (select from users u where u.id = second_factors.user_id));
create policy reset_with_user on second_factors for delete to app using (exists (select from users u where u.id = second_factors.user_id));
create policy for_gate on second_factors to gate using (true) with check (true);
create policy own on recovery_codes to app using (user_id = ctx_actor()) with check (user_id = ctx_actor());
create policy for_gate on recovery_codes to gate using (true) with check (true);
create policy of_partner on security_settings to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy of_operator on security_settings to app using (partner_id is null and ctx_operator()) with check (partner_id is null and ctx_operator());
create policy for_gate on security_settings for select to gate using (true);
grant select, insert, update, delete on second_factors, recovery_codes to app;
grant select, insert, update on security_settings to app;
grant select, update, delete on second_factors to gate;
grant select, delete on recovery_codes to gate;
grant select on security_settings to gate;

-- these are in functions/people.sql now
drop function find_sign_in(text);
drop function if exists open_session(uuid, text, bytea, uuid, timestamptz, text, text, uuid, text);

drop policy sign_ins on audit_events;
create policy sign_ins on audit_events for insert to gate with check (action in ('session.opened', 'session.refused', 'session.closed',
  'session.ended', 'session.others-ended', 'invitation.accepted', 'password.changed', 'password.reset', 'password.link-requested',
  'password.change-refused', 'second-factor.enabled', 'second-factor.disabled', 'second-factor.refused', 'second-factor.recovery-code-used',
  'second-factor.recovery-codes-renewed', 'second-factor.reset'));
