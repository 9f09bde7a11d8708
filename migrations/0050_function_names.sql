-- Functions are named by what they do. Their text is in functions/; these are the ones that an earlier migration made.
alter function keep_alerts() rename to set_alerts;
alter trigger keep_alerts on tenant_limits rename to set_alerts;
alter trigger keep_first_alerts on tenant_limits rename to set_first_alerts;
alter function count_tenants_at_once() rename to count_tenants_by_statement;

grant create on schema public to gate, searcher;
grant create on schema asterisk to voice;
set local role gate;
alter function forget_tries(bytea) rename to clear_attempts;
alter function uncount_try(bytea) rename to uncount_attempt;
alter function forget_expired() rename to delete_expired;
set local role searcher;
alter function keep_tenant_for_operator(uuid) rename to lock_tenant_for_operator;
alter function part_of(text) rename to like_pattern;
alter function tenants_among(uuid[]) rename to existing_tenants;
set local role voice;
alter function asterisk.keep_contact() rename to check_contact;
reset role;
revoke create on schema public from gate, searcher;
revoke create on schema asterisk from voice;
alter trigger keep_contact on asterisk.ps_contacts rename to check_contact;

-- Files in functions/ make these again under their new names.
drop function if exists count_try(bytea, integer, integer, integer), note_own(text, uuid, text, uuid, text),
  note_trunk_state(text, uuid, json), note_emergency_call(uuid, uuid, uuid, text, timestamptz), tenants_found(text[], text, text[]);
