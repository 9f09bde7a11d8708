-- `voice` owns the functions by which call control admits calls and writes down their answers and ends; they work for all tenants at once
-- (migrations/functions/calls.sql).
drop policy for_voice on live_calls;
create policy for_voice on live_calls to voice using (true) with check (true);
create policy for_voice on calls to voice using (true) with check (true);
grant insert, update, delete on live_calls to voice;
grant select, insert on calls to voice;
create policy for_voice on asterisk.ps_contacts for select to voice using (true);
grant select on asterisk.ps_contacts to voice;
