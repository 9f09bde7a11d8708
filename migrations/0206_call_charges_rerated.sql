-- What a charged leg came to when it was last rated again. The charge itself stays: the difference is an adjustment.
alter table call_charges add column rerated_micros bigint check (rerated_micros >= 0);
grant update (state, reason, destination, charge_class, rate, charged_seconds, included_seconds, charge_micros, rated_at, rerated_micros)
  on call_charges to voice;
