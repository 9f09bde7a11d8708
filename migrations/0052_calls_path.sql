-- The way of a call through the tenant (src/calls/call-path.ts), who answered it, and who ended it.
alter table live_calls add column path jsonb not null default '[]', add column answered_extension_id uuid;
alter table calls
  add column path jsonb not null default '[]',
  add column answered_extension_id uuid,
  add column ended_by text check (ended_by in ('caller', 'callee', 'system'));
