-- Keys for systems, and providers at which people sign in.

create table platform.api_key (
  id uuid primary key,
  name text not null check (name <> ''),
  role text not null check (role in ('planner', 'auditor', 'school-officer', 'enterprise-officer', 'secretariat')),
  organisation uuid,
  region text not null check (region ~ '^\d{6}$'),
  -- `module.action`, never more than the role has
  scopes text[] not null check (cardinality(scopes) > 0),
  -- what is shown of it, and the hash of the whole; the key itself is nowhere
  prefix text not null,
  hash bytea not null unique,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  created_by text,
  check (expires_at <= created_at + interval '366 days'),
  check (organisation is not null or role in ('planner', 'auditor'))
);
-- the keys of an organisation, of a region
create index api_key_organisation on platform.api_key (organisation, created_at);

create table platform.sso_provider (
  id uuid primary key,
  label text not null check (label <> ''),
  issuer text not null,
  client_id text not null,
  secret_sealed bytea,
  -- the organisation whose people sign in there; null: anybody's
  organisation uuid,
  -- what the provider says of a person that tells who he is here; none: only by linking it oneself while signed in
  link_by text not null check (link_by in ('none', 'email', 'phone', 'student-number')),
  -- name of the claim that holds it, e.g. phone_number
  claim text not null,
  -- whoever is not known here gets an account that waits for an organisation to confirm him
  admits boolean not null default false,
  active boolean not null default true,
  region text not null check (region ~ '^\d{6}$'),
  created_at timestamptz not null,
  created_by text,
  updated_at timestamptz not null
);

alter table platform.api_key enable row level security;
alter table platform.api_key force row level security;
alter table platform.sso_provider enable row level security;
alter table platform.sso_provider force row level security;

-- The hash is the process's affair alone.
grant select (id, name, role, organisation, region, scopes, prefix, expires_at, last_used_at, revoked_at, created_at, created_by),
  insert, update (revoked_at) on platform.api_key to tixi_app;
create policy of_the_organisation on platform.api_key to tixi_app
  using ((select platform.manages_here()) and organisation = (select platform.actor_organisation()))
  with check ((select platform.manages_here()) and organisation = (select platform.actor_organisation()));
-- An officer gives no more than he has.
create policy own_role on platform.api_key as restrictive for insert to tixi_app
  with check ((select platform.actor_role()) = 'administrator' or role = (select platform.actor_role()));
create policy of_the_region on platform.api_key to tixi_app
  using ((select platform.actor_role()) = 'administrator' and starts_with(region, (select platform.actor_prefix())))
  with check ((select platform.actor_role()) = 'administrator' and starts_with(region, (select platform.actor_prefix())));

grant select, insert, update on platform.sso_provider to tixi_app;
create policy of_the_region on platform.sso_provider to tixi_app
  using ((select platform.actor_role()) = 'administrator' and starts_with(region, (select platform.actor_prefix())))
  with check ((select platform.actor_role()) = 'administrator' and starts_with(region, (select platform.actor_prefix())));

-- The process finds a key by its hash, notes its use, and asks which providers there are.
do $$ begin
  execute format('create policy keeper on platform.api_key to %I using (true) with check (true)', current_user);
  execute format('create policy keeper on platform.sso_provider to %I using (true) with check (true)', current_user);
end $$;
