-- Since when nothing has been heard of a party, as far as call control notices: an emergency call may be ended only then.
alter table live_calls add column silent_since timestamptz(3);
