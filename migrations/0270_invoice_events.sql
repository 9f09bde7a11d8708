-- The sequencer reads the invoices that events are about.
create policy for_sequencer on invoices for select to sequencer using (true);
grant select (id, partner_id, tenant_id, number, currency, total_minor, credited_minor, paid_minor, due_on) on invoices to sequencer;

-- `overdue`: its event has been queued
alter table invoice_notices drop constraint invoice_notices_kind_check;
alter table invoice_notices add constraint invoice_notices_kind_check check (kind in ('reminder', 'suspension', 'overdue'));
