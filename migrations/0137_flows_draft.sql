-- Where the cards of the flow were dragged to, by the ids of their nodes. It means nothing to a call, so no version has it.
alter table flows add column positions jsonb not null default '{}';
-- the number of the version that the draft was restored from, and whose sounds it plays; null: it plays what the library has
alter table flows add column draft_restores integer;
grant update (positions, draft_restores) on flows to app;
