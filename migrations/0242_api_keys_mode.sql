-- A key is for sandboxes or for all other tenants; which is fixed when it is made.
alter table api_keys add column mode text not null default 'live' check (mode in ('live', 'test'));
alter table webhooks add column mode text not null default 'live' check (mode in ('live', 'test'));
-- the key may have been revoked since
alter table api_requests add column test boolean not null default false;
