-- The highest price of a call in each currency, in micros: `mostPrice` in src/platform/values/currency-bounds.ts. A test compares the two. Applied whenever this
-- text changes.
create or replace function most_call_price(of_currency text) returns bigint language sql immutable parallel safe as $$
  select case
    when of_currency in ('AED', 'BOB', 'BRL', 'BWP', 'CNY', 'CUP', 'CZK', 'DKK', 'ERN', 'GHS', 'GTQ', 'HKD', 'HNL', 'ILS', 'LSL', 'LYD', 'MAD', 'MDL', 'MOP', 'MVR',
      'MXN', 'MYR', 'NAD', 'NOK', 'PEN', 'PGK', 'PLN', 'QAR', 'RON', 'SAR', 'SBD', 'SCR', 'SEK', 'SLE', 'STN', 'SVC', 'SZL', 'TJS', 'TMT', 'TTD',
      'TWD', 'ZAR', 'ZMW', 'ZWG') then 10000000000
    when of_currency in ('AFN', 'ALL', 'BDT', 'BTN', 'CVE', 'DJF', 'DOP', 'DZD', 'EGP', 'ETB', 'GMD', 'GYD', 'HTG', 'INR', 'ISK', 'JMD', 'JPY', 'KES', 'KGS', 'LKR',
      'LRD', 'MKD', 'MRU', 'MUR', 'MZN', 'NIO', 'NPR', 'PHP', 'PKR', 'RSD', 'RUB', 'SRD', 'THB', 'TRY', 'UAH', 'UYU', 'VES', 'VUV', 'XPF', 'YER') then 100000000000
    when of_currency in ('AMD', 'AOA', 'ARS', 'BIF', 'CDF', 'CLP', 'CRC', 'HUF', 'IQD', 'KMF', 'KPW', 'KRW', 'KZT', 'MMK', 'MWK', 'NGN', 'RWF', 'SDG', 'SOS', 'TZS',
      'XAF', 'XOF') then 1000000000000
    when of_currency in ('COP', 'GNF', 'IDR', 'KHR', 'LAK', 'MGA', 'MNT', 'PYG', 'SSP', 'SYP', 'UGX', 'UZS', 'VND', 'IRR', 'LBP') then 5000000000000
    else 1000000000 end $$;

-- Once for all rates of a statement, since an import writes thousands at a time. With the rights of the one who writes them, who sees the table of them.
create or replace function check_call_prices() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from new_rates r join rate_lists l on l.id = r.list_id join rate_tables t on t.id = l.table_id
      where greatest(r.setup_micros, r.per_minute_micros, r.minimum_micros) > most_call_price(t.currency)) then
    raise check_violation using message = 'a price is too high for its currency', constraint = 'rates_price_of_currency';
  end if;
  return null;
end $$;

drop trigger if exists check_call_prices on rates;
create trigger check_call_prices after insert on rates referencing new table as new_rates
  for each statement execute function check_call_prices();
