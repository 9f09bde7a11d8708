-- What the partner pays for a leg, in the currency of its wholesale rates. Null: not known, which is never the same as nothing.
alter table call_charges
  add column wholesale_currency text check (wholesale_currency ~ '^[A-Z]{3}$'),
  add constraint call_charges_wholesale check ((wholesale_micros is null) = (wholesale_currency is null)) not valid;
