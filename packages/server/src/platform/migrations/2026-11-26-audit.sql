-- Audit: who acted for whom, where from and why, writes and reads; and a chain of hashes over all of it.
--
-- An entry is written with the change that it tells of. A moment after the commit the process seals it into the chain
-- (audit.seal): a chain made inside the transactions would let them through one at a time
-- (docs/decisions/audit-chain.md). Until then it waits in audit.pending with the digest that it had when it was written.

alter table audit.entry
  add column kind text not null default 'write' check (kind in ('write', 'read')),
  add column actor_person uuid,
  -- whose role was lent to the actor: id of the delegation, and who lent it
  add column delegation uuid,
  add column acting_for text,
  add column organisation uuid,
  -- network address of the request
  add column address text,
  add column why text,
  -- made by the process with the installation's key: who has the database alone cannot add an entry that verifies
  add column mac bytea;
-- the trail of a region in time (ids are UUIDv7), of somebody, and what was done
create index entry_region on audit.entry (region, id);
create index entry_actor on audit.entry (actor_id, id);
create index entry_action on audit.entry (action, id);
create index entry_organisation on audit.entry (organisation, id) where organisation is not null;

create table audit.pending (
  entry_id uuid primary key,
  action text not null,
  digest bytea not null
);
create table audit.link (
  seq bigint primary key,
  entry_id uuid not null unique,
  -- names what is missing when the entry is gone
  action text not null,
  digest bytea not null,
  previous bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null
);
-- Signed by the process with the installation's key, and written to its data folder as well.
create table audit.checkpoint (
  seq bigint primary key,
  hash bytea not null,
  -- entries up to here are older than signatures on entries
  unsigned bigint not null,
  at timestamptz not null,
  mac bytea not null
);

-- One field of what is hashed: its length in bytes, so that no two rows are written alike, or - for none.
create function audit.part(field text) returns text language sql immutable parallel safe
  as $$ select case when field is null then '-' else octet_length(field)::text || ':' || field end $$;
create function audit.instant(at timestamptz) returns text language sql immutable parallel safe
  as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;
-- The same serialisation is written again in platform/audit/digest.ts, which trusts no function in here.
create function audit.digest(e audit.entry) returns bytea language sql immutable parallel safe
  as $$ select sha256(convert_to('tixi audit 1'
    || audit.part(e.id::text) || audit.part(audit.instant(e.at)) || audit.part(e.kind) || audit.part(e.actor_id)
    || audit.part(e.actor_person::text) || audit.part(e.actor_name) || audit.part(e.actor_role)
    || audit.part(e.delegation::text) || audit.part(e.acting_for) || audit.part(e.organisation::text)
    || audit.part(e.region) || audit.part(e.action) || audit.part(e.subject) || audit.part(e.before::text)
    || audit.part(e.after::text) || audit.part(e.why) || audit.part(e.address) || audit.part(e.request_id)
    || audit.part(encode(e.mac, 'hex')), 'UTF8')) $$;

-- Runs with the rights of the owner: who writes an entry can neither leave this out nor write here himself.
create function audit.await_seal() returns trigger language plpgsql security definer set search_path = pg_catalog
  as $$ begin
    insert into audit.pending (entry_id, action, digest) values (new.id, new.action, audit.digest(new));
    return null;
  end $$;
create trigger await_seal after insert on audit.entry for each row execute function audit.await_seal();

-- Links what waits to the chain, in the order in which it happened, and tells where the chain ends. Whoever comes
-- while another process does it goes away with nothing.
create function audit.seal(most integer) returns table (seq bigint, hash bytea, sealed integer) language plpgsql
  set search_path = pg_catalog
as $$
declare
  waiting record;
  done uuid[] := '{}';
  -- "audit" read as bytes
  chain constant bigint := 418581342580;
  now_at constant timestamptz := clock_timestamp();
  before_it bytea;
begin
  if not pg_try_advisory_xact_lock(chain) then return; end if;
  select l.seq, l.hash into seq, hash from audit.link l order by l.seq desc limit 1;
  seq := coalesce(seq, 0);
  hash := coalesce(hash, '\x');
  for waiting in select p.entry_id, p.action, p.digest from audit.pending p order by p.entry_id limit most loop
    seq := seq + 1;
    before_it := hash;
    hash := sha256(before_it || convert_to(audit.part(seq::text) || audit.part(waiting.entry_id::text)
      || audit.part(waiting.action) || audit.part(encode(waiting.digest, 'hex')) || audit.part(audit.instant(now_at)), 'UTF8'));
    insert into audit.link (seq, entry_id, action, digest, previous, hash, sealed_at)
      values (seq, waiting.entry_id, waiting.action, waiting.digest, before_it, hash, now_at);
    done := done || waiting.entry_id;
  end loop;
  delete from audit.pending p where p.entry_id = any (done);
  sealed := cardinality(done);
  return next;
end $$;
revoke all on function audit.seal(integer), audit.await_seal() from public;

create trigger append_only before update or delete or truncate on audit.link
  for each statement execute function audit.refuse();
create trigger append_only before update or delete or truncate on audit.checkpoint
  for each statement execute function audit.refuse();
create trigger not_changed before update or truncate on audit.pending
  for each statement execute function audit.refuse();

do $$
declare t text;
begin
  foreach t in array array['pending', 'link', 'checkpoint'] loop
    execute format('alter table audit.%I enable row level security, force row level security', t);
    -- the process itself, outside any user's transaction, seals, signs and verifies
    execute format('create policy keeper on audit.%I to %I using (true) with check (true)', t, current_user);
  end loop;
  execute format('create policy keeper on audit.entry for select to %I using (true)', current_user);
end $$;

-- Only the auditor reads the trail, not even the administrator, whose acts are in it.
grant select on audit.link to tixi_app;
create policy of_the_auditor on audit.link for select to tixi_app using ((select platform.actor_role()) = 'auditor');
drop policy read on audit.entry;
create policy of_the_auditor on audit.entry for select to tixi_app
  using ((select platform.actor_role()) = 'auditor' and (region = '' or starts_with(region, (select platform.actor_prefix()))));
drop policy append on audit.entry;
create policy append on audit.entry for insert to tixi_app
  with check (actor_id is not distinct from (select platform.actor_id())
    and actor_role = (select platform.actor_role())
    and actor_person is not distinct from (select platform.actor_person())
    and organisation is not distinct from (select platform.actor_organisation()));

-- What was written before there was a chain is its beginning.
insert into audit.pending (entry_id, action, digest) select e.id, e.action, audit.digest(e) from audit.entry e;
select sealed from audit.seal(2147483647);
