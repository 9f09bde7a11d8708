-- What webhooks are sent, and what became of it. Owned by `sequencer`. Applied whenever this text changes.

grant create on schema public to sequencer;
set local role sequencer;

drop function if exists due_deliveries(uuid[], uuid[], integer), record_attempts(json), save_webhook_health(uuid, text, timestamptz, integer, timestamptz),
  save_webhook_health(uuid, text, text, timestamptz, integer, timestamptz);

-- What is to be sent now: of each of these webhooks, or of all, up to so many deliveries but those that are being sent; urgent ones first, then the
-- ones that were tried least, so that one message that is always refused never hides the others.
create function due_deliveries(of_webhooks uuid[], sending uuid[], at_most integer) returns table (id uuid, webhook_id uuid, partner_id uuid,
    message_id uuid, body text, urgent boolean, attempts integer, queued_at timestamptz, name text, url text, sealed_secret bytea, sealed_old_secret bytea,
    failing_since timestamptz, failures integer, probe_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select d.id, w.id, w.partner_id, coalesce(d.event_id, d.id), coalesce(e.body, d.body), d.urgent, d.attempts, d.queued_at, w.name, w.url,
    w.sealed_secret, case when w.old_secret_until > now() then w.sealed_old_secret end, w.failing_since, w.failures, w.probe_at
  from webhooks w cross join lateral (
      select * from webhook_deliveries x where x.webhook_id = w.id and x.state = 'pending' and x.due_at <= clock_timestamp()
        and not x.id = any(sending)
      order by x.urgent desc, x.due_at limit at_most) d
    left join events e on e.id = d.event_id
  where w.state = 'on' and (of_webhooks is null or w.id = any(of_webhooks))
  order by d.urgent desc, d.attempts, d.due_at $$;

-- Writes what attempts came to. One whose tenant was purged meanwhile is not there any more.
create function record_attempts(results json) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update webhook_deliveries d set state = r.state, due_at = coalesce(r.due_at, d.due_at), attempts = r.attempts, attempted_at = r.attempted_at,
    milliseconds = r.milliseconds, status = r.status, response = r.response, failure = r.failure
  from json_to_recordset(results) as r(id uuid, queued_at timestamptz, state text, due_at timestamptz, attempts integer, attempted_at timestamptz,
    milliseconds integer, status integer, response text, failure text)
  -- one that somebody has replayed meanwhile is sent again
  where d.id = r.id and d.queued_at = r.queued_at;
  -- to the minute: a row a message would cost more than the message
  update webhooks w set last_success_at = clock_timestamp()
  from webhook_deliveries d join json_to_recordset(results) as r(id uuid, state text) on r.id = d.id and r.state = 'delivered'
  where w.id = d.webhook_id and (w.last_success_at is null or w.last_success_at < clock_timestamp() - interval '1 minute') $$;

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

revoke all on function due_deliveries(uuid[], uuid[], integer), record_attempts(json),
  save_webhook_health(uuid, text, text, timestamptz, integer, timestamptz) from public;
grant execute on function due_deliveries(uuid[], uuid[], integer), record_attempts(json),
  save_webhook_health(uuid, text, text, timestamptz, integer, timestamptz) to worker;

reset role;
revoke create on schema public from sequencer;
