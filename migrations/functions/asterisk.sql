-- What Asterisk reads (PJSIP realtime) and the trigger on what it writes. All of it belongs to `voice`, whose policies see every tenant.
-- Applied whenever this text changes: a view is dropped and made again in one transaction, so Asterisk always finds one.

grant create on schema asterisk to voice;
set local role voice;

drop view if exists asterisk.ps_endpoints, asterisk.ps_auths, asterisk.ps_aors, asterisk.ps_endpoint_id_ips;

-- Asterisk asks for an endpoint eight times a call, in words that have to be planned each time, and planning costs more than the look-up.
-- So the views stay small, and what stands in other tables is asked for in functions, whose plans are cached.

-- Whether the tenant's status lets its phones register.
create or replace function asterisk.registers(tenant uuid) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from tenants t join tenant_statuses s on s.status = t.status where t.id = tenant and s.register);
end $$;

-- What an emergency call of the phone needs when the database does not answer.
create or replace function asterisk.emergency_variables(tenant uuid, outbound_did uuid) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return 'EMERGENCY_TRUNK='
    || coalesce((select 'trunk-' || r.id from trunks r where r.enabled and r.emergency order by r.priority, r.id limit 1), '')
    || ';EMERGENCY_CALLBACK=' || coalesce((select d.number from dids d where d.id = outbound_did and d.tenant_id = tenant),
      (select min(d.number) from dids d where d.tenant_id = tenant), '');
end $$;

create view asterisk.ps_endpoints as
  -- phones
  select e.sip_username as id, e.sip_username as aors, e.sip_username as auth, 'phones' as context,
    'all' as disallow, 'ulaw,alaw,g722' as allow, 'no' as direct_media, 'yes' as rtp_symmetric, 'yes' as force_rport,
    'yes' as rewrite_contact, 'auth_username,username' as identify_by, 'auto_info' as dtmf_mode,
    -- one line without unseen characters, as in src/platform/escape/sip.ts; `;` and `^` have a meaning in what Asterisk reads from a database
    '"' || left(btrim(regexp_replace(translate(e.name, '"', ''''),
      '[\u0001-\u0020\\<>;^\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e00ff]+',
      ' ', 'g')), 60) || '" <' || e.number || '>' as callerid,
    e.tenant_id::text as accountcode,
    asterisk.emergency_variables(e.tenant_id, e.outbound_did_id) as set_var,
    'no' as trust_id_inbound, 'no' as trust_id_outbound, 'no' as send_pai, 'no' as send_connected_line,
    -- white-label: SDP would else name Asterisk
    '-' as sdp_owner, '-' as sdp_session, 'ef' as tos_audio,
    '' as outbound_auth, '' as geoloc_outgoing_call_profile,
    -- a REFER with some headers ends Asterisk 22.10.1 unless transfers are off; a MESSAGE outside a call would start the dialplan
    'no' as allow_transfer, 'no-messages' as message_context,
    -- the callee is offered what the caller offered, in the caller's order: the same codec on both sides needs no transcoding
    'remote' as incoming_call_offer_pref, 'remote' as outgoing_call_offer_pref,
    -- SRTP where the phone can do it, both of AVP and AVPF
    'sdes' as media_encryption, 'yes' as media_encryption_optimistic,
    -- a phone that has gone while nothing was said, such as one on hold, is found out within 16 minutes
    'always' as timers, '90' as timers_min_se, '1800' as timers_sess_expires
  from extensions e where asterisk.registers(e.tenant_id)
  union all
  -- trunks
  select 'trunk-' || r.id, 'trunk-' || r.id, '', 'trunks',
    'all', 'ulaw,alaw', 'no', 'yes', 'yes',
    'no', 'ip', 'rfc4733',
    '', '', 'TRUNK_ID=' || r.id,
    'yes', 'yes', 'yes', 'no',
    '-', '-', 'ef',
    -- call control hands the password to Asterisk's memory; a location that it gives a call is sent where there is a profile
    case when r.sealed_password is not null then 'trunk-' || r.id else '' end, case when r.sends_location then '<prefer_incoming>' else '' end,
    'no', 'no-messages',
    'remote', 'remote',
    'no', 'no',
    'yes', '90', '1800'
  from trunks r where r.enabled;

create view asterisk.ps_auths as
  select e.sip_username as id, 'md5' as auth_type, e.sip_username as username, e.ha1 as md5_cred, 'phones' as realm
  from extensions e where asterisk.registers(e.tenant_id);

create view asterisk.ps_aors as
  -- phones
  select e.sip_username as id, '3' as max_contacts, 'yes' as remove_existing, '60' as minimum_expiration,
    '3600' as maximum_expiration, '0' as qualify_frequency, 'yes' as support_path, '' as contact
  from extensions e where asterisk.registers(e.tenant_id)
  union all
  -- trunks
  select 'trunk-' || r.id, '1', 'no', '60', '3600', '0', 'no', 'sip:' || r.host || ':' || r.port
  from trunks r where r.enabled
  union all
  -- read at start and by /readyz to prove that Asterisk reaches these views; no endpoint has it
  select 'strowger-probe', '0', 'no', '60', '3600', '0', 'no', '';

create view asterisk.ps_endpoint_id_ips as
  select 'trunk-' || r.id as id, 'trunk-' || r.id as endpoint, r.match, 'no' as srv_lookups from trunks r where r.enabled;

-- A REGISTER that was under way when the tenant was cancelled leaves no contact: the row lock makes it wait for that commit.
create or replace function asterisk.keep_contact() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.endpoint like 'trunk-%' then return new; end if;
  select t.id into new.tenant_id from tenants t
    join extensions e on e.tenant_id = t.id
    where e.sip_username = new.endpoint for key share of t;
  -- looked at again, as it is after that wait
  if not exists (select from extensions e where e.sip_username = new.endpoint and asterisk.registers(e.tenant_id)) then return null; end if;
  return new;
end $$;

revoke all on function asterisk.registers(uuid), asterisk.emergency_variables(uuid, uuid) from public;
grant execute on function asterisk.registers(uuid), asterisk.emergency_variables(uuid, uuid) to asterisk;
grant select on asterisk.ps_endpoints, asterisk.ps_auths, asterisk.ps_aors, asterisk.ps_endpoint_id_ips to asterisk;

reset role;
revoke create on schema asterisk from voice;
