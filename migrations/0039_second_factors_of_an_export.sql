-- A tenant's export says of each of its users whether there is a second factor, and nothing else of it.
create policy seen_with_user_by_worker on second_factors for select to worker
  using (exists (select from users u where u.id = second_factors.user_id));
grant select (user_id, confirmed_at) on second_factors to worker;
