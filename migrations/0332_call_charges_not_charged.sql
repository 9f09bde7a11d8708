-- Outside legs that no profile charges to the tenant and that its partner pays for all the same: `not_charged`, without a cycle. Their currency is the one of
-- the wholesale rates.
alter table live_legs alter column cycle_id drop not null;
alter table call_charges alter column cycle_id drop not null;
alter table call_charges drop constraint call_charges_state_check, drop constraint call_charges_check1;
alter table call_charges
  add constraint call_charges_state_check check (state in ('rated', 'free', 'metered', 'unrated', 'not_charged')) not valid,
  add constraint call_charges_price check ((state in ('unrated', 'not_charged')) = (charge_micros is null)) not valid,
  add constraint call_charges_cycle check ((state = 'not_charged') = (cycle_id is null)) not valid;

-- a tenant never learns of what its partner alone pays; the worker purges it
drop policy of_tenant on call_charges;
create policy of_tenant on call_charges to app using (tenant_id = ctx_tenant() and state <> 'not_charged');
create policy of_tenant_for_worker on call_charges to worker using (tenant_id = ctx_tenant());
