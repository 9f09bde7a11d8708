-- The class that a rate gives to the calls it is for. Null: the number itself says it. Toll-free is none of them, since such calls need no rate.
alter table rates add column class text;
alter table rates add constraint rates_class_check
  check (class in ('domestic', 'caribbean', 'international', 'premium', 'satellite')) not valid;
alter table rate_import_rows add column class text;
