-- A prefix belongs to one tenant for ever: that of a purged tenant cannot be given to a new one, whatever the code forgets.
alter table sip_prefixes add constraint prefix_of_tenant unique (prefix, tenant_id);
alter table tenants drop constraint tenants_sip_prefix_fkey,
  add constraint tenants_own_prefix_fkey foreign key (sip_prefix, id) references sip_prefixes (prefix, tenant_id);
-- limits are those of a tenant of the partner; deferrable as with dids
alter table tenant_limits drop constraint tenant_limits_tenant_id_fkey,
  add constraint limits_tenant_of_partner_fkey foreign key (tenant_id, partner_id) references tenants (id, partner_id) deferrable initially immediate;

-- Whose an event is: the partner's, a tenant's of that partner, or the operator's own; what the operator does about a tenant that the
-- partner must not learn of has a tenant and no partner.
drop policy append on audit_events;
create policy append on audit_events for insert to app, worker with check (case
  when tenant_id is null then partner_id = ctx_partner() or ctx_operator()
  when partner_id is null then ctx_operator()
  else exists (select from tenants t where t.id = audit_events.tenant_id and t.partner_id = audit_events.partner_id
    and (t.id = ctx_tenant() or t.partner_id = ctx_partner())) end);
drop policy read_of_tenant on audit_events;
create policy read_of_tenant on audit_events for select to app, worker
  using (tenant_id = ctx_tenant() and (partner_id is not null or (select purging())));

-- only a purge that has begun leaves a tombstone, and it is that of its tenant
drop policy of_tenant on tombstones;
create policy of_tenant on tombstones for insert to worker with check (tenant_id = ctx_tenant() and exists (select from tenants t
  where t.id = tombstones.tenant_id and t.partner_id = tombstones.partner_id and t.sip_prefix = tombstones.sip_prefix
    and t.purge_started_at is not null));

drop policy append on mails;
create policy append on mails for insert to app, worker with check (case
  when tenant_id is null then partner_id = ctx_partner() or ctx_operator()
  when partner_id is null then tenant_id = ctx_tenant()
  else tenant_id = ctx_tenant() and exists (select from tenants t where t.id = mails.tenant_id and t.partner_id = mails.partner_id) end);
-- a mail that has become untrue before it left is taken back
grant delete on mails to app;
create policy withdrawn on mails for delete to app using (tenant_id = ctx_tenant() and sent_at is null);
-- what the mail server will never take
alter table mails add column refused_at timestamptz(3);
grant update (refused_at) on mails to worker;
create index mails_unsent on mails (created_at) where sent_at is null and refused_at is null;

-- A link that is used takes the person first and the link second, like everybody who changes the person: else they wait for each other.
drop function accept_invitation(bytea, text, text, uuid, text);
create function accept_invitation(hash bytea, new_password_hash text, from_ip text, event uuid, request text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  select u.id into who from users u where u.id = (select i.user_id from invitations i where i.token_hash = hash) for no key update;
  delete from invitations where token_hash = hash and expires_at > now() and user_id = who;
  if not found then return null; end if;
  update users set password_hash = new_password_hash, version = version + 1 where id = who;
  delete from sessions where user_id = who;
  perform note_sign_in(event, 'invitation.accepted', who, from_ip, request);
  return who;
end $$;

-- A hold placed anew has a version that no hold had before.
create sequence legal_hold_versions as integer;
grant usage on sequence legal_hold_versions to app;
alter table legal_holds add column version integer not null default nextval('legal_hold_versions');

-- Who looks waits for nobody; who changes a hold waits for whoever changes it, and for a purge that begins.
drop function tenant_for_operator(uuid);
create function tenant_for_operator(wanted uuid)
  returns table (tenant_id uuid, partner_id uuid, sip_prefix text, status text, suspension_reasons text[], operator_reasons text[],
    purge_at timestamptz, purge_started_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.sip_prefix, t.status, t.suspension_reasons, t.operator_reasons, t.purge_at, t.purge_started_at
  from tenants t where t.id = wanted and ctx_operator() $$;
create function keep_tenant_for_operator(wanted uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from tenants where id = wanted and ctx_operator() for no key update;
end $$;

-- Held tenants are not purged; their partners are warned like all others, or the silence would tell them of the hold.
drop function tenants_to_purge(timestamptz, timestamptz, uuid, integer);
create function tenants_to_purge(until timestamptz, after_at timestamptz, after_id uuid, at_most integer, held_too boolean)
  returns table (tenant_id uuid, partner_id uuid, purge_at timestamptz) language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id, t.purge_at from tenants t
  where t.purge_at <= until and (t.purge_at, t.id) > (after_at, after_id)
    and (held_too or not exists (select from legal_holds h where h.tenant_id = t.id))
  order by t.purge_at, t.id limit at_most $$;

do $$
declare f text;
begin
  grant create on schema public to gate, searcher;
  foreach f in array array['tenants_to_purge(timestamptz, timestamptz, uuid, integer, boolean)', 'tenant_for_operator(uuid)',
    'keep_tenant_for_operator(uuid)', 'accept_invitation(bytea, text, text, uuid, text)']
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to %s', f, case when f like 'tenants_%' then 'worker' else 'app' end);
    execute format('alter function %s owner to %s', f, case when f like 'accept_%' then 'gate' else 'searcher' end);
  end loop;
  revoke create on schema public from gate, searcher;
end $$;
