-- What a tenant's callers hear on hold. A tenant without a row, or without a sound in it, has the packaged music.
create table hold_music (
  tenant_id uuid primary key references tenants,
  media_id uuid references media,
  version integer not null default 1
);
create index hold_music_of_media on hold_music (media_id);
alter table hold_music enable row level security;
alter table hold_music force row level security;
create policy of_tenant on hold_music to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (media_id, version), delete on hold_music to app;
grant select, delete on hold_music to worker;
-- Asterisk's views and call control look through all tenants
create policy read_of_voice on hold_music for select to voice using (true);
create policy read_of_voice on media for select to voice using (true);
grant select on hold_music to voice;
grant select (id, tenant_id, hash) on media to voice;
