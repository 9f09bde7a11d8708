-- What calls in the published version came to and did not find, for the page and so that it is told once a day: an array of `Missed` (src/flows/missed.ts).
alter table flows add column missed jsonb not null default '[]';
grant update (missed) on flows to app;
