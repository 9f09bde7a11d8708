-- What Asterisk reads (PJSIP realtime) and the trigger on what it writes. All belong to `voice`, whose policies see every tenant.

create view asterisk.phones as
  select e.id, e.number, e.name, e.sip_username, e.ha1, t.id as tenant_id,
    coalesce((select d.number from dids d where d.id = e.outbound_did_id and d.tenant_id = t.id),
      (select min(d.number) from dids d where d.tenant_id = t.id)) as callback_number
  from extensions e
    join tenants t on t.id = e.tenant_id
    join tenant_statuses s on s.status = t.status
  where s.register;

create view asterisk.ps_endpoints as
  select p.sip_username as id, p.sip_username as aors, p.sip_username as auth, 'phones' as context,
    'all' as disallow, 'ulaw,alaw,g722' as allow, 'no' as direct_media, 'yes' as rtp_symmetric, 'yes' as force_rport,
    'yes' as rewrite_contact, 'auth_username,username' as identify_by, 'rfc4733' as dtmf_mode,
    '"' || regexp_replace(p.name, '["\\<>;]', '', 'g') || '" <' || p.number || '>' as callerid,
    p.tenant_id::text as accountcode,
    'EMERGENCY_TRUNK=' || coalesce((select 'trunk-' || r.id from trunks r where r.enabled and r.emergency order by r.priority, r.id limit 1), '')
      || ';EMERGENCY_CALLBACK=' || coalesce(p.callback_number, '') as set_var,
    'no' as trust_id_inbound, 'no' as trust_id_outbound, 'no' as send_pai, 'no' as send_connected_line,
    -- white-label: SDP would else name the engine
    '-' as sdp_owner, '-' as sdp_session, 'ef' as tos_audio
  from asterisk.phones p
  union all
  select 'trunk-' || r.id, 'trunk-' || r.id, '', 'trunks',
    'all', 'ulaw,alaw', 'no', 'yes', 'yes',
    'no', 'ip', 'rfc4733',
    '', '', 'TRUNK_ID=' || r.id,
    'yes', 'yes', 'yes', 'no',
    '-', '-', 'ef'
  from trunks r where r.enabled;

create view asterisk.ps_auths as
  select p.sip_username as id, 'md5' as auth_type, p.sip_username as username, p.ha1 as md5_cred, 'phones' as realm
  from asterisk.phones p;

create view asterisk.ps_aors as
  select p.sip_username as id, '3' as max_contacts, 'yes' as remove_existing, '60' as minimum_expiration,
    '3600' as maximum_expiration, '0' as qualify_frequency, 'yes' as support_path, '' as contact
  from asterisk.phones p
  union all
  select 'trunk-' || r.id, '1', 'no', '60', '3600', '0', 'no', 'sip:' || r.host || ':' || r.port
  from trunks r where r.enabled
  union all
  -- read at start and by /readyz to prove that the engine reaches these views; no endpoint has it
  select 'strowger-probe', '0', 'no', '60', '3600', '0', 'no', '';

create view asterisk.ps_endpoint_id_ips as
  select 'trunk-' || r.id as id, 'trunk-' || r.id as endpoint, r.match, 'no' as srv_lookups from trunks r where r.enabled;

-- A REGISTER that was under way when the tenant was cancelled leaves no contact: the row lock makes it wait for that commit.
create function asterisk.keep_contact() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.endpoint like 'trunk-%' then return new; end if;
  select t.id into new.tenant_id from tenants t
    join extensions e on e.tenant_id = t.id
    where e.sip_username = new.endpoint for key share of t;
  if not exists (select 1 from asterisk.phones p where p.sip_username = new.endpoint) then return null; end if;
  return new;
end $$;
create trigger keep_contact before insert or update on asterisk.ps_contacts
  for each row execute function asterisk.keep_contact();

-- Whose number it is must be known before there is a tenant to act for.
create function did_for_call(called text) returns table (did_id uuid, tenant_id uuid) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select d.id, d.tenant_id from dids d where d.number = called and d.tenant_id is not null $$;
revoke all on function did_for_call(text) from public;
grant execute on function did_for_call(text) to app;

-- The carriers a call may leave by, best first; call control has no operator's rights.
create function trunks_for_calls() returns table (id uuid, name text, emergency boolean) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select r.id, r.name, r.emergency from trunks r where r.enabled order by r.priority, r.id $$;
revoke all on function trunks_for_calls() from public;
grant execute on function trunks_for_calls() to app;

-- What one engine is thought to be busy with: call control ends the rest after a restart, before it knows any tenant.
create function live_calls_of(of_node text) returns table (id uuid, tenant_id uuid, admitted_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select c.id, c.tenant_id, c.admitted_at from live_calls c where c.node = of_node $$;
revoke all on function live_calls_of(text) from public;
grant execute on function live_calls_of(text) to app;
create policy for_voice on live_calls for select to voice using (true);
grant select on live_calls to voice;

grant select on asterisk.ps_endpoints, asterisk.ps_auths, asterisk.ps_aors, asterisk.ps_endpoint_id_ips to asterisk;

grant create on schema asterisk, public to voice;
alter view asterisk.phones owner to voice;
alter view asterisk.ps_endpoints owner to voice;
alter view asterisk.ps_auths owner to voice;
alter view asterisk.ps_aors owner to voice;
alter view asterisk.ps_endpoint_id_ips owner to voice;
alter function asterisk.keep_contact() owner to voice;
alter function did_for_call(text) owner to voice;
alter function trunks_for_calls() owner to voice;
alter function live_calls_of(text) owner to voice;
revoke create on schema asterisk, public from voice;
