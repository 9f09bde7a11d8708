-- A call flow: what happens when somebody calls. The one draft is shared by all who edit it; what calls go through are versions.
create table flows (
  id uuid primary key,
  tenant_id uuid not null references tenants,
  -- of the published version; before the first, of the draft
  name text not null check (char_length(name) between 1 and 100),
  -- a number of the tenant's plan, if it has one
  number text check (number ~ '^[0-9]{3,7}$'),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  -- null: nothing has been changed since the last publish
  draft jsonb check (draft ? 'nodes'),
  -- goes up with the content of the draft and with nothing else, so that no other change makes an editor's copy stale
  draft_version integer not null default 1,
  -- the published number that the draft is based on; null: none was published then
  draft_base integer,
  -- who has changed the draft since the last publish, in this order: [{ id, name }]
  draft_editors jsonb not null default '[]',
  -- the ids of everything that the draft leads to or uses
  draft_uses uuid[] not null default '{}',
  -- calls that the flow has to pass before it is published
  tests jsonb not null default '[]',
  tests_version integer not null default 1,
  -- the number of the version that calls go through; null: none yet
  published integer,
  unique (tenant_id, number)
);
create index flows_of_tenant on flows (tenant_id);

-- A version of a flow never changes: it freezes the graph, texts, digits, timers and sounds.
create table flow_versions (
  id uuid primary key,
  flow_id uuid not null references flows,
  tenant_id uuid not null references tenants,
  number integer not null check (number > 0),
  content jsonb not null check (content ? 'nodes'),
  -- the ids of everything that it leads to or uses, and of the flows among them
  uses uuid[] not null,
  goes_to uuid[] not null,
  note text not null default '',
  published_at timestamptz(3) not null,
  published_by uuid,
  publisher text not null,
  -- whose edits went live
  editors text[] not null,
  -- the number that it restored, and why it was published although tests failed
  restores integer,
  override_reason text,
  unique (flow_id, number)
);
create index flow_versions_of_tenant on flow_versions (tenant_id);
alter table flows add foreign key (id, published) references flow_versions (flow_id, number) deferrable initially deferred;

-- What a version plays, by the hash of the converted sound. `prompt` names a sound of the library or a spoken text: `promptKey` in src/flows/rules.ts.
create table flow_version_media (
  version_id uuid not null references flow_versions,
  tenant_id uuid not null references tenants,
  prompt text not null,
  hash text not null
);
-- a text is too long to be a key
create unique index flow_version_media_once on flow_version_media (version_id, md5(prompt));
create index flow_version_media_of_tenant on flow_version_media (tenant_id, hash);

-- Texts that drafts have spoken: each is made into a sound in the background, so that publishing does not wait for a voice.
create table flow_texts (
  tenant_id uuid not null references tenants,
  text text not null,
  -- null: not spoken yet, or it failed
  hash text,
  failed boolean not null default false
);
create unique index flow_texts_once on flow_texts (tenant_id, md5(text));
create index flow_texts_hashes on flow_texts (tenant_id, hash);

do $$
declare t text;
begin
  foreach t in array array['flows', 'flow_versions', 'flow_version_media', 'flow_texts']
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy of_tenant on %s to app, worker using (tenant_id = ctx_tenant()) with check (tenant_id = ctx_tenant())', t);
    execute format('grant select, insert, delete on %s to app', t);
    execute format('grant select, delete on %s to worker', t);
  end loop;
end $$;
grant update (name, number, version, draft, draft_version, draft_base, draft_editors, draft_uses, tests, tests_version, published) on flows to app;
grant update (hash, failed) on flow_texts to app, worker;

-- a group can fall back to a flow
alter table ring_groups drop constraint ring_groups_fallback_kind_check,
  add constraint ring_groups_fallback_kind_check check (fallback_kind in ('none', 'extension', 'group', 'mailbox', 'flow', 'external')) not valid;
alter table ring_groups validate constraint ring_groups_fallback_kind_check;
