--
-- PostgreSQL database dump
--

--
-- Name: asterisk; Type: SCHEMA; Schema: -; Owner: owner
--

CREATE SCHEMA asterisk;

ALTER SCHEMA asterisk OWNER TO owner;

--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

--
-- Name: check_contact(); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.check_contact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
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
end $_$;

ALTER FUNCTION asterisk.check_contact() OWNER TO voice;

--
-- Name: edge(text); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.edge(kind text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ select 'sip:' || kind || '@' || current_setting('strowger.edge', true) || '^3Blr' $$;

ALTER FUNCTION asterisk.edge(kind text) OWNER TO voice;

--
-- Name: emergency_variables(uuid, uuid); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.emergency_variables(tenant uuid, outbound_did uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION asterisk.emergency_variables(tenant uuid, outbound_did uuid) OWNER TO voice;

--
-- Name: follows_mailbox(uuid); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.follows_mailbox(extension uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  return exists (select from mailbox_lamps l where l.extension_id = extension);
end $$;

ALTER FUNCTION asterisk.follows_mailbox(extension uuid) OWNER TO voice;

--
-- Name: music_class(uuid); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.music_class(tenant uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  return coalesce((select h.tenant_id::text from hold_music h where h.tenant_id = tenant and h.media_id is not null), 'default');
end $$;

ALTER FUNCTION asterisk.music_class(tenant uuid) OWNER TO voice;

--
-- Name: registers(uuid); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.registers(tenant uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  return exists (select from tenants t join tenant_statuses s on s.status = t.status where t.id = tenant and s.register);
end $$;

ALTER FUNCTION asterisk.registers(tenant uuid) OWNER TO voice;

--
-- Name: sources(text); Type: FUNCTION; Schema: asterisk; Owner: voice
--

CREATE FUNCTION asterisk.sources(match text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION asterisk.sources(match text) OWNER TO voice;

--
-- Name: a_webhook_is_on(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.a_webhook_is_on() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select exists (select from webhooks where state = 'on') $$;

ALTER FUNCTION public.a_webhook_is_on() OWNER TO sequencer;

--
-- Name: absent_extensions(uuid[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.absent_extensions(among uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select e.id from extensions e where e.id = any(among) and e.sip_username not in (
    select reachable_endpoints(array(select w.sip_username from extensions w where w.id = any(among)))) $$;

ALTER FUNCTION public.absent_extensions(among uuid[]) OWNER TO voice;

--
-- Name: accept_invitation(bytea, text, text[], text, uuid, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.accept_invitation(hash bytea, new_password_hash text, nobody_new_in text[], from_ip text, event uuid, request text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  who uuid;
  invited boolean;
begin
  select u.id, u.password_hash is null into who, invited from users u
    where u.id = (select i.user_id from invitations i where i.token_hash = hash) for no key update;
  if invited and exists (select from users u join tenants t on t.id = u.tenant_id where u.id = who and t.status = any (nobody_new_in)) then
    return null;
  end if;
  delete from invitations where token_hash = hash and expires_at > now() and user_id = who;
  if not found then return null; end if;
  update users set password_hash = new_password_hash, version = version + 1 where id = who;
  delete from sessions where user_id = who;
  perform record_own_event(case when invited then 'invitation.accepted' else 'password.reset' end, who, from_ip, event, request);
  return who;
end $$;

ALTER FUNCTION public.accept_invitation(hash bytea, new_password_hash text, nobody_new_in text[], from_ip text, event uuid, request text) OWNER TO gate;

--
-- Name: accept_operator_invitation(bytea, uuid, text, text, text, text, uuid, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text, event uuid, request text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  delete from invitations where token_hash = hash and expires_at > now() and user_id is null;
  if not found then return null; end if;
  insert into users (id, email, name, role, password_hash) values (new_id, lower(new_email), new_name, 'operator', new_password_hash);
  perform record_own_event('invitation.accepted', new_id, from_ip, event, request);
  return new_id;
end $$;

ALTER FUNCTION public.accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text, event uuid, request text) OWNER TO gate;

--
-- Name: account_for_mail(uuid); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.account_for_mail(of_user uuid) RETURNS TABLE(email text, user_name text, partner_id uuid, tenant_id uuid, invited boolean, tenant_name text, tenant_status text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select u.email, u.name, u.partner_id, u.tenant_id, u.password_hash is null, t.name, t.status
  from users u left join tenants t on t.id = u.tenant_id where u.id = of_user $$;

ALTER FUNCTION public.account_for_mail(of_user uuid) OWNER TO gate;

--
-- Name: add_job(text, json, text, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: worker
--

CREATE FUNCTION public.add_job(task text, payload json, job_key text DEFAULT NULL::text, run_at timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  perform graphile_worker.add_job(task, payload, job_key => job_key, run_at => run_at);
end $$;

ALTER FUNCTION public.add_job(task text, payload json, job_key text, run_at timestamp with time zone) OWNER TO worker;

--
-- Name: address_holder(text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.address_holder(wanted text) RETURNS TABLE(user_id uuid, role text, partner_id uuid, tenant_id uuid, confirmed boolean, only_admin boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select u.id, u.role, coalesce(u.partner_id, t.partner_id), u.tenant_id, u.last_sign_in_at is not null, u.role = 'partner_admin'
    and not exists (select from users o where o.partner_id = u.partner_id and o.role = 'partner_admin' and o.id <> u.id)
  from users u left join tenants t on t.id = u.tenant_id where u.email = lower(wanted) $$;

ALTER FUNCTION public.address_holder(wanted text) OWNER TO gate;

--
-- Name: address_of_contact(text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.address_of_contact(uri text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ select substring(uri from '^sip:(?:[^@]+@)?([0-9.]+:[0-9]+)') $$;

ALTER FUNCTION public.address_of_contact(uri text) OWNER TO voice;

--
-- Name: admit_internal_call(uuid, timestamp with time zone, uuid, text, text, text, text, integer); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.admit_internal_call(call uuid, at timestamp with time zone, of_tenant uuid, from_phone text, to_extension text, of_node text, of_channel text, patience_ms integer) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
declare
  tenant record;
  caller record;
  callee record;
  contacts text[];
begin
  select t.id, t.status, t.default_cnam, t.e911_address->>'country' as country, t.sandbox into tenant
    from tenants t where t.id = of_tenant for key share;
  -- everything from here on is read after the wait for that lock; a caller who waited too long has been refused meanwhile
  -- how many calls a sandbox may have is counted step by step
  if not found or tenant.sandbox or clock_timestamp() > statement_timestamp() + patience_ms * interval '1 ms'
    or not exists (select from tenant_statuses s where s.status = tenant.status and s.outbound) then
    return null;
  end if;
  select e.id, e.number, e.name into caller
    from extensions e where e.tenant_id = of_tenant and e.sip_username = from_phone and not e.encrypted_only;
  if not found then return null; end if;
  select e.id, e.number, e.sip_username, e.ring_seconds into callee
    from extensions e where e.tenant_id = of_tenant and e.number = to_extension and not e.encrypted_only and e.id <> caller.id and e.call_waiting
      and not exists (select from forwarding f where f.extension_id = e.id);
  if not found then return null; end if;
  -- Asterisk writes `;` as `^3B`
  contacts := array(select replace(c.uri, '^3B', ';') from asterisk.ps_contacts c
    where c.endpoint = callee.sip_username and c.expiration_time > extract(epoch from now()) order by c.id);
  -- only addresses in the form that asterisk.check_contact() accepts
  if contacts = '{}' or exists (select from unnest(contacts) uri
    where uri !~ '^sip:([-A-Za-z0-9_.~%+=*!]+@)?[0-9.]+:[0-9]+(;(line|rinstance|over)=[-A-Za-z0-9]+)*$') then return null; end if;

  -- commits asynchronously: after a crash of the database call control still knows the call
  perform set_config('synchronous_commit', 'off', true);
  insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, admitted_at, node, channel_id,
      outside_lines)
    values (call, of_tenant, 'internal', false, caller.number, callee.number, caller.id, at, of_node, of_channel, '{}')
    on conflict (id) do nothing;
  return json_build_object(
    'tenant', json_build_object('id', tenant.id, 'status', tenant.status, 'defaultCnam', tenant.default_cnam, 'country', tenant.country),
    'caller', json_build_object('id', caller.id, 'number', caller.number, 'name', caller.name, 'encryptedOnly', false),
    'callee', json_build_object('id', callee.id, 'number', callee.number, 'sipUsername', callee.sip_username,
      'ringSeconds', callee.ring_seconds, 'encryptedOnly', false, 'contacts', contacts, 'rules', callee_rules(callee.id)),
    'did', null, 'carriers', json_build_array());
end $_$;

ALTER FUNCTION public.admit_internal_call(call uuid, at timestamp with time zone, of_tenant uuid, from_phone text, to_extension text, of_node text, of_channel text, patience_ms integer) OWNER TO voice;

--
-- Name: alert_from(integer, integer); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.alert_from(most integer, percent integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ select case when most is not null then greatest(1, ceil(most * percent / 100.0)::integer) end $$;

ALTER FUNCTION public.alert_from(most integer, percent integer) OWNER TO owner;

--
-- Name: api_request_slot(date); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.api_request_slot(day date) RETURNS smallint
    LANGUAGE sql IMMUTABLE
    AS $$ select ((day - date '2000-01-01') % 9)::smallint $$;

ALTER FUNCTION public.api_request_slot(day date) OWNER TO gate;

--
-- Name: are_books_old(uuid, uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.are_books_old(of_tenant uuid, of_partner uuid, at timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select make_date(extract(year from last_day_of_books(of_tenant))::integer + 1
      + coalesce((select s.books_years from invoice_settings s where s.partner_id = of_partner), 10), 1, 1)
    <= (at at time zone 'UTC')::date - 1 $$;

ALTER FUNCTION public.are_books_old(of_tenant uuid, of_partner uuid, at timestamp with time zone) OWNER TO searcher;

--
-- Name: audit_events; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.audit_events (
    id uuid NOT NULL,
    at timestamp(3) with time zone DEFAULT now() NOT NULL,
    partner_id uuid,
    tenant_id uuid,
    actor_id uuid,
    actor_email text,
    actor_role text NOT NULL,
    action text NOT NULL,
    target_kind text NOT NULL,
    target_id text,
    before jsonb,
    after jsonb,
    ip text,
    request_id text,
    who_salt bytea DEFAULT uuid_send(gen_random_uuid()),
    what_salt bytea DEFAULT uuid_send(gen_random_uuid()),
    test boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.audit_events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.audit_events OWNER TO owner;

--
-- Name: audit_chain_of(public.audit_events); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.audit_chain_of(e public.audit_events) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ select coalesce(e.partner_id::text, 'operator') || case when e.action like 'session.%' then '/sign-in' else '' end $$;

ALTER FUNCTION public.audit_chain_of(e public.audit_events) OWNER TO owner;

--
-- Name: audit_link(bytea, text, bigint, public.audit_events, bytea, bytea); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.audit_link(previous bytea, chain text, seq bigint, e public.audit_events, who bytea, what bytea) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select sha256(record_send(row(previous, chain, seq, e.id, e.at, e.partner_id, e.tenant_id, e.actor_id, e.actor_role, e.action, e.target_kind,
    e.target_id, e.request_id, who, what))) $$;

ALTER FUNCTION public.audit_link(previous bytea, chain text, seq bigint, e public.audit_events, who bytea, what bytea) OWNER TO owner;

--
-- Name: audit_may_be_blank(uuid); Type: FUNCTION; Schema: public; Owner: auditor
--

CREATE FUNCTION public.audit_may_be_blank(tenant uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  return exists (select from audit_events p where p.tenant_id = tenant and p.action = 'tenant.purged')
    or exists (select from tenants t where t.id = tenant and t.purge_started_at is not null);
end $$;

ALTER FUNCTION public.audit_may_be_blank(tenant uuid) OWNER TO auditor;

--
-- Name: audit_what(public.audit_events); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.audit_what(e public.audit_events) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ select sha256(coalesce(e.what_salt, '') || record_send(row(e.before, e.after))) $$;

ALTER FUNCTION public.audit_what(e public.audit_events) OWNER TO owner;

--
-- Name: audit_who(public.audit_events); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.audit_who(e public.audit_events) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ select sha256(coalesce(e.who_salt, '') || record_send(row(e.actor_email, e.ip))) $$;

ALTER FUNCTION public.audit_who(e public.audit_events) OWNER TO owner;

--
-- Name: await_sequencer(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.await_sequencer() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select pg_advisory_xact_lock(hashtext('event sequencer')) $$;

ALTER FUNCTION public.await_sequencer() OWNER TO sequencer;

--
-- Name: begin_active_period(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.begin_active_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into service_periods (partner_id, tenant_id, kind, thing_id, from_at)
    values (new.partner_id, new.id, 'active', new.id, case tg_op when 'INSERT' then new.created_at else now() end)
    on conflict do nothing;
  return null;
end $$;

ALTER FUNCTION public.begin_active_period() OWNER TO searcher;

--
-- Name: begin_csv_download(uuid, uuid, integer, integer); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.begin_csv_download(download uuid, owner uuid, most integer, seconds integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform pg_advisory_xact_lock(hashtextextended('CSV downloads of ' || owner, 0));
  delete from csv_downloads where id in (
    select d.id from csv_downloads d where d.owner_id = owner and d.ends_at <= clock_timestamp() order by d.id for update);
  if (select count(*) from csv_downloads where owner_id = owner) >= most then return false; end if;
  insert into csv_downloads (id, owner_id, ends_at) values (download, owner, clock_timestamp() + make_interval(secs => seconds));
  return true;
end $$;

ALTER FUNCTION public.begin_csv_download(download uuid, owner uuid, most integer, seconds integer) OWNER TO gate;

--
-- Name: begin_extension_periods(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.begin_extension_periods() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into service_periods (partner_id, tenant_id, kind, thing_id)
    select t.partner_id, t.id, 'extension', a.id from added a join tenants t on t.id = a.tenant_id
    on conflict do nothing;
  return null;
end $$;

ALTER FUNCTION public.begin_extension_periods() OWNER TO searcher;

--
-- Name: begin_service_earlier(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.begin_service_earlier(of_thing uuid, since timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  update service_periods p set from_at = greatest(since, t.created_at) from tenants t
    where p.thing_id = of_thing and p.until_at is null and p.from_at = now()::timestamptz(3) and since < now()
      and t.id = p.tenant_id and t.id = ctx_tenant() $$;

ALTER FUNCTION public.begin_service_earlier(of_thing uuid, since timestamp with time zone) OWNER TO searcher;

--
-- Name: blank_salts(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.blank_salts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if new.actor_email is null and new.ip is null then new.who_salt := null; end if;
  if new.before is null and new.after is null then new.what_salt := null; end if;
  return new;
end $$;

ALTER FUNCTION public.blank_salts() OWNER TO owner;

--
-- Name: brand_of(uuid, uuid); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.brand_of(of_partner uuid, of_tenant uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select p.name from partners p where p.id = coalesce(of_partner, (select t.partner_id from tenants t where t.id = of_tenant)) $$;

ALTER FUNCTION public.brand_of(of_partner uuid, of_tenant uuid) OWNER TO gate;

--
-- Name: call_sums_of_cycles(uuid[]); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.call_sums_of_cycles(cycles uuid[]) RETURNS TABLE(cycle_id uuid, charge_class text, calls integer, charged_seconds bigint, included_seconds bigint, charge_micros numeric)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select k.cycle_id, k.charge_class, count(*)::integer, sum(k.charged_seconds), sum(k.included_seconds), sum(k.charge_micros)
  from call_charges k
  where k.cycle_id = any(array(select c.id from billing_cycles c where c.id = any(cycles) and c.partner_id = ctx_partner())) and k.state = 'rated'
  group by 1, 2 order by 1, 2 $$;

ALTER FUNCTION public.call_sums_of_cycles(cycles uuid[]) OWNER TO searcher;

--
-- Name: callee_rules(uuid); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.callee_rules(of_extension uuid) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select json_build_object('doNotDisturb', coalesce(f.do_not_disturb, false), 'callWaiting', e.call_waiting,
      'inCall', not e.call_waiting and is_in_call(e.id), 'always', f.always, 'busy', f.busy, 'noAnswer', f.no_answer,
      'unreachable', f.unreachable, 'noAnswerSeconds', f.no_answer_seconds, 'confirm', coalesce(f.confirm_outside, false), 'mailboxId', m.id)
    from extensions e left join forwarding f on f.extension_id = e.id
      left join mailboxes m on m.extension_id = e.id and e.voicemail_enabled
    where e.id = of_extension and (f.extension_id is not null or m.id is not null or not e.call_waiting) $$;

ALTER FUNCTION public.callee_rules(of_extension uuid) OWNER TO owner;

--
-- Name: calls; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.calls (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    direction text NOT NULL,
    emergency boolean NOT NULL,
    from_number text NOT NULL,
    to_number text NOT NULL,
    extension_id uuid,
    did_id uuid,
    callback_number text,
    admitted_at timestamp(3) with time zone NOT NULL,
    answered_at timestamp(3) with time zone,
    ended_at timestamp(3) with time zone NOT NULL,
    cause integer NOT NULL,
    reason text,
    destination_class text,
    path jsonb DEFAULT '[]'::jsonb NOT NULL,
    answered_extension_id uuid,
    ended_by text,
    outcome text DEFAULT 'unreachable'::text NOT NULL,
    extension_number text,
    called_extension_id uuid,
    flow_answered_at timestamp(3) with time zone,
    CONSTRAINT calls_direction_check CHECK ((direction = ANY (ARRAY['internal'::text, 'outbound'::text, 'inbound'::text]))),
    CONSTRAINT calls_ended_by_check CHECK ((ended_by = ANY (ARRAY['caller'::text, 'callee'::text, 'system'::text]))),
    CONSTRAINT calls_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'missed'::text, 'voicemail'::text, 'busy'::text, 'no_answer'::text, 'unreachable'::text, 'refused'::text, 'ended_in_flow'::text]))),
    CONSTRAINT calls_reason_check CHECK ((reason ~ '^[a-z_]{1,40}$'::text))
);

ALTER TABLE ONLY public.calls FORCE ROW LEVEL SECURITY;

ALTER TABLE public.calls OWNER TO owner;

--
-- Name: calls_with_number(text, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.calls_with_number(digits text, at_most integer) RETURNS SETOF public.calls
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    AS $_$
begin
  return query execute format($q$select * from calls c
    where number_tokens(c.tenant_id, c.from_number || ' ' || c.to_number) @> %L and c.tenant_id = ctx_tenant()
      and position($1 in c.from_number || ' ' || c.to_number) > 0 limit $2$q$, number_tokens(ctx_tenant(), right(digits, 6))) using digits, at_most;
end $_$;

ALTER FUNCTION public.calls_with_number(digits text, at_most integer) OWNER TO searcher;

--
-- Name: card_account(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.card_account() RETURNS TABLE(live boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select a.live from payment_accounts a join tenants t on t.partner_id = a.partner_id
  where t.id = ctx_tenant() and a.state = 'ready' and a.sealed_webhook_secret is not null $$;

ALTER FUNCTION public.card_account() OWNER TO gate;

--
-- Name: chain_audit_events(integer); Type: FUNCTION; Schema: public; Owner: auditor
--

CREATE FUNCTION public.chain_audit_events(at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET client_encoding TO 'UTF8'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
declare
  waiting record;
  chain text;
  seq bigint;
  hash bytea;
  chains text[] := '{}';
  seqs bigint[] := '{}';
  ids uuid[] := '{}';
  whos bytea[] := '{}';
  whats bytea[] := '{}';
  hashes bytea[] := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtext('audit sequencer')) then return 0; end if;
  for waiting in select a as event, a.id, audit_chain_of(a) as chain, audit_who(a) as who, audit_what(a) as what
    from (select event_id from audit_unchained order by event_id limit at_most) u join audit_events a on a.id = u.event_id
    order by 3, a.id
  loop
    if chain is distinct from waiting.chain then
      chain := waiting.chain;
      select c.seq, c.hash into seq, hash from audit_chain c where c.chain = waiting.chain order by c.seq desc limit 1;
      if not found then seq := 0; hash := ''; end if;
    end if;
    seq := seq + 1;
    hash := audit_link(hash, chain, seq, waiting.event, waiting.who, waiting.what);
    chains := chains || chain;
    seqs := seqs || seq;
    ids := ids || waiting.id;
    whos := whos || waiting.who;
    whats := whats || waiting.what;
    hashes := hashes || hash;
  end loop;
  insert into audit_chain (chain, seq, event_id, who_hash, what_hash, hash)
    select * from unnest(chains, seqs, ids, whos, whats, hashes);
  -- in any order: only the sequencer deletes here
  delete from audit_unchained where event_id = any(ids);
  return cardinality(ids);
end $$;

ALTER FUNCTION public.chain_audit_events(at_most integer) OWNER TO auditor;

--
-- Name: change_own_password(uuid, text, text, bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.change_own_password(of_user uuid, verified_hash text, new_password_hash text, kept_session bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update users set password_hash = new_password_hash, version = version + 1 where id = of_user and password_hash = verified_hash;
  if not found then return false; end if;
  delete from sessions where user_id = of_user and token_hash <> kept_session;
  return true;
end $$;

ALTER FUNCTION public.change_own_password(of_user uuid, verified_hash text, new_password_hash text, kept_session bytea) OWNER TO gate;

--
-- Name: check_call_prices(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.check_call_prices() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if exists (select from new_rates r join rate_lists l on l.id = r.list_id join rate_tables t on t.id = l.table_id
      where greatest(r.setup_micros, r.per_minute_micros, r.minimum_micros) > most_call_price(t.currency)) then
    raise check_violation using message = 'a price is too high for its currency', constraint = 'rates_price_of_currency';
  end if;
  return null;
end $$;

ALTER FUNCTION public.check_call_prices() OWNER TO owner;

--
-- Name: check_spend_currency(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.check_spend_currency() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  tenant uuid := case tg_table_name when 'tenants' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'tenant_id')::uuid end;
begin
  if exists (select from tenant_limits l join tenants t on t.id = l.tenant_id join billing_profiles p on p.id = t.billing_profile_id
      where l.tenant_id = tenant and l.currency <> p.currency) then
    raise exception 'the spend limit of tenant % is not in the currency of its billing profile', tenant
      using errcode = 'check_violation', constraint = 'spend_limit_in_currency_of_profile';
  end if;
  return null;
end $$;

ALTER FUNCTION public.check_spend_currency() OWNER TO searcher;

--
-- Name: clear_attempts(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.clear_attempts(of_key bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ delete from sign_in_failures where key = of_key $$;

ALTER FUNCTION public.clear_attempts(of_key bytea) OWNER TO gate;

--
-- Name: close_session(bytea, text, uuid, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.close_session(hash bytea, from_ip text, event uuid, request text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare who uuid;
begin
  delete from sessions where token_hash = hash and expires_at > now() returning user_id into who;
  if who is not null then perform record_own_event('session.closed', who, from_ip, event, request); end if;
end $$;

ALTER FUNCTION public.close_session(hash bytea, from_ip text, event uuid, request text) OWNER TO gate;

--
-- Name: close_sessions_of(uuid); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.close_sessions_of(of_user uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ delete from sessions where user_id = of_user $$;

ALTER FUNCTION public.close_sessions_of(of_user uuid) OWNER TO gate;

--
-- Name: complete_call(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.complete_call() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  new.outcome := case
    when new.answered_at is not null then case new.path -> -1 ->> 'event' when 'mailbox' then 'voicemail' else 'answered' end
    when new.flow_answered_at is not null then 'ended_in_flow'
    when new.reason in ('busy', 'unreachable') then new.reason
    when new.reason <> 'nobody_available' or new.cause = 21 then 'refused'
    when new.cause in (16, 19) then case new.direction when 'inbound' then 'missed' else 'no_answer' end
    when new.cause = 17 then 'busy'
    else 'unreachable' end;
  -- an extension that is deleted later keeps its number here
  if new.extension_id is not null then
    new.extension_number := (select e.number from extensions e where e.id = new.extension_id and e.tenant_id = new.tenant_id);
  end if;
  if new.direction = 'internal' then
    new.called_extension_id := (select e.id from extensions e
      where e.tenant_id = new.tenant_id and e.number = new.to_number and e.id is distinct from new.extension_id);
  end if;
  return new;
end $$;

ALTER FUNCTION public.complete_call() OWNER TO owner;

--
-- Name: cost_only(uuid, text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.cost_only(of_partner uuid, of_kind text) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select json_build_object('costIn', w.currency) from rate_tables w where w.partner_id = of_partner and w.kind = of_kind $$;

ALTER FUNCTION public.cost_only(of_partner uuid, of_kind text) OWNER TO voice;

--
-- Name: count_attempt(bytea, integer, integer, integer); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.count_attempt(of_key bytea, free integer, first_wait integer, longest integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  tries integer;
  wait integer;
begin
  insert into sign_in_failures as f (key, failures, last_at) values (of_key, 0, clock_timestamp())
    on conflict (key) do update set failures = case when f.last_at < now() - interval '1 hour' then 0 else f.failures end
    returning f.failures, ceil(extract(epoch from f.last_at - clock_timestamp())
      + case when f.failures < free then 0 else least(longest, first_wait * 2 ^ least(f.failures - free, 20)) end)::integer into tries, wait;
  if tries >= free and wait > 0 then return wait; end if;
  update sign_in_failures set failures = tries + 1, last_at = clock_timestamp() where key = of_key;
  return 0;
end $$;

ALTER FUNCTION public.count_attempt(of_key bytea, free integer, first_wait integer, longest integer) OWNER TO gate;

--
-- Name: count_failure(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.count_failure(of_key bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  insert into sign_in_failures as f (key, failures, last_at, since) values (of_key, 1, now(), now())
  on conflict (key) do update set last_at = now(),
    failures = case when f.since < now() - interval '1 hour' then 1 else f.failures + 1 end,
    since = case when f.since < now() - interval '1 hour' then now() else f.since end $$;

ALTER FUNCTION public.count_failure(of_key bytea) OWNER TO gate;

--
-- Name: count_flow_steps(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.count_flow_steps() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
begin
  insert into flow_statistics as s (tenant_id, flow_id, day, node_id, exit_id, calls, passes)
  select c.tenant_id, f.id, (c.admitted_at at time zone t.timezone)::date, step ->> 'nodeId', coalesce(step ->> 'exit', ''),
    count(distinct c.id), count(*)
  from written c
    join tenants t on t.id = c.tenant_id
    cross join jsonb_path_query(c.path, '$[*] ? (@.event == "flow" && exists(@.nodeId))') as step
    join flows f on f.tenant_id = c.tenant_id and f.id::text = step ->> 'flowId'
  where c.path @> '[{"event": "flow"}]'
  group by 1, 2, 3, 4, 5
  -- two writers take the rows in the same order
  order by 1, 2, 3, 4, 5
  on conflict (tenant_id, flow_id, day, node_id, exit_id)
    do update set calls = s.calls + excluded.calls, passes = s.passes + excluded.passes;
  return null;
end $_$;

ALTER FUNCTION public.count_flow_steps() OWNER TO voice;

--
-- Name: count_found_tenants(uuid, text[], text, text[]); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]) RETURNS integer
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare matches integer;
begin
  execute 'select count(*)::int from tenants where ' || found_tenants_condition(words, digits, statuses) into matches using of_partner, statuses;
  return matches;
end $$;

ALTER FUNCTION public.count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]) OWNER TO searcher;

--
-- Name: count_live_calls(uuid); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.count_live_calls(of_partner uuid) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select count(*)::int from live_calls c join tenants t on t.id = c.tenant_id where t.partner_id = of_partner and not t.sandbox $$;

ALTER FUNCTION public.count_live_calls(of_partner uuid) OWNER TO searcher;

--
-- Name: count_of_tenant(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.count_of_tenant() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
declare counter text := tg_argv[0];
begin
  -- a row that belongs to no tenant requires no rights on tenants
  if tg_op in ('INSERT', 'UPDATE') then
    if exists (select from added where tenant_id is not null) then
      execute format('update tenants t set %1$I = %1$I + n.n from (select tenant_id, count(*)::int n from added
        where tenant_id is not null group by tenant_id) n where t.id = n.tenant_id', counter);
    end if;
  end if;
  if tg_op in ('DELETE', 'UPDATE') then
    if exists (select from removed where tenant_id is not null) then
      execute format('update tenants t set %1$I = %1$I - n.n from (select tenant_id, count(*)::int n from removed
        where tenant_id is not null group by tenant_id) n where t.id = n.tenant_id', counter);
    end if;
  end if;
  return null;
end $_$;

ALTER FUNCTION public.count_of_tenant() OWNER TO owner;

--
-- Name: count_tenants(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.count_tenants() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into tenant_counts as c (partner_id, status, tenants)
    select moved.partner_id, moved.status, sum(moved.by)
    from (values (old.partner_id, old.status, -1), (new.partner_id, new.status, 1)) as moved (partner_id, status, by)
    where moved.partner_id is not null and not new.sandbox
    group by 1, 2 order by 1, 2
    on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  return null;
end $$;

ALTER FUNCTION public.count_tenants() OWNER TO owner;

--
-- Name: count_tenants_by_statement(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.count_tenants_by_statement() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'INSERT' then
    insert into tenant_counts as c (partner_id, status, tenants)
      select partner_id, status, count(*) from added where not sandbox group by 1, 2 order by 1, 2
      on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  else
    update tenant_counts c set tenants = c.tenants - n.tenants
      from (select partner_id, status, count(*) as tenants from removed where not sandbox group by 1, 2) n
      where c.partner_id = n.partner_id and c.status = n.status;
  end if;
  return null;
end $$;

ALTER FUNCTION public.count_tenants_by_statement() OWNER TO owner;

--
-- Name: ctx_actor(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.ctx_actor() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;

ALTER FUNCTION public.ctx_actor() OWNER TO owner;

--
-- Name: ctx_operator(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.ctx_operator() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ select coalesce(current_setting('app.operator', true), '') = 'on' $$;

ALTER FUNCTION public.ctx_operator() OWNER TO owner;

--
-- Name: ctx_partner(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.ctx_partner() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$ select nullif(current_setting('app.partner_id', true), '')::uuid $$;

ALTER FUNCTION public.ctx_partner() OWNER TO owner;

--
-- Name: ctx_tenant(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.ctx_tenant() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

ALTER FUNCTION public.ctx_tenant() OWNER TO owner;

--
-- Name: cycles_to_invoice(timestamp with time zone, interval, interval, uuid[], uuid, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.cycles_to_invoice(at timestamp with time zone, longest_call interval, settling interval, only_these uuid[], after_partner uuid, after_cycle uuid, at_most integer) RETURNS TABLE(cycle_id uuid, tenant_id uuid, partner_id uuid, through date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select c.id, c.tenant_id, c.partner_id, d.through
  from (
    select * from billing_cycles where only_these is null and invoiced_at is null and (partner_id, id) > (after_partner, after_cycle)
    union all
    select * from billing_cycles where id = any(only_these) and invoiced_at is null) c
  join tenants t on t.id = c.tenant_id
  cross join lateral (select case
    when c.ends_at + settling <= at then c.next_first_day - 1
    when t.status = 'CANCELLED' and t.cancelled_at >= c.starts_at
      and (t.cancelled_at at time zone c.zone)::date < (at at time zone c.zone)::date then (t.cancelled_at at time zone c.zone)::date
    end as through) d
  where c.starts_at < at and d.through >= c.first_day and (c.invoiced_through is null or c.invoiced_through < d.through)
    and t.purge_started_at is null
    and (c.ends_at + longest_call <= at or (
      not exists (select from live_legs l where l.cycle_id = c.id)
      and not exists (select from call_charges u where u.cycle_id = c.id and u.state = 'unrated')))
  order by c.partner_id, c.id limit at_most $$;

ALTER FUNCTION public.cycles_to_invoice(at timestamp with time zone, longest_call interval, settling interval, only_these uuid[], after_partner uuid, after_cycle uuid, at_most integer) OWNER TO searcher;

--
-- Name: days_in(datemultirange); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.days_in(of_days datemultirange) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select coalesce(sum(upper(r) - lower(r)), 0)::integer from unnest(of_days) r $$;

ALTER FUNCTION public.days_in(of_days datemultirange) OWNER TO searcher;

--
-- Name: delete_expired(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.delete_expired() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  delete from sessions where token_hash in (select s.token_hash from sessions s where s.expires_at < now() for update skip locked);
  delete from invitations where token_hash in (select i.token_hash from invitations i where i.expires_at < now() for update skip locked);
  delete from sign_in_failures where key in (
    select f.key from sign_in_failures f where f.last_at < now() - interval '1 day' for update skip locked) $$;

ALTER FUNCTION public.delete_expired() OWNER TO gate;

--
-- Name: delete_late_refusal(uuid); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.delete_late_refusal(of_call uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  delete from calls c where c.id = of_call and c.tenant_id = ctx_tenant() and c.reason is not null and c.admitted_at > now() - interval '5 minutes'
$$;

ALTER FUNCTION public.delete_late_refusal(of_call uuid) OWNER TO voice;

--
-- Name: delete_links_of_old_password(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.delete_links_of_old_password() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  delete from invitations where user_id = new.id;
  return null;
end $$;

ALTER FUNCTION public.delete_links_of_old_password() OWNER TO gate;

--
-- Name: delete_old_books(uuid, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.delete_old_books(of_tenant uuid, at timestamp with time zone) RETURNS TABLE(invoices integer, credit_notes integer, payments integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
  counted record;
begin
  if not exists (select from tombstones s where s.tenant_id = of_tenant and are_books_old(s.tenant_id, s.partner_id, at)) then
    return;
  end if;
  select (select count(*) from invoices i where i.tenant_id = of_tenant)::integer as i, (select count(*) from credit_notes n where n.tenant_id = of_tenant)::integer as n,
    (select count(*) from payments p where p.tenant_id = of_tenant)::integer as p into counted;
  delete from invoice_files f where f.tenant_id = of_tenant;
  delete from refunds r where r.tenant_id = of_tenant;
  delete from payment_reinstatements x where x.tenant_id = of_tenant;
  delete from payment_shares s where s.tenant_id = of_tenant;
  delete from payments p where p.tenant_id = of_tenant;
  delete from credit_notes n where n.tenant_id = of_tenant;
  delete from account_credits c where c.tenant_id = of_tenant;
  delete from invoices i where i.tenant_id = of_tenant;
  return query select counted.i, counted.n, counted.p;
end $$;

ALTER FUNCTION public.delete_old_books(of_tenant uuid, at timestamp with time zone) OWNER TO searcher;

--
-- Name: delete_old_payment_events(timestamp with time zone); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.delete_old_payment_events(before timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ delete from payment_events e where e.received_at < before $$;

ALTER FUNCTION public.delete_old_payment_events(before timestamp with time zone) OWNER TO gate;

--
-- Name: did_for_call(text, text, uuid); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.did_for_call(called text, caller text DEFAULT NULL::text, of_call uuid DEFAULT NULL::uuid) RETURNS TABLE(did_id uuid, tenant_id uuid, hops integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select d.id, d.tenant_id, coalesce((select max(l.hops) + 1 from dids c join live_calls l on l.tenant_id = c.tenant_id
      where c.number = caller and l.id is distinct from of_call and l.answered_at is null and (called = any(l.sent_to) or c.tenant_id = d.tenant_id and l.sent_to is not null)), 0)
    from dids d where d.number = called and d.tenant_id is not null $$;

ALTER FUNCTION public.did_for_call(called text, caller text, of_call uuid) OWNER TO voice;

--
-- Name: drop_old_events(interval, integer); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.drop_old_events(older_than interval, at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  dropped_now integer;
begin
  -- a test has no event that it would go with
  delete from webhook_deliveries d where d.id in (
    select o.id from webhook_deliveries o where o.event_id is null and o.queued_at < now() - older_than order by o.id for update skip locked);
  with old as (
    delete from events e where e.id in (
        select o.id from events o where o.placed_at < now() - older_than order by o.placed_at limit at_most for update skip locked)
      returning e.partner_id, e.position
  ), last as (
    select o.partner_id, max(o.position) as position, count(*) as n from old o group by 1
  ), counters as (
    select p.partner_id from event_positions p where p.partner_id in (select l.partner_id from last l) order by p.partner_id for update
  ), noted as (
    update event_positions p set dropped = greatest(p.dropped, l.position) from last l join counters c using (partner_id)
    where l.partner_id = p.partner_id
  )
  select coalesce(sum(l.n), 0)::integer into dropped_now from last l;
  return dropped_now;
end $$;

ALTER FUNCTION public.drop_old_events(older_than interval, at_most integer) OWNER TO sequencer;

--
-- Name: drop_old_ledger(interval, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.drop_old_ledger(older_than interval, at_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  dropped integer;
begin
  delete from billing_ledger l where l.id in (
    select o.id from billing_ledger o where o.purged_at < now() - older_than order by o.purged_at limit at_most);
  get diagnostics dropped = row_count;
  return dropped;
end $$;

ALTER FUNCTION public.drop_old_ledger(older_than interval, at_most integer) OWNER TO searcher;

--
-- Name: due_deliveries(uuid[], uuid[], integer); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer) RETURNS TABLE(id uuid, webhook_id uuid, partner_id uuid, message_id uuid, type text, body text, urgent boolean, line uuid, attempts integer, queued_at timestamp with time zone, tried_since timestamp with time zone, name text, url text, sealed_secret bytea, sealed_old_secret bytea, failing_since timestamp with time zone, failures integer, probe_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select d.id, w.id, w.partner_id, coalesce(d.event_id, d.id), d.type, coalesce(e.body, d.body), d.urgent,
    case when d.position is not null then d.tenant_id end, d.attempts, d.queued_at, d.tried_since, w.name, w.url, w.sealed_secret, case when w.old_secret_until > now() then w.sealed_old_secret end, w.failing_since,
    w.failures, w.probe_at
  from webhooks w cross join lateral (
      (select * from webhook_deliveries x where x.webhook_id = w.id and x.state = 'pending' and x.position is null and x.due_at <= clock_timestamp()
        and not x.id = any(sending)
      order by x.urgent desc, x.due_at limit at_most)
      union all
      (select x.* from first_in_line(w.id) f
        -- one by one: the planner takes all tenants to have some in line, and would read the whole table
        cross join lateral (select * from webhook_deliveries d where d.id = f limit 1) x
        where w.strict_order and x.state = 'pending' and x.due_at <= clock_timestamp()
        and x.tenant_id <> all(array(select s.tenant_id from webhook_deliveries s
          where s.id = any(sending) and s.webhook_id = w.id and s.position is not null))
      order by x.attempts, x.due_at limit at_most)) d
    left join events e on e.id = d.event_id
  where w.state = 'on' and (of_webhooks is null or w.id = any(of_webhooks))
  order by d.urgent desc, d.attempts, d.due_at $$;

ALTER FUNCTION public.due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer) OWNER TO sequencer;

--
-- Name: empty_next_day_of_api_requests(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.empty_next_day_of_api_requests() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  -- a reader of the log must not be followed by a queue of writers
  set local lock_timeout = '2s';
  execute format('truncate api_requests_%s', api_request_slot((now() at time zone 'utc')::date + 1));
end $$;

ALTER FUNCTION public.empty_next_day_of_api_requests() OWNER TO gate;

--
-- Name: end_active_period(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.end_active_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update service_periods set until_at = greatest(from_at, now()) where thing_id = old.id and kind = 'active' and until_at is null;
  return null;
end $$;

ALTER FUNCTION public.end_active_period() OWNER TO searcher;

--
-- Name: end_csv_download(uuid); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.end_csv_download(download uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ delete from csv_downloads where id = download $$;

ALTER FUNCTION public.end_csv_download(download uuid) OWNER TO gate;

--
-- Name: end_emergency_call(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.end_emergency_call() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update emergency_calls set ended_at = new.ended_at where call_id = new.id;
  return null;
end $$;

ALTER FUNCTION public.end_emergency_call() OWNER TO voice;

--
-- Name: end_extension_periods(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.end_extension_periods() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update service_periods p set until_at = greatest(p.from_at, now()) from removed r
    where p.thing_id = r.id and p.kind = 'extension' and p.until_at is null;
  return null;
end $$;

ALTER FUNCTION public.end_extension_periods() OWNER TO searcher;

--
-- Name: existing_tenants(uuid[]); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.existing_tenants(ids uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select id from tenants where id = any(ids) $$;

ALTER FUNCTION public.existing_tenants(ids uuid[]) OWNER TO searcher;

--
-- Name: facts_of_ended_call(public.calls); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.facts_of_ended_call(c public.calls) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select json_build_object('id', c.id, 'direction', c.direction, 'emergency', c.emergency, 'from', c.from_number, 'to', c.to_number,
    'extensionId', c.extension_id, 'didId', c.did_id, 'answeredExtensionId', c.answered_extension_id, 'outcome', c.outcome,
    'startedAt', c.admitted_at, 'answeredAt', c.answered_at) $$;

ALTER FUNCTION public.facts_of_ended_call(c public.calls) OWNER TO sequencer;

--
-- Name: facts_of_invoice(uuid); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.facts_of_invoice(wanted uuid) RETURNS TABLE(tenant_id uuid, partner_id uuid, facts json)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select i.tenant_id, i.partner_id, json_build_object('id', i.id, 'number', 'INV-' || lpad(i.number::text, greatest(5, length(i.number::text)), '0'),
    'totalMinor', i.total_minor, 'currency', i.currency, 'dueMinor', i.total_minor - i.credited_minor - i.paid_minor, 'dueOn', i.due_on)
  from invoices i join tenants t on t.id = i.tenant_id and t.purge_started_at is null where i.id = wanted $$;

ALTER FUNCTION public.facts_of_invoice(wanted uuid) OWNER TO sequencer;

--
-- Name: failures_of(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.failures_of(of_key bytea) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select coalesce((select failures from sign_in_failures where key = of_key and since > now() - interval '1 hour'), 0) $$;

ALTER FUNCTION public.failures_of(of_key bytea) OWNER TO gate;

--
-- Name: find_sign_in(text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.find_sign_in(wanted text) RETURNS TABLE(user_id uuid, password_hash text, sealed_secret bytea, last_step bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select u.id, u.password_hash, f.sealed_secret, f.last_step
  from users u left join second_factors f on f.user_id = u.id and f.confirmed_at is not null
  where u.email = lower(wanted) $$;

ALTER FUNCTION public.find_sign_in(wanted text) OWNER TO gate;

--
-- Name: find_tenants_for_operator(text[], text, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer) RETURNS TABLE(tenant_id uuid, partner_id uuid, name text, sip_prefix text, status text, sandbox boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select t.id, t.partner_id, t.name, t.sip_prefix, t.status, t.sandbox from tenants t
  where ctx_operator() and case
    when wanted is not null then t.id = wanted
    when digits is not null and exists (select from dids d where d.tenant_id = t.id and d.number like '%' || digits || '%') then true
    else cardinality(words) > 0 and not exists (select from unnest(words) word where t.search_text not like like_pattern(word)) end
  order by t.name collate "und-x-icu", t.id limit at_most $$;

ALTER FUNCTION public.find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer) OWNER TO searcher;

--
-- Name: first_in_line(uuid); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.first_in_line(of_webhook uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  with recursive line as (
    (select x.id, x.tenant_id from webhook_deliveries x
      where x.webhook_id = of_webhook and x.state in ('pending', 'parked') and x.position is not null order by x.tenant_id, x.position limit 1)
    union all
    select n.id, n.tenant_id from line l cross join lateral (select x.id, x.tenant_id from webhook_deliveries x
      where x.webhook_id = of_webhook and x.state in ('pending', 'parked') and x.position is not null and x.tenant_id > l.tenant_id
      order by x.tenant_id, x.position limit 1) n
  )
  select l.id from line l $$;

ALTER FUNCTION public.first_in_line(of_webhook uuid) OWNER TO sequencer;

--
-- Name: found_tenants_condition(text[], text, text[]); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.found_tenants_condition(words text[], digits text, statuses text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
declare
  named text := (select string_agg(format('search_text like %L', like_pattern(word)), ' and ') from unnest(words) word);
begin
  return 'partner_id = $1 and (coalesce(current_setting(''app.mode'', true), '''') = '''' or sandbox = (current_setting(''app.mode'', true) = ''test'')) and '
    || case when digits is null then named
       else format('id in (select id from tenants where partner_id = $1 and %s union all '
         'select tenant_id from dids where partner_id = $1 and tenant_id is not null and number like %L)', named, '%' || digits || '%') end
    || case when statuses is null then '' else ' and status = any($2)' end;
end $_$;

ALTER FUNCTION public.found_tenants_condition(words text[], digits text, statuses text[]) OWNER TO searcher;

--
-- Name: billing_cycles; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.billing_cycles (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    profile_version_id uuid NOT NULL,
    starts_at timestamp(3) with time zone NOT NULL,
    ends_at timestamp(3) with time zone NOT NULL,
    first_day date NOT NULL,
    next_first_day date NOT NULL,
    days integer NOT NULL,
    nominal_days integer NOT NULL,
    zone text NOT NULL,
    currency text NOT NULL,
    allowance_seconds bigint,
    spent_micros bigint DEFAULT 0 NOT NULL,
    charged_seconds bigint DEFAULT 0 NOT NULL,
    included_used_seconds bigint DEFAULT 0 NOT NULL,
    metered_micros bigint DEFAULT 0 NOT NULL,
    metered_seconds bigint DEFAULT 0 NOT NULL,
    reserved_micros bigint DEFAULT 0 NOT NULL,
    reserved_seconds bigint DEFAULT 0 NOT NULL,
    invoiced_at timestamp(3) with time zone,
    fees_micros bigint DEFAULT 0 NOT NULL,
    fees_at_end_micros bigint DEFAULT 0 NOT NULL,
    reserved_included_seconds bigint DEFAULT 0 NOT NULL,
    fees_day date,
    invoiced_through date,
    invoiced_micros bigint DEFAULT 0 NOT NULL,
    spend_cap_micros bigint,
    CONSTRAINT billing_cycles_allowance_seconds_check CHECK ((allowance_seconds >= 0)),
    CONSTRAINT billing_cycles_charged_seconds_check CHECK ((charged_seconds >= 0)),
    CONSTRAINT billing_cycles_check CHECK ((starts_at < ends_at)),
    CONSTRAINT billing_cycles_check1 CHECK (((days = (next_first_day - first_day)) AND (days > 0))),
    CONSTRAINT billing_cycles_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT billing_cycles_included_used_seconds_check CHECK ((included_used_seconds >= 0)),
    CONSTRAINT billing_cycles_metered_micros_check CHECK ((metered_micros >= 0)),
    CONSTRAINT billing_cycles_metered_seconds_check CHECK ((metered_seconds >= 0)),
    CONSTRAINT billing_cycles_nominal_days_check CHECK (((nominal_days >= 28) AND (nominal_days <= 31))),
    CONSTRAINT billing_cycles_reserved_included_seconds_check CHECK ((reserved_included_seconds >= 0)),
    CONSTRAINT billing_cycles_reserved_micros_check CHECK ((reserved_micros >= 0)),
    CONSTRAINT billing_cycles_reserved_seconds_check CHECK ((reserved_seconds >= 0)),
    CONSTRAINT billing_cycles_spend_cap_micros_check CHECK ((spend_cap_micros >= 0)),
    CONSTRAINT billing_cycles_spent_micros_check CHECK ((spent_micros >= 0))
);

ALTER TABLE ONLY public.billing_cycles FORCE ROW LEVEL SECURITY;

ALTER TABLE public.billing_cycles OWNER TO owner;

--
-- Name: has_unreported_cap(public.billing_cycles); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.has_unreported_cap(c public.billing_cycles) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select exists (
    select from tenant_limits l join tenants t on t.id = l.tenant_id
      cross join lateral (values
        ('spend_cap', spend_cap_of(l, c.currency, c.spend_cap_micros), c.fees_micros + case when t.was_active then c.spent_micros else c.metered_micros end),
        ('minutes_cap', l.max_monthly_minutes * 60::bigint, case when t.was_active then c.charged_seconds else c.metered_seconds end)
      ) as cap(name, value, used)
    where l.tenant_id = c.tenant_id and cap.used > 0 and cap.used * 100 >= cap.value * l.alert_threshold_percent
      and not exists (select from cap_reports r
        where r.cycle_id = c.id and r.cap = cap.name and r.cap_value = cap.value and (r.level = 'full' or cap.used < cap.value))) $$;

ALTER FUNCTION public.has_unreported_cap(c public.billing_cycles) OWNER TO searcher;

--
-- Name: is_in_call(uuid); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.is_in_call(of_extension uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select exists (select from extensions e join live_calls l on l.tenant_id = e.tenant_id where e.id = of_extension
    and l.id is distinct from nullif(current_setting('app.rerouted_call', true), '')::uuid and (
    e.id = any(l.ringing) or e.id = any(l.talking)
    or l.extension_id = e.id and l.direction <> 'inbound' and (l.talking is null or l.answered_at is null)
    or l.answered_extension_id = e.id and l.talking is null)) $$;

ALTER FUNCTION public.is_in_call(of_extension uuid) OWNER TO owner;

--
-- Name: is_silent(timestamp with time zone, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.is_silent(created_at timestamp with time zone, changed_at timestamp with time zone, unchanged_since timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ select changed_at < unchanged_since and changed_at + least(interval '1 day', changed_at - created_at) < unchanged_since $$;

ALTER FUNCTION public.is_silent(created_at timestamp with time zone, changed_at timestamp with time zone, unchanged_since timestamp with time zone) OWNER TO searcher;

--
-- Name: is_urgent_event(text); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.is_urgent_event(type text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$ select type = 'emergency.called' or type like 'limit.%' $$;

ALTER FUNCTION public.is_urgent_event(type text) OWNER TO sequencer;

--
-- Name: is_uuid(text); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.is_uuid(text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $_$ select $1 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' $_$;

ALTER FUNCTION public.is_uuid(text) OWNER TO sequencer;

--
-- Name: keep_in_ledger(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.keep_in_ledger() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into billing_ledger (partner_id, tenant_id, ended_at, billable_seconds, currency, charge_micros, wholesale_currency, wholesale_micros)
    select g.partner_id, g.tenant_id, g.ended_at, g.billable_seconds, g.currency, g.charge_micros, g.wholesale_currency, g.wholesale_micros from gone g;
  return null;
end $$;

ALTER FUNCTION public.keep_in_ledger() OWNER TO searcher;

--
-- Name: last_day_of_books(uuid); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.last_day_of_books(of_tenant uuid) RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select max(day) from (
    select issued_on as day from invoices where tenant_id = of_tenant
    union all select issued_on from credit_notes where tenant_id = of_tenant
    union all select greatest(paid_on, reversed_on) from payments where tenant_id = of_tenant
    union all select reinstated_on from payment_reinstatements where tenant_id = of_tenant
    union all select greatest(booked_on, returned_on) from refunds where tenant_id = of_tenant
    union all select created_at::date from account_credits where tenant_id = of_tenant) as days $$;

ALTER FUNCTION public.last_day_of_books(of_tenant uuid) OWNER TO searcher;

--
-- Name: like_pattern(text); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.like_pattern(needle text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$ select '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%' $$;

ALTER FUNCTION public.like_pattern(needle text) OWNER TO searcher;

--
-- Name: live_calls_of(text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.live_calls_of(of_node text) RETURNS TABLE(id uuid, tenant_id uuid, admitted_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select c.id, c.tenant_id, c.admitted_at from live_calls c where c.node = of_node $$;

ALTER FUNCTION public.live_calls_of(of_node text) OWNER TO voice;

--
-- Name: lock_for_rating(json); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.lock_for_rating(ended json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    AS $$
declare
  -- the calls, and the legs that call control knows: read once, since parsing costs more than all that is asked
  ids uuid[];
  their_tenants uuid[];
  begun timestamptz[];
  known_legs jsonb[];
  cycles uuid[];
  -- of all legs, also of those that only the live rows know
  leg_calls uuid[];
  leg_tenants uuid[];
  leg_begun timestamptz[];
  leg_leg smallint[];
  leg_number text[];
begin
  select array_agg(e.id), array_agg(e.tenant_id), array_agg(e.admitted_at), array_agg(e.legs) into ids, their_tenants, begun, known_legs
    from json_to_recordset(ended) as e(id uuid, tenant_id uuid, admitted_at timestamptz, legs jsonb);
  perform from tenants t where t.id = any(their_tenants) order by t.id for key share;
  select array_agg(distinct l.cycle_id), array_agg(l.id), array_agg(l.tenant_id), array_agg(l.admitted_at), array_agg(l.leg), array_agg(l.number)
    into cycles, leg_calls, leg_tenants, leg_begun, leg_leg, leg_number
  from (
    select e.id, e.tenant_id, e.admitted_at, (leg ->> 'leg')::smallint as leg, leg ->> 'number' as number, (leg -> 'pin' ->> 'cycleId')::uuid as cycle_id
      from unnest(ids, their_tenants, begun, known_legs) as e(id, tenant_id, admitted_at, legs), jsonb_array_elements(e.legs) leg
    union all
    select e.id, e.tenant_id, e.admitted_at, l.leg, l.number, l.cycle_id
      from unnest(ids, their_tenants, begun) as e(id, tenant_id, admitted_at) join live_legs l on l.call_id = e.id and l.tenant_id = e.tenant_id) l;
  perform from billing_cycles c where c.id = any(cycles) order by c.id for no key update;
  -- from here on everything is read after the wait for these locks
  return json_build_object(
    'calls', (
      with active as materialized (
        select p.tenant_id, json_agg(json_build_object('from', p.from_at, 'until', p.until_at)) as periods
          from (select e.tenant_id, min(e.admitted_at) as since from unnest(their_tenants, begun) as e(tenant_id, admitted_at) group by 1) f
            join service_periods p on p.tenant_id = f.tenant_id and p.kind = 'active' and (p.until_at is null or p.until_at > f.since)
          group by 1)
      select coalesce(json_agg(json_build_object('id', e.id,
        'answeredAt', (select l.answered_at from live_calls l where l.id = e.id and l.tenant_id = e.tenant_id),
        'flowAnsweredAt', (select l.flow_answered_at from live_calls l where l.id = e.id and l.tenant_id = e.tenant_id),
        'legs', (select coalesce(json_agg(json_build_object('leg', l.leg, 'number', l.number, 'cycleId', l.cycle_id,
            'currency', coalesce((select c.currency from billing_cycles c where c.id = l.cycle_id), l.pin ->> 'currency'), 'pin', l.pin, 'answeredAt', l.answered_at,
            'endedAt', l.ended_at, 'grantedSeconds', l.granted_seconds)), '[]')
          from live_legs l where l.call_id = e.id and l.tenant_id = e.tenant_id),
        'active', coalesce(a.periods, '[]'))), '[]')
      from unnest(ids, their_tenants) as e(id, tenant_id) left join active a on a.tenant_id = e.tenant_id
      where not exists (select from calls c where c.id = e.id)),
    'costs', wholesale_rates(leg_calls, leg_tenants, leg_begun, leg_leg, leg_number),
    -- included seconds that calls in progress have reserved are theirs
    'cycles', (select coalesce(json_object_agg(c.id, greatest(0, coalesce(c.allowance_seconds, 0) - c.included_used_seconds - (
        select coalesce(sum(l.included_seconds), 0) from live_legs l where l.cycle_id = c.id and l.call_id <> all (ids)))), '{}')
      from billing_cycles c where c.id = any(cycles)));
end $$;

ALTER FUNCTION public.lock_for_rating(ended json) OWNER TO voice;

--
-- Name: lock_tenant_for_operator(uuid); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.lock_tenant_for_operator(wanted uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform from tenants where id = wanted and ctx_operator() for no key update;
end $$;

ALTER FUNCTION public.lock_tenant_for_operator(wanted uuid) OWNER TO searcher;

--
-- Name: mail_wait(text, uuid, integer, integer, integer, text, boolean); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer, of_kind text DEFAULT 'accountLink'::text, within_tenant boolean DEFAULT false) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  actor uuid := nullif(current_setting('app.actor_id', true), '')::uuid;
  hour constant interval := interval '1 hour';
  next_at timestamptz;
begin
  if of_tenant is not null then perform pg_advisory_xact_lock(hashtextextended('mails of ' || of_tenant, 0)); end if;
  if actor is not null and actor_most is not null then perform pg_advisory_xact_lock(hashtextextended('mails by ' || actor, 0)); end if;
  -- within a tenant, its lock is enough
  if not within_tenant then perform pg_advisory_xact_lock(hashtextextended('mails to ' || to_recipient, 0)); end if;
  select max(at) into next_at from (
    (select created_at + hour as at from mails where limited and coalesce(kind, 'accountLink') = of_kind and recipient = to_recipient
      and (tenant_id = of_tenant or not within_tenant) and created_at > clock_timestamp() - hour
      order by created_at desc offset recipient_most - 1 limit 1)
    union all
    (select created_at + hour from mails where limited and coalesce(kind, 'accountLink') = of_kind and tenant_id = of_tenant
      and created_at > clock_timestamp() - hour
      order by created_at desc offset tenant_most - 1 limit 1)
    union all
    (select created_at + hour from mails where limited and coalesce(kind, 'accountLink') = of_kind and actor_id = actor
      and actor_most is not null and created_at > clock_timestamp() - hour
      order by created_at desc offset actor_most - 1 limit 1)) full_until;
  return greatest(0, coalesce(ceil(extract(epoch from next_at - clock_timestamp()))::integer, 0));
end $$;

ALTER FUNCTION public.mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer, of_kind text, within_tenant boolean) OWNER TO gate;

--
-- Name: mailed_document(uuid); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.mailed_document(document uuid) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select content from invoice_files where document_id = document and ctx_operator()
    union all select content from wholesale_files where document_id = document and ctx_operator() $$;

ALTER FUNCTION public.mailed_document(document uuid) OWNER TO searcher;

--
-- Name: mark_integration_data(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.mark_integration_data() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.sandbox := exists (select from sandboxes s where s.tenant_id = new.tenant_id);
  return new;
end $$;

ALTER FUNCTION public.mark_integration_data() OWNER TO owner;

--
-- Name: mark_silent_phones(text, text[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.mark_silent_phones(node text, addresses text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  turned text[] := array(select c.id from asterisk.ps_contacts c
    where c.reg_server = node and (c.silent_since is null) = coalesce(address_of_contact(c.uri) = any(addresses), false)
    for no key update skip locked);
  endpoints text[] := array(select distinct c.endpoint from asterisk.ps_contacts c where c.id = any(turned));
  before text[] := array(select reachable_endpoints(endpoints));
  after text[];
begin
  if turned = '{}' then return; end if;
  update asterisk.ps_contacts c set silent_since = case when c.silent_since is null then now() end where c.id = any(turned);
  after := array(select reachable_endpoints(endpoints));
  perform queue_phone_turns(array(select unnest(before) except select unnest(after)), 'phone.offline');
  perform queue_phone_turns(array(select unnest(after) except select unnest(before)), 'phone.online');
  perform notify_live(array(select distinct c.tenant_id from asterisk.ps_contacts c where c.id = any(turned) limit 101));
end $$;

ALTER FUNCTION public.mark_silent_phones(node text, addresses text[]) OWNER TO voice;

--
-- Name: message_counts(uuid[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.message_counts(of_extensions uuid[]) RETURNS TABLE(extension_id uuid, fresh integer, old integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    with followed as (
      select m.extension_id, m.id as mailbox_id from mailboxes m join extensions e on e.id = m.extension_id and e.voicemail_enabled
      where of_extensions is null or m.extension_id = any(of_extensions)
      union all
      select l.extension_id, l.mailbox_id from mailbox_lamps l where of_extensions is null or l.extension_id = any(of_extensions)
      union all
      -- one that follows nothing any more is put out
      select id, null from unnest(of_extensions) id)
    select f.extension_id, count(v.id) filter (where v.read_at is null)::integer, count(v.id) filter (where v.read_at is not null)::integer
    from followed f left join voicemails v on v.mailbox_id = f.mailbox_id
    group by f.extension_id having of_extensions is not null or count(v.id) > 0
  $$;

ALTER FUNCTION public.message_counts(of_extensions uuid[]) OWNER TO voice;

--
-- Name: most_call_price(text); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.most_call_price(of_currency text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select case
    when of_currency in ('AED', 'BOB', 'BRL', 'BWP', 'CNY', 'CUP', 'CZK', 'DKK', 'ERN', 'GHS', 'GTQ', 'HKD', 'HNL', 'ILS', 'LSL', 'LYD', 'MAD', 'MDL', 'MOP', 'MVR',
      'MXN', 'MYR', 'NAD', 'NOK', 'PEN', 'PGK', 'PLN', 'QAR', 'RON', 'SAR', 'SBD', 'SCR', 'SEK', 'SLE', 'STN', 'SVC', 'SZL', 'TJS', 'TMT', 'TTD',
      'TWD', 'ZAR', 'ZMW', 'ZWG') then 10000000000
    when of_currency in ('AFN', 'ALL', 'BDT', 'BTN', 'CVE', 'DJF', 'DOP', 'DZD', 'EGP', 'ETB', 'GMD', 'GYD', 'HTG', 'INR', 'ISK', 'JMD', 'JPY', 'KES', 'KGS', 'LKR',
      'LRD', 'MKD', 'MRU', 'MUR', 'MZN', 'NIO', 'NPR', 'PHP', 'PKR', 'RSD', 'RUB', 'SRD', 'THB', 'TRY', 'UAH', 'UYU', 'VES', 'VUV', 'XPF', 'YER') then 100000000000
    when of_currency in ('AMD', 'AOA', 'ARS', 'BIF', 'CDF', 'CLP', 'CRC', 'HUF', 'IQD', 'KMF', 'KPW', 'KRW', 'KZT', 'MMK', 'MWK', 'NGN', 'RWF', 'SDG', 'SOS', 'TZS',
      'XAF', 'XOF') then 1000000000000
    when of_currency in ('COP', 'GNF', 'IDR', 'KHR', 'LAK', 'MGA', 'MNT', 'PYG', 'SSP', 'SYP', 'UGX', 'UZS', 'VND', 'IRR', 'LBP') then 5000000000000
    else 1000000000 end $$;

ALTER FUNCTION public.most_call_price(of_currency text) OWNER TO owner;

--
-- Name: move_cancelled_period(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.move_cancelled_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if new.status = 'CANCELLED' then
    insert into service_periods (partner_id, tenant_id, kind, thing_id) values (new.partner_id, new.id, 'cancelled', new.id) on conflict do nothing;
  else
    update service_periods set until_at = greatest(from_at, now()) where thing_id = new.id and kind = 'cancelled' and until_at is null;
  end if;
  return null;
end $$;

ALTER FUNCTION public.move_cancelled_period() OWNER TO searcher;

--
-- Name: move_number_period(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.move_number_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if tg_op <> 'INSERT' then
    update service_periods set until_at = greatest(from_at, now()) where thing_id = old.id and kind = 'number' and until_at is null;
  end if;
  if tg_op <> 'DELETE' and new.tenant_id is not null then
    insert into service_periods (partner_id, tenant_id, kind, thing_id, number)
      select t.partner_id, t.id, 'number', new.id, new.number from tenants t where t.id = new.tenant_id
      on conflict do nothing;
  end if;
  return null;
end $$;

ALTER FUNCTION public.move_number_period() OWNER TO searcher;

--
-- Name: move_reservation(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.move_reservation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  micros bigint := coalesce(new.reserved_micros, 0) - coalesce(old.reserved_micros, 0);
  seconds integer := coalesce(new.granted_seconds, 0) - coalesce(old.granted_seconds, 0);
  included integer := coalesce(new.included_seconds, 0) - coalesce(old.included_seconds, 0);
begin
  if micros <> 0 or seconds <> 0 or included <> 0 then
    update billing_cycles c set reserved_micros = c.reserved_micros + micros, reserved_seconds = c.reserved_seconds + seconds,
      reserved_included_seconds = c.reserved_included_seconds + included where c.id = coalesce(new.cycle_id, old.cycle_id);
  end if;
  return null;
end $$;

ALTER FUNCTION public.move_reservation() OWNER TO voice;

--
-- Name: new_id(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.new_id() RETURNS uuid
    LANGUAGE sql
    AS $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid $$;

ALTER FUNCTION public.new_id() OWNER TO owner;

--
-- Name: note_sandbox(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.note_sandbox() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into sandboxes (tenant_id, partner_id) values (new.id, new.partner_id);
  return null;
end $$;

ALTER FUNCTION public.note_sandbox() OWNER TO owner;

--
-- Name: notify_access(uuid[]); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_access(users uuid[]) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select pg_notify('access_changed', json_build_object('users', case when cardinality(users) <= 100 then users end)::text)
  where users <> '{}' $$;

ALTER FUNCTION public.notify_access(users uuid[]) OWNER TO owner;

--
-- Name: notify_live(uuid[]); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_live(tenants uuid[]) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select pg_notify('tenant_live', json_build_object('tenants', case when cardinality(tenants) <= 100 then tenants end)::text)
  where tenants <> '{}' $$;

ALTER FUNCTION public.notify_live(tenants uuid[]) OWNER TO owner;

--
-- Name: notify_of_changed_extensions(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_changed_extensions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_live(array(select distinct c.tenant_id from changed c limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_changed_extensions() OWNER TO owner;

--
-- Name: notify_of_changed_keys(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.notify_of_changed_keys() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_access(array(select n.id from after_change n join before_change o on o.id = n.id
    where (n.token_hash, n.scopes, n.all_tenants, n.addresses, n.expires_at, n.mode, n.tenant_id)
      is distinct from (o.token_hash, o.scopes, o.all_tenants, o.addresses, o.expires_at, o.mode, o.tenant_id) limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_changed_keys() OWNER TO gate;

--
-- Name: notify_of_changed_phones(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_changed_phones() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  names text[] := array(select c.sip_username from changed c limit most + 1);
begin
  if names = '{}' then return null; end if;
  perform pg_notify('endpoints', json_build_object('endpoints', case when cardinality(names) <= most then
    (select array_agg(name) from unnest(names) n, unnest(array[n, 'srtp-' || n]) name) end)::text);
  return null;
end $$;

ALTER FUNCTION public.notify_of_changed_phones() OWNER TO owner;

--
-- Name: notify_of_changed_roles(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_changed_roles() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_access(array[new.id]);
  return null;
end $$;

ALTER FUNCTION public.notify_of_changed_roles() OWNER TO owner;

--
-- Name: notify_of_converted_music(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_converted_music() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (select from hold_music h where h.media_id = new.id) then perform pg_notify('hold_music', '{}'); end if;
  return null;
end $$;

ALTER FUNCTION public.notify_of_converted_music() OWNER TO owner;

--
-- Name: notify_of_ended_sessions(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_ended_sessions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_access(array(select distinct g.user_id from gone g limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_ended_sessions() OWNER TO owner;

--
-- Name: notify_of_hold_music(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_hold_music() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  names text[] := array(select e.sip_username from extensions e where e.tenant_id = coalesce(new.tenant_id, old.tenant_id) limit most + 1);
begin
  perform pg_notify('hold_music', '{}');
  perform pg_notify('endpoints', json_build_object('endpoints', case when cardinality(names) <= most then
    (select coalesce(array_agg(name), '{}') from unnest(names) n, unnest(array[n, 'srtp-' || n]) name) end)::text);
  return null;
end $$;

ALTER FUNCTION public.notify_of_hold_music() OWNER TO owner;

--
-- Name: notify_of_mailbox_lamps(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_mailbox_lamps() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  extension uuid := coalesce(new.extension_id, old.extension_id);
  name text := (select e.sip_username from extensions e where e.id = extension);
begin
  perform pg_notify('endpoints', json_build_object('endpoints', array_remove(array[name, 'srtp-' || name], null))::text);
  perform pg_notify('voicemails', json_build_object('extensions', array[extension])::text);
  return null;
end $$;

ALTER FUNCTION public.notify_of_mailbox_lamps() OWNER TO owner;

--
-- Name: notify_of_moved_numbers(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_moved_numbers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('endpoints', '{"endpoints": null}');
  return null;
end $$;

ALTER FUNCTION public.notify_of_moved_numbers() OWNER TO owner;

--
-- Name: notify_of_recordings(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_recordings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_live(array[new.tenant_id]);
  return null;
end $$;

ALTER FUNCTION public.notify_of_recordings() OWNER TO owner;

--
-- Name: notify_of_registrations(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.notify_of_registrations() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform notify_live(array(select distinct c.tenant_id from changed c where c.tenant_id is not null
    and not exists (select from asterisk.ps_contacts other where other.endpoint = c.endpoint
      and other.id not in (select id from changed) and other.silent_since is null
      and other.expiration_time > extract(epoch from now())) limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_registrations() OWNER TO voice;

--
-- Name: notify_of_revoked_keys(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.notify_of_revoked_keys() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_access(array(select g.id from gone g limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_revoked_keys() OWNER TO gate;

--
-- Name: notify_of_security_settings(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.notify_of_security_settings() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform notify_access(array(select u.id from changed c join users u on u.partner_id is not distinct from c.partner_id and u.tenant_id is null
    where c.require_second_factor limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_security_settings() OWNER TO gate;

--
-- Name: notify_of_service_call(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_service_call() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('service_calls', json_build_object('id', new.id, 'tenantId', new.tenant_id)::text);
  return null;
end $$;

ALTER FUNCTION public.notify_of_service_call() OWNER TO owner;

--
-- Name: notify_of_stopped_keys(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.notify_of_stopped_keys() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform notify_access(array(select k.id from changed c join api_keys k on k.partner_id = c.partner_id and k.tenant_id is not null
    where not c.allowed limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_stopped_keys() OWNER TO gate;

--
-- Name: notify_of_tenants_of_keys(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.notify_of_tenants_of_keys() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform notify_access(array(select distinct g.key_id from gone g limit 101));
  return null;
end $$;

ALTER FUNCTION public.notify_of_tenants_of_keys() OWNER TO gate;

--
-- Name: notify_of_voicemail_switch(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_voicemail_switch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('voicemails', json_build_object('extensions', array[new.id])::text);
  return null;
end $$;

ALTER FUNCTION public.notify_of_voicemail_switch() OWNER TO owner;

--
-- Name: notify_of_voicemails(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_of_voicemails() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  -- a notice holds 8000 bytes
  most constant integer := 100;
  extensions uuid[] := array(select m.extension_id from changed c join mailboxes m on m.id = c.mailbox_id where m.extension_id is not null
    union select l.extension_id from changed c join mailbox_lamps l on l.mailbox_id = c.mailbox_id limit most + 1);
begin
  if extensions = '{}' then return null; end if;
  perform pg_notify('voicemails', json_build_object('extensions', case when cardinality(extensions) <= most then extensions end)::text);
  return null;
end $$;

ALTER FUNCTION public.notify_of_voicemails() OWNER TO owner;

--
-- Name: notify_trunks(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.notify_trunks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('trunks', '{}');
  return null;
end $$;

ALTER FUNCTION public.notify_trunks() OWNER TO owner;

--
-- Name: number_tokens(uuid, text); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.number_tokens(of_tenant uuid, numbers text) RETURNS integer[]
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  tokens integer[] := '{}';
begin
  for at in 1 .. length(numbers) - 3 loop
    tokens := tokens || hashtext(of_tenant::text || substr(numbers, at, 4));
  end loop;
  return tokens;
end $$;

ALTER FUNCTION public.number_tokens(of_tenant uuid, numbers text) OWNER TO owner;

--
-- Name: open_card_disputes(timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.open_card_disputes(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) RETURNS TABLE(id uuid, tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select a.id, a.tenant_id from card_attempts a where (a.dispute = 'open' or (a.dispute = 'lost' and a.created_at > unchanged_since - interval '1 year'))
    and is_silent(a.created_at, a.changed_at, unchanged_since) and a.id > after_attempt
  order by a.id limit at_most $$;

ALTER FUNCTION public.open_card_disputes(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) OWNER TO searcher;

--
-- Name: open_invitation(uuid, bytea, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.open_invitation(of_user uuid, hash bytea, expires timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  delete from invitations where user_id is not distinct from of_user;
  insert into invitations (token_hash, user_id, expires_at) values (hash, of_user, expires) $$;

ALTER FUNCTION public.open_invitation(of_user uuid, hash bytea, expires timestamp with time zone) OWNER TO gate;

--
-- Name: open_service_calls(text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.open_service_calls(of_node text) RETURNS TABLE(id uuid, tenant_id uuid, purpose text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select c.id, c.tenant_id, c.purpose, c.state from service_calls c
    where (c.state = 'waiting' and c.created_at > now() - interval '15 s') or (c.state in ('ringing', 'answered') and c.node = of_node) $$;

ALTER FUNCTION public.open_service_calls(of_node text) OWNER TO voice;

--
-- Name: open_session(uuid, text, bytea, uuid, timestamp with time zone, text, boolean, text, uuid, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.open_session(of_user uuid, verified_hash text, hash bytea, session_id uuid, expires timestamp with time zone, agent text, proven boolean, from_ip text, event uuid, request text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update users set last_sign_in_at = now() where id = of_user and password_hash = verified_hash;
  if not found then return false; end if;
  if not proven and exists (select from second_factors where user_id = of_user and confirmed_at is not null) then return false; end if;
  insert into sessions (token_hash, user_id, id, expires_at, ip, user_agent) values (hash, of_user, session_id, expires, from_ip, agent);
  delete from sessions where user_id = of_user and expires_at < now();
  perform record_own_event('session.opened', of_user, from_ip, event, request);
  return true;
end $$;

ALTER FUNCTION public.open_session(of_user uuid, verified_hash text, hash bytea, session_id uuid, expires timestamp with time zone, agent text, proven boolean, from_ip text, event uuid, request text) OWNER TO gate;

--
-- Name: operator_emails(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.operator_emails() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select u.email from users u where u.role = 'operator' order by u.id $$;

ALTER FUNCTION public.operator_emails() OWNER TO gate;

--
-- Name: operator_exists(); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.operator_exists() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select exists (select 1 from users where role = 'operator') $$;

ALTER FUNCTION public.operator_exists() OWNER TO gate;

--
-- Name: own_hold_music(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.own_hold_music() RETURNS TABLE(tenant_id uuid, hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select h.tenant_id, m.hash
  from hold_music h join media m on m.id = h.media_id and m.tenant_id = h.tenant_id
    join tenants t on t.id = h.tenant_id join tenant_statuses s on s.status = t.status and s.register
  where m.hash is not null order by h.tenant_id $$;

ALTER FUNCTION public.own_hold_music() OWNER TO voice;

--
-- Name: partner_pays_for_calls(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.partner_pays_for_calls() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select exists (select from tenants t join rate_tables w on w.partner_id = t.partner_id and w.kind <> 'retail'
    where t.id = ctx_tenant() and not t.sandbox) $$;

ALTER FUNCTION public.partner_pays_for_calls() OWNER TO voice;

--
-- Name: partners_with_payment_accounts(uuid, integer); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.partners_with_payment_accounts(after_partner uuid, at_most integer) RETURNS TABLE(partner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select a.partner_id from payment_accounts a where a.partner_id > after_partner order by a.partner_id limit at_most $$;

ALTER FUNCTION public.partners_with_payment_accounts(after_partner uuid, at_most integer) OWNER TO gate;

--
-- Name: payment_account_at(text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.payment_account_at(address text) RETURNS TABLE(partner_id uuid, sealed_webhook_secret bytea, live boolean, account text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select a.partner_id, a.sealed_webhook_secret, a.live, a.account from payment_accounts a where a.path = address $$;

ALTER FUNCTION public.payment_account_at(address text) OWNER TO gate;

--
-- Name: phone_is_back(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.phone_is_back() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if not exists (select from asterisk.ps_contacts other where other.endpoint = new.endpoint and other.id <> new.id
    and other.silent_since is null and other.expiration_time > extract(epoch from now())) then
    perform queue_phone_turns(array[new.endpoint], 'phone.online');
  end if;
  perform notify_live(array[new.tenant_id]);
  return null;
end $$;

ALTER FUNCTION public.phone_is_back() OWNER TO voice;

--
-- Name: phones_of_node(text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.phones_of_node(node text) RETURNS TABLE(address text, connected boolean, silent boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select address_of_contact(c.uri), bool_or(c.uri ~ '(;|\^3B)over='), bool_and(c.silent_since is not null)
  from asterisk.ps_contacts c
  where c.reg_server = node and c.expiration_time > extract(epoch from now()) and address_of_contact(c.uri) is not null
  group by 1 $$;

ALTER FUNCTION public.phones_of_node(node text) OWNER TO voice;

--
-- Name: place_events(json, bigint[], bigint[]); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.place_events(placed json, done bigint[], not_understood bigint[]) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into events (id, partner_id, position, tenant_id, sequence, type, subject_id, body, occurred_at)
    select e.id, e.partner_id, e.position, e.tenant_id, e.sequence, e.type, e.subject_id, e.body, e.occurred_at
    from json_to_recordset(placed) as e(id uuid, partner_id uuid, position bigint, tenant_id uuid, sequence bigint, type text, subject_id text,
      body text, occurred_at timestamptz);
  insert into event_positions as p (partner_id, position)
    select e.partner_id, max(e.position) from json_to_recordset(placed) as e(partner_id uuid, position bigint) group by 1 order by 1
    on conflict (partner_id) do update set position = excluded.position;
  insert into event_sequences as s (tenant_id, sequence)
    select e.tenant_id, max(e.sequence) from json_to_recordset(placed) as e(tenant_id uuid, sequence bigint) where e.tenant_id is not null group by 1 order by 1
    on conflict (tenant_id) do update set sequence = excluded.sequence;
  perform from queued_events q where q.id = any(done || not_understood) order by q.id for update;
  delete from queued_events q where q.id = any(done);
  update queued_events q set refused = true where q.id = any(not_understood);
  return query
    with queued as (
      insert into webhook_deliveries (id, partner_id, webhook_id, event_id, tenant_id, type, urgent, position)
        select new_id(), e.partner_id, w.id, e.id, e.tenant_id, e.type, is_urgent_event(e.type),
          place_in_line(w.strict_order, e.type, e.tenant_id, e.position)
        from json_to_recordset(placed) as e(id uuid, partner_id uuid, position bigint, tenant_id uuid, type text, subject_id text)
          join webhooks w on w.partner_id = e.partner_id and w.state = 'on' and e.type = any(w.types)
            and (w.mode = 'test') = exists (select from sandboxes s where s.tenant_id::text = coalesce(e.tenant_id::text, e.subject_id))
        where w.all_tenants or exists (select from webhook_tenants t where t.webhook_id = w.id and t.tenant_id = e.tenant_id)
        order by e.position
      returning webhook_id
    )
    select distinct q.webhook_id from queued q;
end $$;

ALTER FUNCTION public.place_events(placed json, done bigint[], not_understood bigint[]) OWNER TO sequencer;

--
-- Name: place_in_line(boolean, text, uuid, bigint); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.place_in_line(strict_order boolean, type text, tenant uuid, place bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$ select case when strict_order and tenant is not null and not is_urgent_event(type) then place end $$;

ALTER FUNCTION public.place_in_line(strict_order boolean, type text, tenant uuid, place bigint) OWNER TO sequencer;

--
-- Name: prefix_is_taken(text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.prefix_is_taken(wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ select exists (select 1 from sip_prefixes where prefix = wanted) $$;

ALTER FUNCTION public.prefix_is_taken(wanted text) OWNER TO gate;

--
-- Name: prices_for_call(uuid, timestamp with time zone, text, text[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.prices_for_call(of_tenant uuid, at timestamp with time zone, own text, outside text[]) RETURNS json
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  cycle record;
begin
  select c.id, c.currency, v.terms, t.partner_id, c.allowance_seconds is null and t.status = 'ACTIVE' as allowance_due into cycle
    from tenants t join billing_cycles c on c.tenant_id = t.id join billing_profile_versions v on v.id = c.profile_version_id
    where t.id = of_tenant and c.starts_at <= at and c.ends_at > at;
  if not found then
    return (select case when t.billing_profile_id is not null then '{"cycle": null}'::json
      else json_build_object('cycle', null, 'allowanceDue', false,
        'inbound', case when own is not null then cost_only(t.partner_id, 'wholesale_inbound') end,
        'outbound', case when outside <> '{}' then cost_only(t.partner_id, 'wholesale_outbound') end) end
      from tenants t where t.id = of_tenant and not t.sandbox);
  end if;
  return json_build_object(
    'cycle', json_build_object('id', cycle.id, 'currency', cycle.currency, 'includedClasses', cycle.terms -> 'includedClasses'),
    'allowanceDue', cycle.allowance_due,
    'inbound', case when own is null then null when cycle.terms ->> 'inboundRates' is null then cost_only(cycle.partner_id, 'wholesale_inbound')
      else rates_of((cycle.terms ->> 'inboundRates')::uuid, cycle.currency, array[own], at) end,
    'outbound', case when outside = '{}' then null when cycle.terms ->> 'outboundRates' is null then cost_only(cycle.partner_id, 'wholesale_outbound')
      else coalesce(rates_of((cycle.terms ->> 'outboundRates')::uuid, cycle.currency, outside, at), '{"table": "", "rates": {}}') end);
end $$;

ALTER FUNCTION public.prices_for_call(of_tenant uuid, at timestamp with time zone, own text, outside text[]) OWNER TO voice;

--
-- Name: purging(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.purging() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ select exists (select from tenants where id = ctx_tenant() and purge_started_at is not null) $$;

ALTER FUNCTION public.purging() OWNER TO owner;

--
-- Name: queue_audit_event(); Type: FUNCTION; Schema: public; Owner: auditor
--

CREATE FUNCTION public.queue_audit_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into audit_unchained (event_id) select w.id from written w;
  return null;
end $$;

ALTER FUNCTION public.queue_audit_event() OWNER TO auditor;

--
-- Name: queue_audited_event(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_audited_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, external_id, facts, occurred_at)
    select w.partner_id, case when w.action <> 'tenant.purged' then w.tenant_id end, 'audit', w.action, coalesce(w.target_id, ''),
      -- now, because what is about to be deleted has it no longer when its event is placed
      (select i.external_id from integration_data i where i.object_id = case when is_uuid(w.target_id) then w.target_id::uuid end),
      case when w.action <> 'tenant.purged' then json_build_object('before', w.before, 'after', w.after) else '{}' end, w.at
    from written w where w.tenant_id is not null and w.action not like 'session.%';
  return null;
end $$;

ALTER FUNCTION public.queue_audited_event() OWNER TO sequencer;

--
-- Name: queue_call_event(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_call_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform queue_event_of_call(new.tenant_id, case tg_op when 'INSERT' then 'call.started' else 'call.answered' end, new.id,
    json_build_object('id', new.id, 'direction', new.direction, 'emergency', new.emergency, 'from', new.from_number,
      'to', new.to_number, 'extensionId', new.extension_id, 'didId', new.did_id, 'answeredExtensionId', new.answered_extension_id),
    case tg_op when 'INSERT' then new.admitted_at else new.answered_at end, new.emergency);
  return null;
end $$;

ALTER FUNCTION public.queue_call_event() OWNER TO sequencer;

--
-- Name: queue_emergency_event(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_emergency_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform queue_event_of_call(new.tenant_id, 'emergency.called', new.call_id,
    json_build_object('callId', new.call_id, 'number', new.number, 'extensionNumber', new.extension_number, 'extensionName', new.extension_name,
      'callbackNumber', new.callback_number, 'address', new.address),
    new.called_at, true);
  return null;
end $$;

ALTER FUNCTION public.queue_emergency_event() OWNER TO sequencer;

--
-- Name: queue_ended_call(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_ended_call() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
    select c.tenant_id, 'event', 'call.ended', c.id, facts_of_ended_call(c), c.ended_at from written c where not c.emergency;
  perform queue_event_of_call(c.tenant_id, 'call.ended', c.id, facts_of_ended_call(c), c.ended_at, true) from written c where c.emergency;
  return null;
end $$;

ALTER FUNCTION public.queue_ended_call() OWNER TO sequencer;

--
-- Name: queue_event_of_call(uuid, text, uuid, json, timestamp with time zone, boolean); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_event_of_call(tenant uuid, type text, subject uuid, facts json, at timestamp with time zone, emergency boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if not emergency then
    insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at) values (tenant, 'event', type, subject, facts, at);
    return;
  end if;
  begin
    insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at) values (tenant, 'event', type, subject, facts, at);
  exception when others then
    raise warning 'no event % of the emergency call %: %', type, subject, sqlerrm;
  end;
end $$;

ALTER FUNCTION public.queue_event_of_call(tenant uuid, type text, subject uuid, facts json, at timestamp with time zone, emergency boolean) OWNER TO sequencer;

--
-- Name: queue_limit_event(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_limit_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    values (new.partner_id, new.tenant_id, 'event', case new.level when 'full' then 'limit.reached' else 'limit.warning' end, new.cycle_id,
      json_build_object('cap', new.cap, 'usedPercent', case new.cap_value when 0 then 100 else new.used * 100 / new.cap_value end),
      new.reported_at);
  return null;
end $$;

ALTER FUNCTION public.queue_limit_event() OWNER TO sequencer;

--
-- Name: queue_number_events(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_number_events() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, external_id, facts, occurred_at)
    select n.partner_id, e.tenant_id, 'event', e.name, n.id,
      -- now, because a released number may be deleted before its event is placed
      (select i.external_id from integration_data i where i.object_id = n.id),
      json_build_object('id', n.id, 'number', n.number, 'routing', json_strip_nulls(json_build_object('kind', n.routing_kind, 'id', n.routing_target_id,
        'extensionId', case n.routing_kind when 'extension' then n.routing_target_id end, 'number', n.routing_number))),
      clock_timestamp()
    from before_it b join after_it n on n.id = b.id
      cross join lateral (values
        (1, 'number.released', b.tenant_id, b.tenant_id is not null and n.tenant_id is distinct from b.tenant_id),
        (2, 'number.assigned', n.tenant_id, n.tenant_id is not null and n.tenant_id is distinct from b.tenant_id),
        (3, 'number.routed', n.tenant_id, n.tenant_id is not null and (n.routing_kind, n.routing_target_id, n.routing_number)
          is distinct from (b.routing_kind, b.routing_target_id, b.routing_number))) as e (step, name, tenant_id, has_happened)
    where e.has_happened order by n.number, e.step;
  return null;
end $$;

ALTER FUNCTION public.queue_number_events() OWNER TO sequencer;

--
-- Name: queue_overdue_invoice(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_overdue_invoice() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    select f.partner_id, f.tenant_id, 'event', 'invoice.overdue', new.invoice_id, f.facts, new.at from facts_of_invoice(new.invoice_id) f;
  return null;
end $$;

ALTER FUNCTION public.queue_overdue_invoice() OWNER TO sequencer;

--
-- Name: queue_paid_invoice(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_paid_invoice() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (partner_id, tenant_id, source, name, subject_id, facts, occurred_at)
    select f.partner_id, f.tenant_id, 'event', 'invoice.paid', new.id, f.facts, clock_timestamp() from facts_of_invoice(new.id) f;
  return null;
end $$;

ALTER FUNCTION public.queue_paid_invoice() OWNER TO sequencer;

--
-- Name: queue_phone_events(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_phone_events() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform queue_phone_turns(
    array(select distinct c.endpoint from changed c where c.tenant_id is not null and c.silent_since is null
      and not exists (select from asterisk.ps_contacts other where other.endpoint = c.endpoint
        and other.id not in (select id from changed) and other.silent_since is null and other.expiration_time > extract(epoch from now()))),
    case tg_op when 'INSERT' then 'phone.online' else 'phone.offline' end);
  return null;
end $$;

ALTER FUNCTION public.queue_phone_events() OWNER TO sequencer;

--
-- Name: queue_phone_turns(text[], text); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_phone_turns(usernames text[], event text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  -- call control shows it on the keys of phones
  select pg_notify('phones', '{}') where usernames <> '{}';
  insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
    select e.tenant_id, 'event', event, e.id, json_build_object('extensionId', e.id, 'number', e.number, 'name', e.name), clock_timestamp()
    from extensions e where e.sip_username = any(usernames) $$;

ALTER FUNCTION public.queue_phone_turns(usernames text[], event text) OWNER TO sequencer;

--
-- Name: queue_voicemail_event(); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.queue_voicemail_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into queued_events (tenant_id, source, name, subject_id, facts, occurred_at)
    values (new.tenant_id, 'event', 'voicemail.received', new.id, json_build_object('id', new.id, 'mailboxId', new.mailbox_id,
      'callId', new.call_id, 'from', new.from_number, 'fromName', new.from_name, 'seconds', new.seconds), new.received_at);
  return null;
end $$;

ALTER FUNCTION public.queue_voicemail_event() OWNER TO sequencer;

--
-- Name: rate_calls_again(json, json, json); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.rate_calls_again(rated json, changed json, costs json DEFAULT '[]'::json) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform from call_charges c where (c.call_id, c.leg) in (
      select r."callId", r.leg from json_to_recordset(rated) as r("callId" uuid, leg smallint)
      union select r."callId", r.leg from json_to_recordset(changed) as r("callId" uuid, leg smallint)
      union select r."callId", r.leg from json_to_recordset(costs) as r("callId" uuid, leg smallint)) and c.partner_id = ctx_partner()
    order by c.call_id, c.leg for no key update;
  with priced as (
    update call_charges c set state = r.state, reason = r.reason, destination = r.destination, charge_class = r.class, rate = r.rate,
      charged_seconds = r."chargedSeconds", included_seconds = r."includedSeconds", charge_micros = r."chargeMicros", rated_at = now()
    from json_to_recordset(rated) as r("callId" uuid, leg smallint, state text, reason text, destination text, class text, rate jsonb,
      "chargedSeconds" integer, "includedSeconds" integer, "chargeMicros" bigint)
    where c.call_id = r."callId" and c.leg = r.leg and c.partner_id = ctx_partner() and c.state = 'unrated'
    returning c.cycle_id, c.state, c.charge_micros, c.charged_seconds, c.included_seconds
  )
  update billing_cycles b set
    spent_micros = b.spent_micros + s.spent, charged_seconds = b.charged_seconds + s.seconds, included_used_seconds = b.included_used_seconds + s.included,
    metered_micros = b.metered_micros + s.metered, metered_seconds = b.metered_seconds + s.metered_seconds
  from (select cycle_id,
      coalesce(sum(charge_micros) filter (where state = 'rated'), 0) as spent,
      coalesce(sum(charged_seconds) filter (where state = 'rated'), 0) as seconds,
      coalesce(sum(included_seconds) filter (where state = 'rated'), 0) as included,
      coalesce(sum(charge_micros) filter (where state = 'metered'), 0) as metered,
      coalesce(sum(charged_seconds) filter (where state = 'metered'), 0) as metered_seconds
    from priced group by cycle_id) s
  where b.id = s.cycle_id;
  update call_charges c set rerated_micros = r.micros from json_to_recordset(changed) as r("callId" uuid, leg smallint, micros bigint)
    where c.call_id = r."callId" and c.leg = r.leg and c.partner_id = ctx_partner() and c.state = 'rated';
  update call_charges c set wholesale_micros = w.micros, wholesale_currency = w.currency
    from json_to_recordset(costs) as w("callId" uuid, leg smallint, micros bigint, currency text)
    where c.call_id = w."callId" and c.leg = w.leg and c.partner_id = ctx_partner() and c.wholesale_micros is null;
end $$;

ALTER FUNCTION public.rate_calls_again(rated json, changed json, costs json) OWNER TO voice;

--
-- Name: rates_of(uuid, text, text[], timestamp with time zone); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.rates_of(of_table uuid, of_currency text, numbers text[], at timestamp with time zone) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select json_build_object('table', t.name, 'rates', (select json_object_agg(n.number, (
      select json_build_object('prefix', r.prefix, 'destination', r.destination, 'class', r.class, 'listId', l.id, 'table', t.name, 'validFrom', l.valid_from,
        'rate', json_build_object('setupMicros', r.setup_micros, 'perMinuteMicros', r.per_minute_micros, 'initialSeconds', r.initial_seconds,
          'incrementSeconds', r.increment_seconds, 'minimumMicros', r.minimum_micros))
      from rates r where r.list_id = l.id
        and r.prefix = any (array(select substr(n.number, 2, length) from generate_series(1, least(15, length(n.number) - 1)) length))
      order by length(r.prefix) desc limit 1)) from unnest(numbers) as n(number)))
  from rate_tables t left join lateral (
    select h.id, h.valid_from from rate_lists h where h.table_id = t.id and h.valid_from <= at order by h.valid_from desc limit 1) l on true
  where t.id = of_table and t.currency = of_currency $$;

ALTER FUNCTION public.rates_of(of_table uuid, of_currency text, numbers text[], at timestamp with time zone) OWNER TO voice;

--
-- Name: reachable_endpoints(text[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.reachable_endpoints(among text[]) RETURNS SETOF text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select distinct c.endpoint from asterisk.ps_contacts c
  where c.endpoint = any(among) and c.silent_since is null and c.expiration_time > extract(epoch from now()) $$;

ALTER FUNCTION public.reachable_endpoints(among text[]) OWNER TO voice;

--
-- Name: read_api_key(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.read_api_key(hash bytea) RETURNS TABLE(id uuid, name text, partner_id uuid, partner_name text, tenant json, scopes text[], tenants uuid[], addresses text[], requests_per_minute integer, stopped boolean, unseen boolean, mode text, expires_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
begin
  return query select k.id, k.name, p.id, p.name, case when t.id is not null then json_build_object('id', t.id, 'name', t.name, 'status', t.status) end, k.scopes,
    case when t.id is not null then array[t.id]
      when not k.all_tenants then array(select c.tenant_id from api_key_tenants c where c.key_id = k.id) end,
    k.addresses, k.requests_per_minute, t.id is not null and not coalesce(s.allowed, false),
    k.last_used_at is null or k.last_used_at < now() - interval '1 minute', k.mode, k.expires_at
  from api_keys k join partners p on p.id = k.partner_id
    left join tenants t on t.id = k.tenant_id
    left join tenant_key_settings s on s.partner_id = k.partner_id
  where k.token_hash = hash and (k.expires_at is null or k.expires_at > now()) and coalesce(t.status, '') <> 'CANCELLED';
end $$;

ALTER FUNCTION public.read_api_key(hash bytea) OWNER TO gate;

--
-- Name: read_invitation(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.read_invitation(hash bytea) RETURNS TABLE(user_id uuid, email text, user_name text, role text, brand text, invited boolean, tenant_name text, tenant_status text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select u.id, u.email, u.name, coalesce(u.role, 'operator'), p.name, u.password_hash is null, t.name, t.status
  from invitations i
    left join users u on u.id = i.user_id
    left join tenants t on t.id = u.tenant_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
  where i.token_hash = hash and i.expires_at > now() $$;

ALTER FUNCTION public.read_invitation(hash bytea) OWNER TO gate;

--
-- Name: read_session(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.read_session(hash bytea) RETURNS TABLE(session_id uuid, user_id uuid, email text, user_name text, role text, partner_id uuid, partner_name text, tenant_id uuid, tenant_name text, tenant_status text, extension_id uuid, extension_number text, extension_name text, hears_recordings boolean, unseen boolean, second_factor boolean, must_set_up boolean, tenant_keys boolean, expires_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
begin
  return query select s.id, u.id, u.email, u.name, u.role, p.id, p.name, t.id, t.name, t.status, e.id, e.number, e.name, u.hears_recordings,
    s.last_used_at < now() - interval '5 minutes',
    f.user_id is not null, f.user_id is null and u.tenant_id is null and coalesce(r.require_second_factor, false),
    coalesce(k.allowed, false), s.expires_at
  from sessions s
    join users u on u.id = s.user_id
    left join tenants t on t.id = u.tenant_id
    left join extensions e on e.id = u.extension_id
    left join partners p on p.id = coalesce(u.partner_id, t.partner_id)
    left join second_factors f on f.user_id = u.id and f.confirmed_at is not null
    left join security_settings r on r.partner_id is not distinct from u.partner_id
    left join tenant_key_settings k on k.partner_id = p.id
  where s.token_hash = hash and s.expires_at > now();
end $$;

ALTER FUNCTION public.read_session(hash bytea) OWNER TO gate;

--
-- Name: record_api_requests(jsonb); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.record_api_requests(requests jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  insert into api_requests (slot, id, partner_id, tenant_id, by_tenant, key_id, at, method, route, status, duration_ms, represents, test)
  select api_request_slot((r.at at time zone 'utc')::date), r.id, coalesce(r.partner_id, t.partner_id), t.id, coalesce(r.by_tenant, false), r.key_id, r.at, r.method,
    r.route, r.status, r.duration_ms, r.represents, coalesce(r.test, false)
  from jsonb_to_recordset(requests) as r (id uuid, partner_id uuid, tenant_id uuid, by_tenant boolean, key_id uuid, at timestamptz, method text, route text,
      status smallint, duration_ms integer, represents smallint, test boolean)
    left join tenants t on t.id = r.tenant_id and (r.by_tenant or t.partner_id = r.partner_id) and t.sandbox = coalesce(r.test, false)
  -- a program of the release before says nothing of `by_tenant`
  where (t.id is not null or not coalesce(r.by_tenant, false)) and r.at between now() - interval '1 day' and now() + interval '1 hour'
  on conflict do nothing $$;

ALTER FUNCTION public.record_api_requests(requests jsonb) OWNER TO gate;

--
-- Name: record_attempts(json); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.record_attempts(results json) RETURNS SETOF uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  -- to the minute: a row a message would cost more than the message
  with succeeded as (
    select w.id from webhooks w
    where (w.last_success_at is null or w.last_success_at < clock_timestamp() - interval '1 minute') and w.id in (
      select d.webhook_id from webhook_deliveries d join json_to_recordset(results) as r(id uuid, state text) on r.id = d.id and r.state = 'delivered')
    order by w.id for no key update
  )
  update webhooks w set last_success_at = clock_timestamp() from succeeded s where w.id = s.id;
  with attempted as (
    select d.id from webhook_deliveries d where d.id in (select r.id from json_to_recordset(results) as r(id uuid))
    order by d.id for no key update
  ), recorded as (
    update webhook_deliveries d set state = case when r.state = 'failed' and d.position is not null then 'parked' else r.state end,
      due_at = coalesce(r.due_at, d.due_at), attempts = r.attempts, tried_since = coalesce(d.tried_since, r.attempted_at),
      attempted_at = r.attempted_at, milliseconds = r.milliseconds, status = r.status, response = r.response, failure = r.failure
    from attempted a join json_to_recordset(results) as r(id uuid, queued_at timestamptz, state text, due_at timestamptz, attempts integer,
      attempted_at timestamptz, milliseconds integer, status integer, response text, failure text) using (id)
    -- one that somebody has replayed meanwhile is sent again
    where d.id = a.id and d.queued_at = r.queued_at and d.state = 'pending'
    returning d.id, d.state
  )
  select r.id from recorded r where r.state = 'parked' $$;

ALTER FUNCTION public.record_attempts(results json) OWNER TO sequencer;

--
-- Name: record_emergency_call(uuid, uuid, uuid, text, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select record_emergency_call(of_call, of_tenant, of_extension, callback, called, '911') $$;

ALTER FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone) OWNER TO voice;

--
-- Name: record_emergency_call(uuid, uuid, uuid, text, timestamp with time zone, text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone, dialled text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  insert into emergency_calls (call_id, tenant_id, number, extension_number, extension_name, callback_number, address, called_at)
  select of_call, t.id, dialled, e.number, e.name, callback, coalesce(d.e911_address, t.e911_address), called
  from tenants t left join extensions e on e.id = of_extension and e.tenant_id = t.id
    left join dids d on d.number = callback and d.tenant_id = t.id
  where t.id = of_tenant and not t.sandbox
  on conflict do nothing;
  if found then
    perform add_job('notify_emergency', json_build_object('tenantId', of_tenant, 'callId', of_call), 'notify_emergency:' || of_call);
  end if;
exception when others then
  raise warning 'the call % to % could not be noted: %', of_call, dialled, sqlerrm;
end $$;

ALTER FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone, dialled text) OWNER TO voice;

--
-- Name: record_own_event(text, uuid, text, uuid, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.record_own_event(what text, of_user uuid, from_ip text, event uuid, request text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  insert into audit_events (id, partner_id, tenant_id, actor_id, actor_email, actor_role, action, target_kind, target_id, ip, request_id)
  select event, coalesce(target.partner_id, t.partner_id), target.tenant_id, u.id, u.email, coalesce(u.role, 'nobody'), what, 'user', of_user::text,
    from_ip, request
  from (select 1) as once
    left join users target on target.id = of_user
    left join users u on u.id = target.id
      and what not in ('session.refused', 'password.link-requested', 'second-factor.refused', 'second-factor.reset')
    left join tenants t on t.id = target.tenant_id $$;

ALTER FUNCTION public.record_own_event(what text, of_user uuid, from_ip text, event uuid, request text) OWNER TO gate;

--
-- Name: record_trunk_state(text, uuid, json); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.record_trunk_state(of_node text, of_trunk uuid, finding json) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare was boolean; had boolean; is_now boolean := (finding->>'reachable')::boolean;
begin
  -- deleted meanwhile
  if not exists (select from trunks r where r.id = of_trunk) then return; end if;
  select true, s.reachable into had, was from trunk_states s where s.trunk_id = of_trunk and s.node = of_node for update;
  insert into trunk_states as s (trunk_id, node, target, reachable, since, round_trip_ms, answers_options, answers_calls,
      registration, registration_reason, registration_since, checked_at)
  values (of_trunk, of_node, finding->>'target', is_now, now(), (finding->>'roundTripMs')::integer,
      (finding->>'answersOptions')::boolean, (finding->>'answersCalls')::boolean, finding->>'registration',
      coalesce(finding->>'registrationReason', ''), case when finding->>'registration' is not null then now() end, now())
  on conflict (trunk_id, node) do update set
    target = excluded.target,
    reachable = excluded.reachable,
    since = case when s.reachable is not distinct from excluded.reachable then s.since else excluded.since end,
    round_trip_ms = excluded.round_trip_ms,
    answers_options = excluded.answers_options,
    answers_calls = excluded.answers_calls,
    registration = excluded.registration,
    registration_reason = excluded.registration_reason,
    registration_since = case when s.registration is not distinct from excluded.registration then s.registration_since
      else excluded.registration_since end,
    checked_at = excluded.checked_at;
  if not is_now and (had is null or was is distinct from false) then
    perform add_job('trunk_down', json_build_object('trunkId', of_trunk), 'trunk_down:' || of_trunk, now() + interval '5 seconds');
  end if;
exception when foreign_key_violation then null;
end $$;

ALTER FUNCTION public.record_trunk_state(of_node text, of_trunk uuid, finding json) OWNER TO voice;

--
-- Name: recording_policy(uuid, uuid, uuid[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.recording_policy(of_tenant uuid, of_call uuid, talking uuid[]) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    select json_build_object('status', t.status, 'announce', coalesce(s.announce, true), 'onDemand', coalesce(s.on_demand, true),
      'announcement', (select m.hash from media m where m.id = s.announcement_id and m.tenant_id = t.id),
      'recordedDidIds', coalesce(s.did_ids, '{}'),
      'extensions', (select coalesce(json_agg(json_build_object('recordCalls', e.record_calls, 'recordDirections', e.record_directions)), '[]')
        from extensions e where e.tenant_id = t.id and e.id = any(talking)),
      'running', (select json_build_object('id', r.id, 'channel', r.channel_id, 'paused', r.paused, 'cause', r.cause) from recordings r
        where r.call_id = of_call and r.tenant_id = t.id and r.state = 'recording' limit 1),
      'recordedBefore', exists (select from recordings r where r.call_id = of_call and r.tenant_id = t.id))
    from tenants t left join recording_settings s on s.tenant_id = t.id where t.id = of_tenant
  $$;

ALTER FUNCTION public.recording_policy(of_tenant uuid, of_call uuid, talking uuid[]) OWNER TO voice;

--
-- Name: recordings_expired(timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.recordings_expired(at timestamp with time zone, at_most integer) RETURNS TABLE(tenant_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    select r.tenant_id, r.id from recordings r left join recording_settings s on s.tenant_id = r.tenant_id
    where r.state <> 'recording' and r.started_at < at - coalesce(s.retention_days, 90) * interval '1 day'
      and not exists (select from legal_holds h where h.tenant_id = r.tenant_id)
    order by r.started_at limit at_most
  $$;

ALTER FUNCTION public.recordings_expired(at timestamp with time zone, at_most integer) OWNER TO searcher;

--
-- Name: recordings_running(text); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.recordings_running(of_node text) RETURNS TABLE(id uuid, tenant_id uuid, call_id uuid, channel_id text, paused boolean, of_caller boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    select r.id, r.tenant_id, r.call_id, r.channel_id, r.paused, r.of_caller from recordings r where r.node = of_node and r.state = 'recording'
  $$;

ALTER FUNCTION public.recordings_running(of_node text) OWNER TO voice;

--
-- Name: refuse_number_of_sandbox(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.refuse_number_of_sandbox() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (select from tenants t where t.id = new.tenant_id and t.sandbox) then
    raise exception 'a sandbox has no numbers' using errcode = 'check_violation';
  end if;
  return new;
end $$;

ALTER FUNCTION public.refuse_number_of_sandbox() OWNER TO owner;

--
-- Name: remove_job(text); Type: FUNCTION; Schema: public; Owner: worker
--

CREATE FUNCTION public.remove_job(key text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$ begin perform graphile_worker.remove_job(key); end $$;

ALTER FUNCTION public.remove_job(key text) OWNER TO worker;

--
-- Name: remove_unconfirmed(uuid, uuid); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.remove_unconfirmed(of_user uuid, event uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare gone users;
begin
  delete from users where id = of_user and last_sign_in_at is null returning * into gone;
  if gone.id is null then return false; end if;
  insert into audit_events (id, partner_id, tenant_id, actor_role, action, target_kind, target_id, before)
  select event, coalesce(gone.partner_id, (select t.partner_id from tenants t where t.id = gone.tenant_id)), gone.tenant_id, 'system',
    'user.gave-way', 'user', gone.id::text, jsonb_build_object('email', gone.email, 'name', gone.name, 'role', gone.role);
  return true;
end $$;

ALTER FUNCTION public.remove_unconfirmed(of_user uuid, event uuid) OWNER TO gate;

--
-- Name: renew_csv_downloads(uuid[], integer); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.renew_csv_downloads(downloads uuid[], seconds integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ with own as (select d.id from csv_downloads d where d.id = any(downloads) order by d.id for update)
    update csv_downloads d set ends_at = clock_timestamp() + make_interval(secs => seconds) from own o where d.id = o.id $$;

ALTER FUNCTION public.renew_csv_downloads(downloads uuid[], seconds integer) OWNER TO gate;

--
-- Name: reset_second_factor(text, uuid); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.reset_second_factor(of_email text, event uuid) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare who uuid;
begin
  delete from second_factors f using users u where u.id = f.user_id and u.email = lower(of_email) returning u.id into who;
  if who is null then return null; end if;
  delete from sessions where user_id = who;
  perform record_own_event('second-factor.reset', who, null, event, null);
  return who;
end $$;

ALTER FUNCTION public.reset_second_factor(of_email text, event uuid) OWNER TO gate;

--
-- Name: review_caps_at_turn(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.review_caps_at_turn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if exists (select from tenants t where t.id = new.tenant_id and t.suspension_reasons && array['spend_cap', 'minutes_cap']) then
    perform add_job('review_caps', json_build_object('tenantId', new.tenant_id), 'review_caps:' || new.tenant_id);
  end if;
  return null;
end $$;

ALTER FUNCTION public.review_caps_at_turn() OWNER TO searcher;

--
-- Name: review_reached_caps(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.review_reached_caps() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if has_unreported_cap(new) then
    perform add_job('review_caps', json_build_object('tenantId', new.tenant_id), 'review_caps:' || new.tenant_id);
  end if;
  return null;
end $$;

ALTER FUNCTION public.review_reached_caps() OWNER TO searcher;

--
-- Name: running_card_attempts(timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.running_card_attempts(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) RETURNS TABLE(id uuid, tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select a.id, a.tenant_id from card_attempts a
  where a.state in ('asked', 'open', 'processing') and is_silent(a.created_at, a.changed_at, unchanged_since) and a.id > after_attempt
  order by a.id limit at_most $$;

ALTER FUNCTION public.running_card_attempts(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) OWNER TO searcher;

--
-- Name: running_refunds(timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.running_refunds(unchanged_since timestamp with time zone, after_refund uuid, at_most integer) RETURNS TABLE(id uuid, tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select r.id, r.tenant_id from refunds r where r.state in ('asked', 'pending')
    and is_silent(r.created_at, r.changed_at, unchanged_since) and r.id > after_refund
  order by r.id limit at_most $$;

ALTER FUNCTION public.running_refunds(unchanged_since timestamp with time zone, after_refund uuid, at_most integer) OWNER TO searcher;

--
-- Name: save_webhook_health(uuid, text, text, timestamp with time zone, integer, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.save_webhook_health(of_webhook uuid, of_url text, new_state text, since timestamp with time zone, failed integer, next_probe timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update webhooks w set failing_since = since, failures = failed, probe_at = next_probe,
    state = new_state, stopped_at = case when new_state <> 'on' then clock_timestamp() end,
    stopped_position = case when new_state <> 'on' then coalesce((select p.position from event_positions p where p.partner_id = w.partner_id), 0) end
  where w.id = of_webhook and w.url = of_url and w.state = 'on';
  return found;
end $$;

ALTER FUNCTION public.save_webhook_health(of_webhook uuid, of_url text, new_state text, since timestamp with time zone, failed integer, next_probe timestamp with time zone) OWNER TO sequencer;

--
-- Name: tenants; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tenants (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    sip_prefix text NOT NULL,
    status text NOT NULL,
    was_active boolean DEFAULT false NOT NULL,
    suspension_reasons text[] DEFAULT '{}'::text[] NOT NULL,
    operator_reasons text[] DEFAULT '{}'::text[] NOT NULL,
    billing_email text DEFAULT ''::text NOT NULL,
    default_cnam text DEFAULT ''::text NOT NULL,
    timezone text NOT NULL,
    billing_profile_id uuid,
    e911_address jsonb,
    users_count integer DEFAULT 0 NOT NULL,
    dids_count integer DEFAULT 0 NOT NULL,
    extensions_count integer DEFAULT 0 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    cancelled_at timestamp(3) with time zone,
    purge_at timestamp(3) with time zone,
    defaults_version integer,
    version integer DEFAULT 1 NOT NULL,
    purge_started_at timestamp(3) with time zone,
    extensions_alert integer,
    dids_alert integer,
    search_text text GENERATED ALWAYS AS (((((lower(NORMALIZE(name, NFC)) || '
'::text) || lower(billing_email)) || '
'::text) || sip_prefix)) STORED NOT NULL,
    sandbox boolean DEFAULT false NOT NULL,
    CONSTRAINT kept_90_days CHECK (((purge_at - cancelled_at) >= '2160:00:00'::interval)),
    CONSTRAINT no_way_back CHECK (((purge_started_at IS NULL) OR (status = 'CANCELLED'::text))),
    CONSTRAINT tenants_billing_email_check CHECK ((char_length(billing_email) <= 254)),
    CONSTRAINT tenants_check CHECK (((status = 'SUSPENDED'::text) <= ((cardinality(suspension_reasons) + cardinality(operator_reasons)) > 0))),
    CONSTRAINT tenants_check1 CHECK (((status = 'CANCELLED'::text) = (cancelled_at IS NOT NULL))),
    CONSTRAINT tenants_check2 CHECK (((cancelled_at IS NULL) = (purge_at IS NULL))),
    CONSTRAINT tenants_default_cnam_check CHECK ((char_length(default_cnam) <= 15)),
    CONSTRAINT tenants_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.tenants FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tenants OWNER TO owner;

--
-- Name: search_tenants(uuid, text[], text, text[], text, boolean, text, uuid, integer, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid, at_most integer, known integer) RETURNS SETOF public.tenants
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
declare
  sort_key text := case sort_by when 'name' then 'name collate "und-x-icu"' when 'sipPrefix' then 'sip_prefix' when 'status' then 'status'
    when 'usersCount' then 'users_count' when 'didsCount' then 'dids_count' when 'extensionsCount' then 'extensions_count' else 'created_at' end;
  key_type text := case when sort_by in ('name', 'sipPrefix', 'status') then 'text' when sort_by like '%Count' then 'integer' else 'timestamptz' end;
  direction text := case when descending then 'desc' else 'asc' end;
  beyond text := case when descending then '<' else '>' end;
  sorts boolean := coalesce(known, count_found_tenants(of_partner, words, digits, statuses)) < 25000;
begin
  return query execute 'select * from (select * from tenants where ' || found_tenants_condition(words, digits, statuses)
    || case when sorts then ' offset 0' else '' end || ') matching'
    || case when after_id is null then '' else format(' where (%s, id) %s ($3::%s, $4)', sort_key, beyond, key_type) end
    || format(' order by %s %s, id %s limit $5', sort_key, direction, direction)
    using of_partner, statuses, after_key, after_id, at_most;
end $_$;

ALTER FUNCTION public.search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid, at_most integer, known integer) OWNER TO searcher;

--
-- Name: set_alerts(); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.set_alerts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update tenants set extensions_alert = alert_from(new.max_extensions, new.alert_threshold_percent),
    dids_alert = alert_from(new.max_dids, new.alert_threshold_percent) where id = new.tenant_id;
  return null;
end $$;

ALTER FUNCTION public.set_alerts() OWNER TO owner;

--
-- Name: tenant_limits; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tenant_limits (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    monthly_spend_micros bigint,
    currency text,
    max_extensions integer,
    max_dids integer,
    max_monthly_minutes integer,
    alert_threshold_percent integer DEFAULT 80 NOT NULL,
    auto_suspend boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT tenant_limits_alert_threshold_percent_check CHECK (((alert_threshold_percent >= 1) AND (alert_threshold_percent <= 100))),
    CONSTRAINT tenant_limits_check CHECK (((monthly_spend_micros IS NULL) = (currency IS NULL))),
    CONSTRAINT tenant_limits_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT tenant_limits_max_dids_check CHECK ((max_dids >= 0)),
    CONSTRAINT tenant_limits_max_extensions_check CHECK ((max_extensions >= 0)),
    CONSTRAINT tenant_limits_max_monthly_minutes_check CHECK ((max_monthly_minutes >= 0)),
    CONSTRAINT tenant_limits_monthly_spend_micros_check CHECK ((monthly_spend_micros >= 0))
);

ALTER TABLE ONLY public.tenant_limits FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tenant_limits OWNER TO owner;

--
-- Name: spend_cap_of(public.tenant_limits, text, bigint); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.spend_cap_of(l public.tenant_limits, cycle_currency text, cycle_cap bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
  select case l.currency when cycle_currency then l.monthly_spend_micros else cycle_cap end $$;

ALTER FUNCTION public.spend_cap_of(l public.tenant_limits, cycle_currency text, cycle_cap bigint) OWNER TO searcher;

--
-- Name: take_queued_events(bigint, integer); Type: FUNCTION; Schema: public; Owner: sequencer
--

CREATE FUNCTION public.take_queued_events(from_id bigint, at_most integer) RETURNS TABLE(id bigint, partner_id uuid, tenant_id uuid, source text, name text, subject_id text, facts json, occurred_at timestamp with time zone, tenant_external_id text, external_id text, last_position bigint, last_sequence bigint, gone boolean, urgent boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if not pg_try_advisory_xact_lock(hashtext('event sequencer')) then return; end if;
  return query
    select q.id, coalesce(q.partner_id, t.partner_id), q.tenant_id, q.source, q.name, q.subject_id, q.facts, q.occurred_at, x.external_id,
      coalesce(q.external_id, i.external_id),
      coalesce(p.position, 0), coalesce(s.sequence, 0),
      q.tenant_id is not null and (t.id is null or t.purge_started_at is not null)
        or q.name like 'call.%' and exists (select from events e where e.subject_id = q.subject_id and e.type = q.name and e.type like 'call.%'),
      q.urgent
    from (
        (select a.*, true as urgent from queued_events a where a.id >= from_id and not a.refused and is_urgent_event(a.name) order by a.id limit at_most)
        union all
        (select a.*, false from queued_events a where a.id >= from_id and not a.refused and not is_urgent_event(a.name) order by a.id limit at_most)
        order by urgent desc, id limit at_most
      ) q
      left join tenants t on t.id = q.tenant_id
      left join event_positions p on p.partner_id = coalesce(q.partner_id, t.partner_id)
      left join event_sequences s on s.tenant_id = q.tenant_id
      left join integration_data x on x.object_id = q.tenant_id
      left join integration_data i on i.object_id = case when is_uuid(q.subject_id) then q.subject_id::uuid end
    order by q.urgent desc, q.id;
end $$;

ALTER FUNCTION public.take_queued_events(from_id bigint, at_most integer) OWNER TO sequencer;

--
-- Name: take_requests(uuid, integer, integer); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.take_requests(key uuid, wanted integer, most integer) RETURNS TABLE(granted integer, taken integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
declare
  this_minute timestamptz;
  present api_key_minutes;
  before integer;
begin
  insert into api_key_minutes (key_id, minute, taken) values (key, date_trunc('minute', clock_timestamp()), 0) on conflict (key_id) do nothing;
  select * into present from api_key_minutes m where m.key_id = key for update;
  -- only now: one that has waited for the row may be in the next minute, and would begin that one's count again
  this_minute := date_trunc('minute', clock_timestamp());
  before := case when present.minute = this_minute then present.taken else 0 end;
  taken := least(greatest(most, before), before + wanted);
  granted := taken - before;
  update api_key_minutes m set minute = this_minute, taken = take_requests.taken where m.key_id = key;
  return next;
end $$;

ALTER FUNCTION public.take_requests(key uuid, wanted integer, most integer) OWNER TO gate;

--
-- Name: talking_extensions(uuid[], text, uuid, uuid); Type: FUNCTION; Schema: public; Owner: owner
--

CREATE FUNCTION public.talking_extensions(talking uuid[], direction text, extension_id uuid, answered_extension_id uuid) RETURNS uuid[]
    LANGUAGE sql IMMUTABLE
    AS $$
  select coalesce(talking, array_remove(array[case when direction <> 'inbound' then extension_id end, answered_extension_id], null)) $$;

ALTER FUNCTION public.talking_extensions(talking uuid[], direction text, extension_id uuid, answered_extension_id uuid) OWNER TO owner;

--
-- Name: tenant_for_operator(uuid); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenant_for_operator(wanted uuid) RETURNS TABLE(tenant_id uuid, partner_id uuid, sip_prefix text, status text, suspension_reasons text[], operator_reasons text[], purge_at timestamp with time zone, purge_started_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select t.id, t.partner_id, t.sip_prefix, t.status, t.suspension_reasons, t.operator_reasons, t.purge_at, t.purge_started_at
  from tenants t where t.id = wanted and ctx_operator() $$;

ALTER FUNCTION public.tenant_for_operator(wanted uuid) OWNER TO searcher;

--
-- Name: tenant_of_directory(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.tenant_of_directory(hash bytea) RETURNS TABLE(tenant_id uuid, status text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select t.id, t.status from phone_directories d join tenants t on t.id = d.tenant_id where d.secret_hash = hash $$;

ALTER FUNCTION public.tenant_of_directory(hash bytea) OWNER TO gate;

--
-- Name: tenants_to_charge(timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_to_charge(at timestamp with time zone, after_tenant uuid, at_most integer) RETURNS TABLE(tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select c.tenant_id from cards c join tenants t on t.id = c.tenant_id
  where c.auto_pay_since is not null and c.tenant_id > after_tenant and t.purge_started_at is null
    and exists (select from invoices i where i.tenant_id = c.tenant_id and i.status = 'open' and i.overdue_at <= at + interval '2 days')
  order by c.tenant_id limit at_most $$;

ALTER FUNCTION public.tenants_to_charge(at timestamp with time zone, after_tenant uuid, at_most integer) OWNER TO searcher;

--
-- Name: tenants_to_close(uuid, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_to_close(after_partner uuid, after_tenant uuid, at_most integer) RETURNS TABLE(tenant_id uuid, partner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select t.id, t.partner_id from tenants t
  where t.billing_profile_id is null and t.purge_started_at is null and (t.partner_id, t.id) > (after_partner, after_tenant)
    and (exists (select from billing_cycles c where c.tenant_id = t.id and c.invoiced_at is not null and c.spent_micros <> c.invoiced_micros)
      or exists (select from adjustments a where a.tenant_id = t.id and a.cycle_id is null))
    and not exists (select from billing_cycles c where c.tenant_id = t.id and c.invoiced_at is null)
  order by t.partner_id, t.id limit at_most $$;

ALTER FUNCTION public.tenants_to_close(after_partner uuid, after_tenant uuid, at_most integer) OWNER TO searcher;

--
-- Name: tenants_to_purge(timestamp with time zone, timestamp with time zone, uuid, integer, boolean); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_to_purge(until timestamp with time zone, after_at timestamp with time zone, after_id uuid, at_most integer, held_too boolean) RETURNS TABLE(tenant_id uuid, partner_id uuid, purge_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select t.id, t.partner_id, t.purge_at from tenants t
  where t.purge_at <= until and (t.purge_at, t.id) > (after_at, after_id)
    and (held_too or not exists (select from legal_holds h where h.tenant_id = t.id))
  order by t.purge_at, t.id limit at_most $$;

ALTER FUNCTION public.tenants_to_purge(until timestamp with time zone, after_at timestamp with time zone, after_id uuid, at_most integer, held_too boolean) OWNER TO searcher;

--
-- Name: tenants_to_watch_for_fraud(); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_to_watch_for_fraud() RETURNS TABLE(tenant_id uuid, partner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select r.tenant_id, r.partner_id from fraud_rules r
  where r.tenant_id in (select l.tenant_id from live_calls l where l.uses_line) order by r.tenant_id $$;

ALTER FUNCTION public.tenants_to_watch_for_fraud() OWNER TO searcher;

--
-- Name: tenants_with_due_invoices(timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_with_due_invoices(at timestamp with time zone, after_tenant uuid, at_most integer) RETURNS TABLE(tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select distinct i.tenant_id from invoices i join tenants t on t.id = i.tenant_id
  where i.status = 'open' and i.overdue_at <= at + interval '1 day' and i.tenant_id > after_tenant and t.purge_started_at is null
  order by i.tenant_id limit at_most $$;

ALTER FUNCTION public.tenants_with_due_invoices(at timestamp with time zone, after_tenant uuid, at_most integer) OWNER TO searcher;

--
-- Name: tenants_with_fees_due(timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_with_fees_due(at timestamp with time zone, at_most integer) RETURNS TABLE(tenant_id uuid, partner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select c.tenant_id, c.partner_id from billing_cycles c
  where c.starts_at <= at and c.ends_at > at and c.invoiced_at is null and c.fees_day is distinct from (at at time zone c.zone)::date
  order by c.tenant_id limit at_most $$;

ALTER FUNCTION public.tenants_with_fees_due(at timestamp with time zone, at_most integer) OWNER TO searcher;

--
-- Name: tenants_with_old_books(timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_with_old_books(at timestamp with time zone, after_tenant uuid, at_most integer) RETURNS TABLE(tenant_id uuid, partner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select s.tenant_id, s.partner_id from tombstones s
  where s.tenant_id > after_tenant and s.purged_at < at - interval '2 years' and are_books_old(s.tenant_id, s.partner_id, at)
  order by s.tenant_id limit at_most $$;

ALTER FUNCTION public.tenants_with_old_books(at timestamp with time zone, after_tenant uuid, at_most integer) OWNER TO searcher;

--
-- Name: tenants_without_cycle(timestamp with time zone, integer); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.tenants_without_cycle(at timestamp with time zone, at_most integer) RETURNS TABLE(tenant_id uuid, partner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select t.id, t.partner_id from tenants t
  where t.billing_profile_id is not null and t.purge_started_at is null
    and not exists (select from billing_cycles c where c.tenant_id = t.id and c.ends_at > at and c.invoiced_at is null)
  order by t.id limit at_most $$;

ALTER FUNCTION public.tenants_without_cycle(at timestamp with time zone, at_most integer) OWNER TO searcher;

--
-- Name: touch_api_key(bytea, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.touch_api_key(hash bytea, from_ip text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  update api_keys set last_used_at = now(), last_used_from = from_ip
    where token_hash = hash and (last_used_at is null or last_used_at < now() - interval '1 minute') $$;

ALTER FUNCTION public.touch_api_key(hash bytea, from_ip text) OWNER TO gate;

--
-- Name: touch_session(bytea, text); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.touch_session(hash bytea, from_ip text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  update sessions set last_used_at = now(), ip = from_ip where token_hash = hash and last_used_at < now() - interval '5 minutes' $$;

ALTER FUNCTION public.touch_session(hash bytea, from_ip text) OWNER TO gate;

--
-- Name: trunks_for_calls(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.trunks_for_calls() RETURNS TABLE(id uuid, name text, emergency boolean, sends_location boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select r.id, r.name, r.emergency, r.sends_location from (
    select r.id, r.name, r.emergency, r.sends_location, r.priority from trunks r
      where r.enabled and exists (select from tenants t where t.id = ctx_tenant() and not t.sandbox)
    union all
    select '5a5a5a5a-0000-7000-8000-000000000000', 'Sandbox', false, false, 0 from tenants t where t.id = ctx_tenant() and t.sandbox) r
  order by r.priority, r.id $$;

ALTER FUNCTION public.trunks_for_calls() OWNER TO voice;

--
-- Name: trunks_to_watch(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.trunks_to_watch() RETURNS TABLE(id uuid, host text, port integer, username text, sealed_password bytea, registers boolean, answers_options boolean, answers_calls boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select r.id, r.host, r.port, r.username, r.sealed_password, r.registers,
    exists (select from trunk_states s where s.trunk_id = r.id and s.target = r.host || ':' || r.port and s.answers_options),
    exists (select from trunk_states s where s.trunk_id = r.id and s.target = r.host || ':' || r.port and s.answers_calls)
  from trunks r where r.enabled order by r.priority, r.id $$;

ALTER FUNCTION public.trunks_to_watch() OWNER TO voice;

--
-- Name: uncount_attempt(bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.uncount_attempt(of_key bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ update sign_in_failures set failures = greatest(failures - 1, 0) where key = of_key $$;

ALTER FUNCTION public.uncount_attempt(of_key bytea) OWNER TO gate;

--
-- Name: use_code(uuid, bigint); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.use_code(of_user uuid, step bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  update second_factors set last_step = step where user_id = of_user and confirmed_at is not null and last_step < step;
  return found;
end $$;

ALTER FUNCTION public.use_code(of_user uuid, step bigint) OWNER TO gate;

--
-- Name: use_recovery_code(uuid, bytea); Type: FUNCTION; Schema: public; Owner: gate
--

CREATE FUNCTION public.use_recovery_code(of_user uuid, hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  delete from recovery_codes where user_id = of_user and code_hash = hash;
  return found;
end $$;

ALTER FUNCTION public.use_recovery_code(of_user uuid, hash bytea) OWNER TO gate;

--
-- Name: utc_day(timestamp with time zone); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.utc_day(at timestamp with time zone) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ select (at at time zone 'UTC')::date $$;

ALTER FUNCTION public.utc_day(at timestamp with time zone) OWNER TO searcher;

--
-- Name: verify_audit_chains(text[]); Type: FUNCTION; Schema: public; Owner: auditor
--

CREATE FUNCTION public.verify_audit_chains(wanted text[]) RETURNS TABLE(chain text, checked bigint, up_to timestamp with time zone, head bytea, broken bigint, first_broken uuid, loose bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET client_encoding TO 'UTF8'
    SET work_mem TO '64MB'
    AS $$
begin
  return query
  with of_chains as (
    select l.chain, count(*) as checked, max(a.at) as up_to, max(l.seq) as last_seq, count(*) filter (where not v.good) as broken,
      min(l.seq) filter (where not v.good) as broken_seq
    from audit_chain l left join audit_chain p on p.chain = l.chain and p.seq = l.seq - 1
      left join audit_events a on a.id = l.event_id
      -- `offset 0` makes each event be hashed once, however often the result is used
      cross join lateral (select ((l.seq = 1 or p.seq is not null) and l.chain = audit_chain_of(a)
        and l.hash = audit_link(coalesce(p.hash, ''), l.chain, l.seq, a, l.who_hash, l.what_hash)
        and case when a.who_salt is not null then l.who_hash = audit_who(a)
          else a.actor_email is null and a.ip is null and audit_may_be_blank(a.tenant_id) end
        and case when a.what_salt is not null then l.what_hash = audit_what(a)
          else a.before is null and a.after is null and audit_may_be_blank(a.tenant_id) end) is true as good offset 0) v
    where wanted is null or l.chain = any(wanted)
    group by l.chain
  ), of_loose as (
    select audit_chain_of(a) as chain, count(*) as loose from audit_events a
    where (wanted is null or audit_chain_of(a) = any(wanted))
      and not exists (select from audit_chain c where c.event_id = a.id) and not exists (select from audit_unchained u where u.event_id = a.id)
    group by 1
  )
  select coalesce(o.chain, f.chain), coalesce(o.checked, 0), o.up_to,
    (select c.hash from audit_chain c where c.chain = o.chain and c.seq = o.last_seq), coalesce(o.broken, 0),
    (select c.event_id from audit_chain c where c.chain = o.chain and c.seq = o.broken_seq), coalesce(f.loose, 0)
  from of_chains o full join of_loose f on f.chain = o.chain
  order by 1;
end $$;

ALTER FUNCTION public.verify_audit_chains(wanted text[]) OWNER TO auditor;

--
-- Name: watchable_extensions(); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.watchable_extensions() RETURNS TABLE(id uuid, tenant_id uuid, number text, sip_username text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select e.id, e.tenant_id, e.number, e.sip_username
  from extensions e join tenants t on t.id = e.tenant_id join tenant_statuses s on s.status = t.status and s.register
  order by e.sip_username $$;

ALTER FUNCTION public.watchable_extensions() OWNER TO voice;

--
-- Name: wholesale_of_partners(timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.wholesale_of_partners(since timestamp with time zone, until timestamp with time zone) RETURNS TABLE(partner_id uuid, currency text, cost numeric, calls integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select c.partner_id, c.wholesale_currency, coalesce(sum(c.wholesale_micros), 0), count(*)::int
  from (select partner_id, wholesale_currency, wholesale_micros, ended_at from call_charges
    union all select partner_id, wholesale_currency, wholesale_micros, ended_at from billing_ledger) c
  where ctx_operator() and c.ended_at >= since and c.ended_at < until
  group by c.partner_id, c.wholesale_currency $$;

ALTER FUNCTION public.wholesale_of_partners(since timestamp with time zone, until timestamp with time zone) OWNER TO searcher;

--
-- Name: wholesale_rates(uuid[], uuid[], timestamp with time zone[], smallint[], text[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.wholesale_rates(calls uuid[], tenants uuid[], begun timestamp with time zone[], legs smallint[], numbers text[]) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select coalesce(json_agg(json_build_object('callId', a.id, 'leg', a.leg, 'currency', w.currency,
    'rate', json_build_object('setupMicros', r.setup_micros, 'perMinuteMicros', r.per_minute_micros, 'initialSeconds', r.initial_seconds,
      'incrementSeconds', r.increment_seconds, 'minimumMicros', r.minimum_micros))), '[]')
  from (select distinct * from unnest(calls, tenants, begun, legs, numbers) as l(id, tenant_id, admitted_at, leg, number)) a
    join tenants t on t.id = a.tenant_id
    join rate_tables w on w.partner_id = t.partner_id and w.kind = case a.leg when 0 then 'wholesale_inbound' else 'wholesale_outbound' end
    cross join lateral (select h.id from rate_lists h where h.table_id = w.id and h.valid_from <= a.admitted_at order by h.valid_from desc limit 1) l
    cross join lateral (select f.* from rates f where f.list_id = l.id
      and f.prefix = any (array(select substr(a.number, 2, length) from generate_series(1, least(15, length(a.number) - 1)) length))
      order by length(f.prefix) desc limit 1) r $$;

ALTER FUNCTION public.wholesale_rates(calls uuid[], tenants uuid[], begun timestamp with time zone[], legs smallint[], numbers text[]) OWNER TO voice;

--
-- Name: wholesale_rates_again(json); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.wholesale_rates_again(legs json) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  select wholesale_rates(array_agg(c.call_id), array_agg(c.tenant_id), array_agg(coalesce(k.admitted_at, c.answered_at)), array_agg(c.leg),
    array_agg(c.number))
  from json_to_recordset(legs) as a("callId" uuid, leg smallint) join call_charges c on c.call_id = a."callId" and c.leg = a.leg
    left join calls k on k.id = c.call_id and k.tenant_id = c.tenant_id
  where c.partner_id = ctx_partner() and c.wholesale_micros is null $$;

ALTER FUNCTION public.wholesale_rates_again(legs json) OWNER TO voice;

--
-- Name: wholesale_unit_days(uuid, date, date); Type: FUNCTION; Schema: public; Owner: searcher
--

CREATE FUNCTION public.wholesale_unit_days(of_partner uuid, since date, through date) RETURNS TABLE(tenant_id uuid, name text, kind text, days integer, suspended_days integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
  with had as materialized (
    select t.id, t.name, present.days, present.days - coalesce(active.days, '{(,)}') - datemultirange(daterange(null, active.first)) as suspended
    from tenants t
    left join lateral (
      -- only whole days: from the first midnight on, to the last one
      select range_agg(daterange(c.first, case when c.until_at is not null then greatest(c.first, utc_day(c.until_at)) end)) as days
      from (select utc_day(p.from_at - interval '1 ms') + 1 as first, p.until_at from service_periods p
        where p.tenant_id = t.id and p.kind = 'cancelled') c) cancelled on true
    left join lateral (
      -- each day that was touched
      select range_agg(daterange(utc_day(p.from_at),
          case when p.until_at is not null then greatest(utc_day(p.from_at), utc_day(p.until_at - interval '1 ms') + 1) end)) as days, min(utc_day(p.from_at)) as first
      from service_periods p where p.tenant_id = t.id and p.kind = 'active') active on true
    cross join lateral (
      select datemultirange(daterange(greatest(since, utc_day(t.created_at)), through, '[]')) - coalesce(cancelled.days, '{}') as days) present
    where t.partner_id = of_partner and not t.sandbox and since <= through and utc_day(t.created_at) <= through
      and (ctx_operator() or of_partner = ctx_partner())
      -- a test key sees sandboxes alone, and those cost nothing
      and coalesce(current_setting('app.mode', true), '') <> 'test'
  ), periods as (
    select h.id, p.kind, utc_day(p.from_at) as first, utc_day(p.until_at - interval '1 ms') as last,
      lead(utc_day(p.from_at)) over (partition by p.kind, case p.kind when 'number' then p.number else p.thing_id::text end
        order by p.from_at, p.until_at nulls last) as next_first
    from had h join service_periods p on p.tenant_id = h.id and p.kind in ('extension', 'number')
      and utc_day(p.from_at) <= through and (p.until_at is null or utc_day(p.until_at) >= since)
  ), things as (
    select p.id, p.kind, daterange(p.first, greatest(p.first, least(p.last + 1, p.next_first, through + 1))) as during, count(*) as n
    from periods p group by 1, 2, 3
  )
  select h.id, h.name, 'tenant', days_in(h.days), days_in(h.suspended) from had h
  union all
  select h.id, h.name, t.kind, sum(t.n * days_in(h.days * datemultirange(t.during)))::integer,
    sum(t.n * days_in(h.suspended * datemultirange(t.during)))::integer
  from things t join had h on h.id = t.id group by h.id, h.name, t.kind $$;

ALTER FUNCTION public.wholesale_unit_days(of_partner uuid, since date, through date) OWNER TO searcher;

--
-- Name: write_calls(json, json, uuid[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.write_calls(answers json, ends json, ended_tenants uuid[] DEFAULT NULL::uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    SET enable_seqscan TO 'off'
    AS $$
begin
  -- in the order of src/platform/db/tenant-lock.ts: tenants first, by id
  perform from tenants t
    where t.id = any(coalesce(ended_tenants, array(select e.tenant_id from json_to_recordset(ends) as e(tenant_id uuid)))) order by t.id for key share;
  -- of a transferred call the first answer stands
  update live_calls l set answered_at = a.answered_at, answered_extension_id = a.answered_extension_id
    from json_to_recordset(answers) as a(id uuid, tenant_id uuid, answered_at timestamptz, answered_extension_id uuid)
    where l.id = a.id and l.tenant_id = a.tenant_id and l.answered_at is null and a.answered_at is not null;
  update live_calls l set flow_answered_at = a.flow_answered_at
    from json_to_recordset(answers) as a(id uuid, tenant_id uuid, flow_answered_at timestamptz)
    where l.id = a.id and l.tenant_id = a.tenant_id and l.flow_answered_at is null and a.flow_answered_at is not null;
  -- the first line is the caller's, if it is on one; the release before this one names no caller, and takes that of a call out for it
  update live_calls l set outside_lines = k.kept, uses_line = k.kept <> '{}', second_line = cardinality(k.kept) > 1,
      destination_class = coalesce(k.destination_class, l.destination_class)
    from (
      select c.id, a.destination_class, case when coalesce(a.caller_on_line, c.direction = 'outbound') then c.outside_lines[1:1] else '{}' end
          || c.outside_lines[cardinality(c.outside_lines) - a.lines + 1:] as kept
        from json_to_recordset(answers) as a(id uuid, tenant_id uuid, lines integer, caller_on_line boolean, destination_class text)
          join live_calls c on c.id = a.id and c.tenant_id = a.tenant_id
        where a.lines is not null and c.uses_line and c.outside_lines is not null) k
    where l.id = k.id;
  update live_legs l set answered_at = coalesce(l.answered_at, x."answeredAt"), ended_at = coalesce(l.ended_at, x."endedAt")
    from json_to_recordset(answers) as a(id uuid, tenant_id uuid, legs jsonb),
      jsonb_to_recordset(a.legs) as x(leg smallint, "answeredAt" timestamptz, "endedAt" timestamptz)
    where l.call_id = a.id and l.leg = x.leg and l.tenant_id = a.tenant_id;
  with ended as (
    select * from json_to_recordset(ends) as e(id uuid, tenant_id uuid, direction text, emergency boolean, from_number text, to_number text,
      extension_id uuid, did_id uuid, callback_number text, destination_class text, admitted_at timestamptz, answered_at timestamptz,
      ended_at timestamptz, cause integer, reason text, path jsonb, answered_extension_id uuid, ended_by text, flow_answered_at timestamptz,
      charges jsonb)
  ), unrated as materialized (
    -- without this step, each written call would be compared with each of them
    select e.id from ended e where e.charges is null
  ), gone as (
    delete from live_calls l using ended e where l.id = e.id and l.tenant_id = e.tenant_id
      returning l.id, l.answered_at, l.extension_id, l.path, l.answered_extension_id, l.flow_answered_at
  ), written as (
  insert into calls (id, tenant_id, direction, emergency, from_number, to_number, extension_id, did_id, callback_number, destination_class,
    admitted_at, answered_at, ended_at, cause, reason, path, answered_extension_id, ended_by, flow_answered_at)
  -- A call admitted without the database has no extension. One recovered after a restart has no answer time, and may know less of its way
  -- than its live row.
  select e.id, e.tenant_id, e.direction, e.emergency, e.from_number, e.to_number, coalesce(e.extension_id, g.extension_id), e.did_id,
    e.callback_number, e.destination_class, e.admitted_at, coalesce(e.answered_at, g.answered_at), e.ended_at, e.cause, e.reason,
    case when jsonb_array_length(g.path) > jsonb_array_length(e.path) then g.path else coalesce(e.path, '[]') end,
    coalesce(e.answered_extension_id, g.answered_extension_id), e.ended_by, coalesce(e.flow_answered_at, g.flow_answered_at)
  from ended e left join gone g on g.id = e.id
  where not exists (select from live_calls l where l.id = e.id and l.tenant_id <> e.tenant_id)
  on conflict (id) do nothing
  returning id, tenant_id, answered_at, flow_answered_at, ended_at
  ), charged as (
    -- with the record and never again
    insert into call_charges (call_id, leg, partner_id, tenant_id, cycle_id, state, reason, number, destination, charge_class, currency, rate,
      billable_seconds, charged_seconds, included_seconds, charge_micros, wholesale_micros, wholesale_currency, answered_at, ended_at)
    select w.id, x.leg, t.partner_id, w.tenant_id, x."cycleId", x.state, x.reason, x.number, x.destination, x.class, x.currency, x.rate,
      x."billableSeconds", x."chargedSeconds", x."includedSeconds", x."chargeMicros", (x.cost ->> 'micros')::bigint, x.cost ->> 'currency',
      x."answeredAt", x."endedAt"
    from written w join ended e on e.id = w.id join tenants t on t.id = w.tenant_id,
      jsonb_to_recordset(e.charges) as x(leg smallint, "cycleId" uuid, state text, reason text, number text, destination text, class text,
        currency text, rate jsonb, "billableSeconds" integer, "chargedSeconds" integer, "includedSeconds" integer, "chargeMicros" bigint,
        cost jsonb, "answeredAt" timestamptz, "endedAt" timestamptz)
    union all
    -- legs that the writer of the call's end didn't know: they stay without a price until the partner rates them
    select w.id, l.leg, t.partner_id, w.tenant_id, l.cycle_id, case when l.cycle_id is null then 'not_charged' else 'unrated' end,
      case when l.cycle_id is not null then 'not_rated' end, l.number, '', coalesce(l.pin ->> 'class', ''), coalesce(c.currency, l.pin ->> 'currency'), null,
      greatest(0, ceil(extract(epoch from coalesce(l.ended_at, w.ended_at) - begun.at)))::integer, 0, 0, null, null, null, begun.at,
      coalesce(l.ended_at, w.ended_at)
    from unrated e join written w on w.id = e.id join live_legs l on l.call_id = w.id join tenants t on t.id = w.tenant_id
      left join billing_cycles c on c.id = l.cycle_id,
      lateral (select case l.leg when 0 then least(w.answered_at, w.flow_answered_at) else l.answered_at end as at) begun
    where begun.at is not null
    on conflict (call_id, leg) do nothing
    returning cycle_id, tenant_id, state, charge_micros, charged_seconds, included_seconds
  )
  update billing_cycles c set
    spent_micros = c.spent_micros + s.spent, charged_seconds = c.charged_seconds + s.seconds, included_used_seconds = c.included_used_seconds + s.included,
    metered_micros = c.metered_micros + s.metered, metered_seconds = c.metered_seconds + s.metered_seconds
  from (select cycle_id, tenant_id,
      coalesce(sum(charge_micros) filter (where state = 'rated'), 0) as spent,
      coalesce(sum(charged_seconds) filter (where state = 'rated'), 0) as seconds,
      coalesce(sum(included_seconds) filter (where state = 'rated'), 0) as included,
      coalesce(sum(charge_micros) filter (where state = 'metered'), 0) as metered,
      coalesce(sum(charged_seconds) filter (where state = 'metered'), 0) as metered_seconds
    from charged group by cycle_id, tenant_id) s
  where c.id = s.cycle_id and c.tenant_id = s.tenant_id;
end $$;

ALTER FUNCTION public.write_calls(answers json, ends json, ended_tenants uuid[]) OWNER TO voice;

--
-- Name: write_parties(json, uuid[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.write_parties(parties json, tenants uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  perform set_config('synchronous_commit', 'off', true);
  return query
    with party as (
      select * from json_to_recordset(parties) as p(id uuid, tenant_id uuid, ringing uuid[], talking uuid[])
    ), free as (
      select l.id from live_calls l join party p on p.id = l.id and p.tenant_id = l.tenant_id for update of l skip locked
    )
    update live_calls l set ringing = p.ringing, talking = p.talking from party p, free f where f.id = l.id and p.id = l.id
    returning l.id;
  perform notify_live(tenants);
end $$;

ALTER FUNCTION public.write_parties(parties json, tenants uuid[]) OWNER TO voice;

--
-- Name: write_played_calls(json, json, uuid[]); Type: FUNCTION; Schema: public; Owner: voice
--

CREATE FUNCTION public.write_played_calls(answers json, ends json, ended_tenants uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
begin
  if exists (select from (select tenant_id from json_to_recordset(answers) as a(tenant_id uuid)
      union all select tenant_id from json_to_recordset(ends) as e(tenant_id uuid)) named
    where not exists (select from tenants t where t.id = named.tenant_id and t.sandbox)) then
    raise exception 'calls are played on sandboxes only';
  end if;
  perform write_calls(answers, ends, ended_tenants);
end $$;

ALTER FUNCTION public.write_played_calls(answers json, ends json, ended_tenants uuid[]) OWNER TO voice;

--
-- Name: extensions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.extensions (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    sip_username text NOT NULL,
    ha1 text NOT NULL,
    sealed_password bytea NOT NULL,
    ring_seconds integer DEFAULT 25 NOT NULL,
    voicemail_enabled boolean DEFAULT false NOT NULL,
    record_calls boolean DEFAULT false NOT NULL,
    outbound_did_id uuid,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    encrypted_only boolean DEFAULT false NOT NULL,
    call_waiting boolean DEFAULT true NOT NULL,
    record_directions text[] DEFAULT '{inbound,outbound,internal}'::text[] NOT NULL,
    in_menus boolean DEFAULT false NOT NULL,
    switches_schedules boolean DEFAULT false NOT NULL,
    CONSTRAINT extensions_ha1_check CHECK ((ha1 ~ '^[0-9a-f]{32}$'::text)),
    CONSTRAINT extensions_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT extensions_number_check CHECK ((number ~ '^[0-9]{3,7}$'::text)),
    CONSTRAINT extensions_record_directions_check CHECK (((record_directions <@ '{inbound,outbound,internal}'::text[]) AND (cardinality(record_directions) > 0))),
    CONSTRAINT extensions_ring_seconds_check CHECK (((ring_seconds >= 5) AND (ring_seconds <= 120)))
);

ALTER TABLE ONLY public.extensions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.extensions OWNER TO owner;

--
-- Name: trunks; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.trunks (
    id uuid NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    port integer DEFAULT 5060 NOT NULL,
    match text NOT NULL,
    priority integer DEFAULT 100 NOT NULL,
    emergency boolean DEFAULT true NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    username text,
    sealed_password bytea,
    registers boolean DEFAULT false NOT NULL,
    sends_location boolean DEFAULT false NOT NULL,
    CONSTRAINT password_of_a_user CHECK (((sealed_password IS NULL) OR (username IS NOT NULL))),
    CONSTRAINT registers_by_name CHECK (((NOT registers) OR (sealed_password IS NOT NULL))),
    CONSTRAINT trunks_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT trunks_port_check CHECK (((port >= 1) AND (port <= 65535))),
    CONSTRAINT trunks_username_check CHECK (((char_length(username) >= 1) AND (char_length(username) <= 100)))
);

ALTER TABLE ONLY public.trunks FORCE ROW LEVEL SECURITY;

ALTER TABLE public.trunks OWNER TO owner;

--
-- Name: ps_aors; Type: VIEW; Schema: asterisk; Owner: voice
--

CREATE VIEW asterisk.ps_aors AS
 SELECT e.sip_username AS id,
    '3'::text AS max_contacts,
    'yes'::text AS remove_existing,
    '60'::text AS minimum_expiration,
    '3600'::text AS maximum_expiration,
    '0'::text AS qualify_frequency,
    'yes'::text AS support_path,
    ''::text AS contact,
    asterisk.edge('phone'::text) AS outbound_proxy
   FROM public.extensions e
  WHERE asterisk.registers(e.tenant_id)
UNION ALL
 SELECT ('trunk-'::text || r.id) AS id,
    '1'::text AS max_contacts,
    'no'::text AS remove_existing,
    '60'::text AS minimum_expiration,
    '3600'::text AS maximum_expiration,
    '0'::text AS qualify_frequency,
    'no'::text AS support_path,
    ((('sip:'::text || r.host) || ':'::text) || r.port) AS contact,
    asterisk.edge('carrier'::text) AS outbound_proxy
   FROM public.trunks r
  WHERE r.enabled
UNION ALL
 SELECT 'strowger-probe'::text AS id,
    '0'::text AS max_contacts,
    'no'::text AS remove_existing,
    '60'::text AS minimum_expiration,
    '3600'::text AS maximum_expiration,
    '0'::text AS qualify_frequency,
    'no'::text AS support_path,
    ''::text AS contact,
    NULL::text AS outbound_proxy;

ALTER TABLE asterisk.ps_aors OWNER TO voice;

--
-- Name: ps_auths; Type: VIEW; Schema: asterisk; Owner: voice
--

CREATE VIEW asterisk.ps_auths AS
 SELECT e.sip_username AS id,
    'md5'::text AS auth_type,
    e.sip_username AS username,
    e.ha1 AS md5_cred,
    'phones'::text AS realm
   FROM public.extensions e
  WHERE asterisk.registers(e.tenant_id);

ALTER TABLE asterisk.ps_auths OWNER TO voice;

--
-- Name: ps_contacts; Type: TABLE; Schema: asterisk; Owner: owner
--

CREATE TABLE asterisk.ps_contacts (
    id text NOT NULL,
    uri text,
    expiration_time bigint,
    qualify_frequency integer,
    outbound_proxy text,
    path text,
    user_agent text,
    qualify_timeout double precision,
    reg_server text,
    authenticate_qualify text,
    via_addr text,
    via_port integer,
    call_id text,
    endpoint text,
    prune_on_boot text,
    qualify_2xx_only text,
    tenant_id uuid,
    silent_since timestamp with time zone
);

ALTER TABLE ONLY asterisk.ps_contacts FORCE ROW LEVEL SECURITY;

ALTER TABLE asterisk.ps_contacts OWNER TO owner;

--
-- Name: ps_endpoint_id_ips; Type: VIEW; Schema: asterisk; Owner: voice
--

CREATE VIEW asterisk.ps_endpoint_id_ips AS
 SELECT ('trunk-'::text || r.id) AS id,
    ('trunk-'::text || r.id) AS endpoint,
    'no'::text AS srv_lookups,
    (((('X-Edge: /^5E'::text || current_setting('strowger.edge_token'::text, true)) || ' '::text) || asterisk.sources(r.match)) || '$/'::text) AS match_header
   FROM public.trunks r
  WHERE r.enabled;

ALTER TABLE asterisk.ps_endpoint_id_ips OWNER TO voice;

--
-- Name: ps_endpoints; Type: VIEW; Schema: asterisk; Owner: voice
--

CREATE VIEW asterisk.ps_endpoints AS
 SELECT e.sip_username AS id,
    e.sip_username AS aors,
    e.sip_username AS auth,
    'phones'::text AS context,
    'all'::text AS disallow,
    'ulaw,alaw,g722,opus,speex32,speex16,speex,g726,g726aal2,gsm'::text AS allow,
    'no'::text AS direct_media,
    'yes'::text AS rtp_symmetric,
    'yes'::text AS force_rport,
    'no'::text AS rewrite_contact,
    'auth_username,username'::text AS identify_by,
    'auto_info'::text AS dtmf_mode,
    (((('"'::text || "left"(btrim(regexp_replace(translate(e.name, '"'::text, ''''::text), '[\u0001-\u0020\\<>;^\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e00ff]+'::text, ' '::text, 'g'::text)), 60)) || '" <'::text) || e.number) || '>'::text) AS callerid,
    (e.tenant_id)::text AS accountcode,
    ((asterisk.emergency_variables(e.tenant_id, e.outbound_did_id) || ';TRANSFER_CONTEXT=transfers;CHANNEL(musicclass)='::text) || asterisk.music_class(e.tenant_id)) AS set_var,
    asterisk.music_class(e.tenant_id) AS moh_suggest,
    'no'::text AS trust_id_inbound,
    'no'::text AS trust_id_outbound,
    'no'::text AS send_pai,
    'no'::text AS send_connected_line,
    '-'::text AS sdp_owner,
    '-'::text AS sdp_session,
    'ef'::text AS tos_audio,
    ''::text AS outbound_auth,
    ''::text AS geoloc_outgoing_call_profile,
    'yes'::text AS allow_transfer,
    'no-messages'::text AS message_context,
    ('hints-'::text || split_part(e.sip_username, '-'::text, 1)) AS subscribe_context,
    'remote'::text AS incoming_call_offer_pref,
    'remote'::text AS outgoing_call_offer_pref,
    'sdes'::text AS media_encryption,
    'yes'::text AS media_encryption_optimistic,
    'always'::text AS timers,
    '90'::text AS timers_min_se,
    '1800'::text AS timers_sess_expires,
        CASE
            WHEN (e.voicemail_enabled OR asterisk.follows_mailbox(e.id)) THEN (e.id || '@voicemail'::text)
            ELSE ''::text
        END AS mailboxes,
    asterisk.edge('phone'::text) AS outbound_proxy,
    current_setting('strowger.domain'::text, true) AS from_domain
   FROM public.extensions e
  WHERE asterisk.registers(e.tenant_id)
UNION ALL
 SELECT ('trunk-'::text || r.id) AS id,
    ('trunk-'::text || r.id) AS aors,
    ''::text AS auth,
    'trunks'::text AS context,
    'all'::text AS disallow,
    'ulaw,alaw'::text AS allow,
    'no'::text AS direct_media,
    'yes'::text AS rtp_symmetric,
    'yes'::text AS force_rport,
    'no'::text AS rewrite_contact,
    'header'::text AS identify_by,
    'rfc4733'::text AS dtmf_mode,
    ''::text AS callerid,
    ''::text AS accountcode,
    ('TRUNK_ID='::text || r.id) AS set_var,
    'default'::text AS moh_suggest,
    'yes'::text AS trust_id_inbound,
    'yes'::text AS trust_id_outbound,
    'yes'::text AS send_pai,
    'no'::text AS send_connected_line,
    '-'::text AS sdp_owner,
    '-'::text AS sdp_session,
    'ef'::text AS tos_audio,
        CASE
            WHEN (r.sealed_password IS NOT NULL) THEN ('trunk-'::text || r.id)
            ELSE ''::text
        END AS outbound_auth,
        CASE
            WHEN r.sends_location THEN '<prefer_incoming>'::text
            ELSE ''::text
        END AS geoloc_outgoing_call_profile,
    'no'::text AS allow_transfer,
    'no-messages'::text AS message_context,
    'no-hints'::text AS subscribe_context,
    'remote'::text AS incoming_call_offer_pref,
    'remote'::text AS outgoing_call_offer_pref,
    'no'::text AS media_encryption,
    'no'::text AS media_encryption_optimistic,
    'yes'::text AS timers,
    '90'::text AS timers_min_se,
    '1800'::text AS timers_sess_expires,
    ''::text AS mailboxes,
    asterisk.edge('carrier'::text) AS outbound_proxy,
    current_setting('strowger.domain'::text, true) AS from_domain
   FROM public.trunks r
  WHERE r.enabled
UNION ALL
 SELECT ('srtp-'::text || e.sip_username) AS id,
    e.sip_username AS aors,
    ''::text AS auth,
    'no-calls'::text AS context,
    'all'::text AS disallow,
    'ulaw,alaw,g722'::text AS allow,
    'no'::text AS direct_media,
    'yes'::text AS rtp_symmetric,
    'yes'::text AS force_rport,
    'no'::text AS rewrite_contact,
    'header'::text AS identify_by,
    'auto_info'::text AS dtmf_mode,
    ''::text AS callerid,
    (e.tenant_id)::text AS accountcode,
    ('TRANSFER_CONTEXT=transfers;CHANNEL(musicclass)='::text || asterisk.music_class(e.tenant_id)) AS set_var,
    asterisk.music_class(e.tenant_id) AS moh_suggest,
    'no'::text AS trust_id_inbound,
    'no'::text AS trust_id_outbound,
    'no'::text AS send_pai,
    'no'::text AS send_connected_line,
    '-'::text AS sdp_owner,
    '-'::text AS sdp_session,
    'ef'::text AS tos_audio,
    ''::text AS outbound_auth,
    ''::text AS geoloc_outgoing_call_profile,
    'yes'::text AS allow_transfer,
    'no-messages'::text AS message_context,
    'no-hints'::text AS subscribe_context,
    'remote'::text AS incoming_call_offer_pref,
    'remote'::text AS outgoing_call_offer_pref,
    'sdes'::text AS media_encryption,
    'no'::text AS media_encryption_optimistic,
    'always'::text AS timers,
    '90'::text AS timers_min_se,
    '1800'::text AS timers_sess_expires,
    ''::text AS mailboxes,
    asterisk.edge('phone'::text) AS outbound_proxy,
    current_setting('strowger.domain'::text, true) AS from_domain
   FROM public.extensions e
  WHERE (e.encrypted_only AND asterisk.registers(e.tenant_id));

ALTER TABLE asterisk.ps_endpoints OWNER TO voice;

--
-- Name: account_credits; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.account_credits (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    reason text NOT NULL,
    invoice_id uuid,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_credits_amount_minor_check CHECK ((amount_minor <> 0)),
    CONSTRAINT account_credits_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);

ALTER TABLE ONLY public.account_credits FORCE ROW LEVEL SECURITY;

ALTER TABLE public.account_credits OWNER TO owner;

--
-- Name: address_book; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.address_book (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    company text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT address_book_company_check CHECK ((char_length(company) <= 100)),
    CONSTRAINT address_book_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT address_book_note_check CHECK ((char_length(note) <= 1000))
);

ALTER TABLE ONLY public.address_book FORCE ROW LEVEL SECURITY;

ALTER TABLE public.address_book OWNER TO owner;

--
-- Name: address_book_numbers; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.address_book_numbers (
    contact_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    "position" smallint NOT NULL,
    kind text NOT NULL,
    number text NOT NULL,
    CONSTRAINT address_book_numbers_kind_check CHECK ((kind = ANY (ARRAY['work'::text, 'mobile'::text, 'home'::text, 'other'::text]))),
    CONSTRAINT address_book_numbers_number_check CHECK ((number ~ '^\+[1-9][0-9]{6,14}$'::text))
);

ALTER TABLE ONLY public.address_book_numbers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.address_book_numbers OWNER TO owner;

--
-- Name: adjustments; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.adjustments (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    description text NOT NULL,
    day date NOT NULL,
    cycle_id uuid,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT adjustments_amount_minor_check CHECK ((amount_minor <> 0)),
    CONSTRAINT adjustments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT adjustments_description_check CHECK (((char_length(description) >= 1) AND (char_length(description) <= 200))),
    CONSTRAINT adjustments_kind_check CHECK ((kind = ANY (ARRAY['correction'::text, 'late_calls'::text, 'carried'::text])))
);

ALTER TABLE ONLY public.adjustments FORCE ROW LEVEL SECURITY;

ALTER TABLE public.adjustments OWNER TO owner;

--
-- Name: api_key_minutes; Type: TABLE; Schema: public; Owner: owner
--

CREATE UNLOGGED TABLE public.api_key_minutes (
    key_id uuid NOT NULL,
    minute timestamp with time zone NOT NULL,
    taken integer NOT NULL
);

ALTER TABLE ONLY public.api_key_minutes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_key_minutes OWNER TO owner;

--
-- Name: api_key_tenants; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_key_tenants (
    key_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

ALTER TABLE ONLY public.api_key_tenants FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_key_tenants OWNER TO owner;

--
-- Name: api_keys; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_keys (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    all_tenants boolean NOT NULL,
    addresses text[] DEFAULT '{}'::text[] NOT NULL,
    requests_per_minute integer NOT NULL,
    expires_at timestamp(3) with time zone,
    last_used_at timestamp(3) with time zone,
    last_used_from text,
    made_by uuid NOT NULL,
    made_by_email text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    mode text DEFAULT 'live'::text NOT NULL,
    tenant_id uuid,
    CONSTRAINT api_keys_hint_check CHECK ((char_length(hint) = 4)),
    CONSTRAINT api_keys_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
    CONSTRAINT api_keys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT api_keys_requests_per_minute_check CHECK (((requests_per_minute >= 1) AND (requests_per_minute <= 10000))),
    CONSTRAINT api_keys_scopes_check CHECK ((scopes <> '{}'::text[]))
);

ALTER TABLE ONLY public.api_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_keys OWNER TO owner;

--
-- Name: api_requests; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
)
PARTITION BY LIST (slot);

ALTER TABLE ONLY public.api_requests FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests OWNER TO owner;

--
-- Name: api_requests_0; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_0 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_0 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_0 OWNER TO owner;

--
-- Name: api_requests_1; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_1 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_1 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_1 OWNER TO owner;

--
-- Name: api_requests_2; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_2 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_2 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_2 OWNER TO owner;

--
-- Name: api_requests_3; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_3 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_3 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_3 OWNER TO owner;

--
-- Name: api_requests_4; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_4 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_4 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_4 OWNER TO owner;

--
-- Name: api_requests_5; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_5 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_5 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_5 OWNER TO owner;

--
-- Name: api_requests_6; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_6 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_6 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_6 OWNER TO owner;

--
-- Name: api_requests_7; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_7 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_7 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_7 OWNER TO owner;

--
-- Name: api_requests_8; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.api_requests_8 (
    slot smallint NOT NULL,
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    key_id uuid NOT NULL,
    at timestamp(3) with time zone NOT NULL,
    method text NOT NULL,
    route text,
    status smallint NOT NULL,
    duration_ms integer NOT NULL,
    represents smallint NOT NULL,
    test boolean DEFAULT false NOT NULL,
    by_tenant boolean DEFAULT false NOT NULL,
    CONSTRAINT api_requests_slot_check CHECK (((slot >= 0) AND (slot <= 8)))
);

ALTER TABLE ONLY public.api_requests_8 FORCE ROW LEVEL SECURITY;

ALTER TABLE public.api_requests_8 OWNER TO owner;

--
-- Name: audit_chain; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.audit_chain (
    chain text NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    who_hash bytea NOT NULL,
    what_hash bytea NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE ONLY public.audit_chain FORCE ROW LEVEL SECURITY;

ALTER TABLE public.audit_chain OWNER TO owner;

--
-- Name: audit_unchained; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.audit_unchained (
    event_id uuid NOT NULL
);

ALTER TABLE ONLY public.audit_unchained FORCE ROW LEVEL SECURITY;

ALTER TABLE public.audit_unchained OWNER TO owner;

--
-- Name: billing_ledger; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.billing_ledger (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    ended_at timestamp(3) with time zone NOT NULL,
    billable_seconds integer NOT NULL,
    currency text NOT NULL,
    charge_micros bigint,
    wholesale_currency text,
    wholesale_micros bigint,
    purged_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.billing_ledger FORCE ROW LEVEL SECURITY;

ALTER TABLE public.billing_ledger OWNER TO owner;

--
-- Name: billing_profile_versions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.billing_profile_versions (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    profile_id uuid,
    number integer NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    terms jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT billing_profile_versions_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT billing_profile_versions_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT billing_profile_versions_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY public.billing_profile_versions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.billing_profile_versions OWNER TO owner;

--
-- Name: billing_profiles; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.billing_profiles (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT billing_profiles_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT billing_profiles_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.billing_profiles FORCE ROW LEVEL SECURITY;

ALTER TABLE public.billing_profiles OWNER TO owner;

--
-- Name: call_charges; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.call_charges (
    call_id uuid NOT NULL,
    leg smallint NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    cycle_id uuid,
    state text NOT NULL,
    reason text,
    number text NOT NULL,
    destination text DEFAULT ''::text NOT NULL,
    charge_class text NOT NULL,
    currency text NOT NULL,
    rate jsonb,
    billable_seconds integer NOT NULL,
    charged_seconds integer DEFAULT 0 NOT NULL,
    included_seconds integer DEFAULT 0 NOT NULL,
    charge_micros bigint,
    wholesale_micros bigint,
    answered_at timestamp(3) with time zone NOT NULL,
    ended_at timestamp(3) with time zone NOT NULL,
    rated_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    wholesale_currency text,
    rerated_micros bigint,
    CONSTRAINT call_charges_billable_seconds_check CHECK ((billable_seconds >= 0)),
    CONSTRAINT call_charges_charge_micros_check CHECK ((charge_micros >= 0)),
    CONSTRAINT call_charges_charged_seconds_check CHECK ((charged_seconds >= 0)),
    CONSTRAINT call_charges_check CHECK (((included_seconds >= 0) AND (included_seconds <= charged_seconds))),
    CONSTRAINT call_charges_check2 CHECK (((state = ANY (ARRAY['free'::text, 'unrated'::text])) = (reason IS NOT NULL))),
    CONSTRAINT call_charges_leg_check CHECK ((leg >= 0)),
    CONSTRAINT call_charges_reason_check CHECK ((reason ~ '^[a-z_]{1,40}$'::text)),
    CONSTRAINT call_charges_rerated_micros_check CHECK ((rerated_micros >= 0)),
    CONSTRAINT call_charges_wholesale_currency_check CHECK ((wholesale_currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT call_charges_wholesale_micros_check CHECK ((wholesale_micros >= 0))
);

ALTER TABLE ONLY public.call_charges FORCE ROW LEVEL SECURITY;

ALTER TABLE public.call_charges OWNER TO owner;

--
-- Name: cap_reports; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.cap_reports (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    cycle_id uuid NOT NULL,
    cap text NOT NULL,
    cap_value bigint NOT NULL,
    level text NOT NULL,
    used bigint NOT NULL,
    reported_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT cap_reports_cap_check CHECK ((cap = ANY (ARRAY['spend_cap'::text, 'minutes_cap'::text]))),
    CONSTRAINT cap_reports_cap_value_check CHECK ((cap_value >= 0)),
    CONSTRAINT cap_reports_level_check CHECK ((level = ANY (ARRAY['threshold'::text, 'full'::text])))
);

ALTER TABLE ONLY public.cap_reports FORCE ROW LEVEL SECURITY;

ALTER TABLE public.cap_reports OWNER TO owner;

--
-- Name: card_attempts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.card_attempts (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    invoice_id uuid,
    step smallint,
    card text,
    currency text,
    amount_minor bigint,
    saves_card boolean NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    page_id text,
    page_url text,
    page_until timestamp(3) with time zone,
    charge_id text,
    failure text,
    payment_id uuid,
    dispute text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    changed_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    sent_at timestamp(3) with time zone,
    lost_minor bigint,
    CONSTRAINT card_attempts_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT card_attempts_check CHECK ((((kind = 'save_card'::text) = (invoice_id IS NULL)) AND ((invoice_id IS NULL) = (amount_minor IS NULL)) AND ((invoice_id IS NULL) = (currency IS NULL)))),
    CONSTRAINT card_attempts_check1 CHECK ((((kind = 'auto_pay'::text) = (step IS NOT NULL)) AND ((kind = ANY (ARRAY['pay_card'::text, 'auto_pay'::text])) = (card IS NOT NULL)))),
    CONSTRAINT card_attempts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT card_attempts_dispute_check CHECK ((dispute = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))),
    CONSTRAINT card_attempts_failure_check CHECK (((char_length(failure) >= 1) AND (char_length(failure) <= 100))),
    CONSTRAINT card_attempts_kind_check CHECK ((kind = ANY (ARRAY['pay_page'::text, 'pay_card'::text, 'auto_pay'::text, 'save_card'::text]))),
    CONSTRAINT card_attempts_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'open'::text, 'processing'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text, 'unclear'::text])))
);

ALTER TABLE ONLY public.card_attempts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.card_attempts OWNER TO owner;

--
-- Name: cards; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.cards (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    provider_id text NOT NULL,
    brand text NOT NULL,
    last4 text NOT NULL,
    exp_month smallint NOT NULL,
    exp_year smallint NOT NULL,
    auto_pay_since timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT cards_brand_check CHECK (((char_length(brand) >= 1) AND (char_length(brand) <= 40))),
    CONSTRAINT cards_exp_month_check CHECK (((exp_month >= 1) AND (exp_month <= 12))),
    CONSTRAINT cards_exp_year_check CHECK (((exp_year >= 2000) AND (exp_year <= 2199))),
    CONSTRAINT cards_last4_check CHECK ((last4 ~ '^[0-9]{4}$'::text))
);

ALTER TABLE ONLY public.cards FORCE ROW LEVEL SECURITY;

ALTER TABLE public.cards OWNER TO owner;

--
-- Name: credit_notes; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.credit_notes (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    number integer NOT NULL,
    currency text NOT NULL,
    reason text NOT NULL,
    credited jsonb NOT NULL,
    lines jsonb NOT NULL,
    taxes jsonb NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    issued_on date NOT NULL,
    seller jsonb NOT NULL,
    billed jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT credit_notes_check CHECK (((total_minor > 0) AND (total_minor = (net_minor + tax_minor)))),
    CONSTRAINT credit_notes_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT credit_notes_number_check CHECK ((number > 0)),
    CONSTRAINT credit_notes_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
);

ALTER TABLE ONLY public.credit_notes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.credit_notes OWNER TO owner;

--
-- Name: csv_downloads; Type: TABLE; Schema: public; Owner: owner
--

CREATE UNLOGGED TABLE public.csv_downloads (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.csv_downloads FORCE ROW LEVEL SECURITY;

ALTER TABLE public.csv_downloads OWNER TO owner;

--
-- Name: dids; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.dids (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    number text NOT NULL,
    status text DEFAULT 'UNASSIGNED'::text NOT NULL,
    routing_kind text DEFAULT 'none'::text NOT NULL,
    routing_target_id uuid,
    routing_number text,
    released_at timestamp(3) with time zone,
    last_tenant_id uuid,
    last_tenant_name text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    e911_address jsonb,
    CONSTRAINT dids_check CHECK (((status = 'UNASSIGNED'::text) <= (tenant_id IS NULL))),
    CONSTRAINT dids_check1 CHECK (((status = 'ASSIGNED'::text) <= (tenant_id IS NOT NULL))),
    CONSTRAINT dids_e911_address_check CHECK ((jsonb_typeof(e911_address) = 'object'::text)),
    CONSTRAINT dids_number_check CHECK ((number ~ '^\+[1-9][0-9]{6,14}$'::text)),
    CONSTRAINT dids_routing_check CHECK (
CASE routing_kind
    WHEN 'none'::text THEN ((routing_target_id IS NULL) AND (routing_number IS NULL))
    WHEN 'external'::text THEN ((routing_target_id IS NULL) AND (routing_number IS NOT NULL))
    ELSE ((routing_target_id IS NOT NULL) AND (routing_number IS NULL))
END),
    CONSTRAINT dids_routing_kind_check CHECK ((routing_kind = ANY (ARRAY['none'::text, 'extension'::text, 'group'::text, 'mailbox'::text, 'flow'::text, 'external'::text]))),
    CONSTRAINT dids_routing_number_check CHECK ((routing_number ~ '^\+[1-9][0-9]{6,14}$'::text)),
    CONSTRAINT dids_status_check CHECK ((status = ANY (ARRAY['UNASSIGNED'::text, 'ASSIGNED'::text, 'PORTING_OUT'::text, 'PORTED_OUT'::text])))
);

ALTER TABLE ONLY public.dids FORCE ROW LEVEL SECURITY;

ALTER TABLE public.dids OWNER TO owner;

--
-- Name: document_counters; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.document_counters (
    partner_id uuid NOT NULL,
    series text NOT NULL,
    last_number integer NOT NULL,
    last_issued_on date NOT NULL,
    CONSTRAINT document_counters_last_number_check CHECK ((last_number > 0)),
    CONSTRAINT document_counters_series_check CHECK ((series = ANY (ARRAY['invoice'::text, 'credit_note'::text])))
);

ALTER TABLE ONLY public.document_counters FORCE ROW LEVEL SECURITY;

ALTER TABLE public.document_counters OWNER TO owner;

--
-- Name: emergency_calls; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.emergency_calls (
    call_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    extension_number text,
    extension_name text,
    callback_number text,
    address jsonb,
    called_at timestamp(3) with time zone NOT NULL,
    ended_at timestamp(3) with time zone,
    number text DEFAULT '911'::text NOT NULL
);

ALTER TABLE ONLY public.emergency_calls FORCE ROW LEVEL SECURITY;

ALTER TABLE public.emergency_calls OWNER TO owner;

--
-- Name: emergency_contacts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.emergency_contacts (
    tenant_id uuid NOT NULL,
    emails text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT emergency_contacts_emails_check CHECK ((cardinality(emails) <= 10))
);

ALTER TABLE ONLY public.emergency_contacts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.emergency_contacts OWNER TO owner;

--
-- Name: event_positions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.event_positions (
    partner_id uuid NOT NULL,
    "position" bigint NOT NULL,
    dropped bigint DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY public.event_positions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.event_positions OWNER TO owner;

--
-- Name: event_sequences; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.event_sequences (
    tenant_id uuid NOT NULL,
    sequence bigint NOT NULL
);

ALTER TABLE ONLY public.event_sequences FORCE ROW LEVEL SECURITY;

ALTER TABLE public.event_sequences OWNER TO owner;

--
-- Name: events; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.events (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    "position" bigint NOT NULL,
    tenant_id uuid,
    sequence bigint,
    type text NOT NULL,
    subject_id text NOT NULL,
    body text NOT NULL,
    occurred_at timestamp(3) with time zone NOT NULL,
    placed_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.events OWNER TO owner;

--
-- Name: exports; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.exports (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    requested_at timestamp(3) with time zone NOT NULL,
    ready_at timestamp(3) with time zone,
    bytes bigint,
    downloaded_by uuid,
    CONSTRAINT exports_check CHECK (((ready_at IS NULL) = (bytes IS NULL)))
);

ALTER TABLE ONLY public.exports FORCE ROW LEVEL SECURITY;

ALTER TABLE public.exports OWNER TO owner;

--
-- Name: forwarding; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.forwarding (
    extension_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    always jsonb,
    busy jsonb,
    no_answer jsonb,
    unreachable jsonb,
    no_answer_seconds smallint NOT NULL,
    do_not_disturb boolean NOT NULL,
    confirm_outside boolean NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT forwarding_always_check CHECK ((always ? 'kind'::text)),
    CONSTRAINT forwarding_busy_check CHECK ((busy ? 'kind'::text)),
    CONSTRAINT forwarding_no_answer_check CHECK ((no_answer ? 'kind'::text)),
    CONSTRAINT forwarding_no_answer_seconds_check CHECK (((no_answer_seconds >= 5) AND (no_answer_seconds <= 120))),
    CONSTRAINT forwarding_unreachable_check CHECK ((unreachable ? 'kind'::text))
);

ALTER TABLE ONLY public.forwarding FORCE ROW LEVEL SECURITY;

ALTER TABLE public.forwarding OWNER TO owner;

--
-- Name: live_calls; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.live_calls (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    direction text NOT NULL,
    emergency boolean DEFAULT false NOT NULL,
    from_number text NOT NULL,
    to_number text NOT NULL,
    extension_id uuid,
    did_id uuid,
    callback_number text,
    node text NOT NULL,
    channel_id text NOT NULL,
    admitted_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    answered_at timestamp(3) with time zone,
    uses_line boolean DEFAULT false NOT NULL,
    destination_class text,
    silent_since timestamp(3) with time zone,
    path jsonb DEFAULT '[]'::jsonb NOT NULL,
    answered_extension_id uuid,
    ringing uuid[],
    talking uuid[],
    second_line boolean DEFAULT false NOT NULL,
    flow_answered_at timestamp(3) with time zone,
    outside_lines uuid[],
    hops smallint DEFAULT 0 NOT NULL,
    sent_to text[],
    CONSTRAINT live_calls_direction_check CHECK ((direction = ANY (ARRAY['internal'::text, 'outbound'::text, 'inbound'::text])))
);

ALTER TABLE ONLY public.live_calls FORCE ROW LEVEL SECURITY;

ALTER TABLE public.live_calls OWNER TO owner;

--
-- Name: extension_presence; Type: VIEW; Schema: public; Owner: owner
--

CREATE VIEW public.extension_presence WITH (security_invoker='true') AS
 SELECT e.id AS extension_id,
    e.number,
    e.name,
        CASE
            WHEN (e.id IN ( SELECT unnest(public.talking_extensions(c.talking, c.direction, c.extension_id, c.answered_extension_id)) AS unnest
               FROM public.live_calls c)) THEN 'On a call'::text
            WHEN (e.id IN ( SELECT unnest(c.ringing) AS unnest
               FROM public.live_calls c)) THEN 'Ringing'::text
            WHEN (NOT (EXISTS ( SELECT
               FROM asterisk.ps_contacts p
              WHERE ((p.endpoint = e.sip_username) AND (p.silent_since IS NULL) AND ((p.expiration_time)::numeric > EXTRACT(epoch FROM now())))))) THEN 'Offline'::text
            WHEN (EXISTS ( SELECT
               FROM public.forwarding f
              WHERE ((f.extension_id = e.id) AND f.do_not_disturb))) THEN 'Do not disturb'::text
            ELSE 'Available'::text
        END AS presence
   FROM public.extensions e;

ALTER TABLE public.extension_presence OWNER TO owner;

--
-- Name: flow_statistics; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.flow_statistics (
    tenant_id uuid NOT NULL,
    flow_id uuid NOT NULL,
    day date NOT NULL,
    node_id text NOT NULL,
    exit_id text NOT NULL,
    calls integer NOT NULL,
    passes integer NOT NULL
);

ALTER TABLE ONLY public.flow_statistics FORCE ROW LEVEL SECURITY;

ALTER TABLE public.flow_statistics OWNER TO owner;

--
-- Name: flow_templates; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.flow_templates (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    content jsonb NOT NULL,
    questions jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT flow_templates_content_check CHECK ((content ? 'nodes'::text)),
    CONSTRAINT flow_templates_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.flow_templates FORCE ROW LEVEL SECURITY;

ALTER TABLE public.flow_templates OWNER TO owner;

--
-- Name: flow_texts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.flow_texts (
    tenant_id uuid NOT NULL,
    text text NOT NULL,
    hash text,
    failed boolean DEFAULT false NOT NULL
);

ALTER TABLE ONLY public.flow_texts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.flow_texts OWNER TO owner;

--
-- Name: flow_version_media; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.flow_version_media (
    version_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    prompt text NOT NULL,
    hash text NOT NULL
);

ALTER TABLE ONLY public.flow_version_media FORCE ROW LEVEL SECURITY;

ALTER TABLE public.flow_version_media OWNER TO owner;

--
-- Name: flow_versions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.flow_versions (
    id uuid NOT NULL,
    flow_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number integer NOT NULL,
    content jsonb NOT NULL,
    uses uuid[] NOT NULL,
    goes_to uuid[] NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    published_at timestamp(3) with time zone NOT NULL,
    published_by uuid,
    publisher text NOT NULL,
    editors text[] NOT NULL,
    restores integer,
    override_reason text,
    changes jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT flow_versions_content_check CHECK ((content ? 'nodes'::text)),
    CONSTRAINT flow_versions_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY public.flow_versions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.flow_versions OWNER TO owner;

--
-- Name: flows; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.flows (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    number text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    draft jsonb,
    draft_version integer DEFAULT 1 NOT NULL,
    draft_base integer,
    draft_editors jsonb DEFAULT '[]'::jsonb NOT NULL,
    draft_uses uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    tests jsonb DEFAULT '[]'::jsonb NOT NULL,
    tests_version integer DEFAULT 1 NOT NULL,
    published integer,
    positions jsonb DEFAULT '{}'::jsonb NOT NULL,
    draft_restores integer,
    missed jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT flows_draft_check CHECK ((draft ? 'nodes'::text)),
    CONSTRAINT flows_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT flows_number_check CHECK ((number ~ '^[0-9]{3,7}$'::text))
);

ALTER TABLE ONLY public.flows FORCE ROW LEVEL SECURITY;

ALTER TABLE public.flows OWNER TO owner;

--
-- Name: fraud_rules; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.fraud_rules (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    rules jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.fraud_rules FORCE ROW LEVEL SECURITY;

ALTER TABLE public.fraud_rules OWNER TO owner;

--
-- Name: fraud_trips; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.fraud_trips (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    rule text NOT NULL,
    action text NOT NULL,
    used bigint NOT NULL,
    limit_value bigint NOT NULL,
    currency text,
    tripped_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    lifted_at timestamp(3) with time zone,
    CONSTRAINT fraud_trips_action_check CHECK ((action = ANY (ARRAY['alert'::text, 'block'::text, 'suspend'::text]))),
    CONSTRAINT fraud_trips_check CHECK (((lifted_at IS NULL) OR (action = 'block'::text))),
    CONSTRAINT fraud_trips_check1 CHECK (((rule = 'spendPerHour'::text) = (currency IS NOT NULL))),
    CONSTRAINT fraud_trips_limit_value_check CHECK ((limit_value >= 0)),
    CONSTRAINT fraud_trips_rule_check CHECK ((rule = ANY (ARRAY['spendPerHour'::text, 'internationalMinutesPerDay'::text, 'callsAtOnce'::text]))),
    CONSTRAINT fraud_trips_used_check CHECK ((used >= 0))
);

ALTER TABLE ONLY public.fraud_trips FORCE ROW LEVEL SECURITY;

ALTER TABLE public.fraud_trips OWNER TO owner;

--
-- Name: hold_music; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.hold_music (
    tenant_id uuid NOT NULL,
    media_id uuid,
    version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.hold_music FORCE ROW LEVEL SECURITY;

ALTER TABLE public.hold_music OWNER TO owner;

--
-- Name: idempotency_keys; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.idempotency_keys (
    actor_id uuid NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer NOT NULL,
    answer bytea,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.idempotency_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE public.idempotency_keys OWNER TO owner;

--
-- Name: incidents; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.incidents (
    id uuid NOT NULL,
    machine text NOT NULL,
    part text NOT NULL,
    began_at timestamp(3) with time zone NOT NULL,
    last_at timestamp(3) with time zone NOT NULL,
    times integer DEFAULT 1 NOT NULL,
    reason text NOT NULL,
    report text,
    CONSTRAINT incidents_machine_check CHECK (((char_length(machine) >= 1) AND (char_length(machine) <= 253))),
    CONSTRAINT incidents_part_check CHECK ((part = ANY (ARRAY['asterisk'::text, 'call_control'::text, 'database'::text]))),
    CONSTRAINT incidents_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT incidents_report_check CHECK (((char_length(report) >= 1) AND (char_length(report) <= 200))),
    CONSTRAINT incidents_times_check CHECK ((times > 0))
);

ALTER TABLE ONLY public.incidents FORCE ROW LEVEL SECURITY;

ALTER TABLE public.incidents OWNER TO owner;

--
-- Name: integration_data; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.integration_data (
    object_id uuid NOT NULL,
    noun text NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid,
    external_id text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    extension_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (noun = 'extension'::text) THEN object_id
    ELSE NULL::uuid
END) STORED,
    user_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (noun = 'user'::text) THEN object_id
    ELSE NULL::uuid
END) STORED,
    did_id uuid GENERATED ALWAYS AS (
CASE
    WHEN (noun = 'did'::text) THEN object_id
    ELSE NULL::uuid
END) STORED,
    sandbox boolean DEFAULT false NOT NULL,
    CONSTRAINT integration_data_check CHECK (((noun <> 'tenant'::text) OR (tenant_id = object_id))),
    CONSTRAINT integration_data_external_id_check CHECK (((char_length(external_id) >= 1) AND (char_length(external_id) <= 200))),
    CONSTRAINT integration_data_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT integration_data_noun_check CHECK ((noun = ANY (ARRAY['tenant'::text, 'extension'::text, 'user'::text, 'did'::text])))
);

ALTER TABLE ONLY public.integration_data FORCE ROW LEVEL SECURITY;

ALTER TABLE public.integration_data OWNER TO owner;

--
-- Name: invitations; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.invitations (
    token_hash bytea NOT NULL,
    user_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.invitations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invitations OWNER TO owner;

--
-- Name: invoice_files; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.invoice_files (
    document_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.invoice_files FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_files OWNER TO owner;

--
-- Name: invoice_notices; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.invoice_notices (
    invoice_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    days smallint NOT NULL,
    at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT invoice_notices_days_check CHECK ((days >= 0)),
    CONSTRAINT invoice_notices_kind_check CHECK ((kind = ANY (ARRAY['reminder'::text, 'suspension'::text, 'overdue'::text])))
);

ALTER TABLE ONLY public.invoice_notices FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_notices OWNER TO owner;

--
-- Name: invoice_settings; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.invoice_settings (
    partner_id uuid NOT NULL,
    legal_name text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    tax_ids text[] DEFAULT '{}'::text[] NOT NULL,
    footer text DEFAULT ''::text NOT NULL,
    timezone text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    books_years smallint DEFAULT 10 NOT NULL,
    CONSTRAINT invoice_settings_address_check CHECK ((char_length(address) <= 500)),
    CONSTRAINT invoice_settings_footer_check CHECK ((char_length(footer) <= 1000)),
    CONSTRAINT invoice_settings_legal_name_check CHECK ((char_length(legal_name) <= 100)),
    CONSTRAINT invoice_settings_tax_ids_check CHECK ((cardinality(tax_ids) <= 5))
);

ALTER TABLE ONLY public.invoice_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_settings OWNER TO owner;

--
-- Name: invoices; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.invoices (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    cycle_id uuid NOT NULL,
    number integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    currency text NOT NULL,
    plan_name text NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    credited_minor bigint DEFAULT 0 NOT NULL,
    paid_minor bigint DEFAULT 0 NOT NULL,
    from_credit_minor bigint DEFAULT 0 NOT NULL,
    status text GENERATED ALWAYS AS (
CASE
    WHEN ((total_minor > 0) AND (credited_minor = total_minor)) THEN 'void'::text
    WHEN ((credited_minor + paid_minor) = total_minor) THEN 'paid'::text
    ELSE 'open'::text
END) STORED NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    overdue_at timestamp(3) with time zone NOT NULL,
    seller jsonb NOT NULL,
    billed jsonb NOT NULL,
    lines jsonb NOT NULL,
    taxes jsonb NOT NULL,
    exemption text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    is_closing boolean DEFAULT false NOT NULL,
    CONSTRAINT invoices_check CHECK ((last_day >= first_day)),
    CONSTRAINT invoices_check1 CHECK (((total_minor >= 0) AND (total_minor = GREATEST((0)::bigint, (net_minor + tax_minor))))),
    CONSTRAINT invoices_check2 CHECK (((credited_minor >= 0) AND (credited_minor <= total_minor))),
    CONSTRAINT invoices_check3 CHECK (((paid_minor >= 0) AND (paid_minor <= (total_minor - credited_minor)))),
    CONSTRAINT invoices_check4 CHECK (((from_credit_minor >= 0) AND (from_credit_minor <= total_minor))),
    CONSTRAINT invoices_check5 CHECK ((due_on >= issued_on)),
    CONSTRAINT invoices_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT invoices_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY public.invoices FORCE ROW LEVEL SECURITY;

ALTER TABLE public.invoices OWNER TO owner;

--
-- Name: legal_hold_versions; Type: SEQUENCE; Schema: public; Owner: owner
--

CREATE SEQUENCE public.legal_hold_versions
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE public.legal_hold_versions OWNER TO owner;

--
-- Name: legal_holds; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.legal_holds (
    tenant_id uuid NOT NULL,
    reason text NOT NULL,
    placed_by uuid NOT NULL,
    placed_by_email text NOT NULL,
    placed_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT nextval('public.legal_hold_versions'::regclass) NOT NULL,
    CONSTRAINT legal_holds_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 1000)))
);

ALTER TABLE ONLY public.legal_holds FORCE ROW LEVEL SECURITY;

ALTER TABLE public.legal_holds OWNER TO owner;

--
-- Name: live_legs; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.live_legs (
    call_id uuid NOT NULL,
    leg smallint NOT NULL,
    tenant_id uuid NOT NULL,
    cycle_id uuid,
    number text NOT NULL,
    pin jsonb NOT NULL,
    answered_at timestamp(3) with time zone,
    ended_at timestamp(3) with time zone,
    granted_seconds integer,
    included_seconds integer DEFAULT 0 NOT NULL,
    reserved_micros bigint DEFAULT 0 NOT NULL,
    CONSTRAINT live_legs_granted_seconds_check CHECK ((granted_seconds >= 0)),
    CONSTRAINT live_legs_included_seconds_check CHECK ((included_seconds >= 0)),
    CONSTRAINT live_legs_leg_check CHECK ((leg >= 0)),
    CONSTRAINT live_legs_reserved_micros_check CHECK ((reserved_micros >= 0))
);

ALTER TABLE ONLY public.live_legs FORCE ROW LEVEL SECURITY;

ALTER TABLE public.live_legs OWNER TO owner;

--
-- Name: mailbox_lamps; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.mailbox_lamps (
    mailbox_id uuid NOT NULL,
    extension_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

ALTER TABLE ONLY public.mailbox_lamps FORCE ROW LEVEL SECURITY;

ALTER TABLE public.mailbox_lamps OWNER TO owner;

--
-- Name: mailboxes; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.mailboxes (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    extension_id uuid,
    number text NOT NULL,
    name text NOT NULL,
    pin_hash bytea,
    greeting_file text,
    emails text[] DEFAULT '{}'::text[] NOT NULL,
    attach boolean DEFAULT true NOT NULL,
    delete_after_mail boolean DEFAULT false NOT NULL,
    max_seconds integer DEFAULT 180 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT mailboxes_emails_check CHECK ((cardinality(emails) <= 10)),
    CONSTRAINT mailboxes_max_seconds_check CHECK (((max_seconds >= 10) AND (max_seconds <= 600))),
    CONSTRAINT mailboxes_number_check CHECK ((number ~ '^[0-9]{3,7}$'::text))
);

ALTER TABLE ONLY public.mailboxes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.mailboxes OWNER TO owner;

--
-- Name: mails; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.mails (
    id uuid NOT NULL,
    partner_id uuid,
    tenant_id uuid,
    recipient text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    occasion text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    sent_at timestamp(3) with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    refused_at timestamp(3) with time zone,
    limited boolean DEFAULT false NOT NULL,
    actor_id uuid DEFAULT (NULLIF(current_setting('app.actor_id'::text, true), ''::text))::uuid,
    attachment_file text,
    attachment_name text,
    attachment_document uuid,
    kind text
);

ALTER TABLE ONLY public.mails FORCE ROW LEVEL SECURITY;

ALTER TABLE public.mails OWNER TO owner;

--
-- Name: manifests; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.manifests (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT manifests_kind_check CHECK ((kind = ANY (ARRAY['deletion'::text, 'purge'::text])))
);
ALTER TABLE ONLY public.manifests ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE ONLY public.manifests FORCE ROW LEVEL SECURITY;

ALTER TABLE public.manifests OWNER TO owner;

--
-- Name: media; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.media (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    text text,
    voice text,
    pending uuid,
    attempts integer DEFAULT 0 NOT NULL,
    failure text,
    hash text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT media_check CHECK (((source = 'speech'::text) = (text IS NOT NULL))),
    CONSTRAINT media_check1 CHECK (((source = 'speech'::text) = (voice IS NOT NULL))),
    CONSTRAINT media_check2 CHECK (((pending IS NULL) OR (failure IS NULL))),
    CONSTRAINT media_source_check CHECK ((source = ANY (ARRAY['upload'::text, 'speech'::text, 'phone'::text]))),
    CONSTRAINT media_voice_check CHECK ((voice = ANY (ARRAY['service'::text, 'packaged'::text])))
);

ALTER TABLE ONLY public.media FORCE ROW LEVEL SECURITY;

ALTER TABLE public.media OWNER TO owner;

--
-- Name: media_files; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.media_files (
    tenant_id uuid NOT NULL,
    hash text NOT NULL,
    milliseconds integer NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT media_files_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT media_files_milliseconds_check CHECK ((milliseconds > 0))
);

ALTER TABLE ONLY public.media_files FORCE ROW LEVEL SECURITY;

ALTER TABLE public.media_files OWNER TO owner;

--
-- Name: migrations; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.migrations (
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.migrations OWNER TO owner;

--
-- Name: number_list_entries; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.number_list_entries (
    id uuid NOT NULL,
    list_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number text NOT NULL,
    is_prefix boolean NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT number_list_entries_note_check CHECK ((char_length(note) <= 200)),
    CONSTRAINT number_list_entries_number_check CHECK ((number ~ '^\+[1-9][0-9]{0,14}$'::text))
);

ALTER TABLE ONLY public.number_list_entries FORCE ROW LEVEL SECURITY;

ALTER TABLE public.number_list_entries OWNER TO owner;

--
-- Name: number_lists; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.number_lists (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT number_lists_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.number_lists FORCE ROW LEVEL SECURITY;

ALTER TABLE public.number_lists OWNER TO owner;

--
-- Name: outbound_alerts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.outbound_alerts (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    kind text NOT NULL,
    alerted_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT outbound_alerts_kind_check CHECK ((kind = ANY (ARRAY['refused'::text, 'allowed'::text])))
);

ALTER TABLE ONLY public.outbound_alerts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.outbound_alerts OWNER TO owner;

--
-- Name: outbound_permissions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.outbound_permissions (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    classes text[] NOT NULL,
    countries text[] NOT NULL,
    max_concurrent integer NOT NULL,
    max_concurrent_per_extension integer NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT outbound_permissions_max_concurrent_check CHECK ((max_concurrent >= 0)),
    CONSTRAINT outbound_permissions_max_concurrent_per_extension_check CHECK ((max_concurrent_per_extension >= 0))
);

ALTER TABLE ONLY public.outbound_permissions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.outbound_permissions OWNER TO owner;

--
-- Name: partners; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.partners (
    id uuid NOT NULL,
    name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT partners_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.partners FORCE ROW LEVEL SECURITY;

ALTER TABLE public.partners OWNER TO owner;

--
-- Name: payment_accounts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.payment_accounts (
    partner_id uuid NOT NULL,
    path text NOT NULL,
    sealed_key bytea NOT NULL,
    key_end text NOT NULL,
    live boolean NOT NULL,
    sealed_webhook_secret bytea,
    state text DEFAULT 'checking'::text NOT NULL,
    account text,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT payment_accounts_check CHECK (((state <> 'ready'::text) OR (account IS NOT NULL))),
    CONSTRAINT payment_accounts_key_end_check CHECK ((char_length(key_end) = 4)),
    CONSTRAINT payment_accounts_path_check CHECK ((path ~ '^[A-Za-z0-9_-]{43}$'::text)),
    CONSTRAINT payment_accounts_state_check CHECK ((state = ANY (ARRAY['checking'::text, 'ready'::text, 'refused'::text])))
);

ALTER TABLE ONLY public.payment_accounts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_accounts OWNER TO owner;

--
-- Name: payment_customers; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.payment_customers (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    provider_id text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.payment_customers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_customers OWNER TO owner;

--
-- Name: payment_events; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.payment_events (
    partner_id uuid NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    received_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_events_event_id_check CHECK (((char_length(event_id) >= 1) AND (char_length(event_id) <= 255))),
    CONSTRAINT payment_events_type_check CHECK (((char_length(type) >= 1) AND (char_length(type) <= 255)))
);

ALTER TABLE ONLY public.payment_events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_events OWNER TO owner;

--
-- Name: payment_reinstatements; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.payment_reinstatements (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    reversed_at timestamp(3) with time zone NOT NULL,
    reversed_on date NOT NULL,
    reversal_reason text NOT NULL,
    reinstated_on date NOT NULL,
    reason text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_reinstatements_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT payment_reinstatements_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT payment_reinstatements_reversal_reason_check CHECK (((char_length(reversal_reason) >= 1) AND (char_length(reversal_reason) <= 500)))
);

ALTER TABLE ONLY public.payment_reinstatements FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_reinstatements OWNER TO owner;

--
-- Name: payment_shares; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.payment_shares (
    payment_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    refunded_minor bigint DEFAULT 0 NOT NULL,
    CONSTRAINT payment_shares_amount_minor_check CHECK ((amount_minor > 0))
);

ALTER TABLE ONLY public.payment_shares FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_shares OWNER TO owner;

--
-- Name: payments; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.payments (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    credit_minor bigint NOT NULL,
    paid_on date NOT NULL,
    method text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    reversed_at timestamp(3) with time zone,
    reversed_on date,
    reversal_reason text,
    refunded_minor bigint DEFAULT 0 NOT NULL,
    reversed_minor bigint,
    reversed_by_dispute boolean DEFAULT false NOT NULL,
    CONSTRAINT payments_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT payments_check CHECK (((credit_minor >= 0) AND (credit_minor <= amount_minor))),
    CONSTRAINT payments_check1 CHECK ((((reversed_at IS NULL) = (reversal_reason IS NULL)) AND ((reversed_at IS NULL) = (reversed_on IS NULL)))),
    CONSTRAINT payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payments_method_check CHECK ((method = ANY (ARRAY['bank_transfer'::text, 'card'::text, 'check'::text, 'cash'::text, 'direct_debit'::text, 'other'::text]))),
    CONSTRAINT payments_note_check CHECK ((char_length(note) <= 500)),
    CONSTRAINT payments_reference_check CHECK ((char_length(reference) <= 100)),
    CONSTRAINT payments_reversal_reason_check CHECK (((char_length(reversal_reason) >= 1) AND (char_length(reversal_reason) <= 500)))
);

ALTER TABLE ONLY public.payments FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payments OWNER TO owner;

--
-- Name: phone_directories; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.phone_directories (
    tenant_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    sealed_secret bytea NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.phone_directories FORCE ROW LEVEL SECURITY;

ALTER TABLE public.phone_directories OWNER TO owner;

--
-- Name: pin_attempts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.pin_attempts (
    tenant_id uuid NOT NULL,
    source text NOT NULL,
    failures integer NOT NULL,
    last_at timestamp(3) with time zone NOT NULL,
    opened_at timestamp(3) with time zone
);

ALTER TABLE ONLY public.pin_attempts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.pin_attempts OWNER TO owner;

--
-- Name: queued_events; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.queued_events (
    id bigint NOT NULL,
    partner_id uuid,
    tenant_id uuid,
    source text NOT NULL,
    name text NOT NULL,
    subject_id text NOT NULL,
    facts json NOT NULL,
    occurred_at timestamp(3) with time zone NOT NULL,
    refused boolean DEFAULT false NOT NULL,
    external_id text,
    CONSTRAINT queued_events_source_check CHECK ((source = ANY (ARRAY['audit'::text, 'event'::text])))
);

ALTER TABLE ONLY public.queued_events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.queued_events OWNER TO owner;

--
-- Name: queued_events_id_seq; Type: SEQUENCE; Schema: public; Owner: owner
--

ALTER TABLE public.queued_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.queued_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: rate_import_rows; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.rate_import_rows (
    import_id uuid NOT NULL,
    line integer NOT NULL,
    prefix text NOT NULL,
    destination text NOT NULL,
    setup_micros bigint NOT NULL,
    per_minute_micros bigint NOT NULL,
    initial_seconds integer NOT NULL,
    increment_seconds integer NOT NULL,
    minimum_micros bigint NOT NULL,
    class text
);

ALTER TABLE ONLY public.rate_import_rows FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rate_import_rows OWNER TO owner;

--
-- Name: rate_imports; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.rate_imports (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    table_id uuid NOT NULL,
    state text DEFAULT 'reading'::text NOT NULL,
    valid_from timestamp(3) with time zone,
    content text,
    lines integer NOT NULL,
    last_line integer DEFAULT 0 NOT NULL,
    columns text[] DEFAULT '{}'::text[] NOT NULL,
    rows integer DEFAULT 0 NOT NULL,
    refused integer DEFAULT 0 NOT NULL,
    refused_rows jsonb DEFAULT '[]'::jsonb NOT NULL,
    problem text,
    compared jsonb,
    base_list_id uuid,
    written integer DEFAULT 0 NOT NULL,
    confirmed_by jsonb,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rate_imports_lines_check CHECK ((lines >= 0)),
    CONSTRAINT rate_imports_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'refused'::text, 'ready'::text, 'writing'::text, 'done'::text])))
);

ALTER TABLE ONLY public.rate_imports FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rate_imports OWNER TO owner;

--
-- Name: rate_lists; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.rate_lists (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    table_id uuid NOT NULL,
    valid_from timestamp(3) with time zone NOT NULL,
    rates integer NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rate_lists_rates_check CHECK ((rates > 0))
);

ALTER TABLE ONLY public.rate_lists FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rate_lists OWNER TO owner;

--
-- Name: rate_tables; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.rate_tables (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    kind text DEFAULT 'retail'::text NOT NULL,
    CONSTRAINT rate_tables_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT rate_tables_kind_check CHECK ((kind = ANY (ARRAY['retail'::text, 'wholesale_outbound'::text, 'wholesale_inbound'::text]))),
    CONSTRAINT rate_tables_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.rate_tables FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rate_tables OWNER TO owner;

--
-- Name: rates; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.rates (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    partner_id uuid NOT NULL,
    list_id uuid NOT NULL,
    prefix text NOT NULL,
    destination text NOT NULL,
    setup_micros bigint NOT NULL,
    per_minute_micros bigint NOT NULL,
    initial_seconds integer NOT NULL,
    increment_seconds integer NOT NULL,
    minimum_micros bigint NOT NULL,
    class text,
    CONSTRAINT rates_class_check CHECK ((class = ANY (ARRAY['domestic'::text, 'caribbean'::text, 'international'::text, 'premium'::text, 'satellite'::text]))),
    CONSTRAINT rates_destination_check CHECK ((char_length(destination) <= 100)),
    CONSTRAINT rates_increment_seconds_check CHECK (((increment_seconds >= 1) AND (increment_seconds <= 3600))),
    CONSTRAINT rates_initial_seconds_check CHECK (((initial_seconds >= 1) AND (initial_seconds <= 3600))),
    CONSTRAINT rates_minimum_micros_check CHECK (((minimum_micros >= 0) AND (minimum_micros <= '5000000000000'::bigint))),
    CONSTRAINT rates_per_minute_micros_check CHECK (((per_minute_micros >= 0) AND (per_minute_micros <= '5000000000000'::bigint))),
    CONSTRAINT rates_prefix_check CHECK ((prefix ~ '^[1-9][0-9]{0,14}$'::text)),
    CONSTRAINT rates_setup_micros_check CHECK (((setup_micros >= 0) AND (setup_micros <= '5000000000000'::bigint)))
);

ALTER TABLE ONLY public.rates FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rates OWNER TO owner;

--
-- Name: recording_settings; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.recording_settings (
    tenant_id uuid NOT NULL,
    announce boolean DEFAULT true NOT NULL,
    on_demand boolean DEFAULT true NOT NULL,
    did_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    retention_days integer DEFAULT 90 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    announcement_id uuid,
    CONSTRAINT recording_settings_retention_days_check CHECK (((retention_days >= 1) AND (retention_days <= 3650)))
);

ALTER TABLE ONLY public.recording_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recording_settings OWNER TO owner;

--
-- Name: recordings; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.recordings (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    call_id uuid NOT NULL,
    direction text NOT NULL,
    from_number text NOT NULL,
    to_number text NOT NULL,
    extension_ids uuid[] NOT NULL,
    cause text NOT NULL,
    started_at timestamp(3) with time zone NOT NULL,
    state text DEFAULT 'recording'::text NOT NULL,
    failure text,
    paused boolean DEFAULT false NOT NULL,
    milliseconds integer,
    bytes bigint,
    peaks bytea,
    node text NOT NULL,
    channel_id text NOT NULL,
    of_caller boolean NOT NULL,
    heard_by uuid,
    heard_at timestamp(3) with time zone,
    CONSTRAINT recordings_cause_check CHECK ((cause = ANY (ARRAY['extension'::text, 'number'::text, 'on_demand'::text]))),
    CONSTRAINT recordings_check CHECK (((state = 'ready'::text) = (milliseconds IS NOT NULL))),
    CONSTRAINT recordings_check1 CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
    CONSTRAINT recordings_direction_check CHECK ((direction = ANY (ARRAY['internal'::text, 'outbound'::text, 'inbound'::text]))),
    CONSTRAINT recordings_failure_check CHECK ((failure = ANY (ARRAY['announcement'::text, 'no_sound'::text]))),
    CONSTRAINT recordings_state_check CHECK ((state = ANY (ARRAY['recording'::text, 'ready'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.recordings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recordings OWNER TO owner;

--
-- Name: recovery_codes; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.recovery_codes (
    user_id uuid NOT NULL,
    code_hash bytea NOT NULL
);

ALTER TABLE ONLY public.recovery_codes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.recovery_codes OWNER TO owner;

--
-- Name: refunds; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.refunds (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    reason text NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    provider_id text,
    failure text,
    booked_minor bigint DEFAULT 0 NOT NULL,
    booked_on date,
    booked_at timestamp(3) with time zone,
    returned_on date,
    returned_at timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    changed_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    method text DEFAULT 'card'::text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    reversal_reason text,
    by_dispute boolean DEFAULT false NOT NULL,
    CONSTRAINT refunds_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT refunds_check CHECK (((booked_minor >= 0) AND (booked_minor <= amount_minor))),
    CONSTRAINT refunds_check1 CHECK ((((booked_on IS NULL) = (booked_at IS NULL)) AND ((returned_on IS NULL) = (returned_at IS NULL)))),
    CONSTRAINT refunds_check2 CHECK (((booked_on IS NOT NULL) OR ((booked_minor = 0) AND (returned_on IS NULL)))),
    CONSTRAINT refunds_check3 CHECK (((state <> 'succeeded'::text) OR (booked_on IS NOT NULL))),
    CONSTRAINT refunds_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT refunds_failure_check CHECK (((char_length(failure) >= 1) AND (char_length(failure) <= 100))),
    CONSTRAINT refunds_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
);

ALTER TABLE ONLY public.refunds FORCE ROW LEVEL SECURITY;

ALTER TABLE public.refunds OWNER TO owner;

--
-- Name: ring_group_members; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.ring_group_members (
    group_id uuid NOT NULL,
    "position" smallint NOT NULL,
    tenant_id uuid NOT NULL,
    extension_id uuid,
    number text,
    CONSTRAINT ring_group_members_check CHECK (((extension_id IS NULL) <> (number IS NULL)))
);

ALTER TABLE ONLY public.ring_group_members FORCE ROW LEVEL SECURITY;

ALTER TABLE public.ring_group_members OWNER TO owner;

--
-- Name: ring_groups; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.ring_groups (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    strategy text NOT NULL,
    ring_seconds smallint NOT NULL,
    confirm_outside boolean NOT NULL,
    fallback_kind text NOT NULL,
    fallback_target_id uuid,
    fallback_number text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ring_groups_check CHECK (
CASE fallback_kind
    WHEN 'none'::text THEN ((fallback_target_id IS NULL) AND (fallback_number IS NULL))
    WHEN 'external'::text THEN ((fallback_target_id IS NULL) AND (fallback_number IS NOT NULL))
    ELSE ((fallback_target_id IS NOT NULL) AND (fallback_number IS NULL))
END),
    CONSTRAINT ring_groups_fallback_kind_check CHECK ((fallback_kind = ANY (ARRAY['none'::text, 'extension'::text, 'group'::text, 'mailbox'::text, 'flow'::text, 'external'::text]))),
    CONSTRAINT ring_groups_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT ring_groups_number_check CHECK ((number ~ '^[0-9]{3,7}$'::text)),
    CONSTRAINT ring_groups_ring_seconds_check CHECK (((ring_seconds >= 5) AND (ring_seconds <= 120))),
    CONSTRAINT ring_groups_strategy_check CHECK ((strategy = ANY (ARRAY['all'::text, 'in_order'::text, 'longest_idle'::text])))
);

ALTER TABLE ONLY public.ring_groups FORCE ROW LEVEL SECURITY;

ALTER TABLE public.ring_groups OWNER TO owner;

--
-- Name: sandboxes; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.sandboxes (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL
);

ALTER TABLE ONLY public.sandboxes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sandboxes OWNER TO owner;

--
-- Name: schedules; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.schedules (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    name text NOT NULL,
    code text,
    week jsonb NOT NULL,
    holidays jsonb NOT NULL,
    override_open boolean,
    override_until timestamp(3) with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schedules_check CHECK (((override_open IS NULL) = (override_until IS NULL))),
    CONSTRAINT schedules_code_check CHECK ((code ~ '^[0-9]{1,3}$'::text)),
    CONSTRAINT schedules_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

ALTER TABLE ONLY public.schedules FORCE ROW LEVEL SECURITY;

ALTER TABLE public.schedules OWNER TO owner;

--
-- Name: second_factors; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.second_factors (
    user_id uuid NOT NULL,
    sealed_secret bytea NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.second_factors FORCE ROW LEVEL SECURITY;

ALTER TABLE public.second_factors OWNER TO owner;

--
-- Name: security_settings; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.security_settings (
    partner_id uuid,
    require_second_factor boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.security_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.security_settings OWNER TO owner;

--
-- Name: service_calls; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.service_calls (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    extension_id uuid NOT NULL,
    purpose text NOT NULL,
    flow_id uuid,
    from_number text,
    media_name text,
    media_id uuid,
    requested_by jsonb NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    outcome text,
    node text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT service_calls_check CHECK (((state = 'ended'::text) = (outcome IS NOT NULL))),
    CONSTRAINT service_calls_check1 CHECK ((((purpose = 'flow_test'::text) = (flow_id IS NOT NULL)) AND ((purpose = 'recording'::text) = (media_name IS NOT NULL)))),
    CONSTRAINT service_calls_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'busy'::text, 'no_answer'::text, 'unreachable'::text, 'nothing_recorded'::text, 'refused'::text, 'failed'::text]))),
    CONSTRAINT service_calls_purpose_check CHECK ((purpose = ANY (ARRAY['flow_test'::text, 'recording'::text]))),
    CONSTRAINT service_calls_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ringing'::text, 'answered'::text, 'ended'::text])))
);

ALTER TABLE ONLY public.service_calls FORCE ROW LEVEL SECURITY;

ALTER TABLE public.service_calls OWNER TO owner;

--
-- Name: service_periods; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.service_periods (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    thing_id uuid NOT NULL,
    number text,
    from_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    until_at timestamp(3) with time zone,
    CONSTRAINT service_periods_check CHECK (((number IS NOT NULL) = (kind = 'number'::text))),
    CONSTRAINT service_periods_check1 CHECK ((until_at >= from_at))
);

ALTER TABLE ONLY public.service_periods FORCE ROW LEVEL SECURITY;

ALTER TABLE public.service_periods OWNER TO owner;

--
-- Name: sessions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.sessions (
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ip text NOT NULL,
    id uuid DEFAULT (OVERLAY((gen_random_uuid())::text PLACING '7'::text FROM 15 FOR 1))::uuid NOT NULL,
    user_agent text DEFAULT ''::text NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sessions_user_agent_check CHECK ((char_length(user_agent) <= 300))
);

ALTER TABLE ONLY public.sessions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sessions OWNER TO owner;

--
-- Name: sign_in_failures; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.sign_in_failures (
    key bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.sign_in_failures FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sign_in_failures OWNER TO owner;

--
-- Name: sip_prefixes; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.sip_prefixes (
    prefix text NOT NULL,
    tenant_id uuid NOT NULL,
    taken_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sip_prefixes_prefix_check CHECK ((prefix ~ '^[a-z][a-z0-9]{2,11}$'::text))
);

ALTER TABLE ONLY public.sip_prefixes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.sip_prefixes OWNER TO owner;

--
-- Name: support_contacts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.support_contacts (
    partner_id uuid NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT support_contacts_email_check CHECK ((char_length(email) <= 254)),
    CONSTRAINT support_contacts_phone_check CHECK (((phone = ''::text) OR (phone ~ '^\+[1-9][0-9]{6,14}$'::text)))
);

ALTER TABLE ONLY public.support_contacts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.support_contacts OWNER TO owner;

--
-- Name: suspensions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.suspensions (
    tenant_id uuid NOT NULL,
    by_operator boolean NOT NULL,
    reason text NOT NULL,
    note text,
    actor_id uuid,
    actor_email text,
    actor_role text NOT NULL,
    at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT suspensions_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500))),
    CONSTRAINT suspensions_reason_check CHECK ((reason = ANY (ARRAY['manual'::text, 'past_due'::text, 'spend_cap'::text, 'minutes_cap'::text, 'fraud'::text])))
);

ALTER TABLE ONLY public.suspensions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.suspensions OWNER TO owner;

--
-- Name: tax_exemptions; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tax_exemptions (
    tenant_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    certificate text NOT NULL,
    valid_from date,
    valid_until date,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT tax_exemptions_certificate_check CHECK (((char_length(certificate) >= 1) AND (char_length(certificate) <= 100))),
    CONSTRAINT tax_exemptions_check CHECK ((valid_until >= valid_from))
);

ALTER TABLE ONLY public.tax_exemptions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tax_exemptions OWNER TO owner;

--
-- Name: tenant_counts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tenant_counts (
    partner_id uuid NOT NULL,
    status text NOT NULL,
    tenants integer NOT NULL
);

ALTER TABLE ONLY public.tenant_counts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tenant_counts OWNER TO owner;

--
-- Name: tenant_defaults; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tenant_defaults (
    partner_id uuid NOT NULL,
    timezone text NOT NULL,
    default_cnam text DEFAULT ''::text NOT NULL,
    suspension_behavior text DEFAULT 'alert'::text NOT NULL,
    default_billing_profile_id uuid,
    default_limits jsonb DEFAULT '{}'::jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    outbound_permissions jsonb,
    fraud_rules jsonb,
    CONSTRAINT tenant_defaults_default_cnam_check CHECK ((char_length(default_cnam) <= 15)),
    CONSTRAINT tenant_defaults_suspension_behavior_check CHECK ((suspension_behavior = ANY (ARRAY['alert'::text, 'suspend'::text])))
);

ALTER TABLE ONLY public.tenant_defaults FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tenant_defaults OWNER TO owner;

--
-- Name: tenant_key_settings; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tenant_key_settings (
    partner_id uuid NOT NULL,
    allowed boolean NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.tenant_key_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tenant_key_settings OWNER TO owner;

--
-- Name: tenant_statuses; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tenant_statuses (
    status text NOT NULL,
    register boolean NOT NULL,
    inbound boolean NOT NULL,
    outbound boolean NOT NULL,
    emergency boolean NOT NULL
);

ALTER TABLE ONLY public.tenant_statuses FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tenant_statuses OWNER TO owner;

--
-- Name: tombstones; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.tombstones (
    tenant_id uuid NOT NULL,
    sip_prefix text NOT NULL,
    partner_id uuid NOT NULL,
    created_at timestamp(3) with time zone NOT NULL,
    cancelled_at timestamp(3) with time zone NOT NULL,
    purged_at timestamp(3) with time zone NOT NULL
);

ALTER TABLE ONLY public.tombstones FORCE ROW LEVEL SECURITY;

ALTER TABLE public.tombstones OWNER TO owner;

--
-- Name: transcripts; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.transcripts (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    voicemail_id uuid,
    state text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    passages jsonb DEFAULT '[]'::jsonb NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    recording_id uuid,
    CONSTRAINT transcripts_of_one CHECK ((num_nonnulls(voicemail_id, recording_id) = 1)),
    CONSTRAINT transcripts_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.transcripts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.transcripts OWNER TO owner;

--
-- Name: trunk_states; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.trunk_states (
    trunk_id uuid NOT NULL,
    node text NOT NULL,
    target text NOT NULL,
    reachable boolean,
    since timestamp(3) with time zone NOT NULL,
    round_trip_ms integer,
    answers_options boolean NOT NULL,
    answers_calls boolean NOT NULL,
    registration text,
    registration_reason text DEFAULT ''::text NOT NULL,
    registration_since timestamp(3) with time zone,
    checked_at timestamp(3) with time zone NOT NULL,
    CONSTRAINT trunk_states_registration_check CHECK ((registration = ANY (ARRAY['pending'::text, 'registered'::text, 'refused'::text])))
);

ALTER TABLE ONLY public.trunk_states FORCE ROW LEVEL SECURITY;

ALTER TABLE public.trunk_states OWNER TO owner;

--
-- Name: users; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    partner_id uuid,
    tenant_id uuid,
    password_hash text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    last_sign_in_at timestamp(3) with time zone,
    extension_id uuid,
    hears_recordings boolean DEFAULT false NOT NULL,
    CONSTRAINT users_check CHECK (((role = 'operator'::text) = ((partner_id IS NULL) AND (tenant_id IS NULL)))),
    CONSTRAINT users_check1 CHECK (((role = ANY (ARRAY['partner_admin'::text, 'partner_user'::text])) = (partner_id IS NOT NULL))),
    CONSTRAINT users_check2 CHECK (((role = ANY (ARRAY['tenant_admin'::text, 'tenant_user'::text])) = (tenant_id IS NOT NULL))),
    CONSTRAINT users_email_check CHECK (((email = lower(email)) AND ((char_length(email) >= 3) AND (char_length(email) <= 254)))),
    CONSTRAINT users_extension_check CHECK (((extension_id IS NULL) OR (tenant_id IS NOT NULL))),
    CONSTRAINT users_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'partner_admin'::text, 'partner_user'::text, 'tenant_admin'::text, 'tenant_user'::text])))
);

ALTER TABLE ONLY public.users FORCE ROW LEVEL SECURITY;

ALTER TABLE public.users OWNER TO owner;

--
-- Name: voicemails; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.voicemails (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    call_id uuid,
    from_number text NOT NULL,
    from_name text DEFAULT ''::text NOT NULL,
    received_at timestamp(3) with time zone NOT NULL,
    seconds integer NOT NULL,
    read_at timestamp(3) with time zone,
    saved boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    heard_by uuid,
    heard_at timestamp(3) with time zone
);

ALTER TABLE ONLY public.voicemails FORCE ROW LEVEL SECURITY;

ALTER TABLE public.voicemails OWNER TO owner;

--
-- Name: webhook_deliveries; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.webhook_deliveries (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    event_id uuid,
    tenant_id uuid,
    type text NOT NULL,
    body text,
    urgent boolean DEFAULT false NOT NULL,
    state text DEFAULT 'pending'::text NOT NULL,
    replayed boolean DEFAULT false NOT NULL,
    queued_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    attempted_at timestamp(3) with time zone,
    milliseconds integer,
    status integer,
    response text,
    failure text,
    "position" bigint,
    tried_since timestamp(3) with time zone,
    CONSTRAINT webhook_deliveries_check CHECK (((event_id IS NULL) = (body IS NOT NULL)))
);

ALTER TABLE ONLY public.webhook_deliveries FORCE ROW LEVEL SECURITY;

ALTER TABLE public.webhook_deliveries OWNER TO owner;

--
-- Name: webhook_tenants; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.webhook_tenants (
    webhook_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    tenant_id uuid NOT NULL
);

ALTER TABLE ONLY public.webhook_tenants FORCE ROW LEVEL SECURITY;

ALTER TABLE public.webhook_tenants OWNER TO owner;

--
-- Name: webhooks; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.webhooks (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    types text[] NOT NULL,
    all_tenants boolean NOT NULL,
    sealed_secret bytea NOT NULL,
    sealed_old_secret bytea,
    old_secret_until timestamp(3) with time zone,
    state text DEFAULT 'on'::text NOT NULL,
    stopped_at timestamp(3) with time zone,
    stopped_position bigint,
    failing_since timestamp(3) with time zone,
    failures integer DEFAULT 0 NOT NULL,
    probe_at timestamp(3) with time zone,
    last_success_at timestamp(3) with time zone,
    made_by uuid NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    mode text DEFAULT 'live'::text NOT NULL,
    strict_order boolean DEFAULT false NOT NULL,
    CONSTRAINT webhooks_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
    CONSTRAINT webhooks_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT webhooks_state_check CHECK ((state = ANY (ARRAY['on'::text, 'paused'::text, 'failed'::text, 'gone'::text]))),
    CONSTRAINT webhooks_types_check CHECK ((types <> '{}'::text[])),
    CONSTRAINT webhooks_url_check CHECK ((char_length(url) <= 2000))
);

ALTER TABLE ONLY public.webhooks FORCE ROW LEVEL SECURITY;

ALTER TABLE public.webhooks OWNER TO owner;

--
-- Name: wholesale_credit_notes; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_credit_notes (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    number integer NOT NULL,
    currency text NOT NULL,
    reason text NOT NULL,
    credited jsonb NOT NULL,
    lines jsonb NOT NULL,
    taxes jsonb NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    issued_on date NOT NULL,
    seller jsonb NOT NULL,
    billed jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT wholesale_credit_notes_check CHECK (((total_minor > 0) AND (total_minor = (net_minor + tax_minor)))),
    CONSTRAINT wholesale_credit_notes_number_check CHECK ((number > 0)),
    CONSTRAINT wholesale_credit_notes_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
);

ALTER TABLE ONLY public.wholesale_credit_notes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_credit_notes OWNER TO owner;

--
-- Name: wholesale_cycles; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_cycles (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    first_day date NOT NULL,
    next_first_day date NOT NULL,
    starts_at timestamp(3) with time zone NOT NULL,
    ends_at timestamp(3) with time zone NOT NULL,
    nominal_days integer NOT NULL,
    currency text NOT NULL,
    tenant_fee integer NOT NULL,
    extension_fee integer NOT NULL,
    number_fee integer NOT NULL,
    payment_terms_days smallint NOT NULL,
    invoiced_at timestamp(3) with time zone,
    invoiced_micros bigint DEFAULT 0 NOT NULL,
    taxes jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT wholesale_cycles_check CHECK ((next_first_day > first_day)),
    CONSTRAINT wholesale_cycles_check1 CHECK ((ends_at > starts_at)),
    CONSTRAINT wholesale_cycles_nominal_days_check CHECK (((nominal_days >= 28) AND (nominal_days <= 31)))
);

ALTER TABLE ONLY public.wholesale_cycles FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_cycles OWNER TO owner;

--
-- Name: wholesale_files; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_files (
    document_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.wholesale_files FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_files OWNER TO owner;

--
-- Name: wholesale_invoices; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_invoices (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    cycle_id uuid NOT NULL,
    number integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    currency text NOT NULL,
    total_minor bigint NOT NULL,
    paid_minor bigint DEFAULT 0 NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    overdue_at timestamp(3) with time zone NOT NULL,
    seller jsonb NOT NULL,
    billed jsonb NOT NULL,
    lines jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    tax_minor bigint DEFAULT 0 NOT NULL,
    taxes jsonb DEFAULT '[]'::jsonb NOT NULL,
    exemption text,
    credited_minor bigint DEFAULT 0 NOT NULL,
    from_credit_minor bigint DEFAULT 0 NOT NULL,
    status text GENERATED ALWAYS AS (
CASE
    WHEN (credited_minor = total_minor) THEN 'void'::text
    WHEN ((credited_minor + paid_minor) = total_minor) THEN 'paid'::text
    ELSE 'open'::text
END) STORED NOT NULL,
    CONSTRAINT wholesale_invoices_check CHECK ((last_day >= first_day)),
    CONSTRAINT wholesale_invoices_check1 CHECK (((credited_minor >= 0) AND (credited_minor <= total_minor))),
    CONSTRAINT wholesale_invoices_check2 CHECK ((due_on >= issued_on)),
    CONSTRAINT wholesale_invoices_check3 CHECK (((tax_minor >= 0) AND (tax_minor <= total_minor))),
    CONSTRAINT wholesale_invoices_check4 CHECK (((from_credit_minor >= 0) AND (from_credit_minor <= total_minor))),
    CONSTRAINT wholesale_invoices_check5 CHECK (((paid_minor >= 0) AND (paid_minor <= (total_minor - credited_minor)))),
    CONSTRAINT wholesale_invoices_number_check CHECK ((number > 0)),
    CONSTRAINT wholesale_invoices_total_minor_check CHECK ((total_minor > 0))
);

ALTER TABLE ONLY public.wholesale_invoices FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_invoices OWNER TO owner;

--
-- Name: wholesale_payments; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_payments (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    paid_on date NOT NULL,
    method text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    reversed_at timestamp(3) with time zone,
    reversed_on date,
    reversal_reason text,
    CONSTRAINT wholesale_payments_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT wholesale_payments_check CHECK ((((reversed_at IS NULL) = (reversal_reason IS NULL)) AND ((reversed_at IS NULL) = (reversed_on IS NULL)))),
    CONSTRAINT wholesale_payments_method_check CHECK ((method = ANY (ARRAY['bank_transfer'::text, 'card'::text, 'check'::text, 'cash'::text, 'direct_debit'::text, 'other'::text]))),
    CONSTRAINT wholesale_payments_reference_check CHECK ((char_length(reference) <= 100)),
    CONSTRAINT wholesale_payments_reversal_reason_check CHECK (((char_length(reversal_reason) >= 1) AND (char_length(reversal_reason) <= 500)))
);

ALTER TABLE ONLY public.wholesale_payments FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_payments OWNER TO owner;

--
-- Name: wholesale_refunds; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_refunds (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    paid_on date NOT NULL,
    method text NOT NULL,
    reference text DEFAULT ''::text NOT NULL,
    reason text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT now() NOT NULL,
    reversed_at timestamp(3) with time zone,
    reversed_on date,
    reversal_reason text,
    CONSTRAINT wholesale_refunds_amount_minor_check CHECK ((amount_minor > 0)),
    CONSTRAINT wholesale_refunds_method_check CHECK ((method = ANY (ARRAY['bank_transfer'::text, 'card'::text, 'check'::text, 'cash'::text, 'direct_debit'::text, 'other'::text]))),
    CONSTRAINT wholesale_refunds_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500))),
    CONSTRAINT wholesale_refunds_reference_check CHECK ((char_length(reference) <= 100))
);

ALTER TABLE ONLY public.wholesale_refunds FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_refunds OWNER TO owner;

--
-- Name: wholesale_reminders; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_reminders (
    invoice_id uuid NOT NULL,
    days smallint NOT NULL,
    partner_id uuid NOT NULL,
    at timestamp(3) with time zone DEFAULT now() NOT NULL,
    CONSTRAINT wholesale_reminders_days_check CHECK ((days >= 0))
);

ALTER TABLE ONLY public.wholesale_reminders FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_reminders OWNER TO owner;

--
-- Name: wholesale_settings; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_settings (
    only_row boolean DEFAULT true NOT NULL,
    legal_name text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    tax_ids text[] DEFAULT '{}'::text[] NOT NULL,
    footer text DEFAULT ''::text NOT NULL,
    last_number integer DEFAULT 0 NOT NULL,
    last_issued_on date,
    version integer DEFAULT 1 NOT NULL,
    last_credit_note integer DEFAULT 0 NOT NULL,
    last_credit_note_on date,
    CONSTRAINT wholesale_settings_address_check CHECK ((char_length(address) <= 500)),
    CONSTRAINT wholesale_settings_footer_check CHECK ((char_length(footer) <= 1000)),
    CONSTRAINT wholesale_settings_legal_name_check CHECK ((char_length(legal_name) <= 100)),
    CONSTRAINT wholesale_settings_only_row_check CHECK (only_row),
    CONSTRAINT wholesale_settings_tax_ids_check CHECK ((cardinality(tax_ids) <= 5))
);

ALTER TABLE ONLY public.wholesale_settings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_settings OWNER TO owner;

--
-- Name: wholesale_terms; Type: TABLE; Schema: public; Owner: owner
--

CREATE TABLE public.wholesale_terms (
    partner_id uuid NOT NULL,
    currency text NOT NULL,
    tenant_fee integer NOT NULL,
    extension_fee integer NOT NULL,
    number_fee integer NOT NULL,
    billing_day smallint NOT NULL,
    payment_terms_days smallint NOT NULL,
    billing_email text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    taxes jsonb DEFAULT '[]'::jsonb NOT NULL,
    tax_certificate text DEFAULT ''::text NOT NULL,
    tax_exempt_from date,
    tax_exempt_until date,
    reminder_days smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    CONSTRAINT wholesale_terms_billing_day_check CHECK (((billing_day >= 1) AND (billing_day <= 31))),
    CONSTRAINT wholesale_terms_check CHECK ((tax_exempt_until >= tax_exempt_from)),
    CONSTRAINT wholesale_terms_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT wholesale_terms_extension_fee_check CHECK ((extension_fee >= 0)),
    CONSTRAINT wholesale_terms_number_fee_check CHECK ((number_fee >= 0)),
    CONSTRAINT wholesale_terms_payment_terms_days_check CHECK (((payment_terms_days >= 0) AND (payment_terms_days <= 365))),
    CONSTRAINT wholesale_terms_reminder_days_check CHECK ((cardinality(reminder_days) <= 10)),
    CONSTRAINT wholesale_terms_tax_certificate_check CHECK ((char_length(tax_certificate) <= 100)),
    CONSTRAINT wholesale_terms_tenant_fee_check CHECK ((tenant_fee >= 0))
);

ALTER TABLE ONLY public.wholesale_terms FORCE ROW LEVEL SECURITY;

ALTER TABLE public.wholesale_terms OWNER TO owner;

--
-- Name: api_requests_0; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_0 FOR VALUES IN ('0');

--
-- Name: api_requests_1; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_1 FOR VALUES IN ('1');

--
-- Name: api_requests_2; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_2 FOR VALUES IN ('2');

--
-- Name: api_requests_3; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_3 FOR VALUES IN ('3');

--
-- Name: api_requests_4; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_4 FOR VALUES IN ('4');

--
-- Name: api_requests_5; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_5 FOR VALUES IN ('5');

--
-- Name: api_requests_6; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_6 FOR VALUES IN ('6');

--
-- Name: api_requests_7; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_7 FOR VALUES IN ('7');

--
-- Name: api_requests_8; Type: TABLE ATTACH; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests ATTACH PARTITION public.api_requests_8 FOR VALUES IN ('8');

--
-- Name: ps_contacts ps_contacts_pkey; Type: CONSTRAINT; Schema: asterisk; Owner: owner
--

ALTER TABLE ONLY asterisk.ps_contacts
    ADD CONSTRAINT ps_contacts_pkey PRIMARY KEY (id);

--
-- Name: account_credits account_credits_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.account_credits
    ADD CONSTRAINT account_credits_pkey PRIMARY KEY (id);

--
-- Name: account_credits account_credits_reason_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.account_credits
    ADD CONSTRAINT account_credits_reason_check CHECK ((reason = ANY (ARRAY['invoice_below_zero'::text, 'credit_note'::text, 'overpayment'::text, 'payment_reversed'::text, 'used'::text, 'reopened'::text, 'refund'::text, 'refund_failed'::text, 'refund_reversed'::text, 'payment_reinstated'::text]))) NOT VALID;

--
-- Name: address_book_numbers address_book_numbers_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.address_book_numbers
    ADD CONSTRAINT address_book_numbers_pkey PRIMARY KEY (tenant_id, contact_id, number);

--
-- Name: address_book address_book_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.address_book
    ADD CONSTRAINT address_book_pkey PRIMARY KEY (id);

--
-- Name: address_book address_book_tenant_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.address_book
    ADD CONSTRAINT address_book_tenant_id_id_key UNIQUE (tenant_id, id);

--
-- Name: adjustments adjustments_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_pkey PRIMARY KEY (id);

--
-- Name: api_key_minutes api_key_minutes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_key_minutes
    ADD CONSTRAINT api_key_minutes_pkey PRIMARY KEY (key_id);

--
-- Name: api_key_tenants api_key_tenants_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_key_tenants
    ADD CONSTRAINT api_key_tenants_pkey PRIMARY KEY (key_id, tenant_id);

--
-- Name: api_keys api_keys_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

--
-- Name: api_keys api_keys_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_token_hash_key UNIQUE (token_hash);

--
-- Name: api_requests api_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests
    ADD CONSTRAINT api_requests_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_0 api_requests_0_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_0
    ADD CONSTRAINT api_requests_0_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_1 api_requests_1_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_1
    ADD CONSTRAINT api_requests_1_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_2 api_requests_2_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_2
    ADD CONSTRAINT api_requests_2_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_3 api_requests_3_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_3
    ADD CONSTRAINT api_requests_3_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_4 api_requests_4_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_4
    ADD CONSTRAINT api_requests_4_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_5 api_requests_5_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_5
    ADD CONSTRAINT api_requests_5_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_6 api_requests_6_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_6
    ADD CONSTRAINT api_requests_6_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_7 api_requests_7_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_7
    ADD CONSTRAINT api_requests_7_pkey PRIMARY KEY (id, slot);

--
-- Name: api_requests_8 api_requests_8_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_requests_8
    ADD CONSTRAINT api_requests_8_pkey PRIMARY KEY (id, slot);

--
-- Name: audit_chain audit_chain_event_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.audit_chain
    ADD CONSTRAINT audit_chain_event_id_key UNIQUE (event_id);

--
-- Name: audit_chain audit_chain_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.audit_chain
    ADD CONSTRAINT audit_chain_pkey PRIMARY KEY (chain, seq);

--
-- Name: audit_events audit_events_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (id);

--
-- Name: audit_unchained audit_unchained_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.audit_unchained
    ADD CONSTRAINT audit_unchained_pkey PRIMARY KEY (event_id);

--
-- Name: billing_cycles billing_cycles_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_cycles
    ADD CONSTRAINT billing_cycles_pkey PRIMARY KEY (id);

--
-- Name: billing_cycles billing_cycles_tenant_id_starts_at_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_cycles
    ADD CONSTRAINT billing_cycles_tenant_id_starts_at_key UNIQUE (tenant_id, starts_at);

--
-- Name: billing_ledger billing_ledger_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_ledger
    ADD CONSTRAINT billing_ledger_pkey PRIMARY KEY (id);

--
-- Name: billing_profile_versions billing_profile_versions_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profile_versions
    ADD CONSTRAINT billing_profile_versions_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: billing_profile_versions billing_profile_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profile_versions
    ADD CONSTRAINT billing_profile_versions_pkey PRIMARY KEY (id);

--
-- Name: billing_profile_versions billing_profile_versions_profile_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profile_versions
    ADD CONSTRAINT billing_profile_versions_profile_id_number_key UNIQUE (profile_id, number);

--
-- Name: billing_profiles billing_profiles_partner_id_name_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profiles
    ADD CONSTRAINT billing_profiles_partner_id_name_key UNIQUE (partner_id, name);

--
-- Name: billing_profiles billing_profiles_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profiles
    ADD CONSTRAINT billing_profiles_pkey PRIMARY KEY (id);

--
-- Name: call_charges call_charges_cycle; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.call_charges
    ADD CONSTRAINT call_charges_cycle CHECK (((state = 'not_charged'::text) = (cycle_id IS NULL))) NOT VALID;

--
-- Name: call_charges call_charges_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.call_charges
    ADD CONSTRAINT call_charges_pkey PRIMARY KEY (call_id, leg);

--
-- Name: call_charges call_charges_price; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.call_charges
    ADD CONSTRAINT call_charges_price CHECK (((state = ANY (ARRAY['unrated'::text, 'not_charged'::text])) = (charge_micros IS NULL))) NOT VALID;

--
-- Name: call_charges call_charges_state_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.call_charges
    ADD CONSTRAINT call_charges_state_check CHECK ((state = ANY (ARRAY['rated'::text, 'free'::text, 'metered'::text, 'unrated'::text, 'not_charged'::text]))) NOT VALID;

--
-- Name: call_charges call_charges_wholesale; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.call_charges
    ADD CONSTRAINT call_charges_wholesale CHECK (((wholesale_micros IS NULL) = (wholesale_currency IS NULL))) NOT VALID;

--
-- Name: calls calls_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

--
-- Name: cap_reports cap_reports_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cap_reports
    ADD CONSTRAINT cap_reports_pkey PRIMARY KEY (cycle_id, cap, cap_value, level);

--
-- Name: card_attempts card_attempts_lost_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.card_attempts
    ADD CONSTRAINT card_attempts_lost_check CHECK ((lost_minor >= 0)) NOT VALID;

--
-- Name: card_attempts card_attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.card_attempts
    ADD CONSTRAINT card_attempts_pkey PRIMARY KEY (id);

--
-- Name: cards cards_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cards
    ADD CONSTRAINT cards_pkey PRIMARY KEY (id);

--
-- Name: cards cards_tenant_id_provider_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cards
    ADD CONSTRAINT cards_tenant_id_provider_id_key UNIQUE (tenant_id, provider_id);

--
-- Name: credit_notes credit_notes_partner_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.credit_notes
    ADD CONSTRAINT credit_notes_partner_id_number_key UNIQUE (partner_id, number);

--
-- Name: credit_notes credit_notes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.credit_notes
    ADD CONSTRAINT credit_notes_pkey PRIMARY KEY (id);

--
-- Name: csv_downloads csv_downloads_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.csv_downloads
    ADD CONSTRAINT csv_downloads_pkey PRIMARY KEY (id);

--
-- Name: dids dids_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.dids
    ADD CONSTRAINT dids_number_key UNIQUE (number);

--
-- Name: dids dids_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.dids
    ADD CONSTRAINT dids_pkey PRIMARY KEY (id);

--
-- Name: document_counters document_counters_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.document_counters
    ADD CONSTRAINT document_counters_pkey PRIMARY KEY (partner_id, series);

--
-- Name: emergency_calls emergency_calls_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.emergency_calls
    ADD CONSTRAINT emergency_calls_pkey PRIMARY KEY (call_id);

--
-- Name: emergency_contacts emergency_contacts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_pkey PRIMARY KEY (tenant_id);

--
-- Name: event_positions event_positions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.event_positions
    ADD CONSTRAINT event_positions_pkey PRIMARY KEY (partner_id);

--
-- Name: event_sequences event_sequences_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.event_sequences
    ADD CONSTRAINT event_sequences_pkey PRIMARY KEY (tenant_id);

--
-- Name: events events_partner_id_position_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_partner_id_position_key UNIQUE (partner_id, "position");

--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

--
-- Name: exports exports_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_pkey PRIMARY KEY (tenant_id);

--
-- Name: extensions extensions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_pkey PRIMARY KEY (id);

--
-- Name: extensions extensions_sip_username_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_sip_username_key UNIQUE (sip_username);

--
-- Name: extensions extensions_tenant_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_tenant_id_number_key UNIQUE (tenant_id, number);

--
-- Name: flow_statistics flow_statistics_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_statistics
    ADD CONSTRAINT flow_statistics_pkey PRIMARY KEY (tenant_id, flow_id, day, node_id, exit_id);

--
-- Name: flow_templates flow_templates_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_templates
    ADD CONSTRAINT flow_templates_pkey PRIMARY KEY (id);

--
-- Name: flow_versions flow_versions_flow_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_versions
    ADD CONSTRAINT flow_versions_flow_id_number_key UNIQUE (flow_id, number);

--
-- Name: flow_versions flow_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_versions
    ADD CONSTRAINT flow_versions_pkey PRIMARY KEY (id);

--
-- Name: flows flows_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flows
    ADD CONSTRAINT flows_pkey PRIMARY KEY (id);

--
-- Name: flows flows_tenant_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flows
    ADD CONSTRAINT flows_tenant_id_number_key UNIQUE (tenant_id, number);

--
-- Name: forwarding forwarding_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.forwarding
    ADD CONSTRAINT forwarding_pkey PRIMARY KEY (extension_id);

--
-- Name: fraud_rules fraud_rules_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.fraud_rules
    ADD CONSTRAINT fraud_rules_pkey PRIMARY KEY (tenant_id);

--
-- Name: fraud_trips fraud_trips_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.fraud_trips
    ADD CONSTRAINT fraud_trips_pkey PRIMARY KEY (id);

--
-- Name: hold_music hold_music_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.hold_music
    ADD CONSTRAINT hold_music_pkey PRIMARY KEY (tenant_id);

--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (actor_id, method, path, key);

--
-- Name: incidents incidents_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);

--
-- Name: integration_data integration_data_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.integration_data
    ADD CONSTRAINT integration_data_pkey PRIMARY KEY (object_id);

--
-- Name: invitations invitations_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (token_hash);

--
-- Name: invoice_files invoice_files_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_files
    ADD CONSTRAINT invoice_files_pkey PRIMARY KEY (document_id);

--
-- Name: invoice_notices invoice_notices_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_notices
    ADD CONSTRAINT invoice_notices_pkey PRIMARY KEY (invoice_id, kind, days);

--
-- Name: invoice_settings invoice_settings_books_years_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.invoice_settings
    ADD CONSTRAINT invoice_settings_books_years_check CHECK (((books_years >= 3) AND (books_years <= 30))) NOT VALID;

--
-- Name: invoice_settings invoice_settings_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_settings
    ADD CONSTRAINT invoice_settings_pkey PRIMARY KEY (partner_id);

--
-- Name: invoices invoices_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: invoices invoices_partner_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_partner_id_number_key UNIQUE (partner_id, number);

--
-- Name: invoices invoices_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);

--
-- Name: legal_holds legal_holds_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.legal_holds
    ADD CONSTRAINT legal_holds_pkey PRIMARY KEY (tenant_id);

--
-- Name: live_calls live_calls_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.live_calls
    ADD CONSTRAINT live_calls_pkey PRIMARY KEY (id);

--
-- Name: live_legs live_legs_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.live_legs
    ADD CONSTRAINT live_legs_pkey PRIMARY KEY (call_id, leg);

--
-- Name: mailbox_lamps mailbox_lamps_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailbox_lamps
    ADD CONSTRAINT mailbox_lamps_pkey PRIMARY KEY (extension_id, mailbox_id);

--
-- Name: mailboxes mailboxes_extension_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT mailboxes_extension_id_key UNIQUE (extension_id);

--
-- Name: mailboxes mailboxes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT mailboxes_pkey PRIMARY KEY (id);

--
-- Name: mailboxes mailboxes_tenant_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT mailboxes_tenant_id_number_key UNIQUE (tenant_id, number);

--
-- Name: mails mails_occasion_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_occasion_key UNIQUE (occasion);

--
-- Name: mails mails_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);

--
-- Name: manifests manifests_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.manifests
    ADD CONSTRAINT manifests_pkey PRIMARY KEY (id);

--
-- Name: media_files media_files_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.media_files
    ADD CONSTRAINT media_files_pkey PRIMARY KEY (tenant_id, hash);

--
-- Name: media media_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (id);

--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);

--
-- Name: number_list_entries number_list_entries_list_id_number_is_prefix_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.number_list_entries
    ADD CONSTRAINT number_list_entries_list_id_number_is_prefix_key UNIQUE (list_id, number, is_prefix);

--
-- Name: number_list_entries number_list_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.number_list_entries
    ADD CONSTRAINT number_list_entries_pkey PRIMARY KEY (id);

--
-- Name: number_lists number_lists_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.number_lists
    ADD CONSTRAINT number_lists_pkey PRIMARY KEY (id);

--
-- Name: number_lists number_lists_tenant_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.number_lists
    ADD CONSTRAINT number_lists_tenant_id_id_key UNIQUE (tenant_id, id);

--
-- Name: outbound_alerts outbound_alerts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.outbound_alerts
    ADD CONSTRAINT outbound_alerts_pkey PRIMARY KEY (tenant_id);

--
-- Name: outbound_permissions outbound_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.outbound_permissions
    ADD CONSTRAINT outbound_permissions_pkey PRIMARY KEY (tenant_id);

--
-- Name: partners partners_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);

--
-- Name: payment_accounts payment_accounts_path_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_accounts
    ADD CONSTRAINT payment_accounts_path_key UNIQUE (path);

--
-- Name: payment_accounts payment_accounts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_accounts
    ADD CONSTRAINT payment_accounts_pkey PRIMARY KEY (partner_id);

--
-- Name: payment_customers payment_customers_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_customers
    ADD CONSTRAINT payment_customers_pkey PRIMARY KEY (tenant_id);

--
-- Name: payment_events payment_events_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_events
    ADD CONSTRAINT payment_events_pkey PRIMARY KEY (partner_id, event_id);

--
-- Name: payment_reinstatements payment_reinstatements_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_reinstatements
    ADD CONSTRAINT payment_reinstatements_pkey PRIMARY KEY (id);

--
-- Name: payment_shares payment_shares_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_shares
    ADD CONSTRAINT payment_shares_pkey PRIMARY KEY (payment_id, invoice_id);

--
-- Name: payment_shares payment_shares_refunded_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.payment_shares
    ADD CONSTRAINT payment_shares_refunded_check CHECK (((refunded_minor >= 0) AND (refunded_minor <= amount_minor))) NOT VALID;

--
-- Name: payments payments_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);

--
-- Name: payments payments_refunded_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.payments
    ADD CONSTRAINT payments_refunded_check CHECK (((refunded_minor >= 0) AND (refunded_minor <= amount_minor))) NOT VALID;

--
-- Name: payments payments_reversed_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.payments
    ADD CONSTRAINT payments_reversed_check CHECK (((reversed_minor >= 1) AND (reversed_minor <= amount_minor))) NOT VALID;

--
-- Name: phone_directories phone_directories_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.phone_directories
    ADD CONSTRAINT phone_directories_pkey PRIMARY KEY (tenant_id);

--
-- Name: phone_directories phone_directories_secret_hash_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.phone_directories
    ADD CONSTRAINT phone_directories_secret_hash_key UNIQUE (secret_hash);

--
-- Name: pin_attempts pin_attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.pin_attempts
    ADD CONSTRAINT pin_attempts_pkey PRIMARY KEY (tenant_id, source);

--
-- Name: sip_prefixes prefix_of_tenant; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sip_prefixes
    ADD CONSTRAINT prefix_of_tenant UNIQUE (prefix, tenant_id);

--
-- Name: queued_events queued_events_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.queued_events
    ADD CONSTRAINT queued_events_pkey PRIMARY KEY (id);

--
-- Name: rate_import_rows rate_import_rows_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_import_rows
    ADD CONSTRAINT rate_import_rows_pkey PRIMARY KEY (import_id, line);

--
-- Name: rate_imports rate_imports_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_imports
    ADD CONSTRAINT rate_imports_pkey PRIMARY KEY (id);

--
-- Name: rate_lists rate_lists_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_lists
    ADD CONSTRAINT rate_lists_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: rate_lists rate_lists_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_lists
    ADD CONSTRAINT rate_lists_pkey PRIMARY KEY (id);

--
-- Name: rate_lists rate_lists_table_id_valid_from_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_lists
    ADD CONSTRAINT rate_lists_table_id_valid_from_key UNIQUE (table_id, valid_from);

--
-- Name: rate_tables rate_tables_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_tables
    ADD CONSTRAINT rate_tables_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: rate_tables rate_tables_partner_id_name_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_tables
    ADD CONSTRAINT rate_tables_partner_id_name_key UNIQUE (partner_id, name);

--
-- Name: rate_tables rate_tables_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_tables
    ADD CONSTRAINT rate_tables_pkey PRIMARY KEY (id);

--
-- Name: rates rates_list_id_prefix_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rates
    ADD CONSTRAINT rates_list_id_prefix_key UNIQUE (list_id, prefix);

--
-- Name: rates rates_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rates
    ADD CONSTRAINT rates_pkey PRIMARY KEY (id);

--
-- Name: recording_settings recording_settings_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recording_settings
    ADD CONSTRAINT recording_settings_pkey PRIMARY KEY (tenant_id);

--
-- Name: recordings recordings_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recordings
    ADD CONSTRAINT recordings_pkey PRIMARY KEY (id);

--
-- Name: recovery_codes recovery_codes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (user_id, code_hash);

--
-- Name: refunds refunds_method_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.refunds
    ADD CONSTRAINT refunds_method_check CHECK ((method = ANY (ARRAY['bank_transfer'::text, 'card'::text, 'check'::text, 'cash'::text, 'direct_debit'::text, 'other'::text]))) NOT VALID;

--
-- Name: refunds refunds_partner_id_provider_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_partner_id_provider_id_key UNIQUE (partner_id, provider_id);

--
-- Name: refunds refunds_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_pkey PRIMARY KEY (id);

--
-- Name: refunds refunds_reference_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.refunds
    ADD CONSTRAINT refunds_reference_check CHECK ((char_length(reference) <= 100)) NOT VALID;

--
-- Name: refunds refunds_reversal_reason_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.refunds
    ADD CONSTRAINT refunds_reversal_reason_check CHECK (((char_length(reversal_reason) >= 1) AND (char_length(reversal_reason) <= 500))) NOT VALID;

--
-- Name: refunds refunds_reversed_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.refunds
    ADD CONSTRAINT refunds_reversed_check CHECK ((((state = 'reversed'::text) = (reversal_reason IS NOT NULL)) AND ((state <> 'reversed'::text) OR ((returned_on IS NOT NULL) AND (provider_id IS NULL))))) NOT VALID;

--
-- Name: refunds refunds_state_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.refunds
    ADD CONSTRAINT refunds_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'pending'::text, 'succeeded'::text, 'failed'::text, 'unclear'::text, 'reversed'::text]))) NOT VALID;

--
-- Name: ring_group_members ring_group_members_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_group_members
    ADD CONSTRAINT ring_group_members_pkey PRIMARY KEY (group_id, "position");

--
-- Name: ring_groups ring_groups_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_groups
    ADD CONSTRAINT ring_groups_pkey PRIMARY KEY (id);

--
-- Name: ring_groups ring_groups_tenant_id_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_groups
    ADD CONSTRAINT ring_groups_tenant_id_number_key UNIQUE (tenant_id, number);

--
-- Name: sandboxes sandboxes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sandboxes
    ADD CONSTRAINT sandboxes_pkey PRIMARY KEY (tenant_id);

--
-- Name: schedules schedules_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (id);

--
-- Name: schedules schedules_tenant_id_code_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_tenant_id_code_key UNIQUE (tenant_id, code);

--
-- Name: second_factors second_factors_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.second_factors
    ADD CONSTRAINT second_factors_pkey PRIMARY KEY (user_id);

--
-- Name: security_settings security_settings_partner_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.security_settings
    ADD CONSTRAINT security_settings_partner_id_key UNIQUE NULLS NOT DISTINCT (partner_id);

--
-- Name: service_calls service_calls_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_calls
    ADD CONSTRAINT service_calls_pkey PRIMARY KEY (id);

--
-- Name: service_periods service_periods_kind_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.service_periods
    ADD CONSTRAINT service_periods_kind_check CHECK ((kind = ANY (ARRAY['active'::text, 'extension'::text, 'number'::text, 'cancelled'::text]))) NOT VALID;

--
-- Name: service_periods service_periods_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_periods
    ADD CONSTRAINT service_periods_pkey PRIMARY KEY (id);

--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_hash);

--
-- Name: sign_in_failures sign_in_failures_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (key);

--
-- Name: sip_prefixes sip_prefixes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sip_prefixes
    ADD CONSTRAINT sip_prefixes_pkey PRIMARY KEY (prefix);

--
-- Name: support_contacts support_contacts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.support_contacts
    ADD CONSTRAINT support_contacts_pkey PRIMARY KEY (partner_id);

--
-- Name: suspensions suspensions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.suspensions
    ADD CONSTRAINT suspensions_pkey PRIMARY KEY (tenant_id, by_operator, reason);

--
-- Name: tax_exemptions tax_exemptions_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tax_exemptions
    ADD CONSTRAINT tax_exemptions_pkey PRIMARY KEY (tenant_id);

--
-- Name: tenant_counts tenant_counts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_counts
    ADD CONSTRAINT tenant_counts_pkey PRIMARY KEY (partner_id, status);

--
-- Name: tenant_defaults tenant_defaults_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_defaults
    ADD CONSTRAINT tenant_defaults_pkey PRIMARY KEY (partner_id);

--
-- Name: tenant_key_settings tenant_key_settings_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_key_settings
    ADD CONSTRAINT tenant_key_settings_pkey PRIMARY KEY (partner_id);

--
-- Name: tenant_limits tenant_limits_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_limits
    ADD CONSTRAINT tenant_limits_pkey PRIMARY KEY (tenant_id);

--
-- Name: tenant_statuses tenant_statuses_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_statuses
    ADD CONSTRAINT tenant_statuses_pkey PRIMARY KEY (status);

--
-- Name: tenants tenants_of_partner; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_of_partner UNIQUE (id, partner_id);

--
-- Name: tenants tenants_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (id);

--
-- Name: tenants tenants_sandbox_is_not_billed; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.tenants
    ADD CONSTRAINT tenants_sandbox_is_not_billed CHECK (((NOT sandbox) OR (billing_profile_id IS NULL))) NOT VALID;

--
-- Name: tenants tenants_sip_prefix_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_sip_prefix_key UNIQUE (sip_prefix);

--
-- Name: tombstones tombstones_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tombstones
    ADD CONSTRAINT tombstones_pkey PRIMARY KEY (tenant_id);

--
-- Name: transcripts transcripts_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_pkey PRIMARY KEY (id);

--
-- Name: transcripts transcripts_recording_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_recording_id_key UNIQUE (recording_id);

--
-- Name: transcripts transcripts_voicemail_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_voicemail_id_key UNIQUE (voicemail_id);

--
-- Name: trunk_states trunk_states_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.trunk_states
    ADD CONSTRAINT trunk_states_pkey PRIMARY KEY (trunk_id, node);

--
-- Name: trunks trunks_name_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.trunks
    ADD CONSTRAINT trunks_name_key UNIQUE (name);

--
-- Name: trunks trunks_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.trunks
    ADD CONSTRAINT trunks_pkey PRIMARY KEY (id);

--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

--
-- Name: voicemails voicemails_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_pkey PRIMARY KEY (id);

--
-- Name: webhook_deliveries webhook_deliveries_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);

--
-- Name: webhook_deliveries webhook_deliveries_state_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'parked'::text, 'delivered'::text, 'failed'::text, 'skipped'::text]))) NOT VALID;

--
-- Name: webhook_deliveries webhook_deliveries_webhook_id_event_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_event_id_key UNIQUE (webhook_id, event_id);

--
-- Name: webhook_tenants webhook_tenants_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_tenants
    ADD CONSTRAINT webhook_tenants_pkey PRIMARY KEY (webhook_id, tenant_id);

--
-- Name: webhooks webhooks_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: webhooks webhooks_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);

--
-- Name: wholesale_credit_notes wholesale_credit_notes_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_credit_notes
    ADD CONSTRAINT wholesale_credit_notes_number_key UNIQUE (number);

--
-- Name: wholesale_credit_notes wholesale_credit_notes_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_credit_notes
    ADD CONSTRAINT wholesale_credit_notes_pkey PRIMARY KEY (id);

--
-- Name: wholesale_cycles wholesale_cycles_partner_id_first_day_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_cycles
    ADD CONSTRAINT wholesale_cycles_partner_id_first_day_key UNIQUE (partner_id, first_day);

--
-- Name: wholesale_cycles wholesale_cycles_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_cycles
    ADD CONSTRAINT wholesale_cycles_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: wholesale_cycles wholesale_cycles_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_cycles
    ADD CONSTRAINT wholesale_cycles_pkey PRIMARY KEY (id);

--
-- Name: wholesale_files wholesale_files_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_files
    ADD CONSTRAINT wholesale_files_pkey PRIMARY KEY (document_id);

--
-- Name: wholesale_invoices wholesale_invoices_cycle_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_invoices
    ADD CONSTRAINT wholesale_invoices_cycle_id_key UNIQUE (cycle_id);

--
-- Name: wholesale_invoices wholesale_invoices_number_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_invoices
    ADD CONSTRAINT wholesale_invoices_number_key UNIQUE (number);

--
-- Name: wholesale_invoices wholesale_invoices_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_invoices
    ADD CONSTRAINT wholesale_invoices_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: wholesale_invoices wholesale_invoices_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_invoices
    ADD CONSTRAINT wholesale_invoices_pkey PRIMARY KEY (id);

--
-- Name: wholesale_payments wholesale_payments_partner_id_id_key; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_payments
    ADD CONSTRAINT wholesale_payments_partner_id_id_key UNIQUE (partner_id, id);

--
-- Name: wholesale_payments wholesale_payments_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_payments
    ADD CONSTRAINT wholesale_payments_pkey PRIMARY KEY (id);

--
-- Name: wholesale_refunds wholesale_refunds_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_refunds
    ADD CONSTRAINT wholesale_refunds_pkey PRIMARY KEY (id);

--
-- Name: wholesale_refunds wholesale_refunds_reversal_reason_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_refunds
    ADD CONSTRAINT wholesale_refunds_reversal_reason_check CHECK (((char_length(reversal_reason) >= 1) AND (char_length(reversal_reason) <= 500))) NOT VALID;

--
-- Name: wholesale_refunds wholesale_refunds_reversed_check; Type: CHECK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_refunds
    ADD CONSTRAINT wholesale_refunds_reversed_check CHECK ((((reversed_at IS NULL) = (reversal_reason IS NULL)) AND ((reversed_at IS NULL) = (reversed_on IS NULL)))) NOT VALID;

--
-- Name: wholesale_reminders wholesale_reminders_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_reminders
    ADD CONSTRAINT wholesale_reminders_pkey PRIMARY KEY (invoice_id, days);

--
-- Name: wholesale_settings wholesale_settings_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_settings
    ADD CONSTRAINT wholesale_settings_pkey PRIMARY KEY (only_row);

--
-- Name: wholesale_terms wholesale_terms_pkey; Type: CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_terms
    ADD CONSTRAINT wholesale_terms_pkey PRIMARY KEY (partner_id);

--
-- Name: ps_contacts_by_id; Type: INDEX; Schema: asterisk; Owner: owner
--

CREATE INDEX ps_contacts_by_id ON asterisk.ps_contacts USING btree (id text_pattern_ops);

--
-- Name: ps_contacts_of_endpoint; Type: INDEX; Schema: asterisk; Owner: owner
--

CREATE INDEX ps_contacts_of_endpoint ON asterisk.ps_contacts USING btree (endpoint);

--
-- Name: ps_contacts_of_tenant; Type: INDEX; Schema: asterisk; Owner: owner
--

CREATE INDEX ps_contacts_of_tenant ON asterisk.ps_contacts USING btree (tenant_id);

--
-- Name: account_credits_of_invoice; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX account_credits_of_invoice ON public.account_credits USING btree (invoice_id) WHERE (reason = ANY (ARRAY['used'::text, 'reopened'::text]));

--
-- Name: account_credits_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX account_credits_of_tenant ON public.account_credits USING btree (tenant_id, currency);

--
-- Name: address_book_by_company; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX address_book_by_company ON public.address_book USING btree (tenant_id, company COLLATE "und-x-icu", id);

--
-- Name: address_book_by_name; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX address_book_by_name ON public.address_book USING btree (tenant_id, name COLLATE "und-x-icu", id);

--
-- Name: address_book_numbers_by_number; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX address_book_numbers_by_number ON public.address_book_numbers USING btree (tenant_id, number, contact_id);

--
-- Name: adjustments_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX adjustments_of_tenant ON public.adjustments USING btree (tenant_id, created_at);

--
-- Name: api_key_tenants_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_key_tenants_of_tenant ON public.api_key_tenants USING btree (tenant_id);

--
-- Name: api_keys_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_keys_of_partner ON public.api_keys USING btree (partner_id, name);

--
-- Name: api_keys_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_keys_of_tenant ON public.api_keys USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_of_partner ON ONLY public.api_requests USING btree (partner_id, at, id);

--
-- Name: api_requests_0_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_0_partner_id_at_id_idx ON public.api_requests_0 USING btree (partner_id, at, id);

--
-- Name: api_requests_of_tenant_keys; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_of_tenant_keys ON ONLY public.api_requests USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_0_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_0_tenant_id_at_id_idx ON public.api_requests_0 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_of_tenant ON ONLY public.api_requests USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_0_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_0_tenant_id_idx ON public.api_requests_0 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_1_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_1_partner_id_at_id_idx ON public.api_requests_1 USING btree (partner_id, at, id);

--
-- Name: api_requests_1_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_1_tenant_id_at_id_idx ON public.api_requests_1 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_1_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_1_tenant_id_idx ON public.api_requests_1 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_2_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_2_partner_id_at_id_idx ON public.api_requests_2 USING btree (partner_id, at, id);

--
-- Name: api_requests_2_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_2_tenant_id_at_id_idx ON public.api_requests_2 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_2_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_2_tenant_id_idx ON public.api_requests_2 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_3_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_3_partner_id_at_id_idx ON public.api_requests_3 USING btree (partner_id, at, id);

--
-- Name: api_requests_3_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_3_tenant_id_at_id_idx ON public.api_requests_3 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_3_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_3_tenant_id_idx ON public.api_requests_3 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_4_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_4_partner_id_at_id_idx ON public.api_requests_4 USING btree (partner_id, at, id);

--
-- Name: api_requests_4_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_4_tenant_id_at_id_idx ON public.api_requests_4 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_4_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_4_tenant_id_idx ON public.api_requests_4 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_5_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_5_partner_id_at_id_idx ON public.api_requests_5 USING btree (partner_id, at, id);

--
-- Name: api_requests_5_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_5_tenant_id_at_id_idx ON public.api_requests_5 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_5_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_5_tenant_id_idx ON public.api_requests_5 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_6_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_6_partner_id_at_id_idx ON public.api_requests_6 USING btree (partner_id, at, id);

--
-- Name: api_requests_6_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_6_tenant_id_at_id_idx ON public.api_requests_6 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_6_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_6_tenant_id_idx ON public.api_requests_6 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_7_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_7_partner_id_at_id_idx ON public.api_requests_7 USING btree (partner_id, at, id);

--
-- Name: api_requests_7_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_7_tenant_id_at_id_idx ON public.api_requests_7 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_7_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_7_tenant_id_idx ON public.api_requests_7 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: api_requests_8_partner_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_8_partner_id_at_id_idx ON public.api_requests_8 USING btree (partner_id, at, id);

--
-- Name: api_requests_8_tenant_id_at_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_8_tenant_id_at_id_idx ON public.api_requests_8 USING btree (tenant_id, at, id) WHERE by_tenant;

--
-- Name: api_requests_8_tenant_id_idx; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX api_requests_8_tenant_id_idx ON public.api_requests_8 USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: audit_events_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX audit_events_of_partner ON public.audit_events USING btree (partner_id, at DESC, id DESC);

--
-- Name: audit_events_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX audit_events_of_tenant ON public.audit_events USING btree (tenant_id, at DESC, id DESC);

--
-- Name: billing_cycles_not_invoiced; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX billing_cycles_not_invoiced ON public.billing_cycles USING btree (ends_at) WHERE (invoiced_at IS NULL);

--
-- Name: billing_cycles_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX billing_cycles_of_partner ON public.billing_cycles USING btree (partner_id, starts_at);

--
-- Name: billing_cycles_of_version; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX billing_cycles_of_version ON public.billing_cycles USING btree (profile_version_id);

--
-- Name: billing_ledger_by_age; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX billing_ledger_by_age ON public.billing_ledger USING btree (purged_at);

--
-- Name: billing_ledger_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX billing_ledger_of_partner ON public.billing_ledger USING btree (partner_id, ended_at);

--
-- Name: call_charges_of_cycle; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX call_charges_of_cycle ON public.call_charges USING btree (cycle_id);

--
-- Name: call_charges_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX call_charges_of_partner ON public.call_charges USING btree (partner_id, ended_at);

--
-- Name: call_charges_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX call_charges_of_tenant ON public.call_charges USING btree (tenant_id, ended_at);

--
-- Name: call_charges_unrated; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX call_charges_unrated ON public.call_charges USING btree (partner_id, ended_at, call_id, leg) WHERE (state = 'unrated'::text);

--
-- Name: calls_answered_elsewhere; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_answered_elsewhere ON public.calls USING btree (tenant_id, answered_extension_id, admitted_at DESC, id DESC) INCLUDE (direction, outcome) WHERE ((answered_extension_id IS NOT NULL) AND (answered_extension_id IS DISTINCT FROM extension_id) AND (answered_extension_id IS DISTINCT FROM called_extension_id));

--
-- Name: calls_by_number; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_by_number ON public.calls USING gin (public.number_tokens(tenant_id, ((from_number || ' '::text) || to_number))) WITH (gin_pending_list_limit='256');

--
-- Name: calls_by_outcome; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_by_outcome ON public.calls USING btree (tenant_id, direction, outcome, admitted_at DESC, id DESC);

--
-- Name: calls_expensive; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_expensive ON public.calls USING btree (tenant_id, ended_at) INCLUDE (answered_at) WHERE ((answered_at IS NOT NULL) AND (destination_class = ANY (ARRAY['caribbean'::text, 'international'::text, 'premium'::text, 'satellite'::text])));

--
-- Name: calls_in_emergency; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_in_emergency ON public.calls USING btree (tenant_id, admitted_at DESC, id DESC) WHERE emergency;

--
-- Name: calls_of_extension; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_of_extension ON public.calls USING btree (tenant_id, extension_id, admitted_at DESC, id DESC) INCLUDE (direction, outcome) WHERE (extension_id IS NOT NULL);

--
-- Name: calls_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_of_tenant ON public.calls USING btree (tenant_id, admitted_at DESC, id DESC);

--
-- Name: calls_to_extension; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX calls_to_extension ON public.calls USING btree (tenant_id, called_extension_id, admitted_at DESC, id DESC) INCLUDE (direction, outcome) WHERE (called_extension_id IS NOT NULL);

--
-- Name: cap_reports_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX cap_reports_of_partner ON public.cap_reports USING btree (partner_id, reported_at);

--
-- Name: cap_reports_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX cap_reports_of_tenant ON public.cap_reports USING btree (tenant_id);

--
-- Name: card_attempts_auto_pay; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX card_attempts_auto_pay ON public.card_attempts USING btree (invoice_id, step) WHERE (kind = 'auto_pay'::text);

--
-- Name: card_attempts_charge; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_charge ON public.card_attempts USING btree (partner_id, charge_id);

--
-- Name: card_attempts_lost_dispute; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_lost_dispute ON public.card_attempts USING btree (id) WHERE (dispute = 'lost'::text);

--
-- Name: card_attempts_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_of_partner ON public.card_attempts USING btree (partner_id, created_at DESC);

--
-- Name: card_attempts_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_of_tenant ON public.card_attempts USING btree (tenant_id, created_at DESC);

--
-- Name: card_attempts_one_pays; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX card_attempts_one_pays ON public.card_attempts USING btree (tenant_id) WHERE ((kind <> 'save_card'::text) AND (state = ANY (ARRAY['asked'::text, 'open'::text, 'processing'::text])));

--
-- Name: card_attempts_open_dispute; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_open_dispute ON public.card_attempts USING btree (id) WHERE (dispute = 'open'::text);

--
-- Name: card_attempts_page; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_page ON public.card_attempts USING btree (partner_id, page_id);

--
-- Name: card_attempts_payment; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_payment ON public.card_attempts USING btree (payment_id);

--
-- Name: card_attempts_running; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX card_attempts_running ON public.card_attempts USING btree (changed_at) WHERE (state = ANY (ARRAY['asked'::text, 'open'::text, 'processing'::text]));

--
-- Name: cards_auto_pay; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX cards_auto_pay ON public.cards USING btree (tenant_id) WHERE (auto_pay_since IS NOT NULL);

--
-- Name: cards_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX cards_of_partner ON public.cards USING btree (partner_id);

--
-- Name: credit_notes_of_invoice; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX credit_notes_of_invoice ON public.credit_notes USING btree (invoice_id);

--
-- Name: credit_notes_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX credit_notes_of_tenant ON public.credit_notes USING btree (tenant_id, number);

--
-- Name: csv_downloads_of_owner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX csv_downloads_of_owner ON public.csv_downloads USING btree (owner_id);

--
-- Name: dids_last_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX dids_last_tenant ON public.dids USING btree (last_tenant_id) WHERE (last_tenant_id IS NOT NULL);

--
-- Name: dids_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX dids_of_partner ON public.dids USING btree (partner_id, number);

--
-- Name: dids_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX dids_of_tenant ON public.dids USING btree (tenant_id, number) WHERE (tenant_id IS NOT NULL);

--
-- Name: dids_to_target; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX dids_to_target ON public.dids USING btree (routing_target_id) WHERE (routing_target_id IS NOT NULL);

--
-- Name: emergency_callbacks; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX emergency_callbacks ON public.calls USING btree (tenant_id, callback_number, ended_at) WHERE emergency;

--
-- Name: emergency_calls_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX emergency_calls_of_tenant ON public.emergency_calls USING btree (tenant_id, called_at DESC);

--
-- Name: events_by_age; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX events_by_age ON public.events USING btree (placed_at);

--
-- Name: events_of_calls; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX events_of_calls ON public.events USING btree (subject_id, type) WHERE (type ~~ 'call.%'::text);

--
-- Name: events_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX events_of_tenant ON public.events USING btree (tenant_id);

--
-- Name: extensions_by_outbound_did; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX extensions_by_outbound_did ON public.extensions USING btree (outbound_did_id) WHERE (outbound_did_id IS NOT NULL);

--
-- Name: extensions_in_order; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX extensions_in_order ON public.extensions USING btree (tenant_id, ((number)::integer), id);

--
-- Name: extensions_srtp; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX extensions_srtp ON public.extensions USING btree ((('srtp-'::text || sip_username))) WHERE encrypted_only;

--
-- Name: flow_templates_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX flow_templates_of_partner ON public.flow_templates USING btree (partner_id);

--
-- Name: flow_texts_hashes; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX flow_texts_hashes ON public.flow_texts USING btree (tenant_id, hash);

--
-- Name: flow_texts_once; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX flow_texts_once ON public.flow_texts USING btree (tenant_id, md5(text));

--
-- Name: flow_version_media_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX flow_version_media_of_tenant ON public.flow_version_media USING btree (tenant_id, hash);

--
-- Name: flow_version_media_once; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX flow_version_media_once ON public.flow_version_media USING btree (version_id, md5(prompt));

--
-- Name: flow_versions_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX flow_versions_of_tenant ON public.flow_versions USING btree (tenant_id);

--
-- Name: flows_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX flows_of_tenant ON public.flows USING btree (tenant_id);

--
-- Name: forwarding_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX forwarding_of_tenant ON public.forwarding USING btree (tenant_id);

--
-- Name: fraud_trips_blocking; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX fraud_trips_blocking ON public.fraud_trips USING btree (tenant_id, rule) WHERE ((action = 'block'::text) AND (lifted_at IS NULL));

--
-- Name: fraud_trips_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX fraud_trips_of_partner ON public.fraud_trips USING btree (partner_id, tripped_at);

--
-- Name: fraud_trips_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX fraud_trips_of_tenant ON public.fraud_trips USING btree (tenant_id, rule, tripped_at);

--
-- Name: hold_music_of_media; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX hold_music_of_media ON public.hold_music USING btree (media_id);

--
-- Name: idempotency_keys_age; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (created_at);

--
-- Name: incidents_by_last; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX incidents_by_last ON public.incidents USING btree (last_at DESC, id DESC);

--
-- Name: integration_data_external_id_by_mode; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX integration_data_external_id_by_mode ON public.integration_data USING btree (partner_id, noun, sandbox, external_id);

--
-- Name: integration_data_of_did; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX integration_data_of_did ON public.integration_data USING btree (did_id) WHERE (did_id IS NOT NULL);

--
-- Name: integration_data_of_extension; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX integration_data_of_extension ON public.integration_data USING btree (extension_id) WHERE (extension_id IS NOT NULL);

--
-- Name: integration_data_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX integration_data_of_tenant ON public.integration_data USING btree (tenant_id) WHERE (tenant_id IS NOT NULL);

--
-- Name: integration_data_of_user; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX integration_data_of_user ON public.integration_data USING btree (user_id) WHERE (user_id IS NOT NULL);

--
-- Name: invitations_of_user; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX invitations_of_user ON public.invitations USING btree (user_id);

--
-- Name: invoice_notices_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX invoice_notices_of_tenant ON public.invoice_notices USING btree (tenant_id);

--
-- Name: invoices_by_day; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX invoices_by_day ON public.invoices USING btree (partner_id, issued_on);

--
-- Name: invoices_of_cycle; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX invoices_of_cycle ON public.invoices USING btree (cycle_id, first_day) WHERE (NOT is_closing);

--
-- Name: invoices_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX invoices_of_tenant ON public.invoices USING btree (tenant_id, number);

--
-- Name: invoices_open; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX invoices_open ON public.invoices USING btree (partner_id, overdue_at) WHERE (status = 'open'::text);

--
-- Name: live_calls_of_node; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX live_calls_of_node ON public.live_calls USING btree (node);

--
-- Name: live_calls_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX live_calls_of_tenant ON public.live_calls USING btree (tenant_id);

--
-- Name: live_legs_of_cycle; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX live_legs_of_cycle ON public.live_legs USING btree (cycle_id);

--
-- Name: live_legs_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX live_legs_of_tenant ON public.live_legs USING btree (tenant_id);

--
-- Name: mailbox_lamps_of_mailbox; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX mailbox_lamps_of_mailbox ON public.mailbox_lamps USING btree (mailbox_id);

--
-- Name: mails_by_actor; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX mails_by_actor ON public.mails USING btree (actor_id, created_at DESC) WHERE limited;

--
-- Name: mails_by_age; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX mails_by_age ON public.mails USING btree (created_at DESC, id);

--
-- Name: mails_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX mails_of_tenant ON public.mails USING btree (tenant_id, created_at DESC) WHERE limited;

--
-- Name: mails_to_recipient; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX mails_to_recipient ON public.mails USING btree (recipient, created_at DESC) WHERE limited;

--
-- Name: mails_unsent; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX mails_unsent ON public.mails USING btree (created_at) WHERE ((sent_at IS NULL) AND (refused_at IS NULL));

--
-- Name: manifests_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX manifests_of_tenant ON public.manifests USING btree (tenant_id, id DESC);

--
-- Name: media_hashes; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX media_hashes ON public.media USING btree (tenant_id, hash);

--
-- Name: media_names; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX media_names ON public.media USING btree (tenant_id, lower(name));

--
-- Name: number_list_entries_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX number_list_entries_of_tenant ON public.number_list_entries USING btree (tenant_id);

--
-- Name: number_lists_by_name; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX number_lists_by_name ON public.number_lists USING btree (tenant_id, name COLLATE "und-x-icu", id);

--
-- Name: one_operator_invitation; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX one_operator_invitation ON public.invitations USING btree ((true)) WHERE (user_id IS NULL);

--
-- Name: outbound_alerts_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX outbound_alerts_of_partner ON public.outbound_alerts USING btree (partner_id, alerted_at);

--
-- Name: payment_customers_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payment_customers_of_partner ON public.payment_customers USING btree (partner_id);

--
-- Name: payment_events_old; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payment_events_old ON public.payment_events USING btree (received_at);

--
-- Name: payment_reinstatements_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payment_reinstatements_of_partner ON public.payment_reinstatements USING btree (partner_id);

--
-- Name: payment_reinstatements_of_payment; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payment_reinstatements_of_payment ON public.payment_reinstatements USING btree (payment_id);

--
-- Name: payment_reinstatements_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payment_reinstatements_of_tenant ON public.payment_reinstatements USING btree (tenant_id);

--
-- Name: payment_shares_of_invoice; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payment_shares_of_invoice ON public.payment_shares USING btree (invoice_id);

--
-- Name: payments_of_invoice; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payments_of_invoice ON public.payments USING btree (invoice_id);

--
-- Name: payments_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payments_of_partner ON public.payments USING btree (partner_id, created_at, id);

--
-- Name: payments_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX payments_of_tenant ON public.payments USING btree (tenant_id, created_at, id);

--
-- Name: queued_events_urgent; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX queued_events_urgent ON public.queued_events USING btree (id) WHERE ((NOT refused) AND ((name = 'emergency.called'::text) OR (name ~~ 'limit.%'::text)));

--
-- Name: rate_imports_of_table; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX rate_imports_of_table ON public.rate_imports USING btree (table_id, created_at);

--
-- Name: rate_tables_wholesale; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX rate_tables_wholesale ON public.rate_tables USING btree (partner_id, kind) WHERE (kind <> 'retail'::text);

--
-- Name: recording_settings_announcement; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX recording_settings_announcement ON public.recording_settings USING btree (announcement_id);

--
-- Name: recordings_of_call; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX recordings_of_call ON public.recordings USING btree (call_id);

--
-- Name: recordings_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX recordings_of_tenant ON public.recordings USING btree (tenant_id, started_at DESC, id DESC);

--
-- Name: recordings_running; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX recordings_running ON public.recordings USING btree (node) WHERE (state = 'recording'::text);

--
-- Name: refunds_of_payment; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX refunds_of_payment ON public.refunds USING btree (payment_id);

--
-- Name: refunds_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX refunds_of_tenant ON public.refunds USING btree (tenant_id);

--
-- Name: refunds_running; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX refunds_running ON public.refunds USING btree (changed_at) WHERE (state = ANY (ARRAY['asked'::text, 'pending'::text]));

--
-- Name: refunds_unclear; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX refunds_unclear ON public.refunds USING btree (partner_id) WHERE (state = 'unclear'::text);

--
-- Name: ring_group_members_of_extension; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX ring_group_members_of_extension ON public.ring_group_members USING btree (extension_id);

--
-- Name: ring_group_members_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX ring_group_members_of_tenant ON public.ring_group_members USING btree (tenant_id);

--
-- Name: ring_group_members_once; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX ring_group_members_once ON public.ring_group_members USING btree (group_id, extension_id);

--
-- Name: sandboxes_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX sandboxes_of_partner ON public.sandboxes USING btree (partner_id);

--
-- Name: schedules_by_name; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX schedules_by_name ON public.schedules USING btree (tenant_id, name COLLATE "und-x-icu", id);

--
-- Name: service_calls_of_extension; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_calls_of_extension ON public.service_calls USING btree (extension_id);

--
-- Name: service_calls_of_flow; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_calls_of_flow ON public.service_calls USING btree (flow_id);

--
-- Name: service_calls_of_media; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_calls_of_media ON public.service_calls USING btree (media_id);

--
-- Name: service_calls_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_calls_of_tenant ON public.service_calls USING btree (tenant_id, created_at);

--
-- Name: service_calls_open; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_calls_open ON public.service_calls USING btree (created_at) WHERE (state <> 'ended'::text);

--
-- Name: service_periods_active; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_periods_active ON public.service_periods USING btree (tenant_id, from_at) WHERE (kind = 'active'::text);

--
-- Name: service_periods_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_periods_of_tenant ON public.service_periods USING btree (tenant_id, from_at);

--
-- Name: service_periods_of_thing; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX service_periods_of_thing ON public.service_periods USING btree (thing_id) WHERE (until_at IS NULL);

--
-- Name: service_periods_open; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX service_periods_open ON public.service_periods USING btree (tenant_id, kind, thing_id) WHERE (until_at IS NULL);

--
-- Name: sessions_by_id; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX sessions_by_id ON public.sessions USING btree (id);

--
-- Name: sessions_of_user; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id);

--
-- Name: tenant_limits_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenant_limits_of_partner ON public.tenant_limits USING btree (partner_id, tenant_id);

--
-- Name: tenants_by_created; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_created ON public.tenants USING btree (partner_id, created_at, id);

--
-- Name: tenants_by_dids; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_dids ON public.tenants USING btree (partner_id, dids_count, id);

--
-- Name: tenants_by_extensions; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_extensions ON public.tenants USING btree (partner_id, extensions_count, id);

--
-- Name: tenants_by_name; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_name ON public.tenants USING btree (partner_id, name COLLATE "und-x-icu", id);

--
-- Name: tenants_by_prefix; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_prefix ON public.tenants USING btree (partner_id, sip_prefix, id);

--
-- Name: tenants_by_profile; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_profile ON public.tenants USING btree (billing_profile_id) WHERE (billing_profile_id IS NOT NULL);

--
-- Name: tenants_by_status; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_status ON public.tenants USING btree (partner_id, status, id);

--
-- Name: tenants_by_users; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_by_users ON public.tenants USING btree (partner_id, users_count, id);

--
-- Name: tenants_over_limit; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_over_limit ON public.tenants USING btree (partner_id) WHERE ((extensions_count >= extensions_alert) OR (dids_count >= dids_alert));

--
-- Name: tenants_sandboxes; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_sandboxes ON public.tenants USING btree (partner_id) WHERE sandbox;

--
-- Name: tenants_search; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_search ON public.tenants USING gin (search_text public.gin_trgm_ops);

--
-- Name: tenants_to_purge; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_to_purge ON public.tenants USING btree (purge_at) WHERE (purge_at IS NOT NULL);

--
-- Name: tenants_without_911; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX tenants_without_911 ON public.tenants USING btree (partner_id, id) WHERE ((e911_address IS NULL) AND (extensions_count > 0));

--
-- Name: transcripts_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX transcripts_of_tenant ON public.transcripts USING btree (tenant_id);

--
-- Name: users_by_extension; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX users_by_extension ON public.users USING btree (extension_id) WHERE (extension_id IS NOT NULL);

--
-- Name: users_email; Type: INDEX; Schema: public; Owner: owner
--

CREATE UNIQUE INDEX users_email ON public.users USING btree (email);

--
-- Name: users_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX users_of_partner ON public.users USING btree (partner_id, email) WHERE (partner_id IS NOT NULL);

--
-- Name: users_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX users_of_tenant ON public.users USING btree (tenant_id, email) WHERE (tenant_id IS NOT NULL);

--
-- Name: voicemails_of_call; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX voicemails_of_call ON public.voicemails USING btree (call_id);

--
-- Name: voicemails_of_mailbox; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX voicemails_of_mailbox ON public.voicemails USING btree (mailbox_id, received_at DESC, id DESC);

--
-- Name: voicemails_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX voicemails_of_tenant ON public.voicemails USING btree (tenant_id, received_at DESC, id DESC);

--
-- Name: webhook_deliveries_due; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (webhook_id, urgent DESC, due_at) WHERE ((state = 'pending'::text) AND ("position" IS NULL));

--
-- Name: webhook_deliveries_in_line; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_deliveries_in_line ON public.webhook_deliveries USING btree (webhook_id, tenant_id, "position") WHERE ((state = ANY (ARRAY['pending'::text, 'parked'::text])) AND ("position" IS NOT NULL));

--
-- Name: webhook_deliveries_newest; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_deliveries_newest ON public.webhook_deliveries USING btree (webhook_id, queued_at DESC, id DESC);

--
-- Name: webhook_deliveries_of_event; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_deliveries_of_event ON public.webhook_deliveries USING btree (event_id);

--
-- Name: webhook_deliveries_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_deliveries_of_tenant ON public.webhook_deliveries USING btree (tenant_id);

--
-- Name: webhook_deliveries_tests; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_deliveries_tests ON public.webhook_deliveries USING btree (queued_at) WHERE (event_id IS NULL);

--
-- Name: webhook_tenants_of_tenant; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhook_tenants_of_tenant ON public.webhook_tenants USING btree (tenant_id);

--
-- Name: webhooks_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX webhooks_of_partner ON public.webhooks USING btree (partner_id, name);

--
-- Name: wholesale_credit_notes_of_invoice; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_credit_notes_of_invoice ON public.wholesale_credit_notes USING btree (invoice_id, number);

--
-- Name: wholesale_credit_notes_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_credit_notes_of_partner ON public.wholesale_credit_notes USING btree (partner_id);

--
-- Name: wholesale_invoices_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_invoices_of_partner ON public.wholesale_invoices USING btree (partner_id, number);

--
-- Name: wholesale_payments_of_invoice; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_payments_of_invoice ON public.wholesale_payments USING btree (invoice_id, created_at);

--
-- Name: wholesale_payments_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_payments_of_partner ON public.wholesale_payments USING btree (partner_id);

--
-- Name: wholesale_refunds_of_partner; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_refunds_of_partner ON public.wholesale_refunds USING btree (partner_id);

--
-- Name: wholesale_refunds_of_payment; Type: INDEX; Schema: public; Owner: owner
--

CREATE INDEX wholesale_refunds_of_payment ON public.wholesale_refunds USING btree (payment_id, created_at);

--
-- Name: api_requests_0_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_0_partner_id_at_id_idx;

--
-- Name: api_requests_0_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_0_pkey;

--
-- Name: api_requests_0_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_0_tenant_id_at_id_idx;

--
-- Name: api_requests_0_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_0_tenant_id_idx;

--
-- Name: api_requests_1_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_1_partner_id_at_id_idx;

--
-- Name: api_requests_1_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_1_pkey;

--
-- Name: api_requests_1_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_1_tenant_id_at_id_idx;

--
-- Name: api_requests_1_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_1_tenant_id_idx;

--
-- Name: api_requests_2_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_2_partner_id_at_id_idx;

--
-- Name: api_requests_2_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_2_pkey;

--
-- Name: api_requests_2_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_2_tenant_id_at_id_idx;

--
-- Name: api_requests_2_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_2_tenant_id_idx;

--
-- Name: api_requests_3_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_3_partner_id_at_id_idx;

--
-- Name: api_requests_3_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_3_pkey;

--
-- Name: api_requests_3_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_3_tenant_id_at_id_idx;

--
-- Name: api_requests_3_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_3_tenant_id_idx;

--
-- Name: api_requests_4_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_4_partner_id_at_id_idx;

--
-- Name: api_requests_4_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_4_pkey;

--
-- Name: api_requests_4_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_4_tenant_id_at_id_idx;

--
-- Name: api_requests_4_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_4_tenant_id_idx;

--
-- Name: api_requests_5_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_5_partner_id_at_id_idx;

--
-- Name: api_requests_5_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_5_pkey;

--
-- Name: api_requests_5_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_5_tenant_id_at_id_idx;

--
-- Name: api_requests_5_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_5_tenant_id_idx;

--
-- Name: api_requests_6_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_6_partner_id_at_id_idx;

--
-- Name: api_requests_6_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_6_pkey;

--
-- Name: api_requests_6_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_6_tenant_id_at_id_idx;

--
-- Name: api_requests_6_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_6_tenant_id_idx;

--
-- Name: api_requests_7_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_7_partner_id_at_id_idx;

--
-- Name: api_requests_7_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_7_pkey;

--
-- Name: api_requests_7_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_7_tenant_id_at_id_idx;

--
-- Name: api_requests_7_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_7_tenant_id_idx;

--
-- Name: api_requests_8_partner_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_partner ATTACH PARTITION public.api_requests_8_partner_id_at_id_idx;

--
-- Name: api_requests_8_pkey; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_pkey ATTACH PARTITION public.api_requests_8_pkey;

--
-- Name: api_requests_8_tenant_id_at_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant_keys ATTACH PARTITION public.api_requests_8_tenant_id_at_id_idx;

--
-- Name: api_requests_8_tenant_id_idx; Type: INDEX ATTACH; Schema: public; Owner: owner
--

ALTER INDEX public.api_requests_of_tenant ATTACH PARTITION public.api_requests_8_tenant_id_idx;

--
-- Name: ps_contacts check_contact; Type: TRIGGER; Schema: asterisk; Owner: owner
--

CREATE TRIGGER check_contact BEFORE INSERT OR UPDATE OF id, endpoint, uri, path, expiration_time, tenant_id ON asterisk.ps_contacts FOR EACH ROW EXECUTE FUNCTION asterisk.check_contact();

--
-- Name: ps_contacts notify_of_registrations; Type: TRIGGER; Schema: asterisk; Owner: owner
--

CREATE TRIGGER notify_of_registrations AFTER INSERT ON asterisk.ps_contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_registrations();

--
-- Name: ps_contacts notify_of_unregistrations; Type: TRIGGER; Schema: asterisk; Owner: owner
--

CREATE TRIGGER notify_of_unregistrations AFTER DELETE ON asterisk.ps_contacts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_registrations();

--
-- Name: ps_contacts phone_is_back; Type: TRIGGER; Schema: asterisk; Owner: owner
--

CREATE TRIGGER phone_is_back AFTER UPDATE ON asterisk.ps_contacts FOR EACH ROW WHEN (((SESSION_USER = 'asterisk'::name) AND (old.silent_since IS NOT NULL) AND (new.silent_since IS NULL))) EXECUTE FUNCTION public.phone_is_back();

--
-- Name: ps_contacts queue_offline_phones; Type: TRIGGER; Schema: asterisk; Owner: owner
--

CREATE TRIGGER queue_offline_phones AFTER DELETE ON asterisk.ps_contacts REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.queue_phone_events();

--
-- Name: ps_contacts queue_online_phones; Type: TRIGGER; Schema: asterisk; Owner: owner
--

CREATE TRIGGER queue_online_phones AFTER INSERT ON asterisk.ps_contacts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.queue_phone_events();

--
-- Name: tenants begin_active_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER begin_active_period AFTER INSERT ON public.tenants FOR EACH ROW WHEN ((new.status = 'ACTIVE'::text)) EXECUTE FUNCTION public.begin_active_period();

--
-- Name: extensions begin_extension_periods; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER begin_extension_periods AFTER INSERT ON public.extensions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.begin_extension_periods();

--
-- Name: dids begin_number_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER begin_number_period AFTER INSERT ON public.dids FOR EACH ROW WHEN ((new.tenant_id IS NOT NULL)) EXECUTE FUNCTION public.move_number_period();

--
-- Name: audit_events blank_salts; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER blank_salts BEFORE UPDATE ON public.audit_events FOR EACH ROW EXECUTE FUNCTION public.blank_salts();

--
-- Name: rates check_call_prices; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER check_call_prices AFTER INSERT ON public.rates REFERENCING NEW TABLE AS new_rates FOR EACH STATEMENT EXECUTE FUNCTION public.check_call_prices();

--
-- Name: tenant_limits check_spend_currency; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE CONSTRAINT TRIGGER check_spend_currency AFTER INSERT OR UPDATE OF currency ON public.tenant_limits DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.currency IS NOT NULL)) EXECUTE FUNCTION public.check_spend_currency();

--
-- Name: tenants check_spend_currency; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE CONSTRAINT TRIGGER check_spend_currency AFTER UPDATE OF billing_profile_id ON public.tenants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.billing_profile_id IS DISTINCT FROM old.billing_profile_id)) EXECUTE FUNCTION public.check_spend_currency();

--
-- Name: calls complete_call; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER complete_call BEFORE INSERT ON public.calls FOR EACH ROW EXECUTE FUNCTION public.complete_call();

--
-- Name: dids count_dids_in; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_dids_in AFTER INSERT ON public.dids REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('dids_count');

--
-- Name: dids count_dids_moved; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_dids_moved AFTER UPDATE ON public.dids REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('dids_count');

--
-- Name: dids count_dids_out; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_dids_out AFTER DELETE ON public.dids REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('dids_count');

--
-- Name: extensions count_extensions_in; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_extensions_in AFTER INSERT ON public.extensions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('extensions_count');

--
-- Name: extensions count_extensions_out; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_extensions_out AFTER DELETE ON public.extensions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('extensions_count');

--
-- Name: calls count_flow_steps; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_flow_steps AFTER INSERT ON public.calls REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.count_flow_steps();

--
-- Name: tenants count_moved_tenants; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_moved_tenants AFTER UPDATE OF status, partner_id ON public.tenants FOR EACH ROW WHEN (((old.status <> new.status) OR (old.partner_id <> new.partner_id))) EXECUTE FUNCTION public.count_tenants();

--
-- Name: tenants count_new_tenants; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_new_tenants AFTER INSERT ON public.tenants REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.count_tenants_by_statement();

--
-- Name: tenants count_removed_tenants; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_removed_tenants AFTER DELETE ON public.tenants REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.count_tenants_by_statement();

--
-- Name: users count_users_in; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_users_in AFTER INSERT ON public.users REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('users_count');

--
-- Name: users count_users_out; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER count_users_out AFTER DELETE ON public.users REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.count_of_tenant('users_count');

--
-- Name: users delete_links_of_old_password; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER delete_links_of_old_password AFTER UPDATE OF password_hash ON public.users FOR EACH ROW WHEN ((old.password_hash IS DISTINCT FROM new.password_hash)) EXECUTE FUNCTION public.delete_links_of_old_password();

--
-- Name: tenants end_active_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER end_active_period AFTER UPDATE OF status ON public.tenants FOR EACH ROW WHEN (((old.status = 'ACTIVE'::text) AND (new.status <> 'ACTIVE'::text))) EXECUTE FUNCTION public.end_active_period();

--
-- Name: calls end_emergency_call; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER end_emergency_call AFTER INSERT ON public.calls FOR EACH ROW WHEN (new.emergency) EXECUTE FUNCTION public.end_emergency_call();

--
-- Name: extensions end_extension_periods; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER end_extension_periods AFTER DELETE ON public.extensions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.end_extension_periods();

--
-- Name: dids end_number_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER end_number_period AFTER DELETE ON public.dids FOR EACH ROW WHEN ((old.tenant_id IS NOT NULL)) EXECUTE FUNCTION public.move_number_period();

--
-- Name: call_charges keep_in_ledger; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER keep_in_ledger AFTER DELETE ON public.call_charges REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.keep_in_ledger();

--
-- Name: integration_data mark_integration_data; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER mark_integration_data BEFORE INSERT OR UPDATE OF tenant_id ON public.integration_data FOR EACH ROW EXECUTE FUNCTION public.mark_integration_data();

--
-- Name: tenants move_cancelled_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER move_cancelled_period AFTER UPDATE OF status ON public.tenants FOR EACH ROW WHEN (((old.status = 'CANCELLED'::text) <> (new.status = 'CANCELLED'::text))) EXECUTE FUNCTION public.move_cancelled_period();

--
-- Name: dids move_number_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER move_number_period AFTER UPDATE OF tenant_id ON public.dids FOR EACH ROW WHEN ((old.tenant_id IS DISTINCT FROM new.tenant_id)) EXECUTE FUNCTION public.move_number_period();

--
-- Name: live_legs move_reservation; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER move_reservation AFTER INSERT OR DELETE OR UPDATE OF granted_seconds, included_seconds, reserved_micros ON public.live_legs FOR EACH ROW EXECUTE FUNCTION public.move_reservation();

--
-- Name: tenants note_sandbox; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER note_sandbox AFTER INSERT ON public.tenants FOR EACH ROW WHEN (new.sandbox) EXECUTE FUNCTION public.note_sandbox();

--
-- Name: extensions notify_of_added_extensions; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_added_extensions AFTER INSERT ON public.extensions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_extensions();

--
-- Name: forwarding notify_of_added_forwarding; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_added_forwarding AFTER INSERT ON public.forwarding REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_extensions();

--
-- Name: extensions notify_of_added_phones; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_added_phones AFTER INSERT ON public.extensions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_phones();

--
-- Name: extensions notify_of_changed_extensions; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_extensions AFTER UPDATE ON public.extensions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_extensions();

--
-- Name: forwarding notify_of_changed_forwarding; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_forwarding AFTER UPDATE ON public.forwarding REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_extensions();

--
-- Name: api_keys notify_of_changed_keys; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_keys AFTER UPDATE ON public.api_keys REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_keys();

--
-- Name: extensions notify_of_changed_phones; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_phones AFTER UPDATE ON public.extensions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_phones();

--
-- Name: recordings notify_of_changed_recordings; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_recordings AFTER UPDATE OF state, paused ON public.recordings FOR EACH ROW WHEN (((old.state IS DISTINCT FROM new.state) OR (old.paused IS DISTINCT FROM new.paused))) EXECUTE FUNCTION public.notify_of_recordings();

--
-- Name: users notify_of_changed_roles; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_roles AFTER UPDATE OF role ON public.users FOR EACH ROW WHEN ((old.role IS DISTINCT FROM new.role)) EXECUTE FUNCTION public.notify_of_changed_roles();

--
-- Name: voicemails notify_of_changed_voicemails; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_changed_voicemails AFTER UPDATE ON public.voicemails REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_voicemails();

--
-- Name: media notify_of_converted_music; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_converted_music AFTER UPDATE OF hash ON public.media FOR EACH ROW WHEN ((old.hash IS DISTINCT FROM new.hash)) EXECUTE FUNCTION public.notify_of_converted_music();

--
-- Name: extensions notify_of_deleted_extensions; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_deleted_extensions AFTER DELETE ON public.extensions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_extensions();

--
-- Name: extensions notify_of_deleted_phones; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_deleted_phones AFTER DELETE ON public.extensions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_changed_phones();

--
-- Name: voicemails notify_of_deleted_voicemails; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_deleted_voicemails AFTER DELETE ON public.voicemails REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_voicemails();

--
-- Name: sessions notify_of_ended_sessions; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_ended_sessions AFTER DELETE ON public.sessions REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_ended_sessions();

--
-- Name: hold_music notify_of_hold_music; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_hold_music AFTER INSERT OR DELETE OR UPDATE ON public.hold_music FOR EACH ROW EXECUTE FUNCTION public.notify_of_hold_music();

--
-- Name: second_factors notify_of_lost_second_factors; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_lost_second_factors AFTER DELETE ON public.second_factors REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_ended_sessions();

--
-- Name: mailbox_lamps notify_of_mailbox_lamps; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_mailbox_lamps AFTER INSERT OR DELETE ON public.mailbox_lamps FOR EACH ROW EXECUTE FUNCTION public.notify_of_mailbox_lamps();

--
-- Name: dids notify_of_moved_numbers; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_moved_numbers AFTER UPDATE OF tenant_id ON public.dids FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_moved_numbers();

--
-- Name: recordings notify_of_new_recordings; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_new_recordings AFTER INSERT ON public.recordings FOR EACH ROW EXECUTE FUNCTION public.notify_of_recordings();

--
-- Name: security_settings notify_of_new_security_settings; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_new_security_settings AFTER INSERT ON public.security_settings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_security_settings();

--
-- Name: voicemails notify_of_new_voicemails; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_new_voicemails AFTER INSERT ON public.voicemails REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_voicemails();

--
-- Name: api_keys notify_of_revoked_keys; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_revoked_keys AFTER DELETE ON public.api_keys REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_revoked_keys();

--
-- Name: security_settings notify_of_security_settings; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_security_settings AFTER UPDATE ON public.security_settings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_security_settings();

--
-- Name: service_calls notify_of_service_call; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_service_call AFTER INSERT ON public.service_calls FOR EACH ROW EXECUTE FUNCTION public.notify_of_service_call();

--
-- Name: tenant_key_settings notify_of_stopped_keys; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_stopped_keys AFTER UPDATE ON public.tenant_key_settings REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_stopped_keys();

--
-- Name: api_key_tenants notify_of_tenants_of_keys; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_tenants_of_keys AFTER DELETE ON public.api_key_tenants REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.notify_of_tenants_of_keys();

--
-- Name: extensions notify_of_voicemail_switch; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_of_voicemail_switch AFTER UPDATE OF voicemail_enabled ON public.extensions FOR EACH ROW WHEN ((old.voicemail_enabled IS DISTINCT FROM new.voicemail_enabled)) EXECUTE FUNCTION public.notify_of_voicemail_switch();

--
-- Name: trunks notify_trunks; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER notify_trunks AFTER INSERT OR DELETE OR UPDATE ON public.trunks FOR EACH STATEMENT EXECUTE FUNCTION public.notify_trunks();

--
-- Name: live_calls queue_answered_call; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_answered_call AFTER UPDATE OF answered_at ON public.live_calls FOR EACH ROW WHEN (((old.answered_at IS NULL) AND (new.answered_at IS NOT NULL))) EXECUTE FUNCTION public.queue_call_event();

--
-- Name: audit_events queue_audit_event; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_audit_event AFTER INSERT ON public.audit_events REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.queue_audit_event();

--
-- Name: audit_events queue_audited_event; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_audited_event AFTER INSERT ON public.audit_events REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.queue_audited_event();

--
-- Name: emergency_calls queue_emergency_event; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_emergency_event AFTER INSERT ON public.emergency_calls FOR EACH ROW EXECUTE FUNCTION public.queue_emergency_event();

--
-- Name: calls queue_ended_call; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_ended_call AFTER INSERT ON public.calls REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.queue_ended_call();

--
-- Name: invoices queue_issued_paid; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_issued_paid AFTER INSERT ON public.invoices FOR EACH ROW WHEN ((new.status = 'paid'::text)) EXECUTE FUNCTION public.queue_paid_invoice();

--
-- Name: cap_reports queue_limit_event; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_limit_event AFTER INSERT ON public.cap_reports FOR EACH ROW EXECUTE FUNCTION public.queue_limit_event();

--
-- Name: dids queue_number_events; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_number_events AFTER UPDATE ON public.dids REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION public.queue_number_events();

--
-- Name: invoice_notices queue_overdue_invoice; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_overdue_invoice AFTER INSERT ON public.invoice_notices FOR EACH ROW WHEN ((new.kind = 'overdue'::text)) EXECUTE FUNCTION public.queue_overdue_invoice();

--
-- Name: invoices queue_paid_invoice; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_paid_invoice AFTER UPDATE OF paid_minor, credited_minor ON public.invoices FOR EACH ROW WHEN (((new.status = 'paid'::text) AND (old.status <> 'paid'::text))) EXECUTE FUNCTION public.queue_paid_invoice();

--
-- Name: live_calls queue_started_call; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_started_call AFTER INSERT ON public.live_calls FOR EACH ROW EXECUTE FUNCTION public.queue_call_event();

--
-- Name: voicemails queue_voicemail_event; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER queue_voicemail_event AFTER INSERT ON public.voicemails FOR EACH ROW EXECUTE FUNCTION public.queue_voicemail_event();

--
-- Name: dids refuse_number_of_sandbox; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER refuse_number_of_sandbox BEFORE INSERT OR UPDATE OF tenant_id ON public.dids FOR EACH ROW WHEN ((new.tenant_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_number_of_sandbox();

--
-- Name: tenants resume_active_period; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER resume_active_period AFTER UPDATE OF status ON public.tenants FOR EACH ROW WHEN (((old.status <> 'ACTIVE'::text) AND (new.status = 'ACTIVE'::text))) EXECUTE FUNCTION public.begin_active_period();

--
-- Name: billing_cycles review_caps_at_turn; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER review_caps_at_turn AFTER INSERT ON public.billing_cycles FOR EACH ROW EXECUTE FUNCTION public.review_caps_at_turn();

--
-- Name: billing_cycles review_reached_caps; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER review_reached_caps AFTER UPDATE OF fees_micros, spent_micros, charged_seconds, metered_micros, metered_seconds ON public.billing_cycles FOR EACH ROW EXECUTE FUNCTION public.review_reached_caps();

--
-- Name: tenant_limits set_alerts; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER set_alerts AFTER UPDATE ON public.tenant_limits FOR EACH ROW WHEN ((((old.max_extensions IS DISTINCT FROM new.max_extensions) OR (old.max_dids IS DISTINCT FROM new.max_dids)) OR (old.alert_threshold_percent IS DISTINCT FROM new.alert_threshold_percent))) EXECUTE FUNCTION public.set_alerts();

--
-- Name: tenant_limits set_first_alerts; Type: TRIGGER; Schema: public; Owner: owner
--

CREATE TRIGGER set_first_alerts AFTER INSERT ON public.tenant_limits FOR EACH ROW WHEN (((new.max_extensions IS NOT NULL) OR (new.max_dids IS NOT NULL))) EXECUTE FUNCTION public.set_alerts();

--
-- Name: ps_contacts ps_contacts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: asterisk; Owner: owner
--

ALTER TABLE ONLY asterisk.ps_contacts
    ADD CONSTRAINT ps_contacts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: account_credits account_credits_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.account_credits
    ADD CONSTRAINT account_credits_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: address_book_numbers address_book_numbers_tenant_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.address_book_numbers
    ADD CONSTRAINT address_book_numbers_tenant_id_contact_id_fkey FOREIGN KEY (tenant_id, contact_id) REFERENCES public.address_book(tenant_id, id);

--
-- Name: address_book address_book_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.address_book
    ADD CONSTRAINT address_book_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: adjustments adjustments_tenant_id_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id);

--
-- Name: api_key_minutes api_key_minutes_key_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_key_minutes
    ADD CONSTRAINT api_key_minutes_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.api_keys(id) ON DELETE CASCADE;

--
-- Name: api_key_tenants api_key_tenants_partner_id_key_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_key_tenants
    ADD CONSTRAINT api_key_tenants_partner_id_key_id_fkey FOREIGN KEY (partner_id, key_id) REFERENCES public.api_keys(partner_id, id) ON DELETE CASCADE;

--
-- Name: api_key_tenants api_key_tenants_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_key_tenants
    ADD CONSTRAINT api_key_tenants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id) ON DELETE CASCADE;

--
-- Name: api_keys api_keys_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: api_keys api_keys_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: billing_cycles billing_cycles_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_cycles
    ADD CONSTRAINT billing_cycles_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: billing_cycles billing_cycles_partner_id_profile_version_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_cycles
    ADD CONSTRAINT billing_cycles_partner_id_profile_version_id_fkey FOREIGN KEY (partner_id, profile_version_id) REFERENCES public.billing_profile_versions(partner_id, id);

--
-- Name: billing_cycles billing_cycles_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_cycles
    ADD CONSTRAINT billing_cycles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: billing_ledger billing_ledger_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_ledger
    ADD CONSTRAINT billing_ledger_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: billing_profile_versions billing_profile_versions_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profile_versions
    ADD CONSTRAINT billing_profile_versions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: billing_profile_versions billing_profile_versions_profile_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profile_versions
    ADD CONSTRAINT billing_profile_versions_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES public.billing_profiles(id) ON DELETE SET NULL;

--
-- Name: billing_profiles billing_profiles_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.billing_profiles
    ADD CONSTRAINT billing_profiles_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: call_charges call_charges_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.call_charges
    ADD CONSTRAINT call_charges_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: calls calls_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: cap_reports cap_reports_cycle_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cap_reports
    ADD CONSTRAINT cap_reports_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.billing_cycles(id) ON DELETE CASCADE;

--
-- Name: cap_reports cap_reports_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cap_reports
    ADD CONSTRAINT cap_reports_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: cap_reports cap_reports_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cap_reports
    ADD CONSTRAINT cap_reports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: card_attempts card_attempts_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.card_attempts
    ADD CONSTRAINT card_attempts_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.invoices(partner_id, id);

--
-- Name: card_attempts card_attempts_partner_id_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.card_attempts
    ADD CONSTRAINT card_attempts_partner_id_payment_id_fkey FOREIGN KEY (partner_id, payment_id) REFERENCES public.payments(partner_id, id);

--
-- Name: card_attempts card_attempts_tenant_id_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.card_attempts
    ADD CONSTRAINT card_attempts_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id);

--
-- Name: cards cards_tenant_id_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.cards
    ADD CONSTRAINT cards_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id);

--
-- Name: credit_notes credit_notes_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.credit_notes
    ADD CONSTRAINT credit_notes_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: credit_notes credit_notes_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.credit_notes
    ADD CONSTRAINT credit_notes_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.invoices(partner_id, id);

--
-- Name: dids dids_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.dids
    ADD CONSTRAINT dids_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: dids dids_tenant_of_partner_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.dids
    ADD CONSTRAINT dids_tenant_of_partner_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id) DEFERRABLE;

--
-- Name: document_counters document_counters_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.document_counters
    ADD CONSTRAINT document_counters_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: emergency_calls emergency_calls_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.emergency_calls
    ADD CONSTRAINT emergency_calls_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: emergency_contacts emergency_contacts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: event_positions event_positions_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.event_positions
    ADD CONSTRAINT event_positions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: events events_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: exports exports_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: extensions extensions_outbound_did_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_outbound_did_id_fkey FOREIGN KEY (outbound_did_id) REFERENCES public.dids(id) ON DELETE SET NULL;

--
-- Name: extensions extensions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: flow_statistics flow_statistics_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_statistics
    ADD CONSTRAINT flow_statistics_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: flow_templates flow_templates_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_templates
    ADD CONSTRAINT flow_templates_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: flow_texts flow_texts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_texts
    ADD CONSTRAINT flow_texts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: flow_version_media flow_version_media_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_version_media
    ADD CONSTRAINT flow_version_media_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: flow_version_media flow_version_media_version_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_version_media
    ADD CONSTRAINT flow_version_media_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.flow_versions(id);

--
-- Name: flow_versions flow_versions_flow_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_versions
    ADD CONSTRAINT flow_versions_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES public.flows(id);

--
-- Name: flow_versions flow_versions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flow_versions
    ADD CONSTRAINT flow_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: flows flows_id_published_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flows
    ADD CONSTRAINT flows_id_published_fkey FOREIGN KEY (id, published) REFERENCES public.flow_versions(flow_id, number) DEFERRABLE INITIALLY DEFERRED;

--
-- Name: flows flows_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.flows
    ADD CONSTRAINT flows_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: forwarding forwarding_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.forwarding
    ADD CONSTRAINT forwarding_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id);

--
-- Name: forwarding forwarding_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.forwarding
    ADD CONSTRAINT forwarding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: fraud_rules fraud_rules_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.fraud_rules
    ADD CONSTRAINT fraud_rules_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: fraud_rules fraud_rules_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.fraud_rules
    ADD CONSTRAINT fraud_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: fraud_trips fraud_trips_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.fraud_trips
    ADD CONSTRAINT fraud_trips_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: fraud_trips fraud_trips_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.fraud_trips
    ADD CONSTRAINT fraud_trips_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: hold_music hold_music_media_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.hold_music
    ADD CONSTRAINT hold_music_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.media(id);

--
-- Name: hold_music hold_music_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.hold_music
    ADD CONSTRAINT hold_music_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: integration_data integration_data_did_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.integration_data
    ADD CONSTRAINT integration_data_did_id_fkey FOREIGN KEY (did_id) REFERENCES public.dids(id) ON DELETE CASCADE;

--
-- Name: integration_data integration_data_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.integration_data
    ADD CONSTRAINT integration_data_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id) ON DELETE CASCADE;

--
-- Name: integration_data integration_data_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.integration_data
    ADD CONSTRAINT integration_data_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: integration_data integration_data_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.integration_data
    ADD CONSTRAINT integration_data_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id) ON DELETE CASCADE;

--
-- Name: integration_data integration_data_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.integration_data
    ADD CONSTRAINT integration_data_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

--
-- Name: invitations invitations_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

--
-- Name: invoice_files invoice_files_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_files
    ADD CONSTRAINT invoice_files_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: invoice_notices invoice_notices_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_notices
    ADD CONSTRAINT invoice_notices_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: invoice_notices invoice_notices_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_notices
    ADD CONSTRAINT invoice_notices_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.invoices(partner_id, id);

--
-- Name: invoice_notices invoice_notices_tenant_id_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_notices
    ADD CONSTRAINT invoice_notices_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id);

--
-- Name: invoice_settings invoice_settings_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoice_settings
    ADD CONSTRAINT invoice_settings_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: invoices invoices_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: legal_holds legal_holds_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.legal_holds
    ADD CONSTRAINT legal_holds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: tenant_limits limits_tenant_of_partner_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_limits
    ADD CONSTRAINT limits_tenant_of_partner_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id) DEFERRABLE;

--
-- Name: live_calls live_calls_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.live_calls
    ADD CONSTRAINT live_calls_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: live_legs live_legs_call_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.live_legs
    ADD CONSTRAINT live_legs_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.live_calls(id) ON DELETE CASCADE;

--
-- Name: mailbox_lamps mailbox_lamps_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailbox_lamps
    ADD CONSTRAINT mailbox_lamps_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id) ON DELETE CASCADE;

--
-- Name: mailbox_lamps mailbox_lamps_mailbox_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailbox_lamps
    ADD CONSTRAINT mailbox_lamps_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES public.mailboxes(id);

--
-- Name: mailbox_lamps mailbox_lamps_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailbox_lamps
    ADD CONSTRAINT mailbox_lamps_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: mailboxes mailboxes_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT mailboxes_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id);

--
-- Name: mailboxes mailboxes_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT mailboxes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: media_files media_files_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.media_files
    ADD CONSTRAINT media_files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: media media_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: media media_tenant_id_hash_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_tenant_id_hash_fkey FOREIGN KEY (tenant_id, hash) REFERENCES public.media_files(tenant_id, hash);

--
-- Name: number_list_entries number_list_entries_tenant_id_list_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.number_list_entries
    ADD CONSTRAINT number_list_entries_tenant_id_list_id_fkey FOREIGN KEY (tenant_id, list_id) REFERENCES public.number_lists(tenant_id, id);

--
-- Name: number_lists number_lists_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.number_lists
    ADD CONSTRAINT number_lists_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: outbound_alerts outbound_alerts_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.outbound_alerts
    ADD CONSTRAINT outbound_alerts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: outbound_alerts outbound_alerts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.outbound_alerts
    ADD CONSTRAINT outbound_alerts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: outbound_permissions outbound_permissions_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.outbound_permissions
    ADD CONSTRAINT outbound_permissions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: outbound_permissions outbound_permissions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.outbound_permissions
    ADD CONSTRAINT outbound_permissions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: payment_accounts payment_accounts_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_accounts
    ADD CONSTRAINT payment_accounts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: payment_customers payment_customers_tenant_id_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_customers
    ADD CONSTRAINT payment_customers_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id);

--
-- Name: payment_events payment_events_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_events
    ADD CONSTRAINT payment_events_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: payment_reinstatements payment_reinstatements_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_reinstatements
    ADD CONSTRAINT payment_reinstatements_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: payment_reinstatements payment_reinstatements_partner_id_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_reinstatements
    ADD CONSTRAINT payment_reinstatements_partner_id_payment_id_fkey FOREIGN KEY (partner_id, payment_id) REFERENCES public.payments(partner_id, id);

--
-- Name: payment_shares payment_shares_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_shares
    ADD CONSTRAINT payment_shares_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: payment_shares payment_shares_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_shares
    ADD CONSTRAINT payment_shares_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.invoices(partner_id, id);

--
-- Name: payment_shares payment_shares_partner_id_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payment_shares
    ADD CONSTRAINT payment_shares_partner_id_payment_id_fkey FOREIGN KEY (partner_id, payment_id) REFERENCES public.payments(partner_id, id);

--
-- Name: payments payments_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: payments payments_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.invoices(partner_id, id);

--
-- Name: phone_directories phone_directories_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.phone_directories
    ADD CONSTRAINT phone_directories_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: pin_attempts pin_attempts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.pin_attempts
    ADD CONSTRAINT pin_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: rate_import_rows rate_import_rows_import_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_import_rows
    ADD CONSTRAINT rate_import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.rate_imports(id) ON DELETE CASCADE;

--
-- Name: rate_imports rate_imports_partner_id_table_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_imports
    ADD CONSTRAINT rate_imports_partner_id_table_id_fkey FOREIGN KEY (partner_id, table_id) REFERENCES public.rate_tables(partner_id, id) ON DELETE CASCADE;

--
-- Name: rate_lists rate_lists_partner_id_table_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_lists
    ADD CONSTRAINT rate_lists_partner_id_table_id_fkey FOREIGN KEY (partner_id, table_id) REFERENCES public.rate_tables(partner_id, id) ON DELETE CASCADE;

--
-- Name: rate_tables rate_tables_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rate_tables
    ADD CONSTRAINT rate_tables_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: rates rates_partner_id_list_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.rates
    ADD CONSTRAINT rates_partner_id_list_id_fkey FOREIGN KEY (partner_id, list_id) REFERENCES public.rate_lists(partner_id, id) ON DELETE CASCADE;

--
-- Name: recording_settings recording_settings_announcement_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recording_settings
    ADD CONSTRAINT recording_settings_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES public.media(id);

--
-- Name: recording_settings recording_settings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recording_settings
    ADD CONSTRAINT recording_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: recordings recordings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recordings
    ADD CONSTRAINT recordings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: recovery_codes recovery_codes_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

--
-- Name: recovery_codes recovery_codes_user_id_fkey1; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_user_id_fkey1 FOREIGN KEY (user_id) REFERENCES public.second_factors(user_id) ON DELETE CASCADE;

--
-- Name: refunds refunds_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: refunds refunds_partner_id_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.refunds
    ADD CONSTRAINT refunds_partner_id_payment_id_fkey FOREIGN KEY (partner_id, payment_id) REFERENCES public.payments(partner_id, id);

--
-- Name: ring_group_members ring_group_members_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_group_members
    ADD CONSTRAINT ring_group_members_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id);

--
-- Name: ring_group_members ring_group_members_group_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_group_members
    ADD CONSTRAINT ring_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.ring_groups(id);

--
-- Name: ring_group_members ring_group_members_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_group_members
    ADD CONSTRAINT ring_group_members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: ring_groups ring_groups_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.ring_groups
    ADD CONSTRAINT ring_groups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: sandboxes sandboxes_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sandboxes
    ADD CONSTRAINT sandboxes_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: schedules schedules_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: second_factors second_factors_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.second_factors
    ADD CONSTRAINT second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

--
-- Name: security_settings security_settings_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.security_settings
    ADD CONSTRAINT security_settings_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: service_calls service_calls_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_calls
    ADD CONSTRAINT service_calls_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id) ON DELETE CASCADE;

--
-- Name: service_calls service_calls_flow_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_calls
    ADD CONSTRAINT service_calls_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES public.flows(id) ON DELETE CASCADE;

--
-- Name: service_calls service_calls_media_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_calls
    ADD CONSTRAINT service_calls_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.media(id) ON DELETE SET NULL;

--
-- Name: service_calls service_calls_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_calls
    ADD CONSTRAINT service_calls_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: service_periods service_periods_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_periods
    ADD CONSTRAINT service_periods_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: service_periods service_periods_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.service_periods
    ADD CONSTRAINT service_periods_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: sessions sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

--
-- Name: support_contacts support_contacts_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.support_contacts
    ADD CONSTRAINT support_contacts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: suspensions suspensions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.suspensions
    ADD CONSTRAINT suspensions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: tax_exemptions tax_exemptions_tenant_id_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tax_exemptions
    ADD CONSTRAINT tax_exemptions_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES public.tenants(id, partner_id);

--
-- Name: tenant_counts tenant_counts_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_counts
    ADD CONSTRAINT tenant_counts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: tenant_counts tenant_counts_status_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_counts
    ADD CONSTRAINT tenant_counts_status_fkey FOREIGN KEY (status) REFERENCES public.tenant_statuses(status);

--
-- Name: tenant_defaults tenant_defaults_default_billing_profile_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_defaults
    ADD CONSTRAINT tenant_defaults_default_billing_profile_id_fkey FOREIGN KEY (default_billing_profile_id) REFERENCES public.billing_profiles(id);

--
-- Name: tenant_defaults tenant_defaults_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_defaults
    ADD CONSTRAINT tenant_defaults_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: tenant_key_settings tenant_key_settings_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_key_settings
    ADD CONSTRAINT tenant_key_settings_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: tenant_limits tenant_limits_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenant_limits
    ADD CONSTRAINT tenant_limits_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: tenants tenants_billing_profile_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_billing_profile_id_fkey FOREIGN KEY (billing_profile_id) REFERENCES public.billing_profiles(id);

--
-- Name: tenants tenants_own_prefix_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_own_prefix_fkey FOREIGN KEY (sip_prefix, id) REFERENCES public.sip_prefixes(prefix, tenant_id);

--
-- Name: tenants tenants_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: tenants tenants_status_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_status_fkey FOREIGN KEY (status) REFERENCES public.tenant_statuses(status);

--
-- Name: tombstones tombstones_sip_prefix_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.tombstones
    ADD CONSTRAINT tombstones_sip_prefix_fkey FOREIGN KEY (sip_prefix) REFERENCES public.sip_prefixes(prefix);

--
-- Name: transcripts transcripts_recording_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_recording_id_fkey FOREIGN KEY (recording_id) REFERENCES public.recordings(id) ON DELETE CASCADE;

--
-- Name: transcripts transcripts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: transcripts transcripts_voicemail_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.transcripts
    ADD CONSTRAINT transcripts_voicemail_id_fkey FOREIGN KEY (voicemail_id) REFERENCES public.voicemails(id) ON DELETE CASCADE;

--
-- Name: trunk_states trunk_states_trunk_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.trunk_states
    ADD CONSTRAINT trunk_states_trunk_id_fkey FOREIGN KEY (trunk_id) REFERENCES public.trunks(id) ON DELETE CASCADE;

--
-- Name: users users_extension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_extension_id_fkey FOREIGN KEY (extension_id) REFERENCES public.extensions(id) ON DELETE SET NULL;

--
-- Name: users users_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: users users_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: voicemails voicemails_mailbox_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES public.mailboxes(id);

--
-- Name: voicemails voicemails_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.voicemails
    ADD CONSTRAINT voicemails_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id);

--
-- Name: webhook_deliveries webhook_deliveries_event_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.events(id) ON DELETE CASCADE;

--
-- Name: webhook_deliveries webhook_deliveries_partner_id_webhook_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_partner_id_webhook_id_fkey FOREIGN KEY (partner_id, webhook_id) REFERENCES public.webhooks(partner_id, id) ON DELETE CASCADE;

--
-- Name: webhook_tenants webhook_tenants_partner_id_webhook_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_tenants
    ADD CONSTRAINT webhook_tenants_partner_id_webhook_id_fkey FOREIGN KEY (partner_id, webhook_id) REFERENCES public.webhooks(partner_id, id) ON DELETE CASCADE;

--
-- Name: webhook_tenants webhook_tenants_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhook_tenants
    ADD CONSTRAINT webhook_tenants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.tenants(id) ON DELETE CASCADE;

--
-- Name: webhooks webhooks_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: wholesale_credit_notes wholesale_credit_notes_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_credit_notes
    ADD CONSTRAINT wholesale_credit_notes_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.wholesale_invoices(partner_id, id);

--
-- Name: wholesale_cycles wholesale_cycles_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_cycles
    ADD CONSTRAINT wholesale_cycles_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: wholesale_files wholesale_files_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_files
    ADD CONSTRAINT wholesale_files_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: wholesale_invoices wholesale_invoices_partner_id_cycle_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_invoices
    ADD CONSTRAINT wholesale_invoices_partner_id_cycle_id_fkey FOREIGN KEY (partner_id, cycle_id) REFERENCES public.wholesale_cycles(partner_id, id);

--
-- Name: wholesale_payments wholesale_payments_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_payments
    ADD CONSTRAINT wholesale_payments_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.wholesale_invoices(partner_id, id);

--
-- Name: wholesale_refunds wholesale_refunds_partner_id_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_refunds
    ADD CONSTRAINT wholesale_refunds_partner_id_payment_id_fkey FOREIGN KEY (partner_id, payment_id) REFERENCES public.wholesale_payments(partner_id, id);

--
-- Name: wholesale_reminders wholesale_reminders_partner_id_invoice_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_reminders
    ADD CONSTRAINT wholesale_reminders_partner_id_invoice_id_fkey FOREIGN KEY (partner_id, invoice_id) REFERENCES public.wholesale_invoices(partner_id, id);

--
-- Name: wholesale_terms wholesale_terms_partner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: owner
--

ALTER TABLE ONLY public.wholesale_terms
    ADD CONSTRAINT wholesale_terms_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

--
-- Name: ps_contacts for_sequencer; Type: POLICY; Schema: asterisk; Owner: owner
--

CREATE POLICY for_sequencer ON asterisk.ps_contacts FOR SELECT TO sequencer USING (true);

--
-- Name: ps_contacts for_voice; Type: POLICY; Schema: asterisk; Owner: owner
--

CREATE POLICY for_voice ON asterisk.ps_contacts FOR SELECT TO voice USING (true);

--
-- Name: ps_contacts marked_by_voice; Type: POLICY; Schema: asterisk; Owner: owner
--

CREATE POLICY marked_by_voice ON asterisk.ps_contacts FOR UPDATE TO voice USING (true) WITH CHECK (true);

--
-- Name: ps_contacts of_engine; Type: POLICY; Schema: asterisk; Owner: owner
--

CREATE POLICY of_engine ON asterisk.ps_contacts TO asterisk USING (true) WITH CHECK (true);

--
-- Name: ps_contacts of_tenant; Type: POLICY; Schema: asterisk; Owner: owner
--

CREATE POLICY of_tenant ON asterisk.ps_contacts TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: ps_contacts; Type: ROW SECURITY; Schema: asterisk; Owner: owner
--

ALTER TABLE asterisk.ps_contacts ENABLE ROW LEVEL SECURITY;

--
-- Name: account_credits; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.account_credits ENABLE ROW LEVEL SECURITY;

--
-- Name: account_credits added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.account_credits FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND ((EXISTS ( SELECT
   FROM public.tenants o
  WHERE (o.id = account_credits.tenant_id))) OR (EXISTS ( SELECT
   FROM public.invoices i
  WHERE (i.tenant_id = account_credits.tenant_id))))));

--
-- Name: credit_notes added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.credit_notes FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND ((EXISTS ( SELECT
   FROM public.tenants o
  WHERE (o.id = credit_notes.tenant_id))) OR (EXISTS ( SELECT
   FROM public.invoices i
  WHERE (i.tenant_id = credit_notes.tenant_id))))));

--
-- Name: invoice_files added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.invoice_files FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND ((EXISTS ( SELECT
   FROM public.tenants o
  WHERE (o.id = invoice_files.tenant_id))) OR (EXISTS ( SELECT
   FROM public.invoices i
  WHERE (i.tenant_id = invoice_files.tenant_id))))));

--
-- Name: invoices added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.invoices FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.tenants t
  WHERE (t.id = invoices.tenant_id)))));

--
-- Name: payment_reinstatements added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.payment_reinstatements FOR INSERT TO worker WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.payments p
  WHERE ((p.id = payment_reinstatements.payment_id) AND (p.tenant_id = payment_reinstatements.tenant_id))))));

--
-- Name: payment_shares added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.payment_shares FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.invoices i
  WHERE ((i.id = payment_shares.invoice_id) AND (i.tenant_id = payment_shares.tenant_id))))));

--
-- Name: payments added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.payments FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.invoices i
  WHERE ((i.id = payments.invoice_id) AND (i.tenant_id = payments.tenant_id))))));

--
-- Name: refunds added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.refunds FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.payments p
  WHERE ((p.id = refunds.payment_id) AND (p.tenant_id = refunds.tenant_id))))));

--
-- Name: sandboxes added; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added ON public.sandboxes FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (tenant_id IN ( SELECT t.id
   FROM public.tenants t
  WHERE t.sandbox))));

--
-- Name: rate_lists added_by_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added_by_partner ON public.rate_lists FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t
  WHERE (t.kind = 'retail'::text)))));

--
-- Name: rates added_by_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY added_by_partner ON public.rates FOR INSERT TO app, worker WITH CHECK (((partner_id = public.ctx_partner()) AND (list_id IN ( SELECT l.id
   FROM (public.rate_lists l
     JOIN public.rate_tables t ON ((t.id = l.table_id)))
  WHERE (t.kind = 'retail'::text)))));

--
-- Name: address_book; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.address_book ENABLE ROW LEVEL SECURITY;

--
-- Name: address_book_numbers; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.address_book_numbers ENABLE ROW LEVEL SECURITY;

--
-- Name: adjustments; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.adjustments ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key_minutes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_key_minutes ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key_tenants; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_key_tenants ENABLE ROW LEVEL SECURITY;

--
-- Name: api_keys; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_0; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_0 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_1; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_1 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_2; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_2 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_3; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_3 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_4; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_4 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_5; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_5 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_6; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_6 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_7; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_7 ENABLE ROW LEVEL SECURITY;

--
-- Name: api_requests_8; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.api_requests_8 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_events append; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY append ON public.audit_events FOR INSERT TO app, worker WITH CHECK (
CASE
    WHEN (tenant_id IS NULL) THEN ((partner_id = public.ctx_partner()) OR public.ctx_operator())
    WHEN (partner_id IS NULL) THEN public.ctx_operator()
    ELSE (EXISTS ( SELECT
       FROM public.tenants t
      WHERE ((t.id = audit_events.tenant_id) AND (t.partner_id = audit_events.partner_id) AND ((t.id = public.ctx_tenant()) OR (t.partner_id = public.ctx_partner())))))
END);

--
-- Name: mails append; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY append ON public.mails FOR INSERT TO app, worker WITH CHECK (
CASE
    WHEN (tenant_id IS NULL) THEN ((partner_id = public.ctx_partner()) OR public.ctx_operator())
    WHEN (partner_id IS NULL) THEN (tenant_id = public.ctx_tenant())
    ELSE ((tenant_id = public.ctx_tenant()) AND (EXISTS ( SELECT
       FROM public.tenants t
      WHERE ((t.id = mails.tenant_id) AND (t.partner_id = mails.partner_id)))))
END);

--
-- Name: audit_chain; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.audit_chain ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_events; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.audit_events ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_unchained; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.audit_unchained ENABLE ROW LEVEL SECURITY;

--
-- Name: billing_cycles; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.billing_cycles ENABLE ROW LEVEL SECURITY;

--
-- Name: billing_ledger; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.billing_ledger ENABLE ROW LEVEL SECURITY;

--
-- Name: billing_profile_versions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.billing_profile_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: billing_profiles; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.billing_profiles ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_events blanked; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY blanked ON public.audit_events FOR UPDATE TO worker USING (((tenant_id = public.ctx_tenant()) AND ( SELECT public.purging() AS purging))) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: dids blanked; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY blanked ON public.dids FOR UPDATE TO worker USING (((last_tenant_id = public.ctx_tenant()) AND ( SELECT public.purging() AS purging))) WITH CHECK ((last_tenant_id = public.ctx_tenant()));

--
-- Name: call_charges; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.call_charges ENABLE ROW LEVEL SECURITY;

--
-- Name: calls; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY;

--
-- Name: cap_reports; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.cap_reports ENABLE ROW LEVEL SECURITY;

--
-- Name: card_attempts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.card_attempts ENABLE ROW LEVEL SECURITY;

--
-- Name: cards; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.cards ENABLE ROW LEVEL SECURITY;

--
-- Name: tenants counted_for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY counted_for_gate ON public.tenants FOR UPDATE TO gate USING (true) WITH CHECK (true);

--
-- Name: credit_notes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.credit_notes ENABLE ROW LEVEL SECURITY;

--
-- Name: csv_downloads; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.csv_downloads ENABLE ROW LEVEL SECURITY;

--
-- Name: dids; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.dids ENABLE ROW LEVEL SECURITY;

--
-- Name: document_counters; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.document_counters ENABLE ROW LEVEL SECURITY;

--
-- Name: emergency_calls; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.emergency_calls ENABLE ROW LEVEL SECURITY;

--
-- Name: emergency_contacts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.emergency_contacts ENABLE ROW LEVEL SECURITY;

--
-- Name: sessions ended_by_owner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY ended_by_owner ON public.sessions FOR DELETE TO app USING ((user_id = public.ctx_actor()));

--
-- Name: event_positions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.event_positions ENABLE ROW LEVEL SECURITY;

--
-- Name: event_sequences; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.event_sequences ENABLE ROW LEVEL SECURITY;

--
-- Name: events; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

--
-- Name: exports; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.exports ENABLE ROW LEVEL SECURITY;

--
-- Name: extensions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.extensions ENABLE ROW LEVEL SECURITY;

--
-- Name: flow_statistics; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.flow_statistics ENABLE ROW LEVEL SECURITY;

--
-- Name: flow_templates; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.flow_templates ENABLE ROW LEVEL SECURITY;

--
-- Name: flow_texts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.flow_texts ENABLE ROW LEVEL SECURITY;

--
-- Name: flow_version_media; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.flow_version_media ENABLE ROW LEVEL SECURITY;

--
-- Name: flow_versions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.flow_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: flows; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.flows ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_chain for_auditor; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_auditor ON public.audit_chain TO auditor USING (true) WITH CHECK (true);

--
-- Name: audit_events for_auditor; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_auditor ON public.audit_events FOR SELECT TO auditor USING (true);

--
-- Name: audit_unchained for_auditor; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_auditor ON public.audit_unchained TO auditor USING (true) WITH CHECK (true);

--
-- Name: tenants for_auditor; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_auditor ON public.tenants FOR SELECT TO auditor USING (true);

--
-- Name: api_key_minutes for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.api_key_minutes TO gate USING (true) WITH CHECK (true);

--
-- Name: api_key_tenants for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.api_key_tenants TO gate USING (true) WITH CHECK (true);

--
-- Name: api_keys for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.api_keys TO gate USING (true) WITH CHECK (true);

--
-- Name: api_requests for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.api_requests FOR INSERT TO gate WITH CHECK (true);

--
-- Name: csv_downloads for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.csv_downloads TO gate USING (true) WITH CHECK (true);

--
-- Name: dids for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.dids FOR SELECT TO gate USING (true);

--
-- Name: invitations for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.invitations TO gate USING (true) WITH CHECK (true);

--
-- Name: mails for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.mails FOR SELECT TO gate USING (limited);

--
-- Name: partners for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.partners FOR SELECT TO gate USING (true);

--
-- Name: payment_accounts for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.payment_accounts FOR SELECT TO gate USING (true);

--
-- Name: payment_events for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.payment_events TO gate USING (true);

--
-- Name: phone_directories for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.phone_directories FOR SELECT TO gate USING (true);

--
-- Name: recovery_codes for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.recovery_codes TO gate USING (true) WITH CHECK (true);

--
-- Name: sandboxes for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.sandboxes FOR SELECT TO gate USING (true);

--
-- Name: second_factors for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.second_factors TO gate USING (true) WITH CHECK (true);

--
-- Name: security_settings for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.security_settings FOR SELECT TO gate USING (true);

--
-- Name: sessions for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.sessions TO gate USING (true) WITH CHECK (true);

--
-- Name: sign_in_failures for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.sign_in_failures TO gate USING (true) WITH CHECK (true);

--
-- Name: sip_prefixes for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.sip_prefixes FOR SELECT TO gate USING (true);

--
-- Name: tenant_key_settings for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.tenant_key_settings FOR SELECT TO gate USING (true);

--
-- Name: tenants for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.tenants FOR SELECT TO gate USING (true);

--
-- Name: users for_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_gate ON public.users TO gate USING (true) WITH CHECK (true);

--
-- Name: account_credits for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.account_credits FOR SELECT TO searcher USING (true);

--
-- Name: adjustments for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.adjustments FOR SELECT TO searcher USING (true);

--
-- Name: billing_cycles for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.billing_cycles FOR SELECT TO searcher USING (true);

--
-- Name: billing_ledger for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.billing_ledger TO searcher USING (true) WITH CHECK (true);

--
-- Name: billing_profiles for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.billing_profiles FOR SELECT TO searcher USING (true);

--
-- Name: call_charges for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.call_charges FOR SELECT TO searcher USING (true);

--
-- Name: calls for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.calls FOR SELECT TO searcher USING (true);

--
-- Name: cap_reports for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.cap_reports FOR SELECT TO searcher USING (true);

--
-- Name: card_attempts for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.card_attempts FOR SELECT TO searcher USING (true);

--
-- Name: cards for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.cards FOR SELECT TO searcher USING (true);

--
-- Name: credit_notes for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.credit_notes FOR SELECT TO searcher USING (true);

--
-- Name: dids for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.dids FOR SELECT TO searcher USING (true);

--
-- Name: fraud_rules for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.fraud_rules FOR SELECT TO searcher USING (true);

--
-- Name: invoice_files for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.invoice_files FOR SELECT TO searcher USING (true);

--
-- Name: invoice_settings for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.invoice_settings FOR SELECT TO searcher USING (true);

--
-- Name: invoices for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.invoices FOR SELECT TO searcher USING (true);

--
-- Name: legal_holds for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.legal_holds FOR SELECT TO searcher USING (true);

--
-- Name: live_calls for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.live_calls FOR SELECT TO searcher USING (true);

--
-- Name: live_legs for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.live_legs FOR SELECT TO searcher USING (true);

--
-- Name: payment_customers for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.payment_customers FOR SELECT TO searcher USING (true);

--
-- Name: payment_reinstatements for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.payment_reinstatements FOR SELECT TO searcher USING (true);

--
-- Name: payment_shares for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.payment_shares FOR SELECT TO searcher USING (true);

--
-- Name: payments for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.payments FOR SELECT TO searcher USING (true);

--
-- Name: refunds for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.refunds FOR SELECT TO searcher USING (true);

--
-- Name: sandboxes for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.sandboxes FOR SELECT TO searcher USING (true);

--
-- Name: service_periods for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.service_periods TO searcher USING (true) WITH CHECK (true);

--
-- Name: tenant_limits for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.tenant_limits FOR SELECT TO searcher USING (true);

--
-- Name: tenants for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.tenants FOR SELECT TO searcher USING (true);

--
-- Name: tombstones for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.tombstones FOR SELECT TO searcher USING (true);

--
-- Name: wholesale_files for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_searcher ON public.wholesale_files FOR SELECT TO searcher USING (true);

--
-- Name: event_positions for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.event_positions TO sequencer USING (true) WITH CHECK (true);

--
-- Name: event_sequences for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.event_sequences TO sequencer USING (true) WITH CHECK (true);

--
-- Name: events for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.events TO sequencer USING (true) WITH CHECK (true);

--
-- Name: extensions for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.extensions FOR SELECT TO sequencer USING (true);

--
-- Name: integration_data for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.integration_data FOR SELECT TO sequencer USING (true);

--
-- Name: invoices for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.invoices FOR SELECT TO sequencer USING (true);

--
-- Name: queued_events for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.queued_events TO sequencer USING (true) WITH CHECK (true);

--
-- Name: sandboxes for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.sandboxes FOR SELECT TO sequencer USING (true);

--
-- Name: tenants for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.tenants FOR SELECT TO sequencer USING (true);

--
-- Name: webhook_deliveries for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.webhook_deliveries TO sequencer USING (true) WITH CHECK (true);

--
-- Name: webhook_tenants for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.webhook_tenants TO sequencer USING (true) WITH CHECK (true);

--
-- Name: webhooks for_sequencer; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_sequencer ON public.webhooks TO sequencer USING (true) WITH CHECK (true);

--
-- Name: billing_cycles for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.billing_cycles TO voice USING (true) WITH CHECK (true);

--
-- Name: call_charges for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.call_charges TO voice USING (true) WITH CHECK (true);

--
-- Name: calls for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.calls TO voice USING (true) WITH CHECK (true);

--
-- Name: dids for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.dids FOR SELECT TO voice USING (true);

--
-- Name: emergency_calls for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.emergency_calls TO voice USING (true) WITH CHECK (true);

--
-- Name: extensions for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.extensions FOR SELECT TO voice USING (true);

--
-- Name: flow_statistics for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.flow_statistics TO voice USING (true) WITH CHECK (true);

--
-- Name: forwarding for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.forwarding FOR SELECT TO voice USING (true);

--
-- Name: live_calls for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.live_calls TO voice USING (true) WITH CHECK (true);

--
-- Name: live_legs for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.live_legs TO voice USING (true) WITH CHECK (true);

--
-- Name: tenants for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.tenants FOR SELECT TO voice USING (true);

--
-- Name: trunk_states for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.trunk_states TO voice USING (true) WITH CHECK (true);

--
-- Name: trunks for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY for_voice ON public.trunks FOR SELECT TO voice USING (true);

--
-- Name: forwarding; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.forwarding ENABLE ROW LEVEL SECURITY;

--
-- Name: fraud_rules; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.fraud_rules ENABLE ROW LEVEL SECURITY;

--
-- Name: fraud_trips; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.fraud_trips ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_events gave_way; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY gave_way ON public.audit_events FOR INSERT TO gate WITH CHECK ((action = 'user.gave-way'::text));

--
-- Name: hold_music; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.hold_music ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_keys; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: incidents; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.incidents ENABLE ROW LEVEL SECURITY;

--
-- Name: integration_data; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.integration_data ENABLE ROW LEVEL SECURITY;

--
-- Name: invitations; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.invitations ENABLE ROW LEVEL SECURITY;

--
-- Name: invoice_files; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.invoice_files ENABLE ROW LEVEL SECURITY;

--
-- Name: invoice_notices; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.invoice_notices ENABLE ROW LEVEL SECURITY;

--
-- Name: invoice_settings; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.invoice_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: invoices; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;

--
-- Name: legal_holds; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.legal_holds ENABLE ROW LEVEL SECURITY;

--
-- Name: live_calls; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.live_calls ENABLE ROW LEVEL SECURITY;

--
-- Name: live_legs; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.live_legs ENABLE ROW LEVEL SECURITY;

--
-- Name: tenants lock_for_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY lock_for_searcher ON public.tenants FOR UPDATE TO searcher USING (true) WITH CHECK (false);

--
-- Name: tenants lock_for_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY lock_for_voice ON public.tenants FOR UPDATE TO voice USING (true) WITH CHECK (false);

--
-- Name: mailbox_lamps; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.mailbox_lamps ENABLE ROW LEVEL SECURITY;

--
-- Name: mailboxes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.mailboxes ENABLE ROW LEVEL SECURITY;

--
-- Name: mails; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.mails ENABLE ROW LEVEL SECURITY;

--
-- Name: manifests; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.manifests ENABLE ROW LEVEL SECURITY;

--
-- Name: media; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.media ENABLE ROW LEVEL SECURITY;

--
-- Name: media_files; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.media_files ENABLE ROW LEVEL SECURITY;

--
-- Name: migrations; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.migrations ENABLE ROW LEVEL SECURITY;

--
-- Name: number_list_entries; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.number_list_entries ENABLE ROW LEVEL SECURITY;

--
-- Name: number_lists; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.number_lists ENABLE ROW LEVEL SECURITY;

--
-- Name: rate_import_rows of_import; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_import ON public.rate_import_rows TO app, worker USING ((import_id IN ( SELECT i.id
   FROM public.rate_imports i))) WITH CHECK ((import_id IN ( SELECT i.id
   FROM public.rate_imports i)));

--
-- Name: billing_profile_versions of_its_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_its_tenant ON public.billing_profile_versions FOR SELECT TO app, worker USING (((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = public.ctx_tenant()) AND (t.billing_profile_id = billing_profile_versions.profile_id)))) OR (EXISTS ( SELECT
   FROM public.billing_cycles c
  WHERE ((c.tenant_id = public.ctx_tenant()) AND (c.profile_version_id = billing_profile_versions.id))))));

--
-- Name: account_credits of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.account_credits AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: adjustments of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.adjustments AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: api_key_tenants of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.api_key_tenants AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: api_keys of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.api_keys AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (mode = current_setting('app.mode'::text, true))));

--
-- Name: api_requests of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.api_requests AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (test = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: audit_events of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.audit_events AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR ((test OR ((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE)) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: billing_cycles of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.billing_cycles AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: billing_ledger of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.billing_ledger AS RESTRICTIVE FOR SELECT TO app USING ((COALESCE(current_setting('app.mode'::text, true), ''::text) <> 'test'::text));

--
-- Name: call_charges of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.call_charges AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: cap_reports of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.cap_reports AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: card_attempts of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.card_attempts AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: cards of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.cards AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: credit_notes of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.credit_notes AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: dids of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.dids AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: emergency_calls of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.emergency_calls AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: events of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.events AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR ((COALESCE((tenant_id)::text, subject_id) IN ( SELECT (s.tenant_id)::text AS tenant_id
   FROM public.sandboxes s)) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: flow_templates of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.flow_templates AS RESTRICTIVE FOR SELECT TO app USING ((COALESCE(current_setting('app.mode'::text, true), ''::text) <> 'test'::text));

--
-- Name: fraud_rules of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.fraud_rules AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: fraud_trips of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.fraud_trips AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: integration_data of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.integration_data AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (sandbox = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: invoice_files of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.invoice_files AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: invoice_notices of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.invoice_notices AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: invoices of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.invoices AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: mails of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.mails AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: outbound_alerts of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.outbound_alerts AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: outbound_permissions of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.outbound_permissions AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: payment_customers of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.payment_customers AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: payment_reinstatements of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.payment_reinstatements AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: payment_shares of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.payment_shares AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: payments of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.payments AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: refunds of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.refunds AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: service_periods of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.service_periods AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: suspensions of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.suspensions AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: tax_exemptions of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.tax_exemptions AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: tenant_counts of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.tenant_counts AS RESTRICTIVE FOR SELECT TO app USING ((COALESCE(current_setting('app.mode'::text, true), ''::text) <> 'test'::text));

--
-- Name: tenant_limits of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.tenant_limits AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: tenants of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.tenants AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (sandbox = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: users of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.users AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: webhook_deliveries of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.webhook_deliveries AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: webhook_tenants of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.webhook_tenants AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (((tenant_id IN ( SELECT s.tenant_id
   FROM public.sandboxes s)) IS TRUE) = (current_setting('app.mode'::text, true) = 'test'::text))));

--
-- Name: webhooks of_mode; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_mode ON public.webhooks AS RESTRICTIVE FOR SELECT TO app USING (((COALESCE(current_setting('app.mode'::text, true), ''::text) = ''::text) OR (mode = current_setting('app.mode'::text, true))));

--
-- Name: incidents of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.incidents TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: legal_holds of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.legal_holds TO app USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: rate_imports of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.rate_imports TO app, worker USING ((public.ctx_operator() AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t)))) WITH CHECK ((public.ctx_operator() AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t))));

--
-- Name: rate_lists of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.rate_lists TO app, worker USING ((public.ctx_operator() AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t)))) WITH CHECK ((public.ctx_operator() AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t))));

--
-- Name: rate_tables of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.rate_tables TO app, worker USING ((public.ctx_operator() AND (kind <> 'retail'::text))) WITH CHECK ((public.ctx_operator() AND (kind <> 'retail'::text)));

--
-- Name: rates of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.rates TO app, worker USING ((public.ctx_operator() AND (list_id IN ( SELECT l.id
   FROM public.rate_lists l)))) WITH CHECK ((public.ctx_operator() AND (list_id IN ( SELECT l.id
   FROM public.rate_lists l))));

--
-- Name: security_settings of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.security_settings TO app USING (((partner_id IS NULL) AND public.ctx_operator())) WITH CHECK (((partner_id IS NULL) AND public.ctx_operator()));

--
-- Name: tenant_counts of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.tenant_counts FOR SELECT TO app USING (public.ctx_operator());

--
-- Name: tombstones of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.tombstones TO worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: trunks of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.trunks TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: users of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.users TO app, worker USING ((public.ctx_operator() AND (tenant_id IS NULL))) WITH CHECK ((public.ctx_operator() AND (tenant_id IS NULL)));

--
-- Name: wholesale_credit_notes of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_credit_notes TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_cycles of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_cycles TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_files of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_files TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_invoices of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_invoices TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_payments of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_payments TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_refunds of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_refunds TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_reminders of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_reminders TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_settings of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_settings TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: wholesale_terms of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_operator ON public.wholesale_terms TO app, worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: adjustments of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.adjustments TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: api_key_tenants of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.api_key_tenants TO app USING ((partner_id = public.ctx_partner())) WITH CHECK (((partner_id = public.ctx_partner()) AND (tenant_id IN ( SELECT t.id
   FROM public.tenants t))));

--
-- Name: api_keys of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.api_keys TO app USING ((partner_id = public.ctx_partner())) WITH CHECK (((partner_id = public.ctx_partner()) AND (tenant_id IS NULL)));

--
-- Name: api_requests of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.api_requests FOR SELECT TO app USING ((partner_id = public.ctx_partner()));

--
-- Name: billing_cycles of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.billing_cycles TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = billing_cycles.tenant_id) AND (t.partner_id = public.ctx_partner()))))));

--
-- Name: billing_profile_versions of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.billing_profile_versions TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: billing_profiles of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.billing_profiles TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: call_charges of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.call_charges TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: card_attempts of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.card_attempts TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: cards of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.cards TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: dids of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.dids TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: document_counters of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.document_counters TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: event_positions of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.event_positions FOR SELECT TO app USING ((partner_id = public.ctx_partner()));

--
-- Name: events of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.events FOR SELECT TO app USING ((partner_id = public.ctx_partner()));

--
-- Name: flow_templates of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.flow_templates TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: integration_data of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.integration_data TO app USING ((partner_id = COALESCE(public.ctx_partner(), (NULLIF(current_setting('app.integration_partner_id'::text, true), ''::text))::uuid))) WITH CHECK (((partner_id = COALESCE(public.ctx_partner(), (NULLIF(current_setting('app.integration_partner_id'::text, true), ''::text))::uuid)) AND ((tenant_id IS NULL) OR (tenant_id IN ( SELECT t.id
   FROM public.tenants t))) AND ((extension_id IS NULL) OR (extension_id IN ( SELECT e.id
   FROM public.extensions e))) AND ((user_id IS NULL) OR (user_id IN ( SELECT u.id
   FROM public.users u))) AND ((did_id IS NULL) OR (did_id IN ( SELECT d.id
   FROM public.dids d)))));

--
-- Name: invoice_notices of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.invoice_notices TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK (((partner_id = public.ctx_partner()) AND (EXISTS ( SELECT
   FROM public.invoices i
  WHERE ((i.id = invoice_notices.invoice_id) AND (i.tenant_id = invoice_notices.tenant_id))))));

--
-- Name: invoice_settings of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.invoice_settings TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: payment_accounts of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.payment_accounts TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: payment_customers of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.payment_customers TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: payment_events of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.payment_events TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: rate_imports of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.rate_imports TO app, worker USING (((partner_id = public.ctx_partner()) AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t
  WHERE (t.kind = 'retail'::text))))) WITH CHECK (((partner_id = public.ctx_partner()) AND (table_id IN ( SELECT t.id
   FROM public.rate_tables t
  WHERE (t.kind = 'retail'::text)))));

--
-- Name: rate_tables of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.rate_tables TO app, worker USING (((partner_id = public.ctx_partner()) AND (kind = 'retail'::text))) WITH CHECK (((partner_id = public.ctx_partner()) AND (kind = 'retail'::text)));

--
-- Name: security_settings of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.security_settings TO app USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: service_periods of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.service_periods FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: support_contacts of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.support_contacts TO app USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: suspensions of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.suspensions TO app, worker USING ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = suspensions.tenant_id) AND (t.partner_id = public.ctx_partner()))))) WITH CHECK ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = suspensions.tenant_id) AND (t.partner_id = public.ctx_partner())))));

--
-- Name: tax_exemptions of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.tax_exemptions TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: tenant_counts of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.tenant_counts TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: tenant_defaults of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.tenant_defaults TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: tenant_key_settings of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.tenant_key_settings TO app USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: tenant_limits of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.tenant_limits TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: tenants of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.tenants TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: users of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.users TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: webhook_deliveries of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.webhook_deliveries TO app USING ((partner_id = public.ctx_partner())) WITH CHECK (((partner_id = public.ctx_partner()) AND ((tenant_id IS NULL) OR (tenant_id IN ( SELECT t.id
   FROM public.tenants t)))));

--
-- Name: webhook_tenants of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.webhook_tenants TO app USING ((partner_id = public.ctx_partner())) WITH CHECK (((partner_id = public.ctx_partner()) AND (tenant_id IN ( SELECT t.id
   FROM public.tenants t))));

--
-- Name: webhooks of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_partner ON public.webhooks TO app USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: api_keys of_purged_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_purged_tenant ON public.api_keys TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: integration_data of_purged_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_purged_tenant ON public.integration_data TO worker USING (((tenant_id = public.ctx_tenant()) AND public.purging()));

--
-- Name: address_book of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.address_book TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: address_book_numbers of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.address_book_numbers TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: api_key_tenants of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.api_key_tenants TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: api_keys of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.api_keys TO app USING ((tenant_id = public.ctx_tenant())) WITH CHECK (((tenant_id = public.ctx_tenant()) AND (partner_id IN ( SELECT t.partner_id
   FROM public.tenants t
  WHERE (t.id = public.ctx_tenant())))));

--
-- Name: api_requests of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.api_requests TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: billing_cycles of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.billing_cycles TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK (((tenant_id = public.ctx_tenant()) AND (partner_id = ( SELECT t.partner_id
   FROM public.tenants t
  WHERE (t.id = public.ctx_tenant())))));

--
-- Name: call_charges of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.call_charges TO app USING (((tenant_id = public.ctx_tenant()) AND (state <> 'not_charged'::text)));

--
-- Name: calls of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.calls TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: cap_reports of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.cap_reports TO app, worker USING (((tenant_id = public.ctx_tenant()) OR (partner_id = public.ctx_partner()))) WITH CHECK ((EXISTS ( SELECT
   FROM (public.tenants t
     JOIN public.billing_cycles c ON ((c.tenant_id = t.id)))
  WHERE ((t.id = cap_reports.tenant_id) AND (t.partner_id = cap_reports.partner_id) AND (c.id = cap_reports.cycle_id) AND ((t.id = public.ctx_tenant()) OR (t.partner_id = public.ctx_partner()))))));

--
-- Name: card_attempts of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.card_attempts TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK (((tenant_id = public.ctx_tenant()) AND (EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = card_attempts.tenant_id) AND (t.partner_id = card_attempts.partner_id))))));

--
-- Name: cards of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.cards TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK (((tenant_id = public.ctx_tenant()) AND (EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = cards.tenant_id) AND (t.partner_id = cards.partner_id))))));

--
-- Name: dids of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.dids TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: emergency_calls of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.emergency_calls TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: emergency_contacts of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.emergency_contacts TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: event_sequences of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.event_sequences TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: events of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.events TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: exports of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.exports TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: extensions of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.extensions TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: flow_statistics of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.flow_statistics TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: flow_templates of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.flow_templates TO app, worker USING ((partner_id = ( SELECT t.partner_id
   FROM public.tenants t
  WHERE (t.id = public.ctx_tenant())))) WITH CHECK ((partner_id = ( SELECT t.partner_id
   FROM public.tenants t
  WHERE (t.id = public.ctx_tenant()))));

--
-- Name: flow_texts of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.flow_texts TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: flow_version_media of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.flow_version_media TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: flow_versions of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.flow_versions TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: flows of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.flows TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: forwarding of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.forwarding TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: fraud_rules of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.fraud_rules TO app, worker USING (((tenant_id = public.ctx_tenant()) OR (partner_id = public.ctx_partner()))) WITH CHECK ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = fraud_rules.tenant_id) AND (t.partner_id = fraud_rules.partner_id) AND ((t.id = public.ctx_tenant()) OR (t.partner_id = public.ctx_partner()))))));

--
-- Name: fraud_trips of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.fraud_trips TO app, worker USING (((tenant_id = public.ctx_tenant()) OR (partner_id = public.ctx_partner()))) WITH CHECK ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = fraud_trips.tenant_id) AND (t.partner_id = fraud_trips.partner_id) AND ((t.id = public.ctx_tenant()) OR (t.partner_id = public.ctx_partner()))))));

--
-- Name: hold_music of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.hold_music TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: legal_holds of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.legal_holds TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: live_calls of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.live_calls TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: live_legs of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.live_legs TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: mailbox_lamps of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.mailbox_lamps TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: mailboxes of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.mailboxes TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: manifests of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.manifests TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: media of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.media TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: media_files of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.media_files TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: number_list_entries of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.number_list_entries TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: number_lists of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.number_lists TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: outbound_alerts of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.outbound_alerts TO app, worker USING (((tenant_id = public.ctx_tenant()) OR (partner_id = public.ctx_partner()))) WITH CHECK ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = outbound_alerts.tenant_id) AND (t.partner_id = outbound_alerts.partner_id) AND ((t.id = public.ctx_tenant()) OR (t.partner_id = public.ctx_partner()))))));

--
-- Name: outbound_permissions of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.outbound_permissions TO app, worker USING (((tenant_id = public.ctx_tenant()) OR (partner_id = public.ctx_partner()))) WITH CHECK ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = outbound_permissions.tenant_id) AND (t.partner_id = outbound_permissions.partner_id) AND ((t.id = public.ctx_tenant()) OR (t.partner_id = public.ctx_partner()))))));

--
-- Name: payment_customers of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.payment_customers TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK (((tenant_id = public.ctx_tenant()) AND (EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = payment_customers.tenant_id) AND (t.partner_id = payment_customers.partner_id))))));

--
-- Name: phone_directories of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.phone_directories TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: pin_attempts of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.pin_attempts TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: queued_events of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.queued_events TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: recording_settings of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.recording_settings TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: recordings of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.recordings TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: ring_group_members of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.ring_group_members TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: ring_groups of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.ring_groups TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: schedules of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.schedules TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: service_calls of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.service_calls TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: service_periods of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.service_periods FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: tenant_key_settings of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.tenant_key_settings FOR SELECT TO app USING ((partner_id IN ( SELECT t.partner_id
   FROM public.tenants t
  WHERE (t.id = public.ctx_tenant()))));

--
-- Name: tenant_limits of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.tenant_limits TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: tenants of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.tenants TO app, worker USING ((id = public.ctx_tenant())) WITH CHECK ((id = public.ctx_tenant()));

--
-- Name: tombstones of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.tombstones FOR INSERT TO worker WITH CHECK (((tenant_id = public.ctx_tenant()) AND (EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = tombstones.tenant_id) AND (t.partner_id = tombstones.partner_id) AND (t.sip_prefix = tombstones.sip_prefix) AND (t.purge_started_at IS NOT NULL))))));

--
-- Name: transcripts of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.transcripts TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: users of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.users TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: voicemails of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.voicemails TO app, worker USING ((tenant_id = public.ctx_tenant())) WITH CHECK ((tenant_id = public.ctx_tenant()));

--
-- Name: webhook_deliveries of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.webhook_deliveries TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: webhook_tenants of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant ON public.webhook_tenants TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: call_charges of_tenant_for_worker; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant_for_worker ON public.call_charges TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: api_requests of_tenant_keys; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY of_tenant_keys ON public.api_requests FOR SELECT TO app USING ((by_tenant AND (tenant_id = public.ctx_tenant())));

--
-- Name: idempotency_keys old; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old ON public.idempotency_keys TO worker USING ((created_at < (now() - '24:00:00'::interval)));

--
-- Name: account_credits old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.account_credits FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = account_credits.tenant_id))));

--
-- Name: credit_notes old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.credit_notes FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = credit_notes.tenant_id))));

--
-- Name: invoice_files old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.invoice_files FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = invoice_files.tenant_id))));

--
-- Name: invoices old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.invoices FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = invoices.tenant_id))));

--
-- Name: payment_reinstatements old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.payment_reinstatements FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = payment_reinstatements.tenant_id))));

--
-- Name: payment_shares old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.payment_shares FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = payment_shares.tenant_id))));

--
-- Name: payments old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.payments FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = payments.tenant_id))));

--
-- Name: refunds old_books; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY old_books ON public.refunds FOR DELETE TO searcher USING ((EXISTS ( SELECT
   FROM public.tombstones s
  WHERE (s.tenant_id = refunds.tenant_id))));

--
-- Name: outbound_alerts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.outbound_alerts ENABLE ROW LEVEL SECURITY;

--
-- Name: outbound_permissions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.outbound_permissions ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_keys own; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY own ON public.idempotency_keys TO app USING ((actor_id = public.ctx_actor())) WITH CHECK ((actor_id = public.ctx_actor()));

--
-- Name: partners own; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY own ON public.partners TO app, worker USING (((id = public.ctx_partner()) OR public.ctx_operator())) WITH CHECK (public.ctx_operator());

--
-- Name: recovery_codes own; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY own ON public.recovery_codes TO app USING ((user_id = public.ctx_actor())) WITH CHECK ((user_id = public.ctx_actor()));

--
-- Name: second_factors own; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY own ON public.second_factors TO app USING ((user_id = public.ctx_actor())) WITH CHECK ((user_id = public.ctx_actor()));

--
-- Name: sessions own; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY own ON public.sessions FOR SELECT TO app USING ((user_id = public.ctx_actor()));

--
-- Name: partners; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.partners ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_accounts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.payment_accounts ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_customers; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.payment_customers ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_events; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.payment_events ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_reinstatements; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.payment_reinstatements ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_shares; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.payment_shares ENABLE ROW LEVEL SECURITY;

--
-- Name: payments; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.payments ENABLE ROW LEVEL SECURITY;

--
-- Name: phone_directories; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.phone_directories ENABLE ROW LEVEL SECURITY;

--
-- Name: pin_attempts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.pin_attempts ENABLE ROW LEVEL SECURITY;

--
-- Name: tenants purge_begins_when_due; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purge_begins_when_due ON public.tenants AS RESTRICTIVE FOR UPDATE TO worker USING (true) WITH CHECK (((purge_started_at IS NULL) OR ((id = public.ctx_tenant()) AND (purge_at <= now()) AND (NOT (EXISTS ( SELECT
   FROM public.legal_holds h
  WHERE (h.tenant_id = tenants.id)))))));

--
-- Name: tenants purge_ends_what_began; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purge_ends_what_began ON public.tenants AS RESTRICTIVE FOR DELETE TO worker USING (((id = public.ctx_tenant()) AND (purge_started_at IS NOT NULL) AND (purge_at <= now()) AND (NOT (EXISTS ( SELECT
   FROM public.legal_holds h
  WHERE (h.tenant_id = tenants.id))))));

--
-- Name: adjustments purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.adjustments FOR DELETE TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: dids purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.dids FOR SELECT TO worker USING (((last_tenant_id = public.ctx_tenant()) AND ( SELECT public.purging() AS purging)));

--
-- Name: idempotency_keys purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.idempotency_keys TO worker USING ((( SELECT public.purging() AS purging) AND ((lower(path) ~~ (('%/tenants/'::text || public.ctx_tenant()) || '%'::text)) OR (POSITION((convert_to((public.ctx_tenant())::text, 'UTF8'::name)) IN (answer)) > 0) OR (actor_id IN ( SELECT users.id
   FROM public.users
  WHERE (users.tenant_id = public.ctx_tenant()))))));

--
-- Name: invoice_notices purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.invoice_notices FOR DELETE TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: mails purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.mails FOR DELETE TO worker USING (((tenant_id = public.ctx_tenant()) AND ( SELECT public.purging() AS purging)));

--
-- Name: service_periods purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.service_periods FOR DELETE TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: suspensions purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.suspensions TO worker USING (((tenant_id = public.ctx_tenant()) AND ( SELECT public.purging() AS purging))) WITH CHECK (false);

--
-- Name: tax_exemptions purged; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged ON public.tax_exemptions FOR DELETE TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: calls purged_only; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged_only ON public.calls AS RESTRICTIVE FOR DELETE TO worker USING (( SELECT public.purging() AS purging));

--
-- Name: manifests purged_only; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY purged_only ON public.manifests AS RESTRICTIVE FOR UPDATE TO worker USING (( SELECT public.purging() AS purging));

--
-- Name: queued_events; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.queued_events ENABLE ROW LEVEL SECURITY;

--
-- Name: rate_import_rows; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.rate_import_rows ENABLE ROW LEVEL SECURITY;

--
-- Name: rate_imports; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.rate_imports ENABLE ROW LEVEL SECURITY;

--
-- Name: rate_lists; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.rate_lists ENABLE ROW LEVEL SECURITY;

--
-- Name: rate_tables; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.rate_tables ENABLE ROW LEVEL SECURITY;

--
-- Name: rates; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.rates ENABLE ROW LEVEL SECURITY;

--
-- Name: mails read; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read ON public.mails FOR SELECT TO app, worker USING (((partner_id = public.ctx_partner()) OR (tenant_id = public.ctx_tenant()) OR public.ctx_operator()));

--
-- Name: extensions read_of_gate; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_gate ON public.extensions FOR SELECT TO gate USING (true);

--
-- Name: suspensions read_of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_operator ON public.suspensions FOR SELECT TO app USING ((by_operator AND public.ctx_operator()));

--
-- Name: trunk_states read_of_operator; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_operator ON public.trunk_states FOR SELECT TO app, worker USING (public.ctx_operator());

--
-- Name: account_credits read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.account_credits FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: audit_events read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.audit_events FOR SELECT TO app, worker USING (((partner_id = public.ctx_partner()) OR ((partner_id IS NULL) AND public.ctx_operator())));

--
-- Name: billing_ledger read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.billing_ledger FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: credit_notes read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.credit_notes FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: emergency_calls read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.emergency_calls FOR SELECT TO app USING ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = emergency_calls.tenant_id) AND (t.partner_id = public.ctx_partner())))));

--
-- Name: invoice_files read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.invoice_files FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: invoices read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.invoices FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: payment_reinstatements read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.payment_reinstatements FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: payment_shares read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.payment_shares FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: payments read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.payments FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: rate_lists read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.rate_lists FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: rate_tables read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.rate_tables FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: rates read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.rates FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: refunds read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.refunds FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_credit_notes read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_credit_notes FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_cycles read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_cycles FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_files read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_files FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_invoices read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_invoices FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_payments read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_payments FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_refunds read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_refunds FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: wholesale_terms read_of_partner; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_partner ON public.wholesale_terms FOR SELECT TO app, worker USING ((partner_id = public.ctx_partner()));

--
-- Name: recording_settings read_of_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_searcher ON public.recording_settings FOR SELECT TO searcher USING (true);

--
-- Name: recordings read_of_searcher; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_searcher ON public.recordings FOR SELECT TO searcher USING (true);

--
-- Name: account_credits read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.account_credits FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: adjustments read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.adjustments FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: audit_events read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.audit_events FOR SELECT TO app, worker USING (((tenant_id = public.ctx_tenant()) AND ((partner_id IS NOT NULL) OR ( SELECT public.purging() AS purging))));

--
-- Name: credit_notes read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.credit_notes FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: invoice_files read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.invoice_files FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: invoice_notices read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.invoice_notices FOR SELECT TO worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: invoices read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.invoices FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: payment_reinstatements read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.payment_reinstatements FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: payment_shares read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.payment_shares FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: payments read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.payments FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: refunds read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.refunds FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: support_contacts read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.support_contacts FOR SELECT TO app USING ((EXISTS ( SELECT
   FROM public.tenants t
  WHERE ((t.id = public.ctx_tenant()) AND (t.partner_id = support_contacts.partner_id)))));

--
-- Name: tax_exemptions read_of_tenant; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_tenant ON public.tax_exemptions FOR SELECT TO app, worker USING ((tenant_id = public.ctx_tenant()));

--
-- Name: billing_profile_versions read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.billing_profile_versions FOR SELECT TO voice USING (true);

--
-- Name: flows read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.flows FOR SELECT TO voice USING (true);

--
-- Name: hold_music read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.hold_music FOR SELECT TO voice USING (true);

--
-- Name: mailbox_lamps read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.mailbox_lamps FOR SELECT TO voice USING (true);

--
-- Name: mailboxes read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.mailboxes FOR SELECT TO voice USING (true);

--
-- Name: media read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.media FOR SELECT TO voice USING (true);

--
-- Name: rate_lists read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.rate_lists FOR SELECT TO voice USING (true);

--
-- Name: rate_tables read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.rate_tables FOR SELECT TO voice USING (true);

--
-- Name: rates read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.rates FOR SELECT TO voice USING (true);

--
-- Name: recording_settings read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.recording_settings FOR SELECT TO voice USING (true);

--
-- Name: recordings read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.recordings FOR SELECT TO voice USING (true);

--
-- Name: service_calls read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.service_calls FOR SELECT TO voice USING (true);

--
-- Name: service_periods read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.service_periods FOR SELECT TO voice USING (true);

--
-- Name: voicemails read_of_voice; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY read_of_voice ON public.voicemails FOR SELECT TO voice USING (true);

--
-- Name: migrations readable; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY readable ON public.migrations FOR SELECT TO app, worker USING (true);

--
-- Name: tenant_statuses readable; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY readable ON public.tenant_statuses FOR SELECT USING (true);

--
-- Name: recording_settings; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.recording_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: recordings; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.recordings ENABLE ROW LEVEL SECURITY;

--
-- Name: recovery_codes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.recovery_codes ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_shares refunded; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY refunded ON public.payment_shares FOR UPDATE TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: refunds; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.refunds ENABLE ROW LEVEL SECURITY;

--
-- Name: second_factors reset_with_user; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY reset_with_user ON public.second_factors FOR DELETE TO app USING ((EXISTS ( SELECT
   FROM public.users u
  WHERE (u.id = second_factors.user_id))));

--
-- Name: payments reversed; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY reversed ON public.payments FOR UPDATE TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: refunds reversed; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY reversed ON public.refunds FOR UPDATE TO app USING (((partner_id = public.ctx_partner()) AND (provider_id IS NULL) AND (state = 'succeeded'::text))) WITH CHECK (((partner_id = public.ctx_partner()) AND (state = 'reversed'::text)));

--
-- Name: ring_group_members; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.ring_group_members ENABLE ROW LEVEL SECURITY;

--
-- Name: ring_groups; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.ring_groups ENABLE ROW LEVEL SECURITY;

--
-- Name: sandboxes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.sandboxes ENABLE ROW LEVEL SECURITY;

--
-- Name: schedules; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.schedules ENABLE ROW LEVEL SECURITY;

--
-- Name: second_factors; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.second_factors ENABLE ROW LEVEL SECURITY;

--
-- Name: security_settings; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.security_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: sandboxes seen; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY seen ON public.sandboxes FOR SELECT TO app, worker USING (((partner_id = public.ctx_partner()) OR (tenant_id = public.ctx_tenant())));

--
-- Name: second_factors seen_with_user; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY seen_with_user ON public.second_factors FOR SELECT TO app USING ((EXISTS ( SELECT
   FROM public.users u
  WHERE (u.id = second_factors.user_id))));

--
-- Name: second_factors seen_with_user_by_worker; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY seen_with_user_by_worker ON public.second_factors FOR SELECT TO worker USING ((EXISTS ( SELECT
   FROM public.users u
  WHERE (u.id = second_factors.user_id))));

--
-- Name: mails sent; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY sent ON public.mails FOR UPDATE TO worker USING (public.ctx_operator()) WITH CHECK (public.ctx_operator());

--
-- Name: service_calls; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.service_calls ENABLE ROW LEVEL SECURITY;

--
-- Name: service_periods; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.service_periods ENABLE ROW LEVEL SECURITY;

--
-- Name: sessions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.sessions ENABLE ROW LEVEL SECURITY;

--
-- Name: invoices settled; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY settled ON public.invoices FOR UPDATE TO app, worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: refunds settled; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY settled ON public.refunds FOR UPDATE TO worker USING ((partner_id = public.ctx_partner())) WITH CHECK ((partner_id = public.ctx_partner()));

--
-- Name: sign_in_failures; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.sign_in_failures ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_events sign_ins; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY sign_ins ON public.audit_events FOR INSERT TO gate WITH CHECK ((action = ANY (ARRAY['session.opened'::text, 'session.refused'::text, 'session.closed'::text, 'session.ended'::text, 'session.others-ended'::text, 'invitation.accepted'::text, 'password.changed'::text, 'password.reset'::text, 'password.link-requested'::text, 'password.change-refused'::text, 'second-factor.enabled'::text, 'second-factor.disabled'::text, 'second-factor.refused'::text, 'second-factor.recovery-code-used'::text, 'second-factor.recovery-codes-renewed'::text, 'second-factor.reset'::text])));

--
-- Name: sip_prefixes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.sip_prefixes ENABLE ROW LEVEL SECURITY;

--
-- Name: support_contacts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.support_contacts ENABLE ROW LEVEL SECURITY;

--
-- Name: suspensions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.suspensions ENABLE ROW LEVEL SECURITY;

--
-- Name: sip_prefixes taken; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY taken ON public.sip_prefixes FOR INSERT TO app WITH CHECK (true);

--
-- Name: sip_prefixes taken_again; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY taken_again ON public.sip_prefixes FOR INSERT TO worker WITH CHECK (public.ctx_operator());

--
-- Name: tax_exemptions; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tax_exemptions ENABLE ROW LEVEL SECURITY;

--
-- Name: tenant_counts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tenant_counts ENABLE ROW LEVEL SECURITY;

--
-- Name: tenant_defaults; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tenant_defaults ENABLE ROW LEVEL SECURITY;

--
-- Name: tenant_key_settings; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tenant_key_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: tenant_limits; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tenant_limits ENABLE ROW LEVEL SECURITY;

--
-- Name: tenant_statuses; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tenant_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: tenants; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;

--
-- Name: tombstones; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.tombstones ENABLE ROW LEVEL SECURITY;

--
-- Name: transcripts; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.transcripts ENABLE ROW LEVEL SECURITY;

--
-- Name: trunk_states; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.trunk_states ENABLE ROW LEVEL SECURITY;

--
-- Name: trunks; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.trunks ENABLE ROW LEVEL SECURITY;

--
-- Name: users; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

--
-- Name: voicemails; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.voicemails ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_deliveries; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.webhook_deliveries ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_tenants; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.webhook_tenants ENABLE ROW LEVEL SECURITY;

--
-- Name: webhooks; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.webhooks ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_credit_notes; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_credit_notes ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_cycles; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_cycles ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_files; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_files ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_invoices; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_invoices ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_payments; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_payments ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_refunds; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_refunds ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_reminders; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_reminders ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_settings; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_settings ENABLE ROW LEVEL SECURITY;

--
-- Name: wholesale_terms; Type: ROW SECURITY; Schema: public; Owner: owner
--

ALTER TABLE public.wholesale_terms ENABLE ROW LEVEL SECURITY;

--
-- Name: mails withdrawn; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY withdrawn ON public.mails FOR DELETE TO app USING (((tenant_id = public.ctx_tenant()) AND (sent_at IS NULL)));

--
-- Name: tenant_statuses written_at_start; Type: POLICY; Schema: public; Owner: owner
--

CREATE POLICY written_at_start ON public.tenant_statuses TO owner USING (true) WITH CHECK (true);

--
-- Name: SCHEMA asterisk; Type: ACL; Schema: -; Owner: owner
--

GRANT USAGE ON SCHEMA asterisk TO asterisk;
GRANT USAGE ON SCHEMA asterisk TO voice;
GRANT USAGE ON SCHEMA asterisk TO app;
GRANT USAGE ON SCHEMA asterisk TO worker;
GRANT USAGE ON SCHEMA asterisk TO sequencer;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app;
GRANT USAGE ON SCHEMA public TO worker;
GRANT USAGE ON SCHEMA public TO gate;
GRANT USAGE ON SCHEMA public TO searcher;
GRANT USAGE ON SCHEMA public TO voice;
GRANT USAGE ON SCHEMA public TO auditor;
GRANT USAGE ON SCHEMA public TO sequencer;

--
-- Name: FUNCTION edge(kind text); Type: ACL; Schema: asterisk; Owner: voice
--

REVOKE ALL ON FUNCTION asterisk.edge(kind text) FROM PUBLIC;
GRANT ALL ON FUNCTION asterisk.edge(kind text) TO asterisk;

--
-- Name: FUNCTION emergency_variables(tenant uuid, outbound_did uuid); Type: ACL; Schema: asterisk; Owner: voice
--

REVOKE ALL ON FUNCTION asterisk.emergency_variables(tenant uuid, outbound_did uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION asterisk.emergency_variables(tenant uuid, outbound_did uuid) TO asterisk;

--
-- Name: FUNCTION follows_mailbox(extension uuid); Type: ACL; Schema: asterisk; Owner: voice
--

REVOKE ALL ON FUNCTION asterisk.follows_mailbox(extension uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION asterisk.follows_mailbox(extension uuid) TO asterisk;

--
-- Name: FUNCTION music_class(tenant uuid); Type: ACL; Schema: asterisk; Owner: voice
--

REVOKE ALL ON FUNCTION asterisk.music_class(tenant uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION asterisk.music_class(tenant uuid) TO asterisk;

--
-- Name: FUNCTION registers(tenant uuid); Type: ACL; Schema: asterisk; Owner: voice
--

REVOKE ALL ON FUNCTION asterisk.registers(tenant uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION asterisk.registers(tenant uuid) TO asterisk;

--
-- Name: FUNCTION sources(match text); Type: ACL; Schema: asterisk; Owner: voice
--

REVOKE ALL ON FUNCTION asterisk.sources(match text) FROM PUBLIC;
GRANT ALL ON FUNCTION asterisk.sources(match text) TO asterisk;

--
-- Name: FUNCTION a_webhook_is_on(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.a_webhook_is_on() FROM PUBLIC;
GRANT ALL ON FUNCTION public.a_webhook_is_on() TO worker;

--
-- Name: FUNCTION absent_extensions(among uuid[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.absent_extensions(among uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.absent_extensions(among uuid[]) TO app;

--
-- Name: FUNCTION accept_invitation(hash bytea, new_password_hash text, nobody_new_in text[], from_ip text, event uuid, request text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.accept_invitation(hash bytea, new_password_hash text, nobody_new_in text[], from_ip text, event uuid, request text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accept_invitation(hash bytea, new_password_hash text, nobody_new_in text[], from_ip text, event uuid, request text) TO app;

--
-- Name: FUNCTION accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text, event uuid, request text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text, event uuid, request text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accept_operator_invitation(hash bytea, new_id uuid, new_email text, new_name text, new_password_hash text, from_ip text, event uuid, request text) TO app;

--
-- Name: FUNCTION account_for_mail(of_user uuid); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.account_for_mail(of_user uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_for_mail(of_user uuid) TO worker;

--
-- Name: FUNCTION add_job(task text, payload json, job_key text, run_at timestamp with time zone); Type: ACL; Schema: public; Owner: worker
--

REVOKE ALL ON FUNCTION public.add_job(task text, payload json, job_key text, run_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_job(task text, payload json, job_key text, run_at timestamp with time zone) TO app;
GRANT ALL ON FUNCTION public.add_job(task text, payload json, job_key text, run_at timestamp with time zone) TO voice;
GRANT ALL ON FUNCTION public.add_job(task text, payload json, job_key text, run_at timestamp with time zone) TO searcher;

--
-- Name: FUNCTION address_holder(wanted text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.address_holder(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.address_holder(wanted text) TO app;

--
-- Name: FUNCTION address_of_contact(uri text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.address_of_contact(uri text) FROM PUBLIC;

--
-- Name: FUNCTION admit_internal_call(call uuid, at timestamp with time zone, of_tenant uuid, from_phone text, to_extension text, of_node text, of_channel text, patience_ms integer); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.admit_internal_call(call uuid, at timestamp with time zone, of_tenant uuid, from_phone text, to_extension text, of_node text, of_channel text, patience_ms integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.admit_internal_call(call uuid, at timestamp with time zone, of_tenant uuid, from_phone text, to_extension text, of_node text, of_channel text, patience_ms integer) TO app;

--
-- Name: FUNCTION are_books_old(of_tenant uuid, of_partner uuid, at timestamp with time zone); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.are_books_old(of_tenant uuid, of_partner uuid, at timestamp with time zone) FROM PUBLIC;

--
-- Name: TABLE audit_events; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.audit_events TO app;
GRANT SELECT,INSERT ON TABLE public.audit_events TO worker;
GRANT INSERT ON TABLE public.audit_events TO gate;
GRANT SELECT ON TABLE public.audit_events TO auditor;

--
-- Name: COLUMN audit_events.actor_email; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(actor_email) ON TABLE public.audit_events TO worker;

--
-- Name: COLUMN audit_events.before; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(before) ON TABLE public.audit_events TO worker;

--
-- Name: COLUMN audit_events.after; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(after) ON TABLE public.audit_events TO worker;

--
-- Name: COLUMN audit_events.ip; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(ip) ON TABLE public.audit_events TO worker;

--
-- Name: FUNCTION audit_may_be_blank(tenant uuid); Type: ACL; Schema: public; Owner: auditor
--

REVOKE ALL ON FUNCTION public.audit_may_be_blank(tenant uuid) FROM PUBLIC;

--
-- Name: FUNCTION await_sequencer(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.await_sequencer() FROM PUBLIC;
GRANT ALL ON FUNCTION public.await_sequencer() TO worker;
GRANT ALL ON FUNCTION public.await_sequencer() TO app;

--
-- Name: FUNCTION begin_csv_download(download uuid, owner uuid, most integer, seconds integer); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.begin_csv_download(download uuid, owner uuid, most integer, seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_csv_download(download uuid, owner uuid, most integer, seconds integer) TO app;

--
-- Name: FUNCTION begin_service_earlier(of_thing uuid, since timestamp with time zone); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.begin_service_earlier(of_thing uuid, since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_service_earlier(of_thing uuid, since timestamp with time zone) TO app;

--
-- Name: FUNCTION brand_of(of_partner uuid, of_tenant uuid); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.brand_of(of_partner uuid, of_tenant uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.brand_of(of_partner uuid, of_tenant uuid) TO app;
GRANT ALL ON FUNCTION public.brand_of(of_partner uuid, of_tenant uuid) TO worker;

--
-- Name: FUNCTION call_sums_of_cycles(cycles uuid[]); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.call_sums_of_cycles(cycles uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.call_sums_of_cycles(cycles uuid[]) TO worker;

--
-- Name: TABLE calls; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.calls TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.calls TO worker;
GRANT SELECT,INSERT,DELETE ON TABLE public.calls TO voice;
GRANT SELECT ON TABLE public.calls TO searcher;

--
-- Name: FUNCTION calls_with_number(digits text, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.calls_with_number(digits text, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.calls_with_number(digits text, at_most integer) TO app;
GRANT ALL ON FUNCTION public.calls_with_number(digits text, at_most integer) TO worker;

--
-- Name: FUNCTION card_account(); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.card_account() FROM PUBLIC;
GRANT ALL ON FUNCTION public.card_account() TO app;
GRANT ALL ON FUNCTION public.card_account() TO worker;

--
-- Name: FUNCTION chain_audit_events(at_most integer); Type: ACL; Schema: public; Owner: auditor
--

REVOKE ALL ON FUNCTION public.chain_audit_events(at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.chain_audit_events(at_most integer) TO worker;

--
-- Name: FUNCTION change_own_password(of_user uuid, verified_hash text, new_password_hash text, kept_session bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.change_own_password(of_user uuid, verified_hash text, new_password_hash text, kept_session bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.change_own_password(of_user uuid, verified_hash text, new_password_hash text, kept_session bytea) TO app;

--
-- Name: FUNCTION clear_attempts(of_key bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.clear_attempts(of_key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.clear_attempts(of_key bytea) TO app;
GRANT ALL ON FUNCTION public.clear_attempts(of_key bytea) TO worker;

--
-- Name: FUNCTION close_session(hash bytea, from_ip text, event uuid, request text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.close_session(hash bytea, from_ip text, event uuid, request text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.close_session(hash bytea, from_ip text, event uuid, request text) TO app;

--
-- Name: FUNCTION close_sessions_of(of_user uuid); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.close_sessions_of(of_user uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.close_sessions_of(of_user uuid) TO app;
GRANT ALL ON FUNCTION public.close_sessions_of(of_user uuid) TO worker;

--
-- Name: FUNCTION cost_only(of_partner uuid, of_kind text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.cost_only(of_partner uuid, of_kind text) FROM PUBLIC;

--
-- Name: FUNCTION count_attempt(of_key bytea, free integer, first_wait integer, longest integer); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.count_attempt(of_key bytea, free integer, first_wait integer, longest integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_attempt(of_key bytea, free integer, first_wait integer, longest integer) TO app;
GRANT ALL ON FUNCTION public.count_attempt(of_key bytea, free integer, first_wait integer, longest integer) TO worker;

--
-- Name: FUNCTION count_failure(of_key bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.count_failure(of_key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_failure(of_key bytea) TO app;

--
-- Name: FUNCTION count_flow_steps(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.count_flow_steps() FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_flow_steps() TO owner;

--
-- Name: FUNCTION count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]) TO app;
GRANT ALL ON FUNCTION public.count_found_tenants(of_partner uuid, words text[], digits text, statuses text[]) TO worker;

--
-- Name: FUNCTION count_live_calls(of_partner uuid); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.count_live_calls(of_partner uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.count_live_calls(of_partner uuid) TO app;

--
-- Name: FUNCTION cycles_to_invoice(at timestamp with time zone, longest_call interval, settling interval, only_these uuid[], after_partner uuid, after_cycle uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.cycles_to_invoice(at timestamp with time zone, longest_call interval, settling interval, only_these uuid[], after_partner uuid, after_cycle uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.cycles_to_invoice(at timestamp with time zone, longest_call interval, settling interval, only_these uuid[], after_partner uuid, after_cycle uuid, at_most integer) TO worker;

--
-- Name: FUNCTION delete_expired(); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.delete_expired() FROM PUBLIC;
GRANT ALL ON FUNCTION public.delete_expired() TO app;
GRANT ALL ON FUNCTION public.delete_expired() TO worker;

--
-- Name: FUNCTION delete_late_refusal(of_call uuid); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.delete_late_refusal(of_call uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.delete_late_refusal(of_call uuid) TO app;

--
-- Name: FUNCTION delete_old_books(of_tenant uuid, at timestamp with time zone); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.delete_old_books(of_tenant uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.delete_old_books(of_tenant uuid, at timestamp with time zone) TO worker;

--
-- Name: FUNCTION delete_old_payment_events(before timestamp with time zone); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.delete_old_payment_events(before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.delete_old_payment_events(before timestamp with time zone) TO worker;

--
-- Name: FUNCTION did_for_call(called text, caller text, of_call uuid); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.did_for_call(called text, caller text, of_call uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.did_for_call(called text, caller text, of_call uuid) TO app;

--
-- Name: FUNCTION drop_old_events(older_than interval, at_most integer); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.drop_old_events(older_than interval, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.drop_old_events(older_than interval, at_most integer) TO worker;

--
-- Name: FUNCTION drop_old_ledger(older_than interval, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.drop_old_ledger(older_than interval, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.drop_old_ledger(older_than interval, at_most integer) TO worker;

--
-- Name: FUNCTION due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer) TO worker;

--
-- Name: FUNCTION empty_next_day_of_api_requests(); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.empty_next_day_of_api_requests() FROM PUBLIC;
GRANT ALL ON FUNCTION public.empty_next_day_of_api_requests() TO worker;

--
-- Name: FUNCTION end_csv_download(download uuid); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.end_csv_download(download uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_csv_download(download uuid) TO app;

--
-- Name: FUNCTION end_emergency_call(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.end_emergency_call() FROM PUBLIC;
GRANT ALL ON FUNCTION public.end_emergency_call() TO owner;

--
-- Name: FUNCTION existing_tenants(ids uuid[]); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.existing_tenants(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.existing_tenants(ids uuid[]) TO worker;

--
-- Name: FUNCTION facts_of_ended_call(c public.calls); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.facts_of_ended_call(c public.calls) FROM PUBLIC;

--
-- Name: FUNCTION facts_of_invoice(wanted uuid); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.facts_of_invoice(wanted uuid) FROM PUBLIC;

--
-- Name: FUNCTION failures_of(of_key bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.failures_of(of_key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.failures_of(of_key bytea) TO app;

--
-- Name: FUNCTION find_sign_in(wanted text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.find_sign_in(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_sign_in(wanted text) TO app;

--
-- Name: FUNCTION find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.find_tenants_for_operator(words text[], digits text, wanted uuid, at_most integer) TO app;

--
-- Name: FUNCTION first_in_line(of_webhook uuid); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.first_in_line(of_webhook uuid) FROM PUBLIC;

--
-- Name: FUNCTION found_tenants_condition(words text[], digits text, statuses text[]); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.found_tenants_condition(words text[], digits text, statuses text[]) FROM PUBLIC;

--
-- Name: TABLE billing_cycles; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.billing_cycles TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.billing_cycles TO worker;
GRANT SELECT ON TABLE public.billing_cycles TO searcher;
GRANT SELECT ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.allowance_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(allowance_seconds) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(allowance_seconds) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.spent_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(spent_micros) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(spent_micros) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(spent_micros) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.charged_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(charged_seconds) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(charged_seconds) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(charged_seconds) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.included_used_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(included_used_seconds) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(included_used_seconds) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(included_used_seconds) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.metered_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(metered_micros) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(metered_micros) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(metered_micros) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.metered_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(metered_seconds) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(metered_seconds) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(metered_seconds) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.reserved_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reserved_micros) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(reserved_micros) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(reserved_micros) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.reserved_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reserved_seconds) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(reserved_seconds) ON TABLE public.billing_cycles TO worker;
GRANT UPDATE(reserved_seconds) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.invoiced_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(invoiced_at) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(invoiced_at) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.fees_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(fees_micros) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(fees_micros) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.fees_at_end_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(fees_at_end_micros) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(fees_at_end_micros) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.reserved_included_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reserved_included_seconds) ON TABLE public.billing_cycles TO voice;

--
-- Name: COLUMN billing_cycles.fees_day; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(fees_day) ON TABLE public.billing_cycles TO app;
GRANT UPDATE(fees_day) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.invoiced_through; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(invoiced_through) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.invoiced_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(invoiced_micros) ON TABLE public.billing_cycles TO worker;

--
-- Name: COLUMN billing_cycles.spend_cap_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(spend_cap_micros) ON TABLE public.billing_cycles TO app;

--
-- Name: FUNCTION is_urgent_event(type text); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.is_urgent_event(type text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_urgent_event(type text) TO app;

--
-- Name: FUNCTION is_uuid(text); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.is_uuid(text) FROM PUBLIC;

--
-- Name: FUNCTION keep_in_ledger(); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.keep_in_ledger() FROM PUBLIC;
GRANT ALL ON FUNCTION public.keep_in_ledger() TO owner;

--
-- Name: FUNCTION last_day_of_books(of_tenant uuid); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.last_day_of_books(of_tenant uuid) FROM PUBLIC;

--
-- Name: FUNCTION live_calls_of(of_node text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.live_calls_of(of_node text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.live_calls_of(of_node text) TO app;

--
-- Name: FUNCTION lock_for_rating(ended json); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.lock_for_rating(ended json) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_for_rating(ended json) TO app;

--
-- Name: FUNCTION lock_tenant_for_operator(wanted uuid); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.lock_tenant_for_operator(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.lock_tenant_for_operator(wanted uuid) TO app;

--
-- Name: FUNCTION mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer, of_kind text, within_tenant boolean); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer, of_kind text, within_tenant boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer, of_kind text, within_tenant boolean) TO app;
GRANT ALL ON FUNCTION public.mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer, of_kind text, within_tenant boolean) TO worker;

--
-- Name: FUNCTION mailed_document(document uuid); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.mailed_document(document uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mailed_document(document uuid) TO worker;

--
-- Name: FUNCTION mark_silent_phones(node text, addresses text[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.mark_silent_phones(node text, addresses text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mark_silent_phones(node text, addresses text[]) TO app;

--
-- Name: FUNCTION message_counts(of_extensions uuid[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.message_counts(of_extensions uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.message_counts(of_extensions uuid[]) TO app;

--
-- Name: FUNCTION open_card_disputes(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.open_card_disputes(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_card_disputes(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) TO worker;

--
-- Name: FUNCTION open_invitation(of_user uuid, hash bytea, expires timestamp with time zone); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.open_invitation(of_user uuid, hash bytea, expires timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_invitation(of_user uuid, hash bytea, expires timestamp with time zone) TO app;
GRANT ALL ON FUNCTION public.open_invitation(of_user uuid, hash bytea, expires timestamp with time zone) TO worker;

--
-- Name: FUNCTION open_service_calls(of_node text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.open_service_calls(of_node text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_service_calls(of_node text) TO app;

--
-- Name: FUNCTION open_session(of_user uuid, verified_hash text, hash bytea, session_id uuid, expires timestamp with time zone, agent text, proven boolean, from_ip text, event uuid, request text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.open_session(of_user uuid, verified_hash text, hash bytea, session_id uuid, expires timestamp with time zone, agent text, proven boolean, from_ip text, event uuid, request text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_session(of_user uuid, verified_hash text, hash bytea, session_id uuid, expires timestamp with time zone, agent text, proven boolean, from_ip text, event uuid, request text) TO app;

--
-- Name: FUNCTION operator_emails(); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.operator_emails() FROM PUBLIC;
GRANT ALL ON FUNCTION public.operator_emails() TO worker;

--
-- Name: FUNCTION operator_exists(); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.operator_exists() FROM PUBLIC;
GRANT ALL ON FUNCTION public.operator_exists() TO app;
GRANT ALL ON FUNCTION public.operator_exists() TO worker;

--
-- Name: FUNCTION own_hold_music(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.own_hold_music() FROM PUBLIC;
GRANT ALL ON FUNCTION public.own_hold_music() TO app;

--
-- Name: FUNCTION partner_pays_for_calls(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.partner_pays_for_calls() FROM PUBLIC;
GRANT ALL ON FUNCTION public.partner_pays_for_calls() TO app;

--
-- Name: FUNCTION partners_with_payment_accounts(after_partner uuid, at_most integer); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.partners_with_payment_accounts(after_partner uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.partners_with_payment_accounts(after_partner uuid, at_most integer) TO worker;

--
-- Name: FUNCTION payment_account_at(address text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.payment_account_at(address text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_account_at(address text) TO app;

--
-- Name: FUNCTION phones_of_node(node text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.phones_of_node(node text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.phones_of_node(node text) TO app;

--
-- Name: FUNCTION place_events(placed json, done bigint[], not_understood bigint[]); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.place_events(placed json, done bigint[], not_understood bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.place_events(placed json, done bigint[], not_understood bigint[]) TO worker;

--
-- Name: FUNCTION place_in_line(strict_order boolean, type text, tenant uuid, place bigint); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.place_in_line(strict_order boolean, type text, tenant uuid, place bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.place_in_line(strict_order boolean, type text, tenant uuid, place bigint) TO app;

--
-- Name: FUNCTION prefix_is_taken(wanted text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.prefix_is_taken(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.prefix_is_taken(wanted text) TO app;
GRANT ALL ON FUNCTION public.prefix_is_taken(wanted text) TO worker;

--
-- Name: FUNCTION prices_for_call(of_tenant uuid, at timestamp with time zone, own text, outside text[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.prices_for_call(of_tenant uuid, at timestamp with time zone, own text, outside text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.prices_for_call(of_tenant uuid, at timestamp with time zone, own text, outside text[]) TO app;

--
-- Name: FUNCTION queue_audit_event(); Type: ACL; Schema: public; Owner: auditor
--

REVOKE ALL ON FUNCTION public.queue_audit_event() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_audit_event() TO owner;

--
-- Name: FUNCTION queue_audited_event(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_audited_event() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_audited_event() TO owner;

--
-- Name: FUNCTION queue_call_event(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_call_event() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_call_event() TO owner;

--
-- Name: FUNCTION queue_emergency_event(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_emergency_event() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_emergency_event() TO owner;

--
-- Name: FUNCTION queue_ended_call(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_ended_call() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_ended_call() TO owner;

--
-- Name: FUNCTION queue_event_of_call(tenant uuid, type text, subject uuid, facts json, at timestamp with time zone, emergency boolean); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_event_of_call(tenant uuid, type text, subject uuid, facts json, at timestamp with time zone, emergency boolean) FROM PUBLIC;

--
-- Name: FUNCTION queue_limit_event(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_limit_event() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_limit_event() TO owner;

--
-- Name: FUNCTION queue_number_events(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_number_events() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_number_events() TO owner;

--
-- Name: FUNCTION queue_overdue_invoice(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_overdue_invoice() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_overdue_invoice() TO owner;

--
-- Name: FUNCTION queue_paid_invoice(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_paid_invoice() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_paid_invoice() TO owner;

--
-- Name: FUNCTION queue_phone_events(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_phone_events() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_phone_events() TO owner;

--
-- Name: FUNCTION queue_phone_turns(usernames text[], event text); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_phone_turns(usernames text[], event text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_phone_turns(usernames text[], event text) TO voice;

--
-- Name: FUNCTION queue_voicemail_event(); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.queue_voicemail_event() FROM PUBLIC;
GRANT ALL ON FUNCTION public.queue_voicemail_event() TO owner;

--
-- Name: FUNCTION rate_calls_again(rated json, changed json, costs json); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.rate_calls_again(rated json, changed json, costs json) FROM PUBLIC;
GRANT ALL ON FUNCTION public.rate_calls_again(rated json, changed json, costs json) TO app;

--
-- Name: FUNCTION rates_of(of_table uuid, of_currency text, numbers text[], at timestamp with time zone); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.rates_of(of_table uuid, of_currency text, numbers text[], at timestamp with time zone) FROM PUBLIC;

--
-- Name: FUNCTION reachable_endpoints(among text[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.reachable_endpoints(among text[]) FROM PUBLIC;

--
-- Name: FUNCTION read_api_key(hash bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.read_api_key(hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.read_api_key(hash bytea) TO app;

--
-- Name: FUNCTION read_invitation(hash bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.read_invitation(hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.read_invitation(hash bytea) TO app;

--
-- Name: FUNCTION read_session(hash bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.read_session(hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.read_session(hash bytea) TO app;

--
-- Name: FUNCTION record_api_requests(requests jsonb); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.record_api_requests(requests jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_api_requests(requests jsonb) TO app;

--
-- Name: FUNCTION record_attempts(results json); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.record_attempts(results json) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_attempts(results json) TO worker;

--
-- Name: FUNCTION record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone) TO app;

--
-- Name: FUNCTION record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone, dialled text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone, dialled text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_emergency_call(of_call uuid, of_tenant uuid, of_extension uuid, callback text, called timestamp with time zone, dialled text) TO app;

--
-- Name: FUNCTION record_own_event(what text, of_user uuid, from_ip text, event uuid, request text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.record_own_event(what text, of_user uuid, from_ip text, event uuid, request text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_own_event(what text, of_user uuid, from_ip text, event uuid, request text) TO app;

--
-- Name: FUNCTION record_trunk_state(of_node text, of_trunk uuid, finding json); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.record_trunk_state(of_node text, of_trunk uuid, finding json) FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_trunk_state(of_node text, of_trunk uuid, finding json) TO app;

--
-- Name: FUNCTION recording_policy(of_tenant uuid, of_call uuid, talking uuid[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.recording_policy(of_tenant uuid, of_call uuid, talking uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.recording_policy(of_tenant uuid, of_call uuid, talking uuid[]) TO app;

--
-- Name: FUNCTION recordings_expired(at timestamp with time zone, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.recordings_expired(at timestamp with time zone, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.recordings_expired(at timestamp with time zone, at_most integer) TO worker;

--
-- Name: FUNCTION recordings_running(of_node text); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.recordings_running(of_node text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.recordings_running(of_node text) TO app;

--
-- Name: FUNCTION remove_job(key text); Type: ACL; Schema: public; Owner: worker
--

REVOKE ALL ON FUNCTION public.remove_job(key text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.remove_job(key text) TO app;

--
-- Name: FUNCTION remove_unconfirmed(of_user uuid, event uuid); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.remove_unconfirmed(of_user uuid, event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.remove_unconfirmed(of_user uuid, event uuid) TO app;

--
-- Name: FUNCTION renew_csv_downloads(downloads uuid[], seconds integer); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.renew_csv_downloads(downloads uuid[], seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.renew_csv_downloads(downloads uuid[], seconds integer) TO app;

--
-- Name: FUNCTION reset_second_factor(of_email text, event uuid); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.reset_second_factor(of_email text, event uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reset_second_factor(of_email text, event uuid) TO app;

--
-- Name: FUNCTION running_card_attempts(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.running_card_attempts(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.running_card_attempts(unchanged_since timestamp with time zone, after_attempt uuid, at_most integer) TO worker;

--
-- Name: FUNCTION running_refunds(unchanged_since timestamp with time zone, after_refund uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.running_refunds(unchanged_since timestamp with time zone, after_refund uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.running_refunds(unchanged_since timestamp with time zone, after_refund uuid, at_most integer) TO worker;

--
-- Name: FUNCTION save_webhook_health(of_webhook uuid, of_url text, new_state text, since timestamp with time zone, failed integer, next_probe timestamp with time zone); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.save_webhook_health(of_webhook uuid, of_url text, new_state text, since timestamp with time zone, failed integer, next_probe timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.save_webhook_health(of_webhook uuid, of_url text, new_state text, since timestamp with time zone, failed integer, next_probe timestamp with time zone) TO worker;

--
-- Name: TABLE tenants; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.tenants TO app;
GRANT SELECT,DELETE ON TABLE public.tenants TO worker;
GRANT SELECT ON TABLE public.tenants TO voice;
GRANT SELECT ON TABLE public.tenants TO searcher;
GRANT SELECT ON TABLE public.tenants TO gate;
GRANT SELECT ON TABLE public.tenants TO auditor;
GRANT SELECT ON TABLE public.tenants TO sequencer;

--
-- Name: COLUMN tenants.id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(id) ON TABLE public.tenants TO voice;
GRANT UPDATE(id) ON TABLE public.tenants TO searcher;

--
-- Name: COLUMN tenants.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.tenants TO app;
GRANT UPDATE(name) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.status; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(status) ON TABLE public.tenants TO app;
GRANT UPDATE(status) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.was_active; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(was_active) ON TABLE public.tenants TO app;
GRANT UPDATE(was_active) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.suspension_reasons; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(suspension_reasons) ON TABLE public.tenants TO app;
GRANT UPDATE(suspension_reasons) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.operator_reasons; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(operator_reasons) ON TABLE public.tenants TO app;
GRANT UPDATE(operator_reasons) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.billing_email; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(billing_email) ON TABLE public.tenants TO app;
GRANT UPDATE(billing_email) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.default_cnam; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(default_cnam) ON TABLE public.tenants TO app;
GRANT UPDATE(default_cnam) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.timezone; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(timezone) ON TABLE public.tenants TO app;
GRANT UPDATE(timezone) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.billing_profile_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(billing_profile_id) ON TABLE public.tenants TO app;
GRANT UPDATE(billing_profile_id) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.e911_address; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(e911_address) ON TABLE public.tenants TO app;
GRANT UPDATE(e911_address) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.users_count; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(users_count) ON TABLE public.tenants TO app;
GRANT UPDATE(users_count) ON TABLE public.tenants TO worker;
GRANT UPDATE(users_count) ON TABLE public.tenants TO gate;

--
-- Name: COLUMN tenants.dids_count; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(dids_count) ON TABLE public.tenants TO app;
GRANT UPDATE(dids_count) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.extensions_count; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(extensions_count) ON TABLE public.tenants TO app;
GRANT UPDATE(extensions_count) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.cancelled_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(cancelled_at) ON TABLE public.tenants TO app;
GRANT UPDATE(cancelled_at) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.purge_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(purge_at) ON TABLE public.tenants TO app;
GRANT UPDATE(purge_at) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.tenants TO app;
GRANT UPDATE(version) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.purge_started_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(purge_started_at) ON TABLE public.tenants TO worker;

--
-- Name: COLUMN tenants.extensions_alert; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(extensions_alert) ON TABLE public.tenants TO app;

--
-- Name: COLUMN tenants.dids_alert; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(dids_alert) ON TABLE public.tenants TO app;

--
-- Name: FUNCTION search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid, at_most integer, known integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid, at_most integer, known integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid, at_most integer, known integer) TO app;
GRANT ALL ON FUNCTION public.search_tenants(of_partner uuid, words text[], digits text, statuses text[], sort_by text, descending boolean, after_key text, after_id uuid, at_most integer, known integer) TO worker;

--
-- Name: TABLE tenant_limits; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.tenant_limits TO app;
GRANT SELECT,DELETE ON TABLE public.tenant_limits TO worker;
GRANT SELECT ON TABLE public.tenant_limits TO searcher;

--
-- Name: COLUMN tenant_limits.monthly_spend_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(monthly_spend_micros) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.currency; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(currency) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.max_extensions; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(max_extensions) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.max_dids; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(max_dids) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.max_monthly_minutes; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(max_monthly_minutes) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.alert_threshold_percent; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(alert_threshold_percent) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.auto_suspend; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(auto_suspend) ON TABLE public.tenant_limits TO app;

--
-- Name: COLUMN tenant_limits.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.tenant_limits TO app;

--
-- Name: FUNCTION take_queued_events(from_id bigint, at_most integer); Type: ACL; Schema: public; Owner: sequencer
--

REVOKE ALL ON FUNCTION public.take_queued_events(from_id bigint, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.take_queued_events(from_id bigint, at_most integer) TO worker;

--
-- Name: FUNCTION take_requests(key uuid, wanted integer, most integer); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.take_requests(key uuid, wanted integer, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.take_requests(key uuid, wanted integer, most integer) TO app;

--
-- Name: FUNCTION tenant_for_operator(wanted uuid); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenant_for_operator(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenant_for_operator(wanted uuid) TO app;

--
-- Name: FUNCTION tenant_of_directory(hash bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.tenant_of_directory(hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenant_of_directory(hash bytea) TO app;

--
-- Name: FUNCTION tenants_to_charge(at timestamp with time zone, after_tenant uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_to_charge(at timestamp with time zone, after_tenant uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_to_charge(at timestamp with time zone, after_tenant uuid, at_most integer) TO worker;

--
-- Name: FUNCTION tenants_to_close(after_partner uuid, after_tenant uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_to_close(after_partner uuid, after_tenant uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_to_close(after_partner uuid, after_tenant uuid, at_most integer) TO worker;

--
-- Name: FUNCTION tenants_to_purge(until timestamp with time zone, after_at timestamp with time zone, after_id uuid, at_most integer, held_too boolean); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_to_purge(until timestamp with time zone, after_at timestamp with time zone, after_id uuid, at_most integer, held_too boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_to_purge(until timestamp with time zone, after_at timestamp with time zone, after_id uuid, at_most integer, held_too boolean) TO worker;

--
-- Name: FUNCTION tenants_to_watch_for_fraud(); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_to_watch_for_fraud() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_to_watch_for_fraud() TO worker;

--
-- Name: FUNCTION tenants_with_due_invoices(at timestamp with time zone, after_tenant uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_with_due_invoices(at timestamp with time zone, after_tenant uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_with_due_invoices(at timestamp with time zone, after_tenant uuid, at_most integer) TO worker;

--
-- Name: FUNCTION tenants_with_fees_due(at timestamp with time zone, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_with_fees_due(at timestamp with time zone, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_with_fees_due(at timestamp with time zone, at_most integer) TO worker;

--
-- Name: FUNCTION tenants_with_old_books(at timestamp with time zone, after_tenant uuid, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_with_old_books(at timestamp with time zone, after_tenant uuid, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_with_old_books(at timestamp with time zone, after_tenant uuid, at_most integer) TO worker;

--
-- Name: FUNCTION tenants_without_cycle(at timestamp with time zone, at_most integer); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.tenants_without_cycle(at timestamp with time zone, at_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tenants_without_cycle(at timestamp with time zone, at_most integer) TO worker;

--
-- Name: FUNCTION touch_api_key(hash bytea, from_ip text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.touch_api_key(hash bytea, from_ip text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.touch_api_key(hash bytea, from_ip text) TO app;

--
-- Name: FUNCTION touch_session(hash bytea, from_ip text); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.touch_session(hash bytea, from_ip text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.touch_session(hash bytea, from_ip text) TO app;

--
-- Name: FUNCTION trunks_for_calls(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.trunks_for_calls() FROM PUBLIC;
GRANT ALL ON FUNCTION public.trunks_for_calls() TO app;

--
-- Name: FUNCTION trunks_to_watch(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.trunks_to_watch() FROM PUBLIC;
GRANT ALL ON FUNCTION public.trunks_to_watch() TO app;

--
-- Name: FUNCTION uncount_attempt(of_key bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.uncount_attempt(of_key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.uncount_attempt(of_key bytea) TO app;
GRANT ALL ON FUNCTION public.uncount_attempt(of_key bytea) TO worker;

--
-- Name: FUNCTION use_code(of_user uuid, step bigint); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.use_code(of_user uuid, step bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.use_code(of_user uuid, step bigint) TO app;

--
-- Name: FUNCTION use_recovery_code(of_user uuid, hash bytea); Type: ACL; Schema: public; Owner: gate
--

REVOKE ALL ON FUNCTION public.use_recovery_code(of_user uuid, hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.use_recovery_code(of_user uuid, hash bytea) TO app;

--
-- Name: FUNCTION verify_audit_chains(wanted text[]); Type: ACL; Schema: public; Owner: auditor
--

REVOKE ALL ON FUNCTION public.verify_audit_chains(wanted text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.verify_audit_chains(wanted text[]) TO app;
GRANT ALL ON FUNCTION public.verify_audit_chains(wanted text[]) TO worker;

--
-- Name: FUNCTION watchable_extensions(); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.watchable_extensions() FROM PUBLIC;
GRANT ALL ON FUNCTION public.watchable_extensions() TO app;

--
-- Name: FUNCTION wholesale_of_partners(since timestamp with time zone, until timestamp with time zone); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.wholesale_of_partners(since timestamp with time zone, until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.wholesale_of_partners(since timestamp with time zone, until timestamp with time zone) TO app;

--
-- Name: FUNCTION wholesale_rates(calls uuid[], tenants uuid[], begun timestamp with time zone[], legs smallint[], numbers text[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.wholesale_rates(calls uuid[], tenants uuid[], begun timestamp with time zone[], legs smallint[], numbers text[]) FROM PUBLIC;

--
-- Name: FUNCTION wholesale_rates_again(legs json); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.wholesale_rates_again(legs json) FROM PUBLIC;
GRANT ALL ON FUNCTION public.wholesale_rates_again(legs json) TO app;

--
-- Name: FUNCTION wholesale_unit_days(of_partner uuid, since date, through date); Type: ACL; Schema: public; Owner: searcher
--

REVOKE ALL ON FUNCTION public.wholesale_unit_days(of_partner uuid, since date, through date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.wholesale_unit_days(of_partner uuid, since date, through date) TO app;
GRANT ALL ON FUNCTION public.wholesale_unit_days(of_partner uuid, since date, through date) TO worker;

--
-- Name: FUNCTION write_calls(answers json, ends json, ended_tenants uuid[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.write_calls(answers json, ends json, ended_tenants uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.write_calls(answers json, ends json, ended_tenants uuid[]) TO app;

--
-- Name: FUNCTION write_parties(parties json, tenants uuid[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.write_parties(parties json, tenants uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.write_parties(parties json, tenants uuid[]) TO app;
GRANT ALL ON FUNCTION public.write_parties(parties json, tenants uuid[]) TO worker;

--
-- Name: FUNCTION write_played_calls(answers json, ends json, ended_tenants uuid[]); Type: ACL; Schema: public; Owner: voice
--

REVOKE ALL ON FUNCTION public.write_played_calls(answers json, ends json, ended_tenants uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.write_played_calls(answers json, ends json, ended_tenants uuid[]) TO worker;

--
-- Name: TABLE extensions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.extensions TO app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.extensions TO worker;
GRANT SELECT ON TABLE public.extensions TO voice;
GRANT SELECT ON TABLE public.extensions TO sequencer;

--
-- Name: COLUMN extensions.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.extensions TO gate;

--
-- Name: COLUMN extensions.number; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(number) ON TABLE public.extensions TO gate;

--
-- Name: COLUMN extensions.name; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(name) ON TABLE public.extensions TO gate;

--
-- Name: TABLE trunks; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.trunks TO app;
GRANT SELECT ON TABLE public.trunks TO voice;
GRANT SELECT ON TABLE public.trunks TO worker;

--
-- Name: TABLE ps_aors; Type: ACL; Schema: asterisk; Owner: voice
--

GRANT SELECT ON TABLE asterisk.ps_aors TO asterisk;

--
-- Name: TABLE ps_auths; Type: ACL; Schema: asterisk; Owner: voice
--

GRANT SELECT ON TABLE asterisk.ps_auths TO asterisk;

--
-- Name: TABLE ps_contacts; Type: ACL; Schema: asterisk; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE asterisk.ps_contacts TO asterisk;
GRANT SELECT,DELETE ON TABLE asterisk.ps_contacts TO app;
GRANT SELECT,DELETE ON TABLE asterisk.ps_contacts TO worker;
GRANT SELECT ON TABLE asterisk.ps_contacts TO voice;
GRANT SELECT ON TABLE asterisk.ps_contacts TO sequencer;

--
-- Name: COLUMN ps_contacts.silent_since; Type: ACL; Schema: asterisk; Owner: owner
--

GRANT UPDATE(silent_since) ON TABLE asterisk.ps_contacts TO voice;

--
-- Name: TABLE ps_endpoint_id_ips; Type: ACL; Schema: asterisk; Owner: voice
--

GRANT SELECT ON TABLE asterisk.ps_endpoint_id_ips TO asterisk;

--
-- Name: TABLE ps_endpoints; Type: ACL; Schema: asterisk; Owner: voice
--

GRANT SELECT ON TABLE asterisk.ps_endpoints TO asterisk;

--
-- Name: TABLE account_credits; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.account_credits TO app;
GRANT SELECT,INSERT ON TABLE public.account_credits TO worker;
GRANT DELETE ON TABLE public.account_credits TO searcher;

--
-- Name: COLUMN account_credits.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.account_credits TO searcher;

--
-- Name: COLUMN account_credits.created_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(created_at) ON TABLE public.account_credits TO searcher;

--
-- Name: TABLE address_book; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.address_book TO app;
GRANT SELECT,DELETE ON TABLE public.address_book TO worker;

--
-- Name: COLUMN address_book.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.address_book TO app;

--
-- Name: COLUMN address_book.company; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(company) ON TABLE public.address_book TO app;

--
-- Name: COLUMN address_book.note; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(note) ON TABLE public.address_book TO app;

--
-- Name: COLUMN address_book.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.address_book TO app;

--
-- Name: TABLE address_book_numbers; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.address_book_numbers TO app;
GRANT SELECT,DELETE ON TABLE public.address_book_numbers TO worker;

--
-- Name: TABLE adjustments; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.adjustments TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.adjustments TO worker;

--
-- Name: COLUMN adjustments.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.adjustments TO searcher;

--
-- Name: COLUMN adjustments.cycle_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(cycle_id) ON TABLE public.adjustments TO worker;
GRANT SELECT(cycle_id) ON TABLE public.adjustments TO searcher;

--
-- Name: TABLE api_key_minutes; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.api_key_minutes TO gate;

--
-- Name: TABLE api_key_tenants; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.api_key_tenants TO app;
GRANT SELECT,DELETE ON TABLE public.api_key_tenants TO worker;
GRANT SELECT ON TABLE public.api_key_tenants TO gate;

--
-- Name: TABLE api_keys; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.api_keys TO app;
GRANT SELECT ON TABLE public.api_keys TO gate;
GRANT SELECT,DELETE ON TABLE public.api_keys TO worker;

--
-- Name: COLUMN api_keys.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.api_keys TO app;

--
-- Name: COLUMN api_keys.scopes; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(scopes) ON TABLE public.api_keys TO app;

--
-- Name: COLUMN api_keys.all_tenants; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(all_tenants) ON TABLE public.api_keys TO app;

--
-- Name: COLUMN api_keys.addresses; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(addresses) ON TABLE public.api_keys TO app;

--
-- Name: COLUMN api_keys.requests_per_minute; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(requests_per_minute) ON TABLE public.api_keys TO app;

--
-- Name: COLUMN api_keys.expires_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(expires_at) ON TABLE public.api_keys TO app;

--
-- Name: COLUMN api_keys.last_used_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_used_at) ON TABLE public.api_keys TO gate;

--
-- Name: COLUMN api_keys.last_used_from; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_used_from) ON TABLE public.api_keys TO gate;

--
-- Name: COLUMN api_keys.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.api_keys TO app;

--
-- Name: TABLE api_requests; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.api_requests TO app;
GRANT SELECT,DELETE ON TABLE public.api_requests TO worker;
GRANT INSERT ON TABLE public.api_requests TO gate;

--
-- Name: TABLE api_requests_0; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_0 TO gate;

--
-- Name: TABLE api_requests_1; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_1 TO gate;

--
-- Name: TABLE api_requests_2; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_2 TO gate;

--
-- Name: TABLE api_requests_3; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_3 TO gate;

--
-- Name: TABLE api_requests_4; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_4 TO gate;

--
-- Name: TABLE api_requests_5; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_5 TO gate;

--
-- Name: TABLE api_requests_6; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_6 TO gate;

--
-- Name: TABLE api_requests_7; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_7 TO gate;

--
-- Name: TABLE api_requests_8; Type: ACL; Schema: public; Owner: owner
--

GRANT TRUNCATE ON TABLE public.api_requests_8 TO gate;

--
-- Name: TABLE audit_chain; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.audit_chain TO auditor;

--
-- Name: TABLE audit_unchained; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.audit_unchained TO auditor;

--
-- Name: TABLE billing_ledger; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.billing_ledger TO app;
GRANT SELECT ON TABLE public.billing_ledger TO worker;
GRANT SELECT,INSERT,DELETE ON TABLE public.billing_ledger TO searcher;

--
-- Name: TABLE billing_profile_versions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.billing_profile_versions TO app;
GRANT SELECT ON TABLE public.billing_profile_versions TO worker;
GRANT SELECT ON TABLE public.billing_profile_versions TO voice;

--
-- Name: TABLE billing_profiles; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.billing_profiles TO app;
GRANT SELECT ON TABLE public.billing_profiles TO worker;
GRANT SELECT ON TABLE public.billing_profiles TO searcher;

--
-- Name: TABLE call_charges; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.call_charges TO app;
GRANT SELECT,DELETE ON TABLE public.call_charges TO worker;
GRANT SELECT,INSERT ON TABLE public.call_charges TO voice;
GRANT SELECT ON TABLE public.call_charges TO searcher;

--
-- Name: COLUMN call_charges.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.reason; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reason) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.destination; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(destination) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.charge_class; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(charge_class) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.rate; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(rate) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.charged_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(charged_seconds) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.included_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(included_seconds) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.charge_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(charge_micros) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.wholesale_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(wholesale_micros) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.rated_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(rated_at) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.wholesale_currency; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(wholesale_currency) ON TABLE public.call_charges TO voice;

--
-- Name: COLUMN call_charges.rerated_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(rerated_micros) ON TABLE public.call_charges TO voice;

--
-- Name: TABLE cap_reports; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.cap_reports TO app;
GRANT SELECT ON TABLE public.cap_reports TO searcher;
GRANT SELECT,INSERT,DELETE ON TABLE public.cap_reports TO worker;

--
-- Name: TABLE card_attempts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.card_attempts TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.card_attempts TO app;
GRANT UPDATE(state) ON TABLE public.card_attempts TO worker;
GRANT SELECT(state) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.page_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(page_id) ON TABLE public.card_attempts TO app;
GRANT UPDATE(page_id) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.page_url; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(page_url) ON TABLE public.card_attempts TO app;
GRANT UPDATE(page_url) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.page_until; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(page_until) ON TABLE public.card_attempts TO app;
GRANT UPDATE(page_until) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.charge_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(charge_id) ON TABLE public.card_attempts TO app;
GRANT UPDATE(charge_id) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.failure; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failure) ON TABLE public.card_attempts TO app;
GRANT UPDATE(failure) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.payment_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(payment_id) ON TABLE public.card_attempts TO app;
GRANT UPDATE(payment_id) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.dispute; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(dispute) ON TABLE public.card_attempts TO app;
GRANT UPDATE(dispute) ON TABLE public.card_attempts TO worker;
GRANT SELECT(dispute) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.created_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(created_at) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.changed_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(changed_at) ON TABLE public.card_attempts TO app;
GRANT UPDATE(changed_at) ON TABLE public.card_attempts TO worker;
GRANT SELECT(changed_at) ON TABLE public.card_attempts TO searcher;

--
-- Name: COLUMN card_attempts.sent_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(sent_at) ON TABLE public.card_attempts TO worker;

--
-- Name: COLUMN card_attempts.lost_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(lost_minor) ON TABLE public.card_attempts TO worker;

--
-- Name: TABLE cards; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.cards TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.cards TO worker;

--
-- Name: COLUMN cards.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.cards TO searcher;

--
-- Name: COLUMN cards.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.cards TO searcher;

--
-- Name: COLUMN cards.exp_month; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(exp_month) ON TABLE public.cards TO app;
GRANT UPDATE(exp_month) ON TABLE public.cards TO worker;

--
-- Name: COLUMN cards.exp_year; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(exp_year) ON TABLE public.cards TO app;
GRANT UPDATE(exp_year) ON TABLE public.cards TO worker;

--
-- Name: COLUMN cards.auto_pay_since; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(auto_pay_since) ON TABLE public.cards TO app;
GRANT UPDATE(auto_pay_since) ON TABLE public.cards TO worker;
GRANT SELECT(auto_pay_since) ON TABLE public.cards TO searcher;

--
-- Name: TABLE credit_notes; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.credit_notes TO app;
GRANT SELECT ON TABLE public.credit_notes TO worker;
GRANT DELETE ON TABLE public.credit_notes TO searcher;

--
-- Name: COLUMN credit_notes.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.credit_notes TO searcher;

--
-- Name: COLUMN credit_notes.issued_on; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(issued_on) ON TABLE public.credit_notes TO searcher;

--
-- Name: TABLE csv_downloads; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.csv_downloads TO gate;

--
-- Name: COLUMN csv_downloads.ends_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(ends_at) ON TABLE public.csv_downloads TO gate;

--
-- Name: TABLE dids; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.dids TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.dids TO worker;
GRANT SELECT ON TABLE public.dids TO voice;
GRANT SELECT ON TABLE public.dids TO gate;

--
-- Name: COLUMN dids.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.dids TO searcher;

--
-- Name: COLUMN dids.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tenant_id) ON TABLE public.dids TO app;
GRANT UPDATE(tenant_id) ON TABLE public.dids TO worker;
GRANT SELECT(tenant_id) ON TABLE public.dids TO searcher;

--
-- Name: COLUMN dids.number; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(number) ON TABLE public.dids TO searcher;

--
-- Name: COLUMN dids.status; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(status) ON TABLE public.dids TO app;
GRANT UPDATE(status) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.routing_kind; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(routing_kind) ON TABLE public.dids TO app;
GRANT UPDATE(routing_kind) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.routing_target_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(routing_target_id) ON TABLE public.dids TO app;
GRANT UPDATE(routing_target_id) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.routing_number; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(routing_number) ON TABLE public.dids TO app;
GRANT UPDATE(routing_number) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.released_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(released_at) ON TABLE public.dids TO app;
GRANT UPDATE(released_at) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.last_tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_tenant_id) ON TABLE public.dids TO app;
GRANT UPDATE(last_tenant_id) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.last_tenant_name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_tenant_name) ON TABLE public.dids TO app;
GRANT UPDATE(last_tenant_name) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.dids TO app;
GRANT UPDATE(version) ON TABLE public.dids TO worker;

--
-- Name: COLUMN dids.e911_address; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(e911_address) ON TABLE public.dids TO app;
GRANT UPDATE(e911_address) ON TABLE public.dids TO worker;

--
-- Name: TABLE document_counters; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.document_counters TO app;
GRANT SELECT,INSERT ON TABLE public.document_counters TO worker;

--
-- Name: COLUMN document_counters.last_number; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_number) ON TABLE public.document_counters TO app;
GRANT UPDATE(last_number) ON TABLE public.document_counters TO worker;

--
-- Name: COLUMN document_counters.last_issued_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_issued_on) ON TABLE public.document_counters TO app;
GRANT UPDATE(last_issued_on) ON TABLE public.document_counters TO worker;

--
-- Name: TABLE emergency_calls; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.emergency_calls TO app;
GRANT SELECT,DELETE ON TABLE public.emergency_calls TO worker;
GRANT SELECT,INSERT,UPDATE ON TABLE public.emergency_calls TO voice;

--
-- Name: TABLE emergency_contacts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.emergency_contacts TO app;
GRANT SELECT,DELETE ON TABLE public.emergency_contacts TO worker;

--
-- Name: COLUMN emergency_contacts.emails; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(emails) ON TABLE public.emergency_contacts TO app;

--
-- Name: COLUMN emergency_contacts.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.emergency_contacts TO app;

--
-- Name: TABLE event_positions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event_positions TO sequencer;
GRANT SELECT ON TABLE public.event_positions TO app;

--
-- Name: TABLE event_sequences; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.event_sequences TO sequencer;
GRANT SELECT,DELETE ON TABLE public.event_sequences TO worker;

--
-- Name: TABLE events; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.events TO sequencer;
GRANT SELECT,DELETE ON TABLE public.events TO worker;
GRANT SELECT ON TABLE public.events TO app;

--
-- Name: TABLE exports; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.exports TO app;
GRANT SELECT,DELETE,UPDATE ON TABLE public.exports TO worker;

--
-- Name: TABLE forwarding; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.forwarding TO app;
GRANT SELECT,DELETE ON TABLE public.forwarding TO worker;
GRANT SELECT ON TABLE public.forwarding TO voice;

--
-- Name: COLUMN forwarding.always; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(always) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.busy; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(busy) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.no_answer; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(no_answer) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.unreachable; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(unreachable) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.no_answer_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(no_answer_seconds) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.do_not_disturb; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(do_not_disturb) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.confirm_outside; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(confirm_outside) ON TABLE public.forwarding TO app;

--
-- Name: COLUMN forwarding.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.forwarding TO app;

--
-- Name: TABLE live_calls; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.live_calls TO app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.live_calls TO worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.live_calls TO voice;
GRANT SELECT ON TABLE public.live_calls TO searcher;

--
-- Name: TABLE extension_presence; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.extension_presence TO app;
GRANT SELECT ON TABLE public.extension_presence TO worker;

--
-- Name: TABLE flow_statistics; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,DELETE ON TABLE public.flow_statistics TO app;
GRANT SELECT,DELETE ON TABLE public.flow_statistics TO worker;
GRANT SELECT,INSERT ON TABLE public.flow_statistics TO voice;

--
-- Name: COLUMN flow_statistics.calls; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(calls) ON TABLE public.flow_statistics TO voice;

--
-- Name: COLUMN flow_statistics.passes; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(passes) ON TABLE public.flow_statistics TO voice;

--
-- Name: TABLE flow_templates; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.flow_templates TO app;

--
-- Name: TABLE flow_texts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.flow_texts TO app;
GRANT SELECT,DELETE ON TABLE public.flow_texts TO worker;

--
-- Name: COLUMN flow_texts.hash; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(hash) ON TABLE public.flow_texts TO app;
GRANT UPDATE(hash) ON TABLE public.flow_texts TO worker;

--
-- Name: COLUMN flow_texts.failed; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failed) ON TABLE public.flow_texts TO app;
GRANT UPDATE(failed) ON TABLE public.flow_texts TO worker;

--
-- Name: TABLE flow_version_media; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.flow_version_media TO app;
GRANT SELECT,DELETE ON TABLE public.flow_version_media TO worker;

--
-- Name: TABLE flow_versions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.flow_versions TO app;
GRANT SELECT,DELETE ON TABLE public.flow_versions TO worker;

--
-- Name: TABLE flows; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.flows TO app;
GRANT SELECT,DELETE ON TABLE public.flows TO worker;

--
-- Name: COLUMN flows.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.flows TO voice;

--
-- Name: COLUMN flows.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.flows TO voice;

--
-- Name: COLUMN flows.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.number; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(number) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.draft; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(draft) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.draft_version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(draft_version) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.draft_base; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(draft_base) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.draft_editors; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(draft_editors) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.draft_uses; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(draft_uses) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.tests; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tests) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.tests_version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tests_version) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.published; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(published) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.positions; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(positions) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.draft_restores; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(draft_restores) ON TABLE public.flows TO app;

--
-- Name: COLUMN flows.missed; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(missed) ON TABLE public.flows TO app;

--
-- Name: TABLE fraud_rules; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.fraud_rules TO app;
GRANT SELECT,DELETE ON TABLE public.fraud_rules TO worker;
GRANT SELECT ON TABLE public.fraud_rules TO searcher;

--
-- Name: COLUMN fraud_rules.rules; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(rules) ON TABLE public.fraud_rules TO app;

--
-- Name: COLUMN fraud_rules.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.fraud_rules TO app;
GRANT UPDATE(version) ON TABLE public.fraud_rules TO worker;

--
-- Name: TABLE fraud_trips; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.fraud_trips TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.fraud_trips TO worker;

--
-- Name: COLUMN fraud_trips.lifted_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(lifted_at) ON TABLE public.fraud_trips TO app;

--
-- Name: TABLE hold_music; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.hold_music TO app;
GRANT SELECT,DELETE ON TABLE public.hold_music TO worker;
GRANT SELECT ON TABLE public.hold_music TO voice;

--
-- Name: COLUMN hold_music.media_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(media_id) ON TABLE public.hold_music TO app;

--
-- Name: COLUMN hold_music.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.hold_music TO app;

--
-- Name: TABLE idempotency_keys; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.idempotency_keys TO app;
GRANT SELECT,DELETE ON TABLE public.idempotency_keys TO worker;

--
-- Name: COLUMN idempotency_keys.created_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(created_at) ON TABLE public.idempotency_keys TO worker;

--
-- Name: TABLE incidents; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.incidents TO app;
GRANT SELECT,DELETE ON TABLE public.incidents TO worker;

--
-- Name: TABLE integration_data; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.integration_data TO app;
GRANT SELECT,DELETE ON TABLE public.integration_data TO worker;

--
-- Name: COLUMN integration_data.object_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(object_id) ON TABLE public.integration_data TO sequencer;

--
-- Name: COLUMN integration_data.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tenant_id) ON TABLE public.integration_data TO app;

--
-- Name: COLUMN integration_data.external_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(external_id) ON TABLE public.integration_data TO app;
GRANT SELECT(external_id) ON TABLE public.integration_data TO sequencer;

--
-- Name: COLUMN integration_data.metadata; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(metadata) ON TABLE public.integration_data TO app;

--
-- Name: TABLE invitations; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.invitations TO gate;

--
-- Name: TABLE invoice_files; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.invoice_files TO app;
GRANT SELECT,INSERT ON TABLE public.invoice_files TO worker;
GRANT DELETE ON TABLE public.invoice_files TO searcher;

--
-- Name: COLUMN invoice_files.document_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(document_id) ON TABLE public.invoice_files TO searcher;

--
-- Name: COLUMN invoice_files.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.invoice_files TO searcher;

--
-- Name: COLUMN invoice_files.content; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(content) ON TABLE public.invoice_files TO searcher;

--
-- Name: TABLE invoice_notices; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,DELETE ON TABLE public.invoice_notices TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.invoice_notices TO worker;

--
-- Name: TABLE invoice_settings; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.invoice_settings TO app;
GRANT SELECT ON TABLE public.invoice_settings TO worker;

--
-- Name: COLUMN invoice_settings.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.invoice_settings TO searcher;

--
-- Name: COLUMN invoice_settings.legal_name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(legal_name) ON TABLE public.invoice_settings TO app;

--
-- Name: COLUMN invoice_settings.address; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(address) ON TABLE public.invoice_settings TO app;

--
-- Name: COLUMN invoice_settings.tax_ids; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tax_ids) ON TABLE public.invoice_settings TO app;

--
-- Name: COLUMN invoice_settings.footer; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(footer) ON TABLE public.invoice_settings TO app;

--
-- Name: COLUMN invoice_settings.timezone; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(timezone) ON TABLE public.invoice_settings TO app;

--
-- Name: COLUMN invoice_settings.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.invoice_settings TO app;

--
-- Name: COLUMN invoice_settings.books_years; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(books_years) ON TABLE public.invoice_settings TO app;
GRANT SELECT(books_years) ON TABLE public.invoice_settings TO searcher;

--
-- Name: TABLE invoices; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.invoices TO app;
GRANT SELECT,INSERT ON TABLE public.invoices TO worker;
GRANT DELETE ON TABLE public.invoices TO searcher;

--
-- Name: COLUMN invoices.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.invoices TO searcher;
GRANT SELECT(partner_id) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.invoices TO searcher;
GRANT SELECT(tenant_id) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.number; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(number) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.currency; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(currency) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.total_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(total_minor) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.credited_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(credited_minor) ON TABLE public.invoices TO app;
GRANT UPDATE(credited_minor) ON TABLE public.invoices TO worker;
GRANT SELECT(credited_minor) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.paid_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(paid_minor) ON TABLE public.invoices TO app;
GRANT UPDATE(paid_minor) ON TABLE public.invoices TO worker;
GRANT SELECT(paid_minor) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.status; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(status) ON TABLE public.invoices TO searcher;

--
-- Name: COLUMN invoices.issued_on; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(issued_on) ON TABLE public.invoices TO searcher;

--
-- Name: COLUMN invoices.due_on; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(due_on) ON TABLE public.invoices TO sequencer;

--
-- Name: COLUMN invoices.overdue_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(overdue_at) ON TABLE public.invoices TO searcher;

--
-- Name: SEQUENCE legal_hold_versions; Type: ACL; Schema: public; Owner: owner
--

GRANT USAGE ON SEQUENCE public.legal_hold_versions TO app;

--
-- Name: TABLE legal_holds; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.legal_holds TO app;
GRANT SELECT,DELETE ON TABLE public.legal_holds TO worker;
GRANT SELECT ON TABLE public.legal_holds TO searcher;

--
-- Name: TABLE live_legs; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.live_legs TO app;
GRANT SELECT,DELETE ON TABLE public.live_legs TO worker;
GRANT SELECT ON TABLE public.live_legs TO voice;
GRANT SELECT ON TABLE public.live_legs TO searcher;

--
-- Name: COLUMN live_legs.answered_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(answered_at) ON TABLE public.live_legs TO app;
GRANT UPDATE(answered_at) ON TABLE public.live_legs TO voice;

--
-- Name: COLUMN live_legs.ended_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(ended_at) ON TABLE public.live_legs TO app;
GRANT UPDATE(ended_at) ON TABLE public.live_legs TO voice;

--
-- Name: COLUMN live_legs.granted_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(granted_seconds) ON TABLE public.live_legs TO app;

--
-- Name: COLUMN live_legs.included_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(included_seconds) ON TABLE public.live_legs TO app;

--
-- Name: COLUMN live_legs.reserved_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reserved_micros) ON TABLE public.live_legs TO app;

--
-- Name: TABLE mailbox_lamps; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.mailbox_lamps TO app;
GRANT SELECT,DELETE ON TABLE public.mailbox_lamps TO worker;
GRANT SELECT ON TABLE public.mailbox_lamps TO voice;

--
-- Name: TABLE mailboxes; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.mailboxes TO app;
GRANT SELECT,DELETE ON TABLE public.mailboxes TO worker;
GRANT SELECT ON TABLE public.mailboxes TO voice;

--
-- Name: COLUMN mailboxes.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.pin_hash; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(pin_hash) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.greeting_file; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(greeting_file) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.emails; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(emails) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.attach; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(attach) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.delete_after_mail; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(delete_after_mail) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.max_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(max_seconds) ON TABLE public.mailboxes TO app;

--
-- Name: COLUMN mailboxes.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.mailboxes TO app;

--
-- Name: TABLE mails; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.mails TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.mails TO worker;

--
-- Name: COLUMN mails.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.mails TO gate;

--
-- Name: COLUMN mails.recipient; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(recipient) ON TABLE public.mails TO gate;

--
-- Name: COLUMN mails.body; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(body) ON TABLE public.mails TO worker;

--
-- Name: COLUMN mails.created_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(created_at) ON TABLE public.mails TO gate;

--
-- Name: COLUMN mails.sent_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(sent_at) ON TABLE public.mails TO worker;

--
-- Name: COLUMN mails.attempts; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(attempts) ON TABLE public.mails TO worker;

--
-- Name: COLUMN mails.last_error; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_error) ON TABLE public.mails TO worker;

--
-- Name: COLUMN mails.refused_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(refused_at) ON TABLE public.mails TO worker;

--
-- Name: COLUMN mails.limited; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(limited) ON TABLE public.mails TO gate;

--
-- Name: COLUMN mails.actor_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(actor_id) ON TABLE public.mails TO gate;

--
-- Name: COLUMN mails.kind; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(kind) ON TABLE public.mails TO gate;

--
-- Name: TABLE manifests; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.manifests TO app;
GRANT SELECT,INSERT ON TABLE public.manifests TO worker;

--
-- Name: COLUMN manifests.content; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(content) ON TABLE public.manifests TO worker;

--
-- Name: TABLE media; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.media TO app;
GRANT SELECT,DELETE ON TABLE public.media TO worker;

--
-- Name: COLUMN media.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.media TO voice;

--
-- Name: COLUMN media.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.media TO voice;

--
-- Name: COLUMN media.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.media TO app;

--
-- Name: COLUMN media.source; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(source) ON TABLE public.media TO app;

--
-- Name: COLUMN media.text; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(text) ON TABLE public.media TO app;

--
-- Name: COLUMN media.voice; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(voice) ON TABLE public.media TO app;

--
-- Name: COLUMN media.pending; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(pending) ON TABLE public.media TO app;
GRANT UPDATE(pending) ON TABLE public.media TO worker;

--
-- Name: COLUMN media.attempts; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(attempts) ON TABLE public.media TO app;
GRANT UPDATE(attempts) ON TABLE public.media TO worker;

--
-- Name: COLUMN media.failure; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failure) ON TABLE public.media TO app;
GRANT UPDATE(failure) ON TABLE public.media TO worker;

--
-- Name: COLUMN media.hash; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(hash) ON TABLE public.media TO worker;
GRANT SELECT(hash) ON TABLE public.media TO voice;

--
-- Name: COLUMN media.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.media TO app;
GRANT UPDATE(version) ON TABLE public.media TO worker;

--
-- Name: TABLE media_files; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,DELETE ON TABLE public.media_files TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.media_files TO worker;

--
-- Name: COLUMN migrations.name; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(name) ON TABLE public.migrations TO app;
GRANT SELECT(name) ON TABLE public.migrations TO worker;

--
-- Name: TABLE number_list_entries; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.number_list_entries TO app;
GRANT SELECT,DELETE ON TABLE public.number_list_entries TO worker;

--
-- Name: COLUMN number_list_entries.note; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(note) ON TABLE public.number_list_entries TO app;

--
-- Name: TABLE number_lists; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.number_lists TO app;
GRANT SELECT,DELETE ON TABLE public.number_lists TO worker;

--
-- Name: COLUMN number_lists.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.number_lists TO app;

--
-- Name: COLUMN number_lists.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.number_lists TO app;

--
-- Name: TABLE outbound_alerts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.outbound_alerts TO app;
GRANT SELECT,DELETE ON TABLE public.outbound_alerts TO worker;

--
-- Name: COLUMN outbound_alerts.kind; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(kind) ON TABLE public.outbound_alerts TO app;

--
-- Name: COLUMN outbound_alerts.alerted_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(alerted_at) ON TABLE public.outbound_alerts TO app;

--
-- Name: TABLE outbound_permissions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.outbound_permissions TO app;
GRANT SELECT,DELETE ON TABLE public.outbound_permissions TO worker;

--
-- Name: COLUMN outbound_permissions.classes; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(classes) ON TABLE public.outbound_permissions TO app;

--
-- Name: COLUMN outbound_permissions.countries; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(countries) ON TABLE public.outbound_permissions TO app;

--
-- Name: COLUMN outbound_permissions.max_concurrent; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(max_concurrent) ON TABLE public.outbound_permissions TO app;

--
-- Name: COLUMN outbound_permissions.max_concurrent_per_extension; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(max_concurrent_per_extension) ON TABLE public.outbound_permissions TO app;

--
-- Name: COLUMN outbound_permissions.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.outbound_permissions TO app;

--
-- Name: TABLE partners; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.partners TO app;
GRANT SELECT ON TABLE public.partners TO worker;
GRANT SELECT ON TABLE public.partners TO gate;

--
-- Name: COLUMN partners.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.partners TO app;

--
-- Name: COLUMN partners.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.partners TO app;

--
-- Name: TABLE payment_accounts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.payment_accounts TO app;
GRANT SELECT ON TABLE public.payment_accounts TO worker;
GRANT SELECT ON TABLE public.payment_accounts TO gate;

--
-- Name: COLUMN payment_accounts.sealed_key; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(sealed_key) ON TABLE public.payment_accounts TO app;

--
-- Name: COLUMN payment_accounts.key_end; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(key_end) ON TABLE public.payment_accounts TO app;

--
-- Name: COLUMN payment_accounts.live; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(live) ON TABLE public.payment_accounts TO app;

--
-- Name: COLUMN payment_accounts.sealed_webhook_secret; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(sealed_webhook_secret) ON TABLE public.payment_accounts TO app;

--
-- Name: COLUMN payment_accounts.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.payment_accounts TO app;
GRANT UPDATE(state) ON TABLE public.payment_accounts TO worker;

--
-- Name: COLUMN payment_accounts.account; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(account) ON TABLE public.payment_accounts TO app;
GRANT UPDATE(account) ON TABLE public.payment_accounts TO worker;

--
-- Name: COLUMN payment_accounts.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.payment_accounts TO app;
GRANT UPDATE(version) ON TABLE public.payment_accounts TO worker;

--
-- Name: TABLE payment_customers; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.payment_customers TO worker;
GRANT SELECT,DELETE ON TABLE public.payment_customers TO app;

--
-- Name: TABLE payment_events; Type: ACL; Schema: public; Owner: owner
--

GRANT INSERT ON TABLE public.payment_events TO app;
GRANT DELETE ON TABLE public.payment_events TO gate;

--
-- Name: COLUMN payment_events.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.payment_events TO app;

--
-- Name: COLUMN payment_events.event_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(event_id) ON TABLE public.payment_events TO app;

--
-- Name: COLUMN payment_events.received_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(received_at) ON TABLE public.payment_events TO gate;

--
-- Name: TABLE payment_reinstatements; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.payment_reinstatements TO app;
GRANT SELECT,INSERT ON TABLE public.payment_reinstatements TO worker;
GRANT DELETE ON TABLE public.payment_reinstatements TO searcher;

--
-- Name: COLUMN payment_reinstatements.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.payment_reinstatements TO searcher;

--
-- Name: COLUMN payment_reinstatements.reversed_on; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(reversed_on) ON TABLE public.payment_reinstatements TO searcher;

--
-- Name: COLUMN payment_reinstatements.reinstated_on; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(reinstated_on) ON TABLE public.payment_reinstatements TO searcher;

--
-- Name: TABLE payment_shares; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.payment_shares TO app;
GRANT SELECT,INSERT ON TABLE public.payment_shares TO worker;
GRANT DELETE ON TABLE public.payment_shares TO searcher;

--
-- Name: COLUMN payment_shares.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.payment_shares TO searcher;

--
-- Name: COLUMN payment_shares.refunded_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(refunded_minor) ON TABLE public.payment_shares TO worker;
GRANT UPDATE(refunded_minor) ON TABLE public.payment_shares TO app;

--
-- Name: TABLE payments; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.payments TO app;
GRANT SELECT,INSERT ON TABLE public.payments TO worker;
GRANT DELETE ON TABLE public.payments TO searcher;

--
-- Name: COLUMN payments.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.payments TO searcher;

--
-- Name: COLUMN payments.paid_on; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(paid_on) ON TABLE public.payments TO searcher;

--
-- Name: COLUMN payments.reversed_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_at) ON TABLE public.payments TO app;
GRANT UPDATE(reversed_at) ON TABLE public.payments TO worker;

--
-- Name: COLUMN payments.reversed_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_on) ON TABLE public.payments TO app;
GRANT UPDATE(reversed_on) ON TABLE public.payments TO worker;
GRANT SELECT(reversed_on) ON TABLE public.payments TO searcher;

--
-- Name: COLUMN payments.reversal_reason; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversal_reason) ON TABLE public.payments TO app;
GRANT UPDATE(reversal_reason) ON TABLE public.payments TO worker;

--
-- Name: COLUMN payments.refunded_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(refunded_minor) ON TABLE public.payments TO app;
GRANT UPDATE(refunded_minor) ON TABLE public.payments TO worker;

--
-- Name: COLUMN payments.reversed_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_minor) ON TABLE public.payments TO app;
GRANT UPDATE(reversed_minor) ON TABLE public.payments TO worker;

--
-- Name: COLUMN payments.reversed_by_dispute; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_by_dispute) ON TABLE public.payments TO app;
GRANT UPDATE(reversed_by_dispute) ON TABLE public.payments TO worker;

--
-- Name: TABLE phone_directories; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.phone_directories TO app;
GRANT SELECT,DELETE ON TABLE public.phone_directories TO worker;

--
-- Name: COLUMN phone_directories.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.phone_directories TO gate;

--
-- Name: COLUMN phone_directories.secret_hash; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(secret_hash) ON TABLE public.phone_directories TO gate;

--
-- Name: TABLE pin_attempts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.pin_attempts TO app;
GRANT SELECT,DELETE ON TABLE public.pin_attempts TO worker;

--
-- Name: COLUMN pin_attempts.failures; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failures) ON TABLE public.pin_attempts TO app;

--
-- Name: COLUMN pin_attempts.last_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_at) ON TABLE public.pin_attempts TO app;

--
-- Name: COLUMN pin_attempts.opened_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(opened_at) ON TABLE public.pin_attempts TO app;

--
-- Name: TABLE queued_events; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.queued_events TO sequencer;
GRANT SELECT,DELETE ON TABLE public.queued_events TO worker;

--
-- Name: COLUMN queued_events.refused; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(refused) ON TABLE public.queued_events TO worker;

--
-- Name: TABLE rate_import_rows; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.rate_import_rows TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.rate_import_rows TO worker;

--
-- Name: TABLE rate_imports; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rate_imports TO app;
GRANT SELECT,DELETE,UPDATE ON TABLE public.rate_imports TO worker;

--
-- Name: TABLE rate_lists; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.rate_lists TO app;
GRANT SELECT ON TABLE public.rate_lists TO voice;
GRANT SELECT,INSERT ON TABLE public.rate_lists TO worker;

--
-- Name: TABLE rate_tables; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.rate_tables TO app;
GRANT SELECT ON TABLE public.rate_tables TO voice;
GRANT SELECT ON TABLE public.rate_tables TO worker;

--
-- Name: COLUMN rate_tables.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.rate_tables TO app;

--
-- Name: COLUMN rate_tables.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.rate_tables TO app;
GRANT UPDATE(version) ON TABLE public.rate_tables TO worker;

--
-- Name: TABLE rates; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.rates TO app;
GRANT SELECT ON TABLE public.rates TO voice;
GRANT SELECT,INSERT ON TABLE public.rates TO worker;

--
-- Name: TABLE recording_settings; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.recording_settings TO app;
GRANT SELECT,DELETE ON TABLE public.recording_settings TO worker;
GRANT SELECT ON TABLE public.recording_settings TO voice;
GRANT SELECT ON TABLE public.recording_settings TO searcher;

--
-- Name: COLUMN recording_settings.announce; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(announce) ON TABLE public.recording_settings TO app;

--
-- Name: COLUMN recording_settings.on_demand; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(on_demand) ON TABLE public.recording_settings TO app;

--
-- Name: COLUMN recording_settings.did_ids; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(did_ids) ON TABLE public.recording_settings TO app;

--
-- Name: COLUMN recording_settings.retention_days; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(retention_days) ON TABLE public.recording_settings TO app;

--
-- Name: COLUMN recording_settings.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.recording_settings TO app;

--
-- Name: COLUMN recording_settings.announcement_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(announcement_id) ON TABLE public.recording_settings TO app;

--
-- Name: TABLE recordings; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.recordings TO app;
GRANT SELECT,DELETE ON TABLE public.recordings TO worker;
GRANT SELECT ON TABLE public.recordings TO voice;
GRANT SELECT ON TABLE public.recordings TO searcher;

--
-- Name: COLUMN recordings.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.failure; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failure) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.paused; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(paused) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.milliseconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(milliseconds) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.bytes; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(bytes) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.peaks; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(peaks) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.heard_by; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(heard_by) ON TABLE public.recordings TO app;

--
-- Name: COLUMN recordings.heard_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(heard_at) ON TABLE public.recordings TO app;

--
-- Name: TABLE recovery_codes; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recovery_codes TO app;
GRANT SELECT,DELETE ON TABLE public.recovery_codes TO gate;

--
-- Name: TABLE refunds; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.refunds TO app;
GRANT SELECT,INSERT ON TABLE public.refunds TO worker;
GRANT DELETE ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.payment_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(payment_id) ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.refunds TO worker;
GRANT SELECT(state) ON TABLE public.refunds TO searcher;
GRANT UPDATE(state) ON TABLE public.refunds TO app;

--
-- Name: COLUMN refunds.provider_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(provider_id) ON TABLE public.refunds TO worker;

--
-- Name: COLUMN refunds.failure; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failure) ON TABLE public.refunds TO worker;

--
-- Name: COLUMN refunds.booked_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(booked_minor) ON TABLE public.refunds TO worker;

--
-- Name: COLUMN refunds.booked_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(booked_on) ON TABLE public.refunds TO worker;
GRANT SELECT(booked_on) ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.booked_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(booked_at) ON TABLE public.refunds TO worker;

--
-- Name: COLUMN refunds.returned_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(returned_on) ON TABLE public.refunds TO worker;
GRANT UPDATE(returned_on) ON TABLE public.refunds TO app;
GRANT SELECT(returned_on) ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.returned_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(returned_at) ON TABLE public.refunds TO worker;
GRANT UPDATE(returned_at) ON TABLE public.refunds TO app;

--
-- Name: COLUMN refunds.created_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(created_at) ON TABLE public.refunds TO searcher;

--
-- Name: COLUMN refunds.changed_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(changed_at) ON TABLE public.refunds TO worker;
GRANT SELECT(changed_at) ON TABLE public.refunds TO searcher;
GRANT UPDATE(changed_at) ON TABLE public.refunds TO app;

--
-- Name: COLUMN refunds.reversal_reason; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversal_reason) ON TABLE public.refunds TO app;
GRANT UPDATE(reversal_reason) ON TABLE public.refunds TO worker;

--
-- Name: TABLE ring_group_members; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.ring_group_members TO app;
GRANT SELECT,DELETE ON TABLE public.ring_group_members TO worker;

--
-- Name: TABLE ring_groups; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.ring_groups TO app;
GRANT SELECT,DELETE ON TABLE public.ring_groups TO worker;

--
-- Name: COLUMN ring_groups.number; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(number) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.strategy; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(strategy) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.ring_seconds; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(ring_seconds) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.confirm_outside; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(confirm_outside) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.fallback_kind; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(fallback_kind) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.fallback_target_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(fallback_target_id) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.fallback_number; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(fallback_number) ON TABLE public.ring_groups TO app;

--
-- Name: COLUMN ring_groups.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.ring_groups TO app;

--
-- Name: TABLE sandboxes; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.sandboxes TO app;
GRANT SELECT,INSERT ON TABLE public.sandboxes TO worker;
GRANT SELECT ON TABLE public.sandboxes TO sequencer;
GRANT SELECT ON TABLE public.sandboxes TO searcher;
GRANT SELECT ON TABLE public.sandboxes TO gate;

--
-- Name: TABLE schedules; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.schedules TO app;
GRANT SELECT,DELETE ON TABLE public.schedules TO worker;

--
-- Name: COLUMN schedules.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.schedules TO app;

--
-- Name: COLUMN schedules.code; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(code) ON TABLE public.schedules TO app;

--
-- Name: COLUMN schedules.week; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(week) ON TABLE public.schedules TO app;

--
-- Name: COLUMN schedules.holidays; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(holidays) ON TABLE public.schedules TO app;

--
-- Name: COLUMN schedules.override_open; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(override_open) ON TABLE public.schedules TO app;

--
-- Name: COLUMN schedules.override_until; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(override_until) ON TABLE public.schedules TO app;

--
-- Name: COLUMN schedules.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.schedules TO app;

--
-- Name: TABLE second_factors; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.second_factors TO app;
GRANT SELECT,DELETE,UPDATE ON TABLE public.second_factors TO gate;

--
-- Name: COLUMN second_factors.user_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(user_id) ON TABLE public.second_factors TO worker;

--
-- Name: COLUMN second_factors.confirmed_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(confirmed_at) ON TABLE public.second_factors TO worker;

--
-- Name: TABLE security_settings; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.security_settings TO app;
GRANT SELECT ON TABLE public.security_settings TO gate;

--
-- Name: TABLE service_calls; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.service_calls TO app;
GRANT SELECT,DELETE ON TABLE public.service_calls TO worker;
GRANT SELECT ON TABLE public.service_calls TO voice;

--
-- Name: COLUMN service_calls.media_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(media_id) ON TABLE public.service_calls TO app;

--
-- Name: COLUMN service_calls.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.service_calls TO app;

--
-- Name: COLUMN service_calls.outcome; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(outcome) ON TABLE public.service_calls TO app;

--
-- Name: COLUMN service_calls.node; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(node) ON TABLE public.service_calls TO app;

--
-- Name: TABLE service_periods; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.service_periods TO app;
GRANT SELECT,DELETE ON TABLE public.service_periods TO worker;
GRANT SELECT,INSERT ON TABLE public.service_periods TO searcher;
GRANT SELECT ON TABLE public.service_periods TO voice;

--
-- Name: COLUMN service_periods.from_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(from_at) ON TABLE public.service_periods TO searcher;

--
-- Name: COLUMN service_periods.until_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(until_at) ON TABLE public.service_periods TO searcher;

--
-- Name: TABLE sessions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sessions TO gate;
GRANT DELETE ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.user_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(user_id) ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.created_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(created_at) ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.expires_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(expires_at) ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.ip; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(ip) ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(id) ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.user_agent; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(user_agent) ON TABLE public.sessions TO app;

--
-- Name: COLUMN sessions.last_used_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(last_used_at) ON TABLE public.sessions TO app;

--
-- Name: TABLE sign_in_failures; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_failures TO gate;

--
-- Name: TABLE sip_prefixes; Type: ACL; Schema: public; Owner: owner
--

GRANT INSERT ON TABLE public.sip_prefixes TO app;
GRANT SELECT ON TABLE public.sip_prefixes TO gate;
GRANT INSERT ON TABLE public.sip_prefixes TO worker;

--
-- Name: TABLE support_contacts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.support_contacts TO app;

--
-- Name: COLUMN support_contacts.email; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(email) ON TABLE public.support_contacts TO app;

--
-- Name: COLUMN support_contacts.phone; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(phone) ON TABLE public.support_contacts TO app;

--
-- Name: COLUMN support_contacts.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.support_contacts TO app;

--
-- Name: TABLE suspensions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.suspensions TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.suspensions TO worker;

--
-- Name: COLUMN suspensions.note; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(note) ON TABLE public.suspensions TO app;
GRANT UPDATE(note) ON TABLE public.suspensions TO worker;

--
-- Name: COLUMN suspensions.actor_id; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(actor_id) ON TABLE public.suspensions TO app;
GRANT UPDATE(actor_id) ON TABLE public.suspensions TO worker;

--
-- Name: COLUMN suspensions.actor_email; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(actor_email) ON TABLE public.suspensions TO app;
GRANT UPDATE(actor_email) ON TABLE public.suspensions TO worker;

--
-- Name: COLUMN suspensions.actor_role; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(actor_role) ON TABLE public.suspensions TO app;
GRANT UPDATE(actor_role) ON TABLE public.suspensions TO worker;

--
-- Name: COLUMN suspensions.at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(at) ON TABLE public.suspensions TO app;
GRANT UPDATE(at) ON TABLE public.suspensions TO worker;

--
-- Name: TABLE tax_exemptions; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.tax_exemptions TO app;
GRANT SELECT,DELETE ON TABLE public.tax_exemptions TO worker;

--
-- Name: COLUMN tax_exemptions.certificate; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(certificate) ON TABLE public.tax_exemptions TO app;

--
-- Name: COLUMN tax_exemptions.valid_from; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(valid_from) ON TABLE public.tax_exemptions TO app;

--
-- Name: COLUMN tax_exemptions.valid_until; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(valid_until) ON TABLE public.tax_exemptions TO app;

--
-- Name: COLUMN tax_exemptions.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.tax_exemptions TO app;

--
-- Name: TABLE tenant_counts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.tenant_counts TO app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.tenant_counts TO worker;

--
-- Name: TABLE tenant_defaults; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.tenant_defaults TO app;
GRANT SELECT ON TABLE public.tenant_defaults TO worker;

--
-- Name: TABLE tenant_key_settings; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.tenant_key_settings TO app;
GRANT SELECT ON TABLE public.tenant_key_settings TO gate;

--
-- Name: COLUMN tenant_key_settings.allowed; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(allowed) ON TABLE public.tenant_key_settings TO app;

--
-- Name: COLUMN tenant_key_settings.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.tenant_key_settings TO app;

--
-- Name: TABLE tenant_statuses; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.tenant_statuses TO app;
GRANT SELECT ON TABLE public.tenant_statuses TO worker;
GRANT SELECT ON TABLE public.tenant_statuses TO voice;
GRANT SELECT ON TABLE public.tenant_statuses TO gate;

--
-- Name: TABLE tombstones; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.tombstones TO worker;

--
-- Name: COLUMN tombstones.tenant_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(tenant_id) ON TABLE public.tombstones TO searcher;

--
-- Name: COLUMN tombstones.partner_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(partner_id) ON TABLE public.tombstones TO searcher;

--
-- Name: COLUMN tombstones.purged_at; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(purged_at) ON TABLE public.tombstones TO searcher;

--
-- Name: TABLE transcripts; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.transcripts TO app;
GRANT SELECT,INSERT,DELETE ON TABLE public.transcripts TO worker;

--
-- Name: COLUMN transcripts.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.transcripts TO app;
GRANT UPDATE(state) ON TABLE public.transcripts TO worker;

--
-- Name: COLUMN transcripts.attempts; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(attempts) ON TABLE public.transcripts TO app;
GRANT UPDATE(attempts) ON TABLE public.transcripts TO worker;

--
-- Name: COLUMN transcripts.passages; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(passages) ON TABLE public.transcripts TO app;
GRANT UPDATE(passages) ON TABLE public.transcripts TO worker;

--
-- Name: COLUMN transcripts.words; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(words) ON TABLE public.transcripts TO app;
GRANT UPDATE(words) ON TABLE public.transcripts TO worker;

--
-- Name: TABLE trunk_states; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.trunk_states TO app;
GRANT SELECT ON TABLE public.trunk_states TO worker;
GRANT SELECT,INSERT,UPDATE ON TABLE public.trunk_states TO voice;

--
-- Name: TABLE users; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO gate;

--
-- Name: TABLE voicemails; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.voicemails TO app;
GRANT SELECT,DELETE ON TABLE public.voicemails TO worker;
GRANT SELECT ON TABLE public.voicemails TO voice;

--
-- Name: COLUMN voicemails.read_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(read_at) ON TABLE public.voicemails TO app;

--
-- Name: COLUMN voicemails.saved; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(saved) ON TABLE public.voicemails TO app;

--
-- Name: COLUMN voicemails.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.voicemails TO app;

--
-- Name: COLUMN voicemails.heard_by; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(heard_by) ON TABLE public.voicemails TO app;

--
-- Name: COLUMN voicemails.heard_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(heard_at) ON TABLE public.voicemails TO app;

--
-- Name: TABLE webhook_deliveries; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_deliveries TO sequencer;
GRANT SELECT,INSERT ON TABLE public.webhook_deliveries TO app;
GRANT SELECT,DELETE ON TABLE public.webhook_deliveries TO worker;

--
-- Name: COLUMN webhook_deliveries.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.webhook_deliveries TO app;
GRANT UPDATE(state) ON TABLE public.webhook_deliveries TO worker;

--
-- Name: COLUMN webhook_deliveries.replayed; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(replayed) ON TABLE public.webhook_deliveries TO app;

--
-- Name: COLUMN webhook_deliveries.queued_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(queued_at) ON TABLE public.webhook_deliveries TO app;

--
-- Name: COLUMN webhook_deliveries.due_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(due_at) ON TABLE public.webhook_deliveries TO app;

--
-- Name: COLUMN webhook_deliveries.attempts; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(attempts) ON TABLE public.webhook_deliveries TO app;

--
-- Name: COLUMN webhook_deliveries."position"; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE("position") ON TABLE public.webhook_deliveries TO app;

--
-- Name: COLUMN webhook_deliveries.tried_since; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tried_since) ON TABLE public.webhook_deliveries TO app;

--
-- Name: TABLE webhook_tenants; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_tenants TO sequencer;
GRANT SELECT,INSERT,DELETE ON TABLE public.webhook_tenants TO app;
GRANT SELECT,DELETE ON TABLE public.webhook_tenants TO worker;

--
-- Name: TABLE webhooks; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO sequencer;
GRANT SELECT,INSERT,DELETE ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(name) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.url; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(url) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.types; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(types) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.all_tenants; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(all_tenants) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.sealed_secret; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(sealed_secret) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.sealed_old_secret; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(sealed_old_secret) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.old_secret_until; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(old_secret_until) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.state; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(state) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.stopped_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(stopped_at) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.stopped_position; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(stopped_position) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.failing_since; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failing_since) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.failures; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(failures) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.probe_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(probe_at) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.webhooks TO app;

--
-- Name: COLUMN webhooks.strict_order; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(strict_order) ON TABLE public.webhooks TO app;

--
-- Name: TABLE wholesale_credit_notes; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.wholesale_credit_notes TO app;
GRANT SELECT ON TABLE public.wholesale_credit_notes TO worker;

--
-- Name: TABLE wholesale_cycles; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.wholesale_cycles TO app;
GRANT SELECT,INSERT ON TABLE public.wholesale_cycles TO worker;

--
-- Name: COLUMN wholesale_cycles.invoiced_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(invoiced_at) ON TABLE public.wholesale_cycles TO worker;

--
-- Name: COLUMN wholesale_cycles.invoiced_micros; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(invoiced_micros) ON TABLE public.wholesale_cycles TO worker;

--
-- Name: TABLE wholesale_files; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.wholesale_files TO app;
GRANT SELECT,INSERT ON TABLE public.wholesale_files TO worker;

--
-- Name: COLUMN wholesale_files.document_id; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(document_id) ON TABLE public.wholesale_files TO searcher;

--
-- Name: COLUMN wholesale_files.content; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT(content) ON TABLE public.wholesale_files TO searcher;

--
-- Name: TABLE wholesale_invoices; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.wholesale_invoices TO app;
GRANT SELECT,INSERT ON TABLE public.wholesale_invoices TO worker;

--
-- Name: COLUMN wholesale_invoices.paid_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(paid_minor) ON TABLE public.wholesale_invoices TO app;

--
-- Name: COLUMN wholesale_invoices.credited_minor; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(credited_minor) ON TABLE public.wholesale_invoices TO app;

--
-- Name: TABLE wholesale_payments; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.wholesale_payments TO app;
GRANT SELECT ON TABLE public.wholesale_payments TO worker;

--
-- Name: COLUMN wholesale_payments.reversed_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_at) ON TABLE public.wholesale_payments TO app;

--
-- Name: COLUMN wholesale_payments.reversed_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_on) ON TABLE public.wholesale_payments TO app;

--
-- Name: COLUMN wholesale_payments.reversal_reason; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversal_reason) ON TABLE public.wholesale_payments TO app;

--
-- Name: TABLE wholesale_refunds; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.wholesale_refunds TO app;
GRANT SELECT ON TABLE public.wholesale_refunds TO worker;

--
-- Name: COLUMN wholesale_refunds.reversed_at; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_at) ON TABLE public.wholesale_refunds TO app;

--
-- Name: COLUMN wholesale_refunds.reversed_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversed_on) ON TABLE public.wholesale_refunds TO app;

--
-- Name: COLUMN wholesale_refunds.reversal_reason; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reversal_reason) ON TABLE public.wholesale_refunds TO app;

--
-- Name: TABLE wholesale_reminders; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.wholesale_reminders TO worker;
GRANT SELECT ON TABLE public.wholesale_reminders TO app;

--
-- Name: TABLE wholesale_settings; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT ON TABLE public.wholesale_settings TO app;
GRANT SELECT ON TABLE public.wholesale_settings TO worker;

--
-- Name: COLUMN wholesale_settings.legal_name; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(legal_name) ON TABLE public.wholesale_settings TO app;

--
-- Name: COLUMN wholesale_settings.address; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(address) ON TABLE public.wholesale_settings TO app;

--
-- Name: COLUMN wholesale_settings.tax_ids; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tax_ids) ON TABLE public.wholesale_settings TO app;

--
-- Name: COLUMN wholesale_settings.footer; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(footer) ON TABLE public.wholesale_settings TO app;

--
-- Name: COLUMN wholesale_settings.last_number; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_number) ON TABLE public.wholesale_settings TO worker;

--
-- Name: COLUMN wholesale_settings.last_issued_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_issued_on) ON TABLE public.wholesale_settings TO worker;

--
-- Name: COLUMN wholesale_settings.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.wholesale_settings TO app;

--
-- Name: COLUMN wholesale_settings.last_credit_note; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_credit_note) ON TABLE public.wholesale_settings TO app;

--
-- Name: COLUMN wholesale_settings.last_credit_note_on; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(last_credit_note_on) ON TABLE public.wholesale_settings TO app;

--
-- Name: TABLE wholesale_terms; Type: ACL; Schema: public; Owner: owner
--

GRANT SELECT,INSERT ON TABLE public.wholesale_terms TO app;
GRANT SELECT ON TABLE public.wholesale_terms TO worker;

--
-- Name: COLUMN wholesale_terms.currency; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(currency) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.tenant_fee; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tenant_fee) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.extension_fee; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(extension_fee) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.number_fee; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(number_fee) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.billing_day; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(billing_day) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.payment_terms_days; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(payment_terms_days) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.billing_email; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(billing_email) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.version; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(version) ON TABLE public.wholesale_terms TO app;
GRANT UPDATE(version) ON TABLE public.wholesale_terms TO worker;

--
-- Name: COLUMN wholesale_terms.taxes; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(taxes) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.tax_certificate; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tax_certificate) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.tax_exempt_from; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tax_exempt_from) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.tax_exempt_until; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(tax_exempt_until) ON TABLE public.wholesale_terms TO app;

--
-- Name: COLUMN wholesale_terms.reminder_days; Type: ACL; Schema: public; Owner: owner
--

GRANT UPDATE(reminder_days) ON TABLE public.wholesale_terms TO app;

--
-- PostgreSQL database dump complete
--

