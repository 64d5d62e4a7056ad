-- Sign-in: people, sessions, passwords. Only the role tixi_auth reads them; nobody who uses the application does.

create schema auth;
grant usage on schema auth to tixi_auth;

create table auth."user" (
  id text primary key,
  -- the name that stands beside what somebody did
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  username text unique,
  role text not null check (role in ('administrator', 'planner')),
  -- GB/T 2260 code of the region somebody works for; null = the whole installation
  region text check (region ~ '^\d{6}$'),
  -- holds a one-time password and can do nothing but change it
  must_change_password boolean not null default false,
  -- the planner of the sample province, who is signed in without a password
  demo boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index one_demo on auth."user" (demo) where demo;

create table auth.session (
  id text primary key,
  token text not null unique,
  user_id text not null references auth."user" (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- the sessions that end when a password is changed
create index session_of_user on auth.session (user_id);

create table auth.account (
  id text primary key,
  user_id text not null references auth."user" (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- scrypt hash
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- the password of somebody who signs in
create index account_of_user on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Attempts that failed, by a hash of name and address: neither can be read from it.
create table auth.failure (
  key text primary key,
  count integer not null,
  last_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['user', 'session', 'account', 'verification', 'failure'] loop
    execute format('alter table auth.%I enable row level security', t);
    execute format('alter table auth.%I force row level security', t);
    execute format('create policy sign_in on auth.%I to tixi_auth using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on auth.%I to tixi_auth', t);
  end loop;
end $$;
