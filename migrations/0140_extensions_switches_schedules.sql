-- Its phone may open and close schedules by star code.
alter table extensions add column switches_schedules boolean not null default false;
