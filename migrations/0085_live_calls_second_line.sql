-- A call out that was transferred to another outside number takes two of the tenant's lines.
alter table live_calls add column second_line boolean not null default false;
