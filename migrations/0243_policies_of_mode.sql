-- A request by an API key has a mode, `live` or `test` (`app.mode`, src/platform/db/db.ts). It sees what is of tenants of that mode only, on top of what
-- its partner or tenant may see. People, operators and jobs have no mode. A table that a partner reads across its tenants needs this policy:
-- test/isolation.test.ts.
create policy of_mode on tenants as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = '' or sandbox = (current_setting('app.mode', true) = 'test'));
create policy of_mode on api_requests as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = '' or test = (current_setting('app.mode', true) = 'test'));
create policy of_mode on integration_data as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = '' or sandbox = (current_setting('app.mode', true) = 'test'));
create policy of_mode on webhooks as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = '' or mode = current_setting('app.mode', true));
create policy of_mode on api_keys as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = '' or mode = current_setting('app.mode', true));
-- the event of a purge names its tenant only as its subject
create policy of_mode on events as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') = ''
    or (coalesce(tenant_id::text, subject_id) in (select s.tenant_id::text from sandboxes s)) = (current_setting('app.mode', true) = 'test'));
-- what all tenants of a partner share is none of a sandbox's business
create policy of_mode on flow_templates as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') <> 'test');
-- sandboxes are counted as they are listed: there are few
create policy of_mode on tenant_counts as restrictive for select to app
  using (coalesce(current_setting('app.mode', true), '') <> 'test');

do $$
declare
  t text;
begin
  foreach t in array array['account_credits', 'adjustments', 'api_key_tenants', 'audit_events', 'billing_cycles', 'call_charges', 'cap_reports',
      'credit_notes', 'dids', 'emergency_calls', 'fraud_rules', 'fraud_trips', 'invoice_files', 'invoice_notices', 'invoices', 'mails',
      'outbound_alerts', 'outbound_permissions', 'payment_shares', 'payments', 'service_periods', 'suspensions', 'tax_exemptions', 'tenant_limits',
      'users', 'webhook_deliveries', 'webhook_tenants'] loop
    execute format($policy$create policy of_mode on %I as restrictive for select to app
      using (coalesce(current_setting('app.mode', true), '') = ''
        or ((tenant_id in (select s.tenant_id from sandboxes s)) is true) = (current_setting('app.mode', true) = 'test'))$policy$, t);
  end loop;
end $$;
