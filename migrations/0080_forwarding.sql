-- Where an extension's calls go instead. A destination is JSON of the form in src/destinations/contract.ts. An extension without a row has no
-- forwards. The phone sets these rows too, so they have a version of their own, beside the extension's.
create table forwarding (
  extension_id uuid primary key references extensions,
  tenant_id uuid not null references tenants,
  always jsonb check (always ? 'kind'),
  busy jsonb check (busy ? 'kind'),
  no_answer jsonb check (no_answer ? 'kind'),
  unreachable jsonb check (unreachable ? 'kind'),
  no_answer_seconds smallint not null check (no_answer_seconds between 5 and 120),
  do_not_disturb boolean not null,
  confirm_outside boolean not null,
  version integer not null default 1
);
create index forwarding_of_tenant on forwarding (tenant_id);
alter table forwarding enable row level security;
alter table forwarding force row level security;
create policy of_tenant on forwarding to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (always, busy, no_answer, unreachable, no_answer_seconds, do_not_disturb, confirm_outside, version), delete
  on forwarding to app;
grant select, delete on forwarding to worker;

-- Whether a second call rings a phone that is in one.
alter table extensions add column call_waiting boolean not null default true;

-- An internal call is admitted by `voice` only to an extension without forwards.
create policy for_voice on forwarding for select to voice using (true);
grant select on forwarding to voice;
