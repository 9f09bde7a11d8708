alter table rates validate constraint rates_setup_micros_check;
alter table rates validate constraint rates_per_minute_micros_check;
alter table rates validate constraint rates_minimum_micros_check;
