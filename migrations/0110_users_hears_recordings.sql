-- Whether a tenant's plain user may listen to the recordings of their own extension's calls.
alter table users add column hears_recordings boolean not null default false;
-- The session names the user's extension, before any tenant is known.
grant select (id, number, name) on extensions to gate;
create policy read_of_gate on extensions for select to gate using (true);
