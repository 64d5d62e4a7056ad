-- Who may forget: a comparison with nobody is no yes. (not (false or null) is null, and raised nothing.)
create or replace function platform.forget_notices(account text, person uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog as $$
declare gone integer;
begin
  if (platform.actor_role() = 'administrator' or account = platform.actor_id() or person = platform.actor_person()) is not true then
    raise exception 'only oneself or an administrator' using errcode = 'insufficient_privilege';
  end if;
  delete from platform.delivery where user_id = account or person_id = person;
  delete from platform.notice_preference where user_id = account;
  delete from platform.notice where user_id = account or person_id = person;
  get diagnostics gone = row_count;
  return gone;
end $$;
