-- Limits on mails that users cause. Owned by `gate`, because a recipient's mails are counted across partners. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

drop function if exists mail_wait(text, uuid, integer, integer, integer);
drop function if exists mail_wait(text, uuid, integer, integer, integer, text, boolean);

-- Seconds until another mail of the kind may be queued, or 0: there are limits per hour for one recipient (of all tenants, or within one), one tenant
-- and one user. Null is no limit. Locks these counts until the transaction ends, always in this order: tenant, user, recipient. Programs of before pass
-- no kind.
create function mail_wait(to_recipient text, of_tenant uuid, recipient_most integer, tenant_most integer, actor_most integer,
    of_kind text default 'accountLink', within_tenant boolean default false)
  returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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
-- The sender's name: a tenant's users know their partner, never the platform.
create or replace function brand_of(of_partner uuid, of_tenant uuid) returns text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select p.name from partners p where p.id = coalesce(of_partner, (select t.partner_id from tenants t where t.id = of_tenant)) $$;

revoke all on function mail_wait(text, uuid, integer, integer, integer, text, boolean) from public;
grant execute on function mail_wait(text, uuid, integer, integer, integer, text, boolean) to app, worker;

reset role;
revoke create on schema public from gate;
