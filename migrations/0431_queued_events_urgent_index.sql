-- Urgent events are placed first, however many others wait. The condition is that of is_urgent_event() (functions/events.sql), which the planner sees through.
create index queued_events_urgent on queued_events (id) where not refused and (name = 'emergency.called' or name like 'limit.%');
