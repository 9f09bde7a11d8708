-- Two tenants of one partner that change places (ACTIVE to SUSPENDED and back) waited for each other's counters in a circle: the counters of
-- both statuses are now taken in one order, by one statement.
create or replace function count_tenants() returns trigger language plpgsql as $$
begin
  insert into tenant_counts as c (partner_id, status, tenants)
    select moved.partner_id, moved.status, sum(moved.by)
    from (values (old.partner_id, old.status, -1), (new.partner_id, new.status, 1)) as moved (partner_id, status, by)
    where moved.partner_id is not null
    group by 1, 2 order by 1, 2
    on conflict (partner_id, status) do update set tenants = c.tenants + excluded.tenants;
  return null;
end $$;
