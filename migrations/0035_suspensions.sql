-- Who suspended a tenant, for which reason, when, and a note for the partner's people. The reasons in force stand on the tenant's row too,
-- which admissions read; a row here goes when its reason is lifted, and what was stays in the audit trail.
create table suspensions (
  tenant_id uuid not null references tenants,
  by_operator boolean not null,
  reason text not null check (reason in ('manual', 'past_due', 'spend_cap', 'minutes_cap', 'fraud')),
  note text check (char_length(note) between 1 and 500),
  actor_id uuid,
  actor_email text,
  actor_role text not null,
  at timestamptz(3) not null default now(),
  primary key (tenant_id, by_operator, reason)
);
alter table suspensions enable row level security;
alter table suspensions force row level security;
-- the tenant's own people never read them: their transactions have no partner
create policy of_partner on suspensions to app, worker
  using (exists (select from tenants t where t.id = suspensions.tenant_id and t.partner_id = ctx_partner()))
  with check (exists (select from tenants t where t.id = suspensions.tenant_id and t.partner_id = ctx_partner()));
create policy read_of_operator on suspensions for select to app using (by_operator and ctx_operator());
create policy purged on suspensions to worker using (tenant_id = ctx_tenant() and (select purging())) with check (false);
grant select, insert, delete, update (note, actor_id, actor_email, actor_role, at) on suspensions to app, worker;
