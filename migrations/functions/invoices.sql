-- What jobs ask about the invoices of all partners. Owned by `searcher`. Applied whenever this text changes.

grant create on schema public to searcher;
set local role searcher;

-- Billing cycles to invoice, after one of a partner, or only some. One is due when it has ended, or when its tenant was cancelled before today, for the days
-- up to that. It waits for calls in progress and for calls without a rate, but never longer than the longest call.
create or replace function cycles_to_invoice(at timestamptz, longest_call interval, settling interval, only_these uuid[], after_partner uuid,
  after_cycle uuid, at_most integer) returns table (cycle_id uuid, tenant_id uuid, partner_id uuid, through date)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
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

-- Tenants for which no cycle will be invoiced any more, because they have no billing profile and all their cycles are invoiced, but with late calls or
-- adjustments that are on no invoice. After a tenant of a partner. The tenants come first, because few of them have no profile but cycles.
create or replace function tenants_to_close(after_partner uuid, after_tenant uuid, at_most integer) returns table (tenant_id uuid, partner_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.partner_id from tenants t
  where t.billing_profile_id is null and t.purge_started_at is null and (t.partner_id, t.id) > (after_partner, after_tenant)
    and (exists (select from billing_cycles c where c.tenant_id = t.id and c.invoiced_at is not null and c.spent_micros <> c.invoiced_micros)
      or exists (select from adjustments a where a.tenant_id = t.id and a.cycle_id is null))
    and not exists (select from billing_cycles c where c.tenant_id = t.id and c.invoiced_at is null)
  order by t.partner_id, t.id limit at_most $$;

-- What the calls of the partner's cycles were charged, by class. Nothing is priced here: charges were stored when the calls were rated. Whose cycles they are
-- is looked at once, and not again for each call.
create or replace function call_sums_of_cycles(cycles uuid[]) returns table (cycle_id uuid, charge_class text, calls integer, charged_seconds bigint,
    included_seconds bigint, charge_micros numeric)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select k.cycle_id, k.charge_class, count(*)::integer, sum(k.charged_seconds), sum(k.included_seconds), sum(k.charge_micros)
  from call_charges k
  where k.cycle_id = any(array(select c.id from billing_cycles c where c.id = any(cycles) and c.partner_id = ctx_partner())) and k.state = 'rated'
  group by 1, 2 order by 1, 2 $$;

-- Tenants with an open invoice that is past its due day, or will be within a day, after one of them. What is to be done about it is decided for each.
create or replace function tenants_with_due_invoices(at timestamptz, after_tenant uuid, at_most integer) returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct i.tenant_id from invoices i join tenants t on t.id = i.tenant_id
  where i.status = 'open' and i.overdue_at <= at + interval '1 day' and i.tenant_id > after_tenant and t.purge_started_at is null
  order by i.tenant_id limit at_most $$;

-- A document that a mail carries. The operator's context is that of the mail queue.
create or replace function mailed_document(document uuid) returns bytea language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ select content from invoice_files where document_id = document and ctx_operator()
    union all select content from wholesale_files where document_id = document and ctx_operator() $$;

revoke all on function cycles_to_invoice(timestamptz, interval, interval, uuid[], uuid, uuid, integer), mailed_document(uuid),
  tenants_to_close(uuid, uuid, integer), tenants_with_due_invoices(timestamptz, uuid, integer), call_sums_of_cycles(uuid[]) from public;
grant execute on function cycles_to_invoice(timestamptz, interval, interval, uuid[], uuid, uuid, integer), mailed_document(uuid),
  tenants_to_close(uuid, uuid, integer), tenants_with_due_invoices(timestamptz, uuid, integer), call_sums_of_cycles(uuid[]) to worker;

reset role;
revoke create on schema public from searcher;
