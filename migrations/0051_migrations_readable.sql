-- `/readyz` asks whether the newest migration of its program is there.
grant select (name) on migrations to app, worker;
create policy readable on migrations for select to app, worker using (true);
