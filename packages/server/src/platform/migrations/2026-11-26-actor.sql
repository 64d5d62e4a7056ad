-- A role is held within an organisation: the policies know which, and which person acts.

create function platform.actor_person() returns uuid language sql stable
  as $$ select nullif(current_setting('tixi.person', true), '')::uuid $$;
create function platform.actor_organisation() returns uuid language sql stable
  as $$ select nullif(current_setting('tixi.organisation', true), '')::uuid $$;
-- True for those who answer for the people of their organisation.
create function platform.manages_here() returns boolean language sql stable
  as $$ select platform.actor_role() in ('school-officer', 'enterprise-officer', 'secretariat') $$;

-- Whoever started a job may follow it, whatever his role.
create policy own on platform.job to tixi_app
  using (actor ->> 'userId' = (select platform.actor_id()))
  with check (actor ->> 'userId' = (select platform.actor_id()));

-- The province that the actor's region lies in: what it holds, its cities read.
create function platform.actor_province() returns text language sql stable
  as $$ select rpad(left(platform.actor_region(), 2), 6, '0') $$;

-- A day is a day in China, wherever the database server stands: what begins today begins now.
create function platform.today() returns date language sql stable
  as $$ select (now() at time zone 'Asia/Shanghai')::date $$;
