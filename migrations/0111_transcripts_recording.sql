-- A recording is transcribed as a message is. The text goes with the recording.
alter table transcripts add column recording_id uuid unique references recordings on delete cascade,
  add constraint transcripts_of_one check (num_nonnulls(voicemail_id, recording_id) = 1);
