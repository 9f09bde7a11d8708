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
declare
  -- those that answered when they were last asked come first
  ways uuid[] := array(select r.id from trunks r where r.enabled and r.emergency
    order by exists (select from trunk_states s where s.trunk_id = r.id and s.reachable = false), r.priority, r.id limit 2);
begin
  return 'EMERGENCY_TRUNK=' || coalesce('trunk-' || ways[1], '') || ';EMERGENCY_TRUNK_2=' || coalesce('trunk-' || ways[2], '')
    || ';EMERGENCY_CALLBACK=' || coalesce((select d.number from dids d where d.id = outbound_did and d.tenant_id = tenant),
      (select min(d.number) from dids d where d.tenant_id = tenant), '');
end $$;

-- The edge that stands before the Asterisk that asks, as its session says; null for everybody else. `^3B` is how realtime writes `;`.
-- The name in it comes back in the Route: whether a request is for a phone or for a carrier.
create or replace function asterisk.edge(kind text) returns text language sql stable
  set search_path = pg_catalog, pg_temp as $$ select 'sip:' || kind || '@' || current_setting('strowger.edge', true) || '^3Blr' $$;

-- The addresses that `trunks.match` names (1.2.3.4, 1.2.3.4:5070, 1.2.3.0/26), as an expression for `address:port`.
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
    'all' as disallow, 'ulaw,alaw,g722' as allow, 'no' as direct_media, 'yes' as rtp_symmetric, 'yes' as force_rport,
    -- the edge has written the contact as it must be
    'no' as rewrite_contact, 'auth_username,username' as identify_by, 'auto_info' as dtmf_mode,
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
    -- SRTP where the phone can do it; what must be encrypted, call control looks at
    'sdes' as media_encryption, 'yes' as media_encryption_optimistic,
    -- a phone that has gone while nothing was said, such as one on hold, is found out within 16 minutes
    'always' as timers, '90' as timers_min_se, '1800' as timers_sess_expires,
    asterisk.edge('phone') as outbound_proxy, current_setting('strowger.domain', true) as from_domain
  from extensions e where asterisk.registers(e.tenant_id)
  union all
  -- trunks
  select 'trunk-' || r.id, 'trunk-' || r.id, '', 'trunks',
    'all', 'ulaw,alaw', 'no', 'yes', 'yes',
    'no', 'header', 'rfc4733',
    '', '', 'TRUNK_ID=' || r.id,
    'yes', 'yes', 'yes', 'no',
    '-', '-', 'ef',
    -- call control hands the password to Asterisk's memory; a location that it gives a call is sent where there is a profile
    case when r.sealed_password is not null then 'trunk-' || r.id else '' end, case when r.sends_location then '<prefer_incoming>' else '' end,
    'no', 'no-messages',
    'remote', 'remote',
    'no', 'no',
    'yes', '90', '1800',
    asterisk.edge('carrier'), current_setting('strowger.domain', true)
  from trunks r where r.enabled
  union all
  -- phones that must encrypt, by the name under which they are called: they are offered SRTP alone. Nobody signs in by it.
  select 'srtp-' || e.sip_username, e.sip_username, '', 'no-calls',
    'all', 'ulaw,alaw,g722', 'no', 'yes', 'yes',
    'no', 'header', 'auto_info',
    '', e.tenant_id::text, '',
    'no', 'no', 'no', 'no',
    '-', '-', 'ef',
    '', '',
    'no', 'no-messages',
    'remote', 'remote',
    'sdes', 'no',
    'always', '90', '1800',
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
  -- read at start and by /readyz to prove that Asterisk reaches these views; no endpoint has it
  select 'strowger-probe', '0', 'no', '60', '3600', '0', 'no', '', null;

create view asterisk.ps_endpoint_id_ips as
  select 'trunk-' || r.id as id, 'trunk-' || r.id as endpoint, 'no' as srv_lookups,
    -- `^5E` is how realtime writes `^`
    'X-Edge: /^5E' || current_setting('strowger.edge_token', true) || ' ' || asterisk.sources(r.match) || '$/' as match_header
  from trunks r where r.enabled;

-- What Asterisk stores of a phone is where the edge saw it: the edge leaves the source of the packet in Path, with a word that it alone
-- knows. A phone is called there and nowhere else, whatever it said of hosts and routes.
--
-- A REGISTER that was under way when the tenant was cancelled leaves no contact: the row lock makes it wait for that commit.
create or replace function asterisk.check_contact() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  seen text;
  placed text[];
  over_transport text;
begin
  if session_user = 'asterisk' then
    -- in `uri` too, `;` is `^3B`
    seen := (regexp_match(new.path, '^<sip:' || current_setting('strowger.edge_token') || '@[0-9.:]+(?:;|\^3B)lr(?:;|\^3B)from=([0-9.]+-[0-9]+-[a-z]+)>$'))[1];
    placed := regexp_match(new.uri, '^sip:(?:[-A-Za-z0-9_.~%+=*!]+@)?([0-9.]+):([0-9]+)((?:(?:;|\^3B)(?:line|rinstance|over)=[-A-Za-z0-9]+)*)$');
    over_transport := coalesce((regexp_match(placed[3], 'over=(tcp|tls)'))[1], 'udp');
    if seen is null or placed is null or seen <> placed[1] || '-' || placed[2] || '-' || over_transport then
      raise warning 'a contact of % is not where its packet came from', new.endpoint;
      return null;
    end if;
    -- it has said what it had to, and is no route to be followed
    new.path := '';
  end if;
  select t.id into new.tenant_id from tenants t
    join extensions e on e.tenant_id = t.id
    where e.sip_username = new.endpoint for key share of t;
  -- looked at again, as it is after that wait
  if not exists (select from extensions e where e.sip_username = new.endpoint and asterisk.registers(e.tenant_id)
    -- `;` is `^3B` here
    and (not e.encrypted_only or new.uri ~ '(;|\^3B)over=tls($|;|\^)')) then return null; end if;
  return new;
end $$;

revoke all on function asterisk.registers(uuid), asterisk.emergency_variables(uuid, uuid), asterisk.edge(text), asterisk.sources(text) from public;
grant execute on function asterisk.registers(uuid), asterisk.emergency_variables(uuid, uuid), asterisk.edge(text), asterisk.sources(text) to asterisk;
grant select on asterisk.ps_endpoints, asterisk.ps_auths, asterisk.ps_aors, asterisk.ps_endpoint_id_ips to asterisk;

reset role;
revoke create on schema asterisk from voice;
