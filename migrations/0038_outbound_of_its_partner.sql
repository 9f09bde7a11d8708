-- What a tenant may call, and what its partner was told of it, belong to a tenant and its own partner.
do $$ declare t text; begin
  foreach t in array array['outbound_permissions', 'outbound_alerts'] loop
    execute format('drop policy of_partner on %1$s; drop policy of_tenant on %1$s', t);
    execute format('create policy of_tenant on %1$s to app, worker using (tenant_id = ctx_tenant() or partner_id = ctx_partner())
      with check (exists (select from tenants t where t.id = %1$s.tenant_id and t.partner_id = %1$s.partner_id
        and (t.id = ctx_tenant() or t.partner_id = ctx_partner())))', t);
  end loop;
end $$;
