-- Taxes on the operator's invoices to partners, as billing profiles have them. A cycle keeps those that it began with.
alter table wholesale_terms
  add column taxes jsonb not null default '[]',
  -- why the partner pays none on these days; empty: it pays them
  add column tax_certificate text not null default '' check (char_length(tax_certificate) <= 100),
  add column tax_exempt_from date,
  add column tax_exempt_until date check (tax_exempt_until >= tax_exempt_from);
alter table wholesale_cycles add column taxes jsonb not null default '[]';
-- the sum of the lines is the total without this
alter table wholesale_invoices
  add column tax_minor bigint not null default 0 check (tax_minor between 0 and total_minor),
  add column taxes jsonb not null default '[]',
  add column exemption text;
grant update (taxes, tax_certificate, tax_exempt_from, tax_exempt_until) on wholesale_terms to app;
