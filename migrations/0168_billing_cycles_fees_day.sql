-- The local day up to which the fees of a cycle are counted; null: not at all yet.
alter table billing_cycles add column fees_day date;
grant update (fees_day) on billing_cycles to app, worker;
