-- What calls in progress have reserved stands on their legs; cycles carry the sums, which triggers move (functions/reservations.sql).
grant update (granted_seconds, included_seconds, reserved_micros) on live_legs to app;
grant update (reserved_micros, reserved_seconds, reserved_included_seconds) on billing_cycles to voice;
