-- How many CSV files one partner, or one tenant, gets at once from all processes together. Owned by `gate`. Applied whenever this text changes.

grant create on schema public to gate;
set local role gate;

drop function if exists begin_csv_download(uuid, uuid, integer, integer), renew_csv_downloads(uuid[], integer), end_csv_download(uuid);

-- Two of these functions may change the same rows at once, so each locks them in the order of their ids.

-- Takes a place for so many seconds, if fewer than `most` are taken.
create function begin_csv_download(download uuid, owner uuid, most integer, seconds integer) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('CSV downloads of ' || owner, 0));
  delete from csv_downloads where id in (
    select d.id from csv_downloads d where d.owner_id = owner and d.ends_at <= clock_timestamp() order by d.id for update);
  if (select count(*) from csv_downloads where owner_id = owner) >= most then return false; end if;
  insert into csv_downloads (id, owner_id, ends_at) values (download, owner, clock_timestamp() + make_interval(secs => seconds));
  return true;
end $$;

create function renew_csv_downloads(downloads uuid[], seconds integer) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as
  $$ with own as (select d.id from csv_downloads d where d.id = any(downloads) order by d.id for update)
    update csv_downloads d set ends_at = clock_timestamp() + make_interval(secs => seconds) from own o where d.id = o.id $$;

create function end_csv_download(download uuid) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as
  $$ delete from csv_downloads where id = download $$;

revoke all on function begin_csv_download(uuid, uuid, integer, integer), renew_csv_downloads(uuid[], integer), end_csv_download(uuid) from public;
grant execute on function begin_csv_download(uuid, uuid, integer, integer), renew_csv_downloads(uuid[], integer), end_csv_download(uuid) to app;

reset role;
revoke create on schema public from gate;
