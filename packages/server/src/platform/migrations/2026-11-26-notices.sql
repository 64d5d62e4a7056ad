-- Notices: what happened, whom it is told, and how it goes out beside the inbox.

-- What happened, written with the transaction in which it happened, before it is known who hears of it: the one who
-- acts need not see who holds which role, nor what they prefer. The process takes it from here and deletes it.
create table platform.announcement (
  id uuid primary key,
  at timestamptz not null,
  kind text not null,
  params jsonb not null,
  -- inside the site
  link text not null check (link ~ '^/([^/\\]|$)'),
  recipients jsonb not null,
  -- whose matter it is: their webhooks hear of it
  region text not null,
  organisation uuid,
  made_by text,
  -- not before; later than `at` where it could not be told at once
  next_at timestamptz not null
);

create table platform.notice (
  id uuid primary key,
  -- an account, or a person who has none yet
  user_id text,
  person_id uuid,
  kind text not null,
  params jsonb not null,
  link text not null,
  region text not null,
  organisation uuid,
  created_at timestamptz not null,
  read_at timestamptz,
  -- by mail at once, with the day's digest, or not
  mail text not null check (mail in ('now', 'daily', 'none')),
  -- when it was handed to the mail
  mailed_at timestamptz,
  check (user_id is not null or person_id is not null)
);
-- the inbox of an account, newest first; of a person before he had one
create index notice_of_user on platform.notice (user_id, id);
create index notice_of_person on platform.notice (person_id, id);
-- the number in the header, asked twice a minute by everybody
create index notice_unread on platform.notice (user_id) where read_at is null;
-- what the next digest holds
create index notice_digest on platform.notice (user_id, id) where mail = 'daily' and mailed_at is null;
-- what was read long ago goes
create index notice_age on platform.notice (read_at) where read_at is not null;

create table platform.notice_preference (
  user_id text primary key,
  -- of the mail
  language text not null check (language in ('zh-CN', 'en')),
  -- {kind: now | daily | none}; what is not named goes as the kind says
  mail jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null
);

create table platform.webhook (
  id uuid primary key,
  region text not null,
  -- null: of the region's office itself
  organisation uuid,
  name text not null check (name <> ''),
  url text not null,
  -- whsec_…, shown once when it is made
  secret_sealed bytea not null,
  events text[] not null,
  -- paused by a person; disabled after a day without one success
  state text not null check (state in ('active', 'paused', 'disabled')),
  failing_since timestamptz,
  last_error text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text,
  updated_at timestamptz not null
);
-- the webhooks that hear of a matter
create index webhook_of_organisation on platform.webhook (organisation);
create index webhook_of_region on platform.webhook (region);

create table platform.delivery (
  id uuid primary key,
  channel text not null check (channel in ('email', 'webhook')),
  -- to whom: an account or a person, or a webhook
  user_id text,
  person_id uuid,
  webhook_id uuid references platform.webhook on delete cascade,
  -- e-mail: {notices, digest}; webhook: the message as it is sent, without personal data
  content jsonb not null,
  state text not null check (state in ('waiting', 'sent', 'failed')),
  tries integer not null default 0,
  -- when it is tried (again); while somebody tries it, when he is taken for dead
  next_at timestamptz not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  -- status of the last answer of a webhook
  status integer,
  last_error text,
  check ((channel = 'webhook') = (webhook_id is not null))
);
-- what is due
create index delivery_due on platform.delivery (next_at) where state = 'waiting';
-- the last deliveries of a webhook
create index delivery_of_webhook on platform.delivery (webhook_id, id);
create index delivery_of_user on platform.delivery (user_id);
-- what ended long ago goes
create index delivery_age on platform.delivery (ended_at) where ended_at is not null;

-- Work of every day: one job a day, however many processes ask for it.
alter table platform.job add column due_on date;
create unique index job_of_day on platform.job (name, due_on);

do $$
declare
  name text;
  mine text := 'user_id = (select platform.actor_id()) or person_id = (select platform.actor_person())';
  keeps text := '(select platform.manages_here()) and organisation = (select platform.actor_organisation())
    or (select platform.actor_role()) = ''administrator'' and starts_with(region, (select platform.actor_prefix()))';
begin
  foreach name in array array['announcement', 'notice', 'notice_preference', 'webhook', 'delivery'] loop
    execute format('alter table platform.%I enable row level security, force row level security', name);
    -- the process itself tells, sends and forgets
    execute format('create policy keeper on platform.%I to %I using (true) with check (true)', name, current_user);
  end loop;

  grant insert on platform.announcement to tixi_app;
  create policy announced on platform.announcement for insert to tixi_app
    with check (made_by is not distinct from (select platform.actor_id()));

  grant select, update (read_at) on platform.notice to tixi_app;
  execute format('create policy mine on platform.notice to tixi_app using (%s) with check (%s)', mine, mine);

  grant select, insert, update on platform.notice_preference to tixi_app;
  create policy mine on platform.notice_preference to tixi_app
    using (user_id = (select platform.actor_id())) with check (user_id = (select platform.actor_id()));

  grant select, insert, update, delete on platform.webhook to tixi_app;
  execute format('create policy kept on platform.webhook to tixi_app using (%s) with check (%s)', keeps, keeps);

  grant select on platform.delivery to tixi_app;
  execute format('create policy mine on platform.delivery for select to tixi_app using (%s)', mine);
  -- whoever sees the webhook sees how its deliveries went
  create policy of_the_webhook on platform.delivery for select to tixi_app
    using (webhook_id is not null and exists (select from platform.webhook w where w.id = webhook_id));
end $$;

-- Everything that was told to one person goes with him, asked for by himself or by the administrator who carries out
-- his deletion. What was sent to others stays.
create function platform.forget_notices(account text, person uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog as $$
declare gone integer;
begin
  if not (platform.actor_role() = 'administrator' or account = platform.actor_id() or person = platform.actor_person()) then
    raise exception 'only oneself or an administrator' using errcode = 'insufficient_privilege';
  end if;
  delete from platform.delivery where user_id = account or person_id = person;
  delete from platform.notice_preference where user_id = account;
  delete from platform.notice where user_id = account or person_id = person;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function platform.forget_notices(text, uuid) from public;
grant execute on function platform.forget_notices(text, uuid) to tixi_app;
