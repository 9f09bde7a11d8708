-- Which statuses reach 911 is the program's table, STATUS_PERMITS: a suspended tenant's phones do, so it too wants an address.
drop index tenants_without_911;
create index tenants_without_911 on tenants (partner_id, id) where e911_address is null and extensions_count > 0;

-- From how many on a tenant has so much of a cap that its partner is told. Beside the counters, so that an index holds just those tenants:
-- looking through all of a partner with 100,000 for its front page would take a second.
alter table tenants add column extensions_alert integer, add column dids_alert integer;
grant update (extensions_alert, dids_alert) on tenants to app;

-- Somebody who may have none and has none is no news.
create function alert_from(most integer, percent integer) returns integer language sql immutable as
  $$ select case when most is not null then greatest(1, ceil(most * percent / 100.0)::integer) end $$;

create function keep_alerts() returns trigger language plpgsql as $$
begin
  update tenants set extensions_alert = alert_from(new.max_extensions, new.alert_threshold_percent),
    dids_alert = alert_from(new.max_dids, new.alert_threshold_percent) where id = new.tenant_id;
  return null;
end $$;
create trigger keep_first_alerts after insert on tenant_limits for each row
  when (new.max_extensions is not null or new.max_dids is not null) execute function keep_alerts();
create trigger keep_alerts after update on tenant_limits for each row
  when ((old.max_extensions, old.max_dids, old.alert_threshold_percent)
    is distinct from (new.max_extensions, new.max_dids, new.alert_threshold_percent)) execute function keep_alerts();

-- no policy lets the owner see the tenants that there are already
alter table tenants no force row level security;
alter table tenant_limits no force row level security;
update tenants t set extensions_alert = alert_from(l.max_extensions, l.alert_threshold_percent),
  dids_alert = alert_from(l.max_dids, l.alert_threshold_percent)
  from tenant_limits l where l.tenant_id = t.id and (l.max_extensions is not null or l.max_dids is not null);
alter table tenants force row level security;
alter table tenant_limits force row level security;

create index tenants_over_limit on tenants (partner_id) where extensions_count >= extensions_alert or dids_count >= dids_alert;
