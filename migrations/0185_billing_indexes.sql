-- Each end of a charged call asks when the tenant was ACTIVE; its other periods are those of its extensions and numbers, perhaps ten thousand.
create index service_periods_active on service_periods (tenant_id, from_at) where kind = 'active';
-- What a partner has invoiced since a day.
create index invoices_by_day on invoices (partner_id, issued_on);
