-- For how many years a partner keeps the books of a deleted tenant: its invoices, credit notes and payments, which name who was billed.
alter table invoice_settings
  add column books_years smallint not null default 10,
  add constraint invoice_settings_books_years_check check (books_years between 3 and 30) not valid;
grant update (books_years) on invoice_settings to app;

-- what the function that deletes old books reads and deletes: only those of tenants that were purged
grant select (partner_id, books_years) on invoice_settings to searcher;
create policy for_searcher on invoice_settings for select to searcher using (true);
grant select (tenant_id, partner_id, purged_at) on tombstones to searcher;
create policy for_searcher on tombstones for select to searcher using (true);
do $$
declare
  t text;
begin
  foreach t in array array['invoices', 'credit_notes', 'invoice_files', 'account_credits', 'payments', 'payment_shares', 'payment_reinstatements', 'refunds'] loop
    if t not in ('invoices', 'invoice_files', 'refunds') then
      execute format('create policy for_searcher on %s for select to searcher using (true)', t);
    end if;
    execute format('create policy old_books on %I for delete to searcher using (exists (select from tombstones s where s.tenant_id = %I.tenant_id))', t, t);
    execute format('grant select (tenant_id), delete on %I to searcher', t);
  end loop;
end $$;
grant select (issued_on) on invoices, credit_notes to searcher;
grant select (paid_on, reversed_on) on payments to searcher;
grant select (reversed_on, reinstated_on) on payment_reinstatements to searcher;
grant select (booked_on, returned_on) on refunds to searcher;
grant select (created_at) on account_credits to searcher;
