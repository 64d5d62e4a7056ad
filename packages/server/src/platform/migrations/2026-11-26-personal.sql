-- Personal data: requests of those it is about (PIPL articles 45 to 47), what was looked at in clear, which keys seal it.

-- Keys by their prints: a process with the keys of another installation is told so before it seals anything.
create table platform.data_key (
  -- 0: the key of the blind index
  id integer primary key,
  print bytea not null,
  made_at timestamptz not null default now()
);

create table platform.personal_request (
  id uuid primary key,
  kind text not null check (kind in ('export', 'erase')),
  -- whom it is about
  person_id uuid not null,
  -- who decides: the organisation that answers for the person, else the administrator of the region
  organisation uuid,
  region text not null,
  state text not null check (state in ('asked', 'accepted', 'refused', 'done', 'withdrawn')),
  -- what the person says himself; of a term that has run out, the rule
  reason text not null default '',
  -- null: the process, because a term of keeping has run out
  asked_by text,
  asked_at timestamptz not null,
  -- fifteen working days
  due_on date not null,
  decided_at timestamptz,
  decided_by text,
  decision text not null default '',
  done_at timestamptz,
  -- what the law obliges to keep, and what was erased, in numbers and columns
  outcome jsonb
);
-- one's own; what an organisation, a region has to decide
create index personal_request_person on platform.personal_request (person_id, id);
create unique index personal_request_open on platform.personal_request (person_id, kind) where state in ('asked', 'accepted');
create index personal_request_organisation on platform.personal_request (organisation, state, due_on);
create index personal_request_region on platform.personal_request (region, state, due_on);

do $$
declare
  name text;
  mine text := 'person_id = (select platform.actor_person())';
  decides text := '(select platform.manages_here()) and organisation = (select platform.actor_organisation())
    or (select platform.actor_role()) = ''administrator'' and starts_with(region, (select platform.actor_prefix()))';
begin
  foreach name in array array['data_key', 'personal_request'] loop
    execute format('alter table platform.%I enable row level security, force row level security', name);
    execute format('create policy keeper on platform.%I to %I using (true) with check (true)', name, current_user);
  end loop;
  grant select, insert on platform.personal_request to tixi_app;
  grant update (state, decided_at, decided_by, decision) on platform.personal_request to tixi_app;
  execute format('create policy mine on platform.personal_request for select to tixi_app using (%s)', mine);
  execute format('create policy asked on platform.personal_request for insert to tixi_app
    with check (%s and state = ''asked'' and asked_by = (select platform.actor_id()))', mine);
  execute format('create policy withdrawn on platform.personal_request for update to tixi_app
    using (%s and state = ''asked'') with check (%s and state = ''withdrawn'')', mine, mine);
  execute format('create policy seen on platform.personal_request for select to tixi_app using (%s)', decides);
  -- nobody decides about himself
  execute format('create policy decided on platform.personal_request for update to tixi_app
    using ((%s) and state = ''asked'' and person_id is distinct from (select platform.actor_person()))
    with check (state in (''accepted'', ''refused''))', decides);
end $$;

-- The chain is for the process alone; which number an entry bears, the auditor asks here.
revoke select on audit.link from tixi_app;
drop policy of_the_auditor on audit.link;
create function audit.seals_of(entries uuid[]) returns table (entry_id uuid, seq bigint, hash bytea, sealed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
as $$ select l.entry_id, l.seq, l.hash, l.sealed_at from audit.link l
  where l.entry_id = any (entries) and platform.actor_role() = 'auditor' $$;

-- How often the actor has done something since a moment: limits what one may look at in clear.
create function audit.times_done(what text, since timestamptz) returns bigint
  language sql stable security definer set search_path = pg_catalog
as $$ select count(*) from (select from audit.entry e
  where e.actor_id = platform.actor_id() and e.action = what and e.at > since limit 1000) t $$;
revoke execute on function audit.seals_of(uuid[]), audit.times_done(text, timestamptz) from public;
grant execute on function audit.seals_of(uuid[]), audit.times_done(text, timestamptz) to tixi_app;
