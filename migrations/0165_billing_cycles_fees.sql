-- What a cycle has come to besides its calls: monthly fees so far, set-up fees, adjustments; and what these come to by its end.
alter table billing_cycles
  add column fees_micros bigint not null default 0,
  add column fees_at_end_micros bigint not null default 0,
  -- included minutes that calls in progress hold
  add column reserved_included_seconds bigint not null default 0 check (reserved_included_seconds >= 0);
grant update (fees_micros, fees_at_end_micros) on billing_cycles to app, worker;
