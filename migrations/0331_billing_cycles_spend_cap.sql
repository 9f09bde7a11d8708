-- The spend limit of a cycle whose currency isn't the one of the tenant's limit any more, since another billing profile was chosen. It is in the cycle's
-- currency and ends with the cycle.
alter table billing_cycles add column spend_cap_micros bigint check (spend_cap_micros >= 0);
grant update (spend_cap_micros) on billing_cycles to app;

-- a trigger compares the currency of a limit with that of the profile (functions/caps.sql)
create policy for_searcher on billing_profiles for select to searcher using (true);
grant select on billing_profiles to searcher;

-- Limits were held against amounts in the currency of the cycle, whatever currency they named. Now they name the currency that they acted in.
alter table tenant_limits no force row level security;
alter table tenant_defaults no force row level security;
alter table tenants no force row level security;
alter table billing_profiles no force row level security;
alter table billing_cycles no force row level security;
update billing_cycles c set spend_cap_micros = l.monthly_spend_micros
  from tenant_limits l join tenants t on t.id = l.tenant_id join billing_profiles p on p.id = t.billing_profile_id
  where c.tenant_id = t.id and c.ends_at > now() and c.currency <> p.currency and l.monthly_spend_micros is not null;
update tenant_limits l set currency = b.currency, version = l.version + 1
  from (select t.id, coalesce((select p.currency from billing_profiles p where p.id = t.billing_profile_id),
      (select c.currency from billing_cycles c where c.tenant_id = t.id and c.ends_at > now() order by c.starts_at desc limit 1)) as currency
    from tenants t) b
  where b.id = l.tenant_id and l.currency is not null and l.currency <> b.currency;
update tenant_defaults d set default_limits = jsonb_set(d.default_limits, '{monthlySpend,currency}', to_jsonb(p.currency))
  from billing_profiles p where p.id = d.default_billing_profile_id and d.default_limits -> 'monthlySpend' ->> 'currency' <> p.currency;
alter table tenant_limits force row level security;
alter table tenant_defaults force row level security;
alter table tenants force row level security;
alter table billing_profiles force row level security;
alter table billing_cycles force row level security;
