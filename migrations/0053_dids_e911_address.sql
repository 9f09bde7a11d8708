-- Where the phones are that call out with this number; null: where the tenant is.
alter table dids add column e911_address jsonb check (jsonb_typeof(e911_address) = 'object');
grant update (e911_address) on dids to app, worker;
