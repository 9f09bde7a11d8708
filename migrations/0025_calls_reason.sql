-- Every call that reached a tenant has a row, also one that was not put through; this says why it was not.
alter table calls add column reason text check (reason ~ '^[a-z_]{1,40}$');
