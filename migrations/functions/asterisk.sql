-- What Asterisk reads (PJSIP realtime), and the trigger on what it writes. Owned by `voice`, whose policies see every tenant.
-- Applied whenever this text changes. Views are dropped and created again in one transaction, so Asterisk always finds one.

grant create on schema asterisk to voice;
set local role voice;

drop view if exists asterisk.ps_endpoints, asterisk.ps_auths, asterisk.ps_aors, asterisk.ps_endpoint_id_ips;

-- Asterisk reads an endpoint eight times per call, with statements that are planned each time, and planning costs more than the look-up.
-- So the views stay small, and functions with cached plans read the other tables.

-- Whether the tenant's status lets its phones register.
create or replace function asterisk.registers(tenant uuid) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from tenants t join tenant_statuses s on s.status = t.status where t.id = tenant and s.register);
end $$;

-- What an emergency call of the phone needs if the database is down by then.
create or replace function asterisk.emergency_variables(tenant uuid, outbound_did uuid) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  -- reachable trunks come first
  ways uuid[] := array(select r.id from trunks r where r.enabled and r.emergency
    order by exists (select from trunk_states s where s.trunk_id = r.id and s.reachable = false), r.priority, r.id limit 2);
  is_sandbox boolean;
  country text;
begin
  -- the country as its address names it; src/platform/numbers/e164.ts reads it
  select t.sandbox, ';EMERGENCY_COUNTRY=' || upper(left(regexp_replace(coalesce(t.e911_address->>'country', ''), '[^A-Za-z]', '', 'g'), 40))
    into is_sandbox, country from tenants t where t.id = tenant;
  -- no emergency call of a sandbox is carried; the dialplan says so to its caller
  if is_sandbox then
    return 'EMERGENCY_TRUNK=sandbox;EMERGENCY_TRUNK_2=;EMERGENCY_CALLBACK=' || country;
  end if;
  return 'EMERGENCY_TRUNK=' || coalesce('trunk-' || ways[1], '') || ';EMERGENCY_TRUNK_2=' || coalesce('trunk-' || ways[2], '')
    || ';EMERGENCY_CALLBACK=' || coalesce((select d.number from dids d where d.id = outbound_did and d.tenant_id = tenant),
      (select min(d.number) from dids d where d.tenant_id = tenant), '') || country;
end $$;

-- Whether the extension's phones show the messages of a shared mailbox.
create or replace function asterisk.follows_mailbox(extension uuid) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from mailbox_lamps l where l.extension_id = extension);
end $$;

-- The class of hold music that the tenant's callers hear (src/call-control/music/hold-music.ts).
create or replace function asterisk.music_class(tenant uuid) returns text language plpgsql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  return coalesce((select h.tenant_id::text from hold_music h where h.tenant_id = tenant and h.media_id is not null), 'default');
end $$;

-- The edge in front of the Asterisk that asks, from its session; null for any other session. Realtime writes `;` as `^3B`.
-- The user part comes back in the Route and tells whether a request is for a phone or a carrier.
create or replace function asterisk.edge(kind text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$ select 'sip:' || kind || '@' || current_setting('strowger.edge', true) || '^3Blr' $$;

-- Converts the addresses of `trunks.match` (1.2.3.4, 1.2.3.4:5070, 1.2.3.0/26) to a regular expression for `address:port`.
create or replace function asterisk.sources(match text) returns text language plpgsql immutable
  set search_path = pg_catalog, pg_temp as $$
declare
  network cidr;
  bits int;
  octet int;
  expression text := '';
begin
  if match !~ '/' then
    return replace(match, '.', '\.') || case when match ~ ':' then '' else ':[0-9]+' end;
  end if;
  network := network(match::inet);
  bits := masklen(network);
  for i in 1..4 loop
    octet := split_part(host(network), '.', i)::int;
    expression := expression || case when i > 1 then '\.' else '' end || case
      when bits >= 8 then octet::text
      when bits <= 0 then '[0-9]+'
      else '(' || (select string_agg(n::text, '|') from generate_series(octet, octet + (1 << (8 - bits)) - 1) n) || ')'
    end;
    bits := bits - 8;
  end loop;
  return expression || ':[0-9]+';
end $$;

create view asterisk.ps_endpoints as
  -- phones
  select e.sip_username as id, e.sip_username as aors, e.sip_username as auth, 'phones' as context,
    -- those after the third only for a phone that offers none of the three (route PLAIN_CODECS in edge/kamailio.cfg)
    'all' as disallow, 'ulaw,alaw,g722,opus,speex32,speex16,speex,g726,g726aal2,gsm' as allow, 'no' as direct_media, 'yes' as rtp_symmetric, 'yes' as force_rport,
    -- the edge has already rewritten the contact
    'no' as rewrite_contact, 'auth_username,username' as identify_by, 'auto_info' as dtmf_mode,
    -- one line without invisible characters, as in src/platform/escape/sip.ts; Asterisk's realtime gives `;` and `^` a meaning
    '"' || left(btrim(regexp_replace(translate(e.name, '"', ''''),
      '[\u0001-\u0020\\<>;^\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e00ff]+',
      ' ', 'g')), 60) || '" <' || e.number || '>' as callerid,
    e.tenant_id::text as accountcode,
    -- where a REFER leads, so that call control decides about it (asterisk/pbx/extensions.conf)
    asterisk.emergency_variables(e.tenant_id, e.outbound_did_id) || ';TRANSFER_CONTEXT=transfers;CHANNEL(musicclass)='
      || asterisk.music_class(e.tenant_id) as set_var,
    -- what it hears on hold is in `set_var`; this is what those hear whom it puts on hold, also outside
    asterisk.music_class(e.tenant_id) as moh_suggest,
    'no' as trust_id_inbound, 'no' as trust_id_outbound, 'no' as send_pai, 'no' as send_connected_line,
    -- white-label: otherwise SDP would name Asterisk
    '-' as sdp_owner, '-' as sdp_session, 'ef' as tos_audio,
    '' as outbound_auth, '' as geoloc_outgoing_call_profile,
    -- a MESSAGE outside a call would start the dialplan
    'yes' as allow_transfer, 'no-messages' as message_context,
    -- where it may watch other extensions: the hints of its own tenant (src/call-control/lamps/hints.ts)
    'hints-' || split_part(e.sip_username, '-', 1) as subscribe_context,
    -- the callee is offered the caller's codecs in the caller's order: the same codec on both sides needs no transcoding
    'remote' as incoming_call_offer_pref, 'remote' as outgoing_call_offer_pref,
    -- SRTP if the phone supports it; call control checks calls that must be encrypted
    'sdes' as media_encryption, 'yes' as media_encryption_optimistic,
    -- detects within 16 minutes a phone that vanished while silent, such as one on hold
    'always' as timers, '90' as timers_min_se, '1800' as timers_sess_expires,
    -- the message lamp (src/voicemail/rules.ts). On the endpoint alone: an address of record with mailboxes answers phones of other tenants
    case when e.voicemail_enabled or asterisk.follows_mailbox(e.id) then e.id || '@voicemail' else '' end as mailboxes,
    asterisk.edge('phone') as outbound_proxy, current_setting('strowger.domain', true) as from_domain
  from extensions e where asterisk.registers(e.tenant_id)
  union all
  -- trunks
  select 'trunk-' || r.id, 'trunk-' || r.id, '', 'trunks',
    'all', 'ulaw,alaw', 'no', 'yes', 'yes',
    'no', 'header', 'rfc4733',
    '', '', 'TRUNK_ID=' || r.id, 'default',
    'yes', 'yes', 'yes', 'no',
    '-', '-', 'ef',
    -- call control puts the password into Asterisk's memory; a call's location is sent if there is a profile
    case when r.sealed_password is not null then 'trunk-' || r.id else '' end, case when r.sends_location then '<prefer_incoming>' else '' end,
    'no', 'no-messages', 'no-hints',
    'remote', 'remote',
    'no', 'no',
    'yes', '90', '1800', '',
    asterisk.edge('carrier'), current_setting('strowger.domain', true)
  from trunks r where r.enabled
  union all
  -- phones that must encrypt, under the name by which they are called: they are offered SRTP only. No phone registers with this name.
  select 'srtp-' || e.sip_username, e.sip_username, '', 'no-calls',
    'all', 'ulaw,alaw,g722', 'no', 'yes', 'yes',
    'no', 'header', 'auto_info',
    '', e.tenant_id::text, 'TRANSFER_CONTEXT=transfers;CHANNEL(musicclass)=' || asterisk.music_class(e.tenant_id),
    asterisk.music_class(e.tenant_id),
    'no', 'no', 'no', 'no',
    '-', '-', 'ef',
    '', '',
    'yes', 'no-messages', 'no-hints',
    'remote', 'remote',
    'sdes', 'no',
    'always', '90', '1800', '',
    asterisk.edge('phone'), current_setting('strowger.domain', true)
  from extensions e where e.encrypted_only and asterisk.registers(e.tenant_id);

create view asterisk.ps_auths as
  select e.sip_username as id, 'md5' as auth_type, e.sip_username as username, e.ha1 as md5_cred, 'phones' as realm
  from extensions e where asterisk.registers(e.tenant_id);

create view asterisk.ps_aors as
  -- phones
  select e.sip_username as id, '3' as max_contacts, 'yes' as remove_existing, '60' as minimum_expiration,
    '3600' as maximum_expiration, '0' as qualify_frequency, 'yes' as support_path, '' as contact,
    asterisk.edge('phone') as outbound_proxy
  from extensions e where asterisk.registers(e.tenant_id)
  union all
  -- trunks
  select 'trunk-' || r.id, '1', 'no', '60', '3600', '0', 'no', 'sip:' || r.host || ':' || r.port,
    asterisk.edge('carrier')
  from trunks r where r.enabled
  union all
  -- read at start and by /readyz to prove that Asterisk can read these views; no endpoint uses it
  select 'strowger-probe', '0', 'no', '60', '3600', '0', 'no', '', null;

create view asterisk.ps_endpoint_id_ips as
  select 'trunk-' || r.id as id, 'trunk-' || r.id as endpoint, 'no' as srv_lookups,
    -- realtime writes `^` as `^5E`
    'X-Edge: /^5E' || current_setting('strowger.edge_token', true) || ' ' || asterisk.sources(r.match) || '$/' as match_header
  from trunks r where r.enabled;

-- Asterisk stores a phone's contact only at the source address that the edge saw. The edge puts that address into Path with a secret token. The
-- phone is called at that address and nowhere else, whatever its own headers say.
--
-- A REGISTER in progress during a cancellation leaves no contact: it waits for the row lock, and then finds the tenant cancelled.
create or replace function asterisk.check_contact() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  seen text;
  placed text[];
  over_transport text;
begin
  if session_user = 'asterisk' then
    -- `;` is `^3B` in `uri` too
    seen := (regexp_match(new.path, '^<sip:' || current_setting('strowger.edge_token') || '@[0-9.:]+(?:;|\^3B)lr(?:;|\^3B)from=([0-9.]+-[0-9]+-[a-z]+)>$'))[1];
    placed := regexp_match(new.uri, '^sip:(?:[-A-Za-z0-9_.~%+=*!]+@)?([0-9.]+):([0-9]+)((?:(?:;|\^3B)(?:line|rinstance|over)=[-A-Za-z0-9]+)*)$');
    over_transport := coalesce((regexp_match(placed[3], 'over=(tcp|tls)'))[1], 'udp');
    if seen is null or placed is null or seen <> placed[1] || '-' || placed[2] || '-' || over_transport then
      raise warning 'a contact of % is not where its packet came from', new.endpoint;
      return null;
    end if;
    -- it has served its purpose, and must not become a route
    new.path := '';
    -- it has just been heard
    new.silent_since := null;
  end if;
  select t.id into new.tenant_id from tenants t
    join extensions e on e.tenant_id = t.id
    where e.sip_username = new.endpoint for key share of t;
  -- read again, because the status may have changed during the wait
  if not exists (select from extensions e where e.sip_username = new.endpoint and asterisk.registers(e.tenant_id)
    -- `;` is `^3B` here
    and (not e.encrypted_only or new.uri ~ '(;|\^3B)over=tls($|;|\^)')) then return null; end if;
  return new;
end $$;

revoke all on function asterisk.registers(uuid), asterisk.emergency_variables(uuid, uuid), asterisk.music_class(uuid), asterisk.follows_mailbox(uuid), asterisk.edge(text), asterisk.sources(text) from public;
grant execute on function asterisk.registers(uuid), asterisk.emergency_variables(uuid, uuid), asterisk.music_class(uuid), asterisk.follows_mailbox(uuid), asterisk.edge(text), asterisk.sources(text) to asterisk;
grant select on asterisk.ps_endpoints, asterisk.ps_auths, asterisk.ps_aors, asterisk.ps_endpoint_id_ips to asterisk;

reset role;
revoke create on schema asterisk from voice;
