-- No index of a cycle holds what its calls come to, so that a charge changes the row alone. Late calls are looked for among a tenant's cycles.
drop index billing_cycles_with_late_calls;
