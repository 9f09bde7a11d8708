-- `unclear`: the provider can't be asked about a refund any more. Until now such a refund was looked up forever.
alter table refunds drop constraint refunds_state_check;
alter table refunds add constraint refunds_state_check check (state in ('asked', 'pending', 'succeeded', 'failed', 'unclear')) not valid;
create index refunds_unclear on refunds (partner_id) where state = 'unclear';

-- refunds of tenants that have been purged, which no job reaches
alter table refunds no force row level security;
alter table tenants no force row level security;
update refunds r set state = 'unclear', failure = 'tenant_deleted', changed_at = now()
  where r.state in ('asked', 'pending') and not exists (select from tenants t where t.id = r.tenant_id);
alter table refunds force row level security;
alter table tenants force row level security;
