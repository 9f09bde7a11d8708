-- What a version changed, as it was shown when it was published: [{ nodeId, name, change, fields }]. Of versions from before it is not known.
alter table flow_versions add column changes jsonb not null default '[]';
