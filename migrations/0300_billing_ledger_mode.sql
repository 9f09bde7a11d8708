-- What a sandbox's calls came to is never charged, so the ledger is none of a test key's business: see 0243_policies_of_mode.sql.
create policy of_mode on billing_ledger as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') <> 'test');
