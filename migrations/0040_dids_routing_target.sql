-- A number leads to a target of any kind, by its id. The slice that owns the kind says whether the target is there, so there is no foreign key:
-- what deletes a target first takes it out of the numbers' routing. A call to a target that is gone hears that the number is not in service.
alter table dids drop constraint dids_routing_extension_id_fkey;
alter table dids rename column routing_extension_id to routing_target_id;
alter index dids_to_extension rename to dids_to_target;

-- The manifest of the deletion is what a number's routing comes back from; nothing read this copy.
alter table dids drop column last_routing;

alter table dids no force row level security;
update dids set routing_kind = case when routing_number is not null then 'external' when routing_target_id is not null then 'extension' else 'none' end,
  routing_target_id = case when routing_number is null then routing_target_id end
  where (routing_kind = 'external') <> (routing_number is not null) or (routing_kind = 'extension') <> (routing_target_id is not null);
alter table dids force row level security;

alter table dids drop constraint dids_routing_kind_check,
  add constraint dids_routing_kind_check check (routing_kind in ('none', 'extension', 'group', 'mailbox', 'flow', 'external')),
  add constraint dids_routing_check check (case routing_kind
    when 'none' then routing_target_id is null and routing_number is null
    when 'external' then routing_target_id is null and routing_number is not null
    else routing_target_id is not null and routing_number is null end);
