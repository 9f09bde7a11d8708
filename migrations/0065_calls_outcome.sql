-- What the history is narrowed by, and what it shows of extensions that are gone. A trigger sets it (functions/call-history.sql).
alter table calls
  add column outcome text not null default 'unreachable'
    check (outcome in ('answered', 'missed', 'voicemail', 'busy', 'no_answer', 'unreachable', 'refused')),
  add column extension_number text,
  add column called_extension_id uuid;

grant update (outcome, extension_number) on calls to voice;
set local role voice;
update calls c set
  outcome = case
    when c.answered_at is not null then 'answered'
    when c.reason in ('busy', 'unreachable') then c.reason
    when c.reason is not null or c.cause = 21 then 'refused'
    when c.cause in (16, 19) then case c.direction when 'inbound' then 'missed' else 'no_answer' end
    when c.cause = 17 then 'busy'
    else 'unreachable' end,
  extension_number = (select e.number from extensions e where e.id = c.extension_id and e.tenant_id = c.tenant_id);
reset role;
revoke update (outcome, extension_number) on calls from voice;
