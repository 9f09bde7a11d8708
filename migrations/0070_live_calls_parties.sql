-- The extensions that a call rings, and those that talk in it. Call control alone knows them and writes them behind the call's back; null until it has.
alter table live_calls add column ringing uuid[], add column talking uuid[];
