-- Work–study rotation (工学交替): which cohort is where in which week. The limits (places, cohorts, needs) and the cells are one
-- checked document with one revision, because nothing in it can be judged alone. What is published is an edition, and editions
-- are only ever added: calendars follow them.

CREATE TABLE cotraining.timetable (
  province text NOT NULL,
  id uuid NOT NULL,
  -- the school or secretariat that keeps it
  organisation uuid NOT NULL,
  organisation_name text NOT NULL,
  region text NOT NULL,
  title text NOT NULL,
  -- the Monday of week 1
  starts_on date NOT NULL CHECK (extract(isodow FROM starts_on) = 1),
  -- { weeks, places, cohorts }: what the engine is asked
  input jsonb NOT NULL,
  -- by cohort and week: null or { need, place }
  cells jsonb NOT NULL,
  -- organisations whose places are used, and that train in its agreements: they read it once it is published
  partners uuid[] NOT NULL DEFAULT '{}',
  -- editions published so far
  editions integer NOT NULL DEFAULT 0,
  -- the solver: its job, the revision that it was asked about, what it answered last
  solving text NOT NULL DEFAULT 'idle' CHECK (solving IN ('idle', 'waiting', 'running')),
  job uuid,
  outcome jsonb,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id)
);
-- serves: timetables of an organisation, newest first; those in which an organisation has a place
CREATE INDEX timetable_of_organisation ON cotraining.timetable (organisation, id);
CREATE INDEX timetable_partners ON cotraining.timetable USING gin (partners);

CREATE TABLE cotraining.timetable_edition (
  province text NOT NULL,
  timetable_id uuid NOT NULL,
  n integer NOT NULL CHECK (n > 0),
  starts_on date NOT NULL,
  input jsonb NOT NULL,
  cells jsonb NOT NULL,
  -- by cohort: how often each of its weeks was changed since it was first published (SEQUENCE of RFC 5545)
  sequences jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, timetable_id, n),
  FOREIGN KEY (province, timetable_id) REFERENCES cotraining.timetable (province, id)
);

-- Calendars that somebody subscribes to by an address that cannot be guessed. Of the address only a hash is kept.
CREATE TABLE cotraining.calendar_feed (
  province text NOT NULL,
  id uuid NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('cohort', 'place', 'person')),
  -- of a cohort or a place of a timetable; of a person: all cohorts that are his
  timetable_id uuid,
  key text,
  person uuid,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, timetable_id) REFERENCES cotraining.timetable (province, id),
  CHECK ((kind = 'person') = (person IS NOT NULL)),
  CHECK ((kind = 'person') = (timetable_id IS NULL AND key IS NULL))
);
CREATE INDEX calendar_feed_of_timetable ON cotraining.calendar_feed (province, timetable_id);
CREATE INDEX calendar_feed_person ON cotraining.calendar_feed (person);

-- The sets that the policies ask, once a statement.
CREATE FUNCTION cotraining.own_timetables() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.province, t.id FROM cotraining.timetable t WHERE platform.actor_role() IN ('school-officer', 'secretariat') AND t.organisation = platform.actor_organisation() $$;
CREATE FUNCTION cotraining.my_timetables() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.province, t.id FROM cotraining.timetable t
    WHERE platform.actor_role() IN ('school-officer', 'teacher', 'enterprise-officer', 'mentor', 'secretariat') AND t.organisation = platform.actor_organisation()
  UNION SELECT t.province, t.id FROM cotraining.timetable t
    WHERE platform.actor_role() IN ('school-officer', 'teacher', 'enterprise-officer', 'mentor', 'secretariat')
      AND t.partners @> ARRAY[platform.actor_organisation()] AND t.editions > 0
  UNION SELECT t.province, t.id FROM cotraining.timetable t WHERE platform.works_here() AND starts_with(t.region, platform.actor_prefix()) $$;

-- Agreements that somebody has to do with: as one of the cohort, as the teacher or the mentor of one of its placements.
CREATE FUNCTION cotraining.agreements_of_person(of_person uuid) RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.province, t.agreement_id FROM cotraining.trainee t WHERE t.person = of_person AND t.until IS NULL
    AND cotraining.agreement_state(t.province, t.agreement_id) = 'in-force'
  UNION SELECT p.province, p.agreement_id FROM cotraining.placement p WHERE of_person IN (p.teacher, p.mentor) AND p.agreement_id IS NOT NULL
    AND cotraining.placement_state(p.province, p.id) IN ('plan', 'start', 'suspend', 'resume') $$;
-- What is published last of the cohorts of a person: nothing of other cohorts, and no names of people.
CREATE FUNCTION cotraining.cohorts_of_person(of_person uuid) RETURNS TABLE (province text, timetable_id uuid, title text, starts_on date, cohort text, cells jsonb, sequences jsonb, at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.province, t.id, t.title, e.starts_on, c.cohort ->> 'id', e.cells -> (c.n - 1)::integer, e.sequences -> (c.cohort ->> 'id'), e.at
  FROM cotraining.agreements_of_person(of_person) a
    JOIN cotraining.timetable t ON t.province = a.province AND t.editions > 0
    JOIN cotraining.timetable_edition e ON e.province = t.province AND e.timetable_id = t.id AND e.n = t.editions
    CROSS JOIN LATERAL jsonb_array_elements(e.input -> 'cohorts') WITH ORDINALITY c (cohort, n)
  WHERE c.cohort ->> 'agreement' = a.id::text ORDER BY e.starts_on, t.id, c.n $$;
-- For the actor himself, whichever role he has.
CREATE FUNCTION cotraining.my_cohorts() RETURNS TABLE (province text, timetable_id uuid, title text, starts_on date, cohort text, cells jsonb, sequences jsonb, at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT * FROM cotraining.cohorts_of_person(platform.actor_person()) $$;
-- What an address shows: whoever has it needs no account. Cohort by cohort, with its cells as published last.
CREATE FUNCTION cotraining.calendar_of(of_hash bytea) RETURNS TABLE (kind text, key text, timetable_id uuid, title text, starts_on date, cohort text, cells jsonb, sequences jsonb, at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.kind, f.key, e.timetable_id, t.title, e.starts_on, c.cohort ->> 'id', e.cells -> (c.n - 1)::integer, e.sequences -> (c.cohort ->> 'id'), e.at
  FROM cotraining.calendar_feed f JOIN cotraining.timetable t ON t.province = f.province AND t.id = f.timetable_id
    LEFT JOIN cotraining.timetable_edition e ON e.province = t.province AND e.timetable_id = t.id AND e.n = t.editions
    LEFT JOIN LATERAL jsonb_array_elements(e.input -> 'cohorts') WITH ORDINALITY c (cohort, n) ON f.kind = 'place' OR c.cohort ->> 'id' = f.key
  WHERE f.token_hash = of_hash AND f.revoked_at IS NULL
  UNION ALL SELECT f.kind, f.key, c.timetable_id, c.title, c.starts_on, c.cohort, c.cells, c.sequences, c.at
  FROM cotraining.calendar_feed f LEFT JOIN LATERAL cotraining.cohorts_of_person(f.person) c ON true
  WHERE f.kind = 'person' AND f.token_hash = of_hash AND f.revoked_at IS NULL $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['timetable', 'timetable_edition', 'calendar_feed'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT INSERT ON cotraining.%I TO tixi_app', name);
  END LOOP;
END $$;
GRANT SELECT ON cotraining.timetable, cotraining.timetable_edition TO tixi_app;
-- not the hash
GRANT SELECT (province, id, kind, timetable_id, key, person, created_by_name, created_at, revoked_at) ON cotraining.calendar_feed TO tixi_app;
GRANT UPDATE (title, starts_on, input, cells, partners, editions, solving, job, outcome, revision) ON cotraining.timetable TO tixi_app;
GRANT UPDATE (revoked_at) ON cotraining.calendar_feed TO tixi_app;

CREATE POLICY reads ON cotraining.timetable FOR SELECT TO tixi_app USING ((province, id) IN (SELECT m.province, m.id FROM cotraining.my_timetables() m));
CREATE POLICY drafts ON cotraining.timetable FOR INSERT TO tixi_app
  WITH CHECK (province = (SELECT platform.actor_province()) AND (SELECT platform.actor_role()) IN ('school-officer', 'secretariat') AND organisation = (SELECT platform.actor_organisation()));
CREATE POLICY keeps ON cotraining.timetable FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('school-officer', 'secretariat') AND organisation = (SELECT platform.actor_organisation()));
CREATE POLICY reads ON cotraining.timetable_edition FOR SELECT TO tixi_app USING ((province, timetable_id) IN (SELECT m.province, m.id FROM cotraining.my_timetables() m));
CREATE POLICY publishes ON cotraining.timetable_edition FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, timetable_id) IN (SELECT m.province, m.id FROM cotraining.own_timetables() m));
CREATE POLICY own ON cotraining.calendar_feed TO tixi_app
  USING (person = (SELECT platform.actor_person()) OR (province, timetable_id) IN (SELECT m.province, m.id FROM cotraining.own_timetables() m))
  WITH CHECK (person = (SELECT platform.actor_person()) AND province = (SELECT platform.actor_province()) OR (province, timetable_id) IN (SELECT m.province, m.id FROM cotraining.own_timetables() m));

REVOKE ALL ON FUNCTION cotraining.own_timetables(), cotraining.my_timetables(), cotraining.agreements_of_person(uuid), cotraining.cohorts_of_person(uuid),
  cotraining.my_cohorts(), cotraining.calendar_of(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.own_timetables(), cotraining.my_timetables(), cotraining.my_cohorts(), cotraining.calendar_of(bytea) TO tixi_app;
