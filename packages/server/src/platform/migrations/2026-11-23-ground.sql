-- What every module builds on: who acts (read by the policies), the audit trail, jobs, idempotent requests.

grant usage on schema platform to tixi_app;

-- The actor of the running transaction. Use them in policies as (select platform.…()), so that they run once a
-- query and not once a row.
create function platform.actor_role() returns text language sql stable
  as $$ select coalesce(nullif(current_setting('tixi.role', true), ''), 'public') $$;
create function platform.actor_id() returns text language sql stable
  as $$ select nullif(current_setting('tixi.user', true), '') $$;
create function platform.actor_region() returns text language sql stable
  as $$ select coalesce(current_setting('tixi.region', true), '') $$;
-- GB/T 2260: 370000 a province, 370200 a city, 370202 a county. Whatever begins with the digits before the
-- trailing pairs of zeros lies inside. An actor without a region is inside nothing.
create function platform.region_prefix(region text) returns text language sql immutable parallel safe
  as $$ select case when region ~ '^\d{6}$' then regexp_replace(region, '(00){1,2}$', '') else '!' end $$;
create function platform.actor_prefix() returns text language sql stable
  as $$ select platform.region_prefix(platform.actor_region()) $$;
-- True for those who work here: the administrator and planners.
create function platform.works_here() returns boolean language sql stable
  as $$ select platform.actor_role() in ('administrator', 'planner') $$;

create schema audit;
grant usage on schema audit to tixi_app;
create table audit.entry (
  id uuid primary key,
  at timestamptz not null,
  actor_id text,
  actor_name text not null,
  actor_role text not null,
  region text not null,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  request_id text
);
-- the history of one thing
create index entry_subject on audit.entry (subject, id);
create function audit.refuse() returns trigger language plpgsql
  as $$ begin raise exception 'audit entries are never changed or deleted' using errcode = 'insufficient_privilege'; end $$;
create trigger append_only before update or delete or truncate on audit.entry
  for each statement execute function audit.refuse();
alter table audit.entry enable row level security;
alter table audit.entry force row level security;
grant select, insert on audit.entry to tixi_app;
-- Also an action of the public (a sign-in that failed) leaves its trace, but nobody can write in another's name.
create policy append on audit.entry for insert to tixi_app
  with check (actor_id is not distinct from (select platform.actor_id()) and actor_role = (select platform.actor_role()));
create policy read on audit.entry for select to tixi_app
  using ((select platform.works_here()) and starts_with(region, (select platform.actor_prefix())));

create table platform.job (
  id uuid primary key,
  name text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  payload jsonb not null,
  -- on whose behalf it runs, with the rights of that moment
  actor jsonb not null,
  locale text not null,
  region text not null,
  stage text,
  done bigint not null default 0,
  total bigint,
  message text,
  result jsonb,
  cancel_requested boolean not null default false,
  attempts integer not null default 0,
  -- which process runs it, and when that last said so
  worker uuid,
  beat_at timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
-- jobs to take up again after a crash
create index job_open on platform.job (state) where state in ('waiting', 'running');
alter table platform.job enable row level security;
alter table platform.job force row level security;
grant select, insert on platform.job to tixi_app;
grant update (cancel_requested, state, finished_at) on platform.job to tixi_app;
create policy own_region on platform.job to tixi_app
  using ((select platform.works_here()) and starts_with(region, (select platform.actor_prefix())))
  with check ((select platform.works_here()) and starts_with(region, (select platform.actor_prefix())));

create table platform.request (
  actor_id text not null,
  key text not null,
  fingerprint text not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
-- forget requests after a day
create index request_age on platform.request (created_at);
alter table platform.request enable row level security;
alter table platform.request force row level security;
grant select, insert, update on platform.request to tixi_app;
create policy own on platform.request to tixi_app
  using (actor_id = coalesce((select platform.actor_id()), '')) with check (actor_id = coalesce((select platform.actor_id()), ''));

-- The process itself, outside any user's transaction, keeps the books of jobs and forgets old requests.
do $$ begin
  execute format('create policy keeper on platform.job to %I using (true) with check (true)', current_user);
  execute format('create policy keeper on platform.request to %I using (true) with check (true)', current_user);
end $$;
