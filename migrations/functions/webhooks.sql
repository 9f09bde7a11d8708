-- What webhooks are sent, and what became of it. Owned by `sequencer`. Applied whenever this text changes.

grant create on schema public to sequencer;
set local role sequencer;

drop function if exists due_deliveries(uuid[], uuid[], integer), first_in_line(uuid), record_attempts(json), save_webhook_health(uuid, text, timestamptz, integer, timestamptz),
  save_webhook_health(uuid, text, text, timestamptz, integer, timestamptz);

-- The first message of each tenant that has some in line at a webhook in strict order: the others wait for it. Steps from tenant to tenant, however many
-- messages they have.
create function first_in_line(of_webhook uuid) returns setof uuid language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    (select x.id, x.tenant_id from webhook_deliveries x
      where x.webhook_id = of_webhook and x.state in ('pending', 'parked') and x.position is not null order by x.tenant_id, x.position limit 1)
    union all
    select n.id, n.tenant_id from line l cross join lateral (select x.id, x.tenant_id from webhook_deliveries x
      where x.webhook_id = of_webhook and x.state in ('pending', 'parked') and x.position is not null and x.tenant_id > l.tenant_id
      order by x.tenant_id, x.position limit 1) n
  )
  select l.id from line l $$;

-- What is to be sent now: of each of these webhooks, or of all, up to so many deliveries but those that are being sent; urgent ones first, then the
-- ones that were tried least, so that one message that is always refused never hides the others. Of what is in line, only the first of a tenant, and
-- not while another one of that tenant is being sent, which may have been skipped meanwhile.
create function due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer) returns table (id uuid, webhook_id uuid, partner_id uuid,
    message_id uuid, type text, body text, urgent boolean, line uuid, attempts integer, queued_at timestamptz, tried_since timestamptz, name text,
    url text, sealed_secret bytea, sealed_old_secret bytea, failing_since timestamptz, failures integer, probe_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
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

-- Writes what attempts came to, and returns what is parked now: it is in line, and isn't tried again. One whose tenant was purged meanwhile is not there
-- any more. One that somebody has skipped, or another process has delivered, stays so. Processes store batches at the same time, so each locks its rows
-- in the order of their ids.
create function record_attempts(results json) returns setof uuid language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
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

-- Writes how a webhook is doing at an address. One that is stopped stays so, and remembers where in the feed.
create function save_webhook_health(of_webhook uuid, of_url text, new_state text, since timestamptz, failed integer, next_probe timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update webhooks w set failing_since = since, failures = failed, probe_at = next_probe,
    state = new_state, stopped_at = case when new_state <> 'on' then clock_timestamp() end,
    stopped_position = case when new_state <> 'on' then coalesce((select p.position from event_positions p where p.partner_id = w.partner_id), 0) end
  where w.id = of_webhook and w.url = of_url and w.state = 'on';
  return found;
end $$;

-- Whether anybody waits for events at all.
create or replace function a_webhook_is_on() returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp as
  $$ select exists (select from webhooks where state = 'on') $$;

revoke all on function a_webhook_is_on(), first_in_line(uuid), due_deliveries(uuid[], uuid[], integer), record_attempts(json),
  save_webhook_health(uuid, text, text, timestamptz, integer, timestamptz) from public;
grant execute on function a_webhook_is_on(), due_deliveries(uuid[], uuid[], integer), record_attempts(json),
  save_webhook_health(uuid, text, text, timestamptz, integer, timestamptz) to worker;

reset role;
revoke create on schema public from sequencer;
