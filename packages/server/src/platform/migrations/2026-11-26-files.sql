-- Uploaded files: what each is about, who may see it, whether it may be served. The content lies in a store outside.

create table platform.file (
  id uuid primary key,
  purpose text not null check (purpose in ('evidence', 'report', 'picture')),
  -- what it belongs to, `kind:id`; `draft:…` until a form is handed in
  subject text not null check (subject ~ '^[a-z][a-z-]*:[^:]+$'),
  name text not null,
  -- found out from the content, never what the browser said
  media_type text not null,
  bytes bigint not null check (bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- the store and the name in it, e.g. `folder:uploads/0190…/original`
  path text not null,
  thumbnail text,
  width integer,
  height integer,
  state text not null check (state in ('pending', 'clean', 'infected', 'removed')),
  -- what the scanner called it
  finding text,
  -- null where no scanner is set
  scanned_at timestamptz,
  organisation uuid,
  region text not null check (region ~ '^\d{6}$'),
  -- whom it is about
  person uuid,
  minor boolean not null default false,
  created_by text,
  created_at timestamptz not null,
  removed_at timestamptz
);
-- the files of one thing
create index file_subject on platform.file (subject, id) where state <> 'removed';
-- files that the scanner has not answered for
create index file_pending on platform.file (created_at) where state = 'pending';
-- what is held about a person, when he asks for it
create index file_person on platform.file (person) where person is not null;

-- What lies in a store. Written before the content is, forgotten after it is gone: so nothing lies there unknown.
create table platform.stored_object (
  file uuid not null,
  variant text not null check (variant in ('original', 'thumbnail')),
  path text not null,
  -- its file stands and may yet be served
  wanted boolean not null default false,
  created_at timestamptz not null,
  primary key (file, variant)
);
-- what is to be taken out of the stores
create index stored_object_unwanted on platform.stored_object (created_at) where not wanted;

-- A verdict is never taken back: what is infected or removed stays so.
create function platform.file_step() returns trigger language plpgsql as $$
begin
  if old.state = 'removed'
    or (old.state = 'infected' and new.state not in ('infected', 'removed'))
    or (new.state = 'pending' and old.state <> 'pending') then
    raise exception 'a file does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger file_step before update on platform.file for each row execute function platform.file_step();

create function platform.file_content() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  update platform.stored_object set wanted = new.state in ('pending', 'clean') where file = new.id;
  return null;
end $$;
create trigger file_content after insert or update of state, thumbnail on platform.file
  for each row execute function platform.file_content();

alter table platform.file enable row level security;
alter table platform.file force row level security;
alter table platform.stored_object enable row level security;
alter table platform.stored_object force row level security;
grant select, insert on platform.file to tixi_app;
grant update (subject, organisation, region, person, minor, name, state, finding, scanned_at, thumbnail, removed_at)
  on platform.file to tixi_app;

-- The same as in access.ts: offices within their region, officers within their organisation, others what they made.
create function platform.keeps_file(region text, organisation uuid, created_by text) returns boolean
  language sql stable as $$
  select case
    when platform.works_here() then starts_with(region, platform.actor_prefix())
    when platform.manages_here() then organisation = platform.actor_organisation()
    when platform.actor_role() = 'public' then false
    else created_by = platform.actor_id()
  end $$;
create policy kept on platform.file to tixi_app
  using (platform.keeps_file(region, organisation, created_by))
  with check (platform.keeps_file(region, organisation, created_by));
-- Everybody may read what is held about himself.
create policy about_me on platform.file for select to tixi_app
  using (person = (select platform.actor_person()) and (select platform.actor_role()) <> 'public');

do $$ begin
  execute format('create policy keeper on platform.file to %I using (true) with check (true)', current_user);
  execute format('create policy keeper on platform.stored_object to %I using (true) with check (true)', current_user);
end $$;

-- The limit counts everybody's files of a thing, also those that the actor does not see.
create function platform.files_of(subject text, purpose text) returns bigint language sql stable security definer
  set search_path = '' as $$
  select count(*) from platform.file f
  where f.subject = files_of.subject and f.purpose = files_of.purpose and f.state in ('pending', 'clean') $$;

-- Drafts that no form took up within a day; whoever calls it can remove nothing else.
create function platform.expire_drafts() returns setof uuid language sql security definer
  set search_path = '' as $$
  update platform.file set state = 'removed', removed_at = now(), name = ''
  where state <> 'removed' and starts_with(subject, 'draft:') and created_at < now() - interval '1 day'
  returning id $$;
