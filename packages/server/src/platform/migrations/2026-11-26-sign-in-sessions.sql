-- Sessions that are seen and ended, the second factor, attempts that need several steps.

-- when somebody was last there, from what and roughly where, and how he signed in
alter table auth.session
  add column seen_at timestamptz not null default now(),
  add column device text not null default '',
  add column place text not null default '',
  add column method text not null default 'password';
alter table auth.session no force row level security;
alter table auth."user" no force row level security;
update auth.session set seen_at = updated_at, expires_at = least(expires_at, created_at + interval '12 hours');

-- accounts of the sample province are told apart by the role that they show
update auth."user" set username = 'demo.planner' where demo and username is null
  and id = (select id from auth."user" where demo and username is null order by created_at limit 1);
alter table auth.session force row level security;
alter table auth."user" force row level security;

-- TOTP (RFC 6238): sealed with the data keys of the installation
create table auth.second_factor (
  user_id text primary key references auth."user" (id) on delete cascade,
  secret_sealed bytea not null,
  -- null until the first code was right
  confirmed_at timestamptz,
  -- the last time step that a code was taken of: none is taken twice
  last_step bigint not null default 0,
  created_at timestamptz not null
);
create table auth.recovery_code (
  user_id text not null references auth.second_factor (user_id) on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- The password was right, the second step is awaited.
create table auth.challenge (
  token_hash bytea primary key,
  user_id text not null references auth."user" (id) on delete cascade,
  method text not null,
  tries integer not null default 0,
  expires_at timestamptz not null
);
-- forget those that nobody finished
create index challenge_age on auth.challenge (expires_at);

-- Addresses from which somebody has signed in, as a hash: whoever tries passwords from elsewhere does not keep him out.
create table auth.known_address (
  key text primary key,
  last_at timestamptz not null
);

-- Sign-in at another provider, between leaving and coming back.
create table auth.sso_attempt (
  state_hash bytea primary key,
  provider uuid not null,
  nonce text not null,
  verifier_sealed bytea not null,
  -- of the cookie of the browser that left: the answer is taken from no other
  browser_hash bytea not null,
  next text not null,
  -- who wants to link it to his account; null for one who signs in
  user_id text references auth."user" (id) on delete cascade,
  expires_at timestamptz not null
);
create index sso_attempt_age on auth.sso_attempt (expires_at);
-- somebody at a provider is one account here
create unique index account_at_provider on auth.account (provider_id, account_id);

do $$
declare t text;
begin
  foreach t in array array['second_factor', 'recovery_code', 'challenge', 'known_address', 'sso_attempt'] loop
    execute format('alter table auth.%I enable row level security', t);
    execute format('alter table auth.%I force row level security', t);
    execute format('create policy sign_in on auth.%I to tixi_auth using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on auth.%I to tixi_auth', t);
  end loop;
end $$;
