-- The outside lines that a call takes: for each the extension whose line it is, or null for one that is only the tenant's. Null in a row that a program
-- without this column wrote: then `uses_line` and `second_line` say it.
alter table live_calls add column outside_lines uuid[];
