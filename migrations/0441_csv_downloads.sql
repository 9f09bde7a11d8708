-- The CSV files that are being sent now, counted over all processes (functions/csv-downloads.sql, docs/decisions/046-limits-across-processes.md). A row
-- is renewed while its file is sent, so the place of a killed process comes back. After a crash of PostgreSQL the count begins again.
create unlogged table csv_downloads (
  id uuid primary key,
  -- the partner, the tenant, or the operator's user
  owner_id uuid not null,
  ends_at timestamptz not null
);
create index csv_downloads_of_owner on csv_downloads (owner_id);

alter table csv_downloads enable row level security;
alter table csv_downloads force row level security;
create policy for_gate on csv_downloads to gate using (true) with check (true);
grant select, insert, update (ends_at), delete on csv_downloads to gate;
