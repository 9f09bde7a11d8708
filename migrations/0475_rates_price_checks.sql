-- The highest price depends on the currency: 1,000 of a currency in which a call costs 2,000 a minute is none. These bounds are what an amount may be in any
-- currency; those of each are checked as rates are written (functions/call-prices.sql).
alter table rates
  drop constraint rates_setup_micros_check,
  drop constraint rates_per_minute_micros_check,
  drop constraint rates_minimum_micros_check,
  add constraint rates_setup_micros_check check (setup_micros between 0 and 5000000000000) not valid,
  add constraint rates_per_minute_micros_check check (per_minute_micros between 0 and 5000000000000) not valid,
  add constraint rates_minimum_micros_check check (minimum_micros between 0 and 5000000000000) not valid;
