-- Events name the thing by the partner's own id.
alter table queued_events add column external_id text;
create policy for_sequencer on integration_data for select to sequencer using (true);
grant select (object_id, external_id) on integration_data to sequencer;
