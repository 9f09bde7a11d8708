alter table rates validate constraint rates_class_check;
