-- Where a partner's tenants turn to: shown to their people, above all while they are suspended.
create table support_contacts (
  partner_id uuid primary key references partners,
  email text not null default '' check (char_length(email) <= 254),
  phone text not null default '' check (phone = '' or phone ~ '^\+[1-9][0-9]{6,14}$'),
  version integer not null default 1
);
alter table support_contacts enable row level security;
alter table support_contacts force row level security;
create policy of_partner on support_contacts to app using (partner_id = ctx_partner()) with check (partner_id = ctx_partner());
create policy read_of_tenant on support_contacts for select to app
  using (exists (select from tenants t where t.id = ctx_tenant() and t.partner_id = support_contacts.partner_id));
grant select, insert, update (email, phone, version) on support_contacts to app;
