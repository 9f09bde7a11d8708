-- The number that was called for help, as it was sent: 911, or the country's own.
alter table emergency_calls add column number text not null default '911';
