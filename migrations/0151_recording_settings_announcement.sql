-- The sound that the tenant plays before a recording in place of the packaged announcement.
alter table recording_settings add column announcement_id uuid references media;
create index recording_settings_announcement on recording_settings (announcement_id);
grant update (announcement_id) on recording_settings to app;
