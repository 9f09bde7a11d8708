-- A mail may carry an invoice or credit note of its partner (invoice_files).
alter table mails add column attachment_document uuid;
