-- Wholesale rates are what the operator charges a partner for its tenants' calls: a table for each direction of calls. The partner reads them, the operator
-- alone writes them.
alter table rate_tables add column kind text not null default 'retail' check (kind in ('retail', 'wholesale_outbound', 'wholesale_inbound'));
create unique index rate_tables_wholesale on rate_tables (partner_id, kind) where kind <> 'retail';

drop policy of_partner on rate_tables;
create policy read_of_partner on rate_tables for select to app, worker using (partner_id = ctx_partner());
create policy of_partner on rate_tables to app, worker using (partner_id = ctx_partner() and kind = 'retail')
  with check (partner_id = ctx_partner() and kind = 'retail');
create policy of_operator on rate_tables to app using (ctx_operator() and kind <> 'retail') with check (ctx_operator() and kind <> 'retail');

-- What a table's policies show decides about its lists, and theirs about their rates.
drop policy of_partner on rate_lists;
create policy read_of_partner on rate_lists for select to app, worker using (partner_id = ctx_partner());
create policy added_by_partner on rate_lists for insert to app
  with check (partner_id = ctx_partner() and table_id in (select t.id from rate_tables t where t.kind = 'retail'));
create policy of_operator on rate_lists to app using (ctx_operator() and table_id in (select t.id from rate_tables t))
  with check (ctx_operator() and table_id in (select t.id from rate_tables t));

drop policy of_partner on rates;
create policy read_of_partner on rates for select to app, worker using (partner_id = ctx_partner());
create policy added_by_partner on rates for insert to app with check (partner_id = ctx_partner() and list_id in (
  select l.id from rate_lists l join rate_tables t on t.id = l.table_id where t.kind = 'retail'));
create policy of_operator on rates to app using (ctx_operator() and list_id in (select l.id from rate_lists l))
  with check (ctx_operator() and list_id in (select l.id from rate_lists l));
