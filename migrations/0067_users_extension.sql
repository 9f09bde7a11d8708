-- The extension whose calls a tenant's user sees as their own. A deleted extension leaves its users without one.
alter table users add column extension_id uuid references extensions (id) on delete set null
  constraint users_extension_check check (extension_id is null or tenant_id is not null);
create index users_by_extension on users (extension_id) where extension_id is not null;
