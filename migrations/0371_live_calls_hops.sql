-- How many calls of ours a call was before it came in from a carrier, and the outside numbers that it rings now. A forwarded call that comes back
-- to one of our numbers is recognised by them (did_for_call in functions/calls.sql), so that numbers that forward to each other don't call for ever.
alter table live_calls add column hops smallint not null default 0, add column sent_to text[];
