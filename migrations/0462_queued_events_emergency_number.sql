-- An event of an emergency call that still waits is of 911: others were not noticed before. The catalogue asks for its number.
alter table queued_events no force row level security;
update queued_events set facts = (facts::jsonb || '{"number": "911"}')::json
  where name = 'emergency.called' and facts->>'number' is null;
alter table queued_events force row level security;
