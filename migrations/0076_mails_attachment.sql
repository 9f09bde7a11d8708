-- A message that goes with a mail: the name of its stored file, which is read when the mail is sent, and the name that the recipient sees.
alter table mails add column attachment_file text, add column attachment_name text;
