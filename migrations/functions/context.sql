-- The transaction's context for row-level security (`platform/db/db.ts` sets it). Applied whenever this text changes.

create or replace function ctx_actor() returns uuid language sql stable as
  $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;

create or replace function ctx_partner() returns uuid language sql stable as
  $$ select nullif(current_setting('app.partner_id', true), '')::uuid $$;

create or replace function ctx_tenant() returns uuid language sql stable as
  $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create or replace function ctx_operator() returns boolean language sql stable as
  $$ select coalesce(current_setting('app.operator', true), '') = 'on' $$;

-- Whether this transaction's tenant is being purged. Policies allow some things only to a purge.
create or replace function purging() returns boolean language sql stable as
  $$ select exists (select from tenants where id = ctx_tenant() and purge_started_at is not null) $$;

-- A UUIDv7 (RFC 9562): the time in milliseconds, then random bits.
create or replace function new_id() returns uuid language sql volatile as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid $$;
