-- Requests counted for all server processes together (http/rate-store.ts). Unlogged: after a crash it begins anew,
-- and a backup leaves it out.
create unlogged table platform.rate (
  -- a keyed hash: neither account nor address can be read from it
  key text primary key,
  count integer not null,
  until timestamptz not null
);
-- forget what has run out
create index rate_until on platform.rate (until);
alter table platform.rate enable row level security;
alter table platform.rate force row level security;
do $$ begin
  execute format('create policy keeper on platform.rate to %I using (true) with check (true)', current_user);
end $$;
