-- Who listened to a message last, and who downloads an export, so that the audit log names them once and not for each piece of a file.
alter table voicemails add column heard_by uuid, add column heard_at timestamptz(3);
grant update (heard_by, heard_at) on voicemails to app;
alter table exports add column downloaded_by uuid;
