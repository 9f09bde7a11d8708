-- How many calls took an exit of a node, all versions of the flow together, by day in the tenant's time zone. A call that passes twice is one call
-- and two passes.
create table flow_statistics (
  tenant_id uuid not null references tenants,
  flow_id uuid not null,
  day date not null,
  node_id text not null,
  exit_id text not null,
  calls integer not null,
  passes integer not null,
  primary key (tenant_id, flow_id, day, node_id, exit_id)
);
alter table flow_statistics enable row level security;
alter table flow_statistics force row level security;
create policy of_tenant on flow_statistics to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
create policy for_voice on flow_statistics to voice using (true) with check (true);
grant select, delete on flow_statistics to app, worker;
grant select, insert, update (calls, passes) on flow_statistics to voice;

-- A partner's own templates of flows. Their references are open: whoever uses one chooses them anew.
create table flow_templates (
  id uuid primary key,
  partner_id uuid not null references partners,
  name text not null check (char_length(name) between 1 and 100),
  description text not null default '',
  content jsonb not null check (content ? 'nodes'),
  questions jsonb not null,
  created_at timestamptz(3) not null default now()
);
create index flow_templates_of_partner on flow_templates (partner_id);
alter table flow_templates enable row level security;
alter table flow_templates force row level security;
create policy of_partner on flow_templates to app, worker using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
-- within a tenant, its partner's
create policy of_tenant on flow_templates to app, worker
  using (partner_id = (select t.partner_id from tenants t where t.id = ctx_tenant()))
  with check (partner_id = (select t.partner_id from tenants t where t.id = ctx_tenant()));
grant select, insert, delete on flow_templates to app;
