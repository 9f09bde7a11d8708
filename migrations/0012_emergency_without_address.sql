-- Which statuses reach 911 is the program's table, STATUS_PERMITS: a suspended tenant's phones do, so it too wants an address.
drop index tenants_without_911;
create index tenants_without_911 on tenants (partner_id, id) where e911_address is null and extensions_count > 0;
