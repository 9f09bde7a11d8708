-- Names from before names had a type: composed letters, one line, nothing unseen. The audit trail keeps what was. Addresses for 911 stay as
-- they are: a program does not change where help goes.
create function pg_temp.clean(name text) returns text language sql as $$
  select case when regexp_replace(seen, '[\s\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]', '', 'g') = '' then 'Unnamed' else seen end
  from (select left(btrim(regexp_replace(regexp_replace(normalize(name, nfc),
    '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff]', '', 'g'),
    '[\s\u0001-\u001f\u007f-\u00a0\u2028\u2029]+', ' ', 'g')), 100) as seen) s $$;
-- What carriers take: accents go, what is no ASCII then goes too.
create function pg_temp.caller_name(name text) returns text language sql as $$
  select left(btrim(regexp_replace(regexp_replace(regexp_replace(normalize(name, nfd), '[\u0300-\u036f]', '', 'g'),
    '[^ !#-;=?-\[\]-~]+', ' ', 'g'), ' +', ' ', 'g')), 15) $$;

-- the owner is bound by policies otherwise
alter table partners no force row level security;
alter table tenants no force row level security;
alter table tenant_defaults no force row level security;
alter table extensions no force row level security;
alter table users no force row level security;
update partners set name = pg_temp.clean(name) where name <> pg_temp.clean(name);
update tenants set name = pg_temp.clean(name) where name <> pg_temp.clean(name);
update tenants set default_cnam = pg_temp.caller_name(default_cnam) where default_cnam <> pg_temp.caller_name(default_cnam);
update tenant_defaults set default_cnam = pg_temp.caller_name(default_cnam) where default_cnam <> pg_temp.caller_name(default_cnam);
update extensions set name = pg_temp.clean(name) where name <> pg_temp.clean(name);
update users set name = pg_temp.clean(name) where name <> pg_temp.clean(name);

-- What a tenant is found by: name, billing address and SIP prefix. A line break keeps a word from reaching from one into the next.
drop index tenants_search;
alter table tenants drop column search_text;
alter table tenants add column search_text text not null
  generated always as (lower(normalize(name, nfc)) || e'\n' || lower(billing_email) || e'\n' || sip_prefix) stored;
create index tenants_search on tenants using gin (search_text gin_trgm_ops);
alter table partners force row level security;
alter table tenants force row level security;
alter table tenant_defaults force row level security;
alter table extensions force row level security;
alter table users force row level security;

-- A tenant is found by its numbers, too.
grant select (tenant_id, partner_id, number) on dids to searcher;
create policy for_searcher on dids for select to searcher using (true);
drop function search_tenants(uuid, text, text[], text, boolean, text, uuid, integer, integer);
drop function count_found_tenants(uuid, text, text[]);
