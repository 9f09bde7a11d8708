-- A number's tenant is a tenant of the number's partner, whatever the code forgets; and a number is handed to no other partner.
alter table tenants add constraint tenants_of_partner unique (id, partner_id);
-- deferrable: a tenant that moves to another partner takes its numbers along in one transaction
alter table dids drop constraint dids_tenant_id_fkey,
  add constraint dids_tenant_of_partner_fkey foreign key (tenant_id, partner_id) references tenants (id, partner_id) deferrable initially immediate;
revoke update on dids from app, worker;
grant update (tenant_id, status, routing_kind, routing_extension_id, routing_number, released_at, last_tenant_id, last_tenant_name, last_routing,
  version) on dids to app, worker;
