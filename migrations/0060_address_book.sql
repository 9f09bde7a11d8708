-- The contacts of a tenant and their numbers. `contacts` is the name that Asterisk gives to the registrations of phones.
create table address_book (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  name text not null check (char_length(name) between 1 and 100),
  company text not null default '' check (char_length(company) <= 100),
  note text not null default '' check (char_length(note) <= 1000),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, id)
);
create index address_book_by_name on address_book (tenant_id, (name collate "und-x-icu"), id);
create index address_book_by_company on address_book (tenant_id, (company collate "und-x-icu"), id);

create table address_book_numbers (
  contact_id uuid not null,
  tenant_id uuid not null,
  -- the order in which the contact lists them
  position smallint not null,
  kind text not null check (kind in ('work', 'mobile', 'home', 'other')),
  number text not null check (number ~ '^\+[1-9][0-9]{6,14}$'),
  primary key (contact_id, number),
  foreign key (tenant_id, contact_id) references address_book (tenant_id, id)
);
-- Who is calling: read for each call from a carrier.
create index address_book_numbers_by_number on address_book_numbers (tenant_id, number, contact_id);

alter table address_book enable row level security;
alter table address_book force row level security;
create policy of_tenant on address_book to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (name, company, note, version), delete on address_book to app;
grant select, delete on address_book to worker;

alter table address_book_numbers enable row level security;
alter table address_book_numbers force row level security;
create policy of_tenant on address_book_numbers to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, delete on address_book_numbers to app;
grant select, delete on address_book_numbers to worker;
