-- A tenant to try programs out with: its calls reach nobody else, and it is never billed. The mark is fixed at its creation: nobody may update the column.
alter table tenants add column sandbox boolean not null default false;
alter table tenants add constraint tenants_sandbox_is_not_billed check (not sandbox or billing_profile_id is null) not valid;
create index tenants_sandboxes on tenants (partner_id) where sandbox;

-- Which ids are sandboxes, and stay so after the purge: what is left of a purged one goes on being seen by test keys only.
create table sandboxes (
  tenant_id uuid primary key,
  partner_id uuid not null references partners
);
create index sandboxes_of_partner on sandboxes (partner_id);
alter table sandboxes enable row level security;
alter table sandboxes force row level security;
create policy seen on sandboxes for select to app, worker using (partner_id = ctx_partner() or tenant_id = ctx_tenant());
create policy added on sandboxes for insert to app, worker
  with check (partner_id = ctx_partner() and tenant_id in (select t.id from tenants t where t.sandbox));
create policy for_sequencer on sandboxes for select to sequencer using (true);
create policy for_searcher on sandboxes for select to searcher using (true);
create policy for_gate on sandboxes for select to gate using (true);
grant select, insert on sandboxes to app, worker;
grant select on sandboxes to sequencer, searcher, gate;

-- The ids that a partner's programs use in a sandbox are apart from those that they use for its customers.
alter table integration_data add column sandbox boolean not null default false;
create unique index integration_data_external_id_by_mode on integration_data (partner_id, noun, sandbox, external_id);
drop index integration_data_external_id;
