-- Has the caps of a tenant looked at (src/limits/cap-review.ts), in the transaction in which they may have been reached: whatever it was that the cycle has
-- come to, a call, a fee or a correction. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

-- The spend limit of a tenant in a cycle: the tenant's, if it is in the cycle's currency, and else the one that was stored for the cycle alone. Amounts of two
-- currencies never meet. `spendCapOf` in src/limits/caps.ts is the same.
create or replace function spend_cap_of(l tenant_limits, cycle_currency text, cycle_cap bigint) returns bigint language sql immutable as $$
  select case l.currency when cycle_currency then l.monthly_spend_micros else cycle_cap end $$;

-- Whether a cap stands at a level that has not been reported yet. The rules are those of src/limits/rules.ts.
create or replace function has_unreported_cap(c billing_cycles) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from tenant_limits l join tenants t on t.id = l.tenant_id
      cross join lateral (values
        ('spend_cap', spend_cap_of(l, c.currency, c.spend_cap_micros), c.fees_micros + case when t.was_active then c.spent_micros else c.metered_micros end),
        ('minutes_cap', l.max_monthly_minutes * 60::bigint, case when t.was_active then c.charged_seconds else c.metered_seconds end)
      ) as cap(name, value, used)
    where l.tenant_id = c.tenant_id and cap.used > 0 and cap.used * 100 >= cap.value * l.alert_threshold_percent
      and not exists (select from cap_reports r
        where r.cycle_id = c.id and r.cap = cap.name and r.cap_value = cap.value and (r.level = 'full' or cap.used < cap.value))) $$;

create or replace function review_reached_caps() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if has_unreported_cap(new) then
    perform add_job('review_caps', json_build_object('tenantId', new.tenant_id), 'review_caps:' || new.tenant_id);
  end if;
  return null;
end $$;

-- A new cycle begins with nothing used: a suspension by a cap may be over.
create or replace function review_caps_at_turn() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from tenants t where t.id = new.tenant_id and t.suspension_reasons && array['spend_cap', 'minutes_cap']) then
    perform add_job('review_caps', json_build_object('tenantId', new.tenant_id), 'review_caps:' || new.tenant_id);
  end if;
  return null;
end $$;

-- A limit of spend is in the currency of the tenant's billing profile. Asked at the commit, since the two may change in one transaction.
create or replace function check_spend_currency() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
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

-- Tenants whose present cycle has fees of days that have begun and are not counted yet, some at once. A cycle that runs is not invoiced as a whole:
-- so the index of those that are not leads past all that there ever were.
create or replace function tenants_with_fees_due(at timestamptz, at_most integer) returns table (tenant_id uuid, partner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.tenant_id, c.partner_id from billing_cycles c
  where c.starts_at <= at and c.ends_at > at and c.invoiced_at is null and c.fees_day is distinct from (at at time zone c.zone)::date
  order by c.tenant_id limit at_most $$;
revoke all on function tenants_with_fees_due(timestamptz, integer) from public;
grant execute on function tenants_with_fees_due(timestamptz, integer) to worker;

reset role;
revoke create on schema public from searcher;

drop trigger if exists review_reached_caps on billing_cycles;
create trigger review_reached_caps after update of fees_micros, spent_micros, charged_seconds, metered_micros, metered_seconds on billing_cycles
  for each row execute function review_reached_caps();
drop trigger if exists review_caps_at_turn on billing_cycles;
create trigger review_caps_at_turn after insert on billing_cycles for each row execute function review_caps_at_turn();
drop trigger if exists check_spend_currency on tenant_limits;
create constraint trigger check_spend_currency after insert or update of currency on tenant_limits deferrable initially deferred
  for each row when (new.currency is not null) execute function check_spend_currency();
drop trigger if exists check_spend_currency on tenants;
create constraint trigger check_spend_currency after update of billing_profile_id on tenants deferrable initially deferred
  for each row when (new.billing_profile_id is distinct from old.billing_profile_id) execute function check_spend_currency();
