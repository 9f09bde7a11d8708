-- What was said in a message, by a speech service. It goes with the message.
create table transcripts (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  voicemail_id uuid unique references voicemails on delete cascade,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  attempts integer not null default 0,
  -- spoken passages in the order of time (src/transcripts/contract.ts), and their words for the search
  passages jsonb not null default '[]',
  words text not null default '',
  created_at timestamptz(3) not null default now()
);
create index transcripts_of_tenant on transcripts (tenant_id);
alter table transcripts enable row level security;
alter table transcripts force row level security;
create policy of_tenant on transcripts to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant());
grant select, insert, update (state, attempts, passages, words), delete on transcripts to app, worker;
