-- Placement rounds (实习安排): posts that enterprises offer, preferences of the students, order of the enterprises, one run of the
-- stable matching under the legal caps, its result with reasons, appeals. The state of a round and of an appeal is the fold of its
-- actions. What was fixed stays fixed: seats once students choose, preferences once they are closed, the result once it is told.

CREATE TABLE cotraining.round (
  province text NOT NULL,
  id uuid NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  region text NOT NULL,
  title text NOT NULL,
  -- codes, or beginnings of codes, of the programmes whose students take part
  programmes text[] NOT NULL CHECK (cardinality(programmes) > 0),
  from_on date NOT NULL,
  to_on date NOT NULL CHECK (to_on > from_on),
  -- until when students may choose, and enterprises then put their applicants in order
  choose_until timestamptz NOT NULL,
  rank_until timestamptz NOT NULL CHECK (rank_until > choose_until),
  appeal_days integer NOT NULL CHECK (appeal_days BETWEEN 1 AND 30),
  most integer NOT NULL CHECK (most BETWEEN 1 AND 20),
  -- [{ name, max }]: most students of a park
  parks jsonb NOT NULL DEFAULT '[]',
  -- drawn when the round is opened and told at once: it settles between students whom an enterprise ranks alike
  seed text,
  -- the round whose vacancies and students without a place this one takes up
  follows uuid,
  published_at timestamptz,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, follows) REFERENCES cotraining.round (province, id)
);
-- serves: rounds of a school, newest first; who follows a round
CREATE INDEX round_of_school ON cotraining.round (school, id);
CREATE UNIQUE INDEX round_follows ON cotraining.round (province, follows);

CREATE TABLE cotraining.round_action (
  province text NOT NULL,
  round_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, round_id, seq),
  FOREIGN KEY (province, round_id) REFERENCES cotraining.round (province, id)
);

CREATE TABLE cotraining.round_student (
  province text NOT NULL,
  round_id uuid NOT NULL,
  person uuid NOT NULL,
  name text NOT NULL,
  student_number text NOT NULL,
  programme text NOT NULL,
  entry_year integer NOT NULL,
  -- place in the school's own order (1 = first), which counts where an enterprise gives none; alike = drawn
  standing integer NOT NULL DEFAULT 1 CHECK (standing BETWEEN 1 AND 100000),
  -- of the list that he handed in, 0 = none yet
  version integer NOT NULL DEFAULT 0,
  -- what he wants the enterprises to know of him
  statement text NOT NULL DEFAULT '',
  handed_in_at timestamptz,
  handed_in_by_name text NOT NULL DEFAULT '',
  PRIMARY KEY (province, round_id, person),
  FOREIGN KEY (province, round_id) REFERENCES cotraining.round (province, id)
);
-- serves: rounds of a student
CREATE INDEX round_student_person ON cotraining.round_student (person);

CREATE TABLE cotraining.round_post (
  province text NOT NULL,
  round_id uuid NOT NULL,
  post_id uuid NOT NULL,
  enterprise uuid NOT NULL,
  enterprise_name text NOT NULL,
  name text NOT NULL,
  programmes text[] NOT NULL,
  seats integer NOT NULL CHECK (seats BETWEEN 1 AND 10000),
  -- monthly, fen
  pay bigint NOT NULL CHECK (pay >= 0),
  park text NOT NULL DEFAULT '',
  filing_no text NOT NULL DEFAULT '',
  ranked_at timestamptz,
  revision integer NOT NULL DEFAULT 1,
  PRIMARY KEY (province, round_id, post_id),
  FOREIGN KEY (province, round_id) REFERENCES cotraining.round (province, id)
);
-- serves: rounds in which an enterprise takes part
CREATE INDEX round_post_enterprise ON cotraining.round_post (enterprise);

CREATE TABLE cotraining.round_choice (
  province text NOT NULL,
  round_id uuid NOT NULL,
  person uuid NOT NULL,
  no integer NOT NULL CHECK (no BETWEEN 1 AND 20),
  post_id uuid NOT NULL,
  PRIMARY KEY (province, round_id, person, no),
  UNIQUE (province, round_id, person, post_id),
  FOREIGN KEY (province, round_id, person) REFERENCES cotraining.round_student (province, round_id, person),
  FOREIGN KEY (province, round_id, post_id) REFERENCES cotraining.round_post (province, round_id, post_id)
);
-- serves: applicants of a post
CREATE INDEX round_choice_post ON cotraining.round_choice (province, round_id, post_id);

-- Where an enterprise puts its applicants; whom it turns down it gives a reason.
CREATE TABLE cotraining.round_rank (
  province text NOT NULL,
  round_id uuid NOT NULL,
  post_id uuid NOT NULL,
  person uuid NOT NULL,
  position integer CHECK (position >= 1),
  turned_down text,
  PRIMARY KEY (province, round_id, post_id, person),
  UNIQUE (province, round_id, post_id, position),
  FOREIGN KEY (province, round_id, post_id) REFERENCES cotraining.round_post (province, round_id, post_id),
  CHECK ((position IS NULL) = (turned_down IS NOT NULL))
);

CREATE TABLE cotraining.round_run (
  province text NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  -- the input as it was: rules and rows, of which the same result can be had again
  input jsonb NOT NULL,
  -- version, seed, SHA-256 of each input and output, counts
  manifest jsonb NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, round_id) REFERENCES cotraining.round (province, id)
);
CREATE INDEX run_of_round ON cotraining.round_run (province, round_id, id);

CREATE TABLE cotraining.round_result (
  province text NOT NULL,
  round_id uuid NOT NULL,
  person uuid NOT NULL,
  run_id uuid NOT NULL,
  -- where he goes now; null = no place
  post_id uuid,
  preference integer,
  -- what became of each preference, as the engine says
  answers jsonb NOT NULL,
  -- where the school moved him by hand: from which post, why, who
  moved_from uuid,
  moved_reason text,
  moved_by_name text NOT NULL DEFAULT '',
  moved_at timestamptz,
  placement_id uuid,
  -- he knows it and has nothing against it
  accepted_at timestamptz,
  accepted_by_name text NOT NULL DEFAULT '',
  revision integer NOT NULL DEFAULT 1,
  PRIMARY KEY (province, round_id, person),
  FOREIGN KEY (province, round_id, person) REFERENCES cotraining.round_student (province, round_id, person),
  FOREIGN KEY (province, round_id, post_id) REFERENCES cotraining.round_post (province, round_id, post_id),
  FOREIGN KEY (province, run_id) REFERENCES cotraining.round_run (province, id)
);

CREATE TABLE cotraining.round_appeal (
  province text NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  person uuid NOT NULL,
  content text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, round_id, person),
  FOREIGN KEY (province, round_id, person) REFERENCES cotraining.round_student (province, round_id, person)
);
CREATE TABLE cotraining.round_appeal_action (
  province text NOT NULL,
  appeal_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, appeal_id, seq),
  FOREIGN KEY (province, appeal_id) REFERENCES cotraining.round_appeal (province, id)
);

CREATE FUNCTION cotraining.round_last(of_province text, of_round uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM cotraining.round_action a WHERE a.province = of_province AND a.round_id = of_round ORDER BY a.seq DESC LIMIT 1 $$;
CREATE FUNCTION cotraining.appeal_last(of_province text, of_appeal uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM cotraining.round_appeal_action a WHERE a.province = of_province AND a.appeal_id = of_appeal ORDER BY a.seq DESC LIMIT 1 $$;
-- Told and not taken back: the student sees his, the enterprise those who come to it.
CREATE FUNCTION cotraining.round_is_told(of_province text, of_round uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT coalesce(cotraining.round_last(of_province, of_round) IN ('publish', 'confirm'), false) $$;

-- The sets that the policies ask, once a statement.
CREATE FUNCTION cotraining.kept_rounds() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.province, r.id FROM cotraining.round r WHERE platform.actor_role() = 'school-officer' AND r.school = platform.actor_organisation() $$;
CREATE FUNCTION cotraining.supervised_rounds() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.province, r.id FROM cotraining.round r WHERE platform.works_here() AND starts_with(r.region, platform.actor_prefix())
    AND cotraining.round_last(r.province, r.id) <> 'draft' $$;
CREATE FUNCTION cotraining.own_rounds() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.province, s.round_id FROM cotraining.round_student s WHERE platform.actor_role() = 'student' AND s.person = platform.actor_person()
    AND cotraining.round_last(s.province, s.round_id) NOT IN ('draft', 'call') $$;
-- Enterprises of the province may offer posts to a round that was called.
CREATE FUNCTION cotraining.offered_rounds() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.province, r.id FROM cotraining.round r WHERE platform.actor_role() = 'enterprise-officer' AND platform.actor_organisation() IS NOT NULL
    AND r.province = platform.actor_province() AND cotraining.round_last(r.province, r.id) <> 'draft' $$;
-- Whom an enterprise may see: its applicants while it puts them in order, later only who comes to it.
CREATE FUNCTION cotraining.own_applicants() RETURNS TABLE (province text, id uuid, person uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.province, c.round_id, c.person FROM cotraining.round_post p JOIN cotraining.round_choice c
      ON c.province = p.province AND c.round_id = p.round_id AND c.post_id = p.post_id
    WHERE platform.actor_role() = 'enterprise-officer' AND p.enterprise = platform.actor_organisation() AND cotraining.round_last(p.province, p.round_id) IN ('close', 'withdraw')
  UNION SELECT x.province, x.round_id, x.person FROM cotraining.round_post p JOIN cotraining.round_result x
      ON x.province = p.province AND x.round_id = p.round_id AND x.post_id = p.post_id
    WHERE platform.actor_role() = 'enterprise-officer' AND p.enterprise = platform.actor_organisation() AND cotraining.round_is_told(p.province, p.round_id) $$;
CREATE FUNCTION cotraining.own_offers() RETURNS TABLE (province text, id uuid, post_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.province, p.round_id, p.post_id FROM cotraining.round_post p
    WHERE platform.actor_role() = 'enterprise-officer' AND p.enterprise = platform.actor_organisation() $$;
CREATE FUNCTION cotraining.appeal_round(of_province text, of_appeal uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.round_id FROM cotraining.round_appeal a WHERE a.province = of_province AND a.id = of_appeal $$;
CREATE FUNCTION cotraining.appeal_person(of_province text, of_appeal uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.person FROM cotraining.round_appeal a WHERE a.province = of_province AND a.id = of_appeal $$;

-- What a choice rests on is not changed afterwards: seats only grow once students choose; nothing is chosen or put in order out of its time.
CREATE FUNCTION cotraining.round_stays_fixed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  last text := cotraining.round_last(coalesce(NEW.province, OLD.province), coalesce(NEW.round_id, OLD.round_id));
BEGIN
  IF TG_TABLE_NAME = 'round_choice' AND last <> 'open' THEN
    RAISE EXCEPTION 'preferences are not open' USING errcode = 'insufficient_privilege'; END IF;
  IF TG_TABLE_NAME = 'round_rank' AND last NOT IN ('close', 'withdraw') THEN
    RAISE EXCEPTION 'applicants are not to be put in order now' USING errcode = 'insufficient_privilege'; END IF;
  IF TG_TABLE_NAME = 'round_post' AND last NOT IN ('draft', 'call') THEN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'students choose this post' USING errcode = 'insufficient_privilege'; END IF;
    IF TG_OP = 'INSERT' AND last <> 'open' OR TG_OP = 'UPDATE' AND (NEW.seats < OLD.seats OR NEW.pay < OLD.pay OR NEW.seats > OLD.seats AND last <> 'open')
      THEN RAISE EXCEPTION 'what was offered is not taken back' USING errcode = 'insufficient_privilege'; END IF;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER stays_fixed BEFORE INSERT OR UPDATE OR DELETE ON cotraining.round_choice FOR EACH ROW EXECUTE FUNCTION cotraining.round_stays_fixed();
CREATE TRIGGER stays_fixed BEFORE INSERT OR UPDATE OR DELETE ON cotraining.round_rank FOR EACH ROW EXECUTE FUNCTION cotraining.round_stays_fixed();
CREATE TRIGGER stays_fixed BEFORE INSERT OR UPDATE OR DELETE ON cotraining.round_post FOR EACH ROW EXECUTE FUNCTION cotraining.round_stays_fixed();

-- What the run is made of, for the school whose round it is: facts of each post and its enterprise, and how many students of ALL
-- schools are or will be there during the period. Figures without names.
CREATE FUNCTION cotraining.round_facts(of_province text, of_round uuid)
  RETURNS TABLE (post_id uuid, enterprise uuid, staff integer, like_key text, like_staff integer, like_pay bigint, lowest_pay bigint,
    night boolean, hazardous boolean, closed boolean, running_post integer, running_like integer, running_enterprise integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH r AS (SELECT * FROM cotraining.round x WHERE x.province = of_province AND x.id = of_round
      AND (x.province, x.id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k)),
    there AS (SELECT l.enterprise, l.post_id, p.like_key FROM r JOIN cotraining.placement l ON l.province = r.province
        AND l.enterprise IN (SELECT o.enterprise FROM cotraining.round_post o WHERE o.province = r.province AND o.round_id = r.id)
        AND l.from_on <= r.to_on AND l.to_on >= r.from_on
        AND cotraining.placement_state(l.province, l.id) IN ('plan', 'start', 'suspend', 'resume')
      JOIN cotraining.post p ON p.province = l.province AND p.id = l.post_id)
  SELECT o.post_id, o.enterprise, coalesce(w.staff, 0), coalesce(p.like_key, ''), coalesce(p.like_staff, 0), coalesce(p.like_pay, 0)::bigint, p.lowest_pay::bigint,
    coalesce(p.night, false), coalesce(cardinality(p.hazards), 0) > 0 OR coalesce(p.labour_level, 0) >= 3, 
    -- what is not known is not passed
    p.closed_at IS NOT NULL OR p.night IS NULL OR p.hazards IS NULL OR p.labour_level IS NULL OR p.like_staff IS NULL OR p.like_pay IS NULL OR w.staff IS NULL,
    (SELECT count(*)::integer FROM there t WHERE t.post_id = o.post_id),
    (SELECT count(*)::integer FROM there t WHERE t.enterprise = o.enterprise AND t.like_key = p.like_key),
    (SELECT count(*)::integer FROM there t WHERE t.enterprise = o.enterprise)
  FROM r JOIN cotraining.round_post o ON o.province = r.province AND o.round_id = r.id
    JOIN cotraining.post p ON p.province = o.province AND p.id = o.post_id
    LEFT JOIN cotraining.workplace w ON w.province = o.province AND w.organisation = o.enterprise $$;

-- What a student has to know of a post before he chooses it, as it is today; for whoever reads the round.
CREATE FUNCTION cotraining.round_post_facts(of_province text, of_round uuid)
  RETURNS TABLE (post_id uuid, hours_day numeric, hours_week numeric, rest_days numeric, night boolean, hazardous boolean, region text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.post_id, p.hours_day::numeric, p.hours_week::numeric, p.rest_days::numeric, coalesce(p.night, false),
    coalesce(cardinality(p.hazards), 0) > 0 OR coalesce(p.labour_level, 0) >= 3, coalesce(w.region, '')
  FROM cotraining.round_post o JOIN cotraining.post p ON p.province = o.province AND p.id = o.post_id
    LEFT JOIN cotraining.workplace w ON w.province = o.province AND w.organisation = o.enterprise
  WHERE o.province = of_province AND o.round_id = of_round AND (
    (o.province, o.round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k UNION SELECT k.province, k.id FROM cotraining.supervised_rounds() k
      UNION SELECT k.province, k.id FROM cotraining.own_rounds() k)
    OR (o.province, o.round_id, o.post_id) IN (SELECT k.province, k.id, k.post_id FROM cotraining.own_offers() k)) $$;

-- A student takes note of his own result; nothing else of it is his to change.
CREATE FUNCTION cotraining.accept_result(of_province text, of_round uuid, name text, at timestamptz) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE cotraining.round_result r SET accepted_at = at, accepted_by_name = name, revision = r.revision + 1
    WHERE r.province = of_province AND r.round_id = of_round AND r.person = platform.actor_person() AND platform.actor_role() = 'student'
      AND r.accepted_at IS NULL AND cotraining.round_last(r.province, r.round_id) = 'publish';
  RETURN FOUND;
END $$;
-- How many have handed in, for whoever reads the round: figures, nobody's list.
CREATE FUNCTION cotraining.round_counts(of_province text, of_round uuid) RETURNS TABLE (students integer, handed_in integer, posts integer, seats integer, ranked integer, enterprises integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT (SELECT count(*)::integer FROM cotraining.round_student s WHERE s.province = of_province AND s.round_id = of_round),
    (SELECT count(*)::integer FROM cotraining.round_student s WHERE s.province = of_province AND s.round_id = of_round AND s.version > 0),
    count(*)::integer, coalesce(sum(p.seats), 0)::integer, count(p.ranked_at)::integer, count(DISTINCT p.enterprise)::integer
  FROM cotraining.round_post p WHERE p.province = of_province AND p.round_id = of_round $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['round', 'round_action', 'round_student', 'round_post', 'round_choice', 'round_rank', 'round_run', 'round_result', 'round_appeal', 'round_appeal_action'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON cotraining.%I TO tixi_app', name);
  END LOOP;
  -- the school and the office of its region read all of a round
  FOREACH name IN ARRAY ARRAY['round_action', 'round_student', 'round_post', 'round_choice', 'round_rank', 'round_run', 'round_result', 'round_appeal'] LOOP
    EXECUTE format('CREATE POLICY school_reads ON cotraining.%I FOR SELECT TO tixi_app USING ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k))', name);
    EXECUTE format('CREATE POLICY office_reads ON cotraining.%I FOR SELECT TO tixi_app USING ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.supervised_rounds() k))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['round_student', 'round_run', 'round_result'] LOOP
    EXECUTE format('CREATE POLICY school_adds ON cotraining.%I FOR INSERT TO tixi_app WITH CHECK ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['round_student', 'round_result'] LOOP
    EXECUTE format('CREATE POLICY school_keeps ON cotraining.%I FOR UPDATE TO tixi_app USING ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k))', name);
    EXECUTE format('CREATE POLICY school_takes_out ON cotraining.%I FOR DELETE TO tixi_app USING ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k))', name);
    EXECUTE format('CREATE POLICY applicants ON cotraining.%I FOR SELECT TO tixi_app USING ((province, round_id, person) IN (SELECT k.province, k.id, k.person FROM cotraining.own_applicants() k))', name);
  END LOOP;
END $$;
GRANT UPDATE (title, programmes, from_on, to_on, choose_until, rank_until, appeal_days, most, parks, seed, published_at, revision) ON cotraining.round TO tixi_app;
GRANT UPDATE (standing, version, statement, handed_in_at, handed_in_by_name), DELETE ON cotraining.round_student TO tixi_app;
GRANT UPDATE (seats, pay, park, filing_no, ranked_at, revision), DELETE ON cotraining.round_post TO tixi_app;
GRANT DELETE ON cotraining.round_choice, cotraining.round_rank, cotraining.round_result TO tixi_app;
GRANT UPDATE (post_id, preference, moved_from, moved_reason, moved_by_name, moved_at, placement_id, accepted_at, accepted_by_name, revision) ON cotraining.round_result TO tixi_app;

CREATE POLICY school_reads ON cotraining.round FOR SELECT TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY reads ON cotraining.round FOR SELECT TO tixi_app USING ((province, id) IN (
  SELECT k.province, k.id FROM cotraining.supervised_rounds() k UNION ALL SELECT k.province, k.id FROM cotraining.own_rounds() k
  UNION ALL SELECT k.province, k.id FROM cotraining.offered_rounds() k));
CREATE POLICY drafts ON cotraining.round FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province()));
CREATE POLICY keeps ON cotraining.round FOR UPDATE TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));

-- Into a round that follows another the school takes the seats that were left.
CREATE POLICY carries_over ON cotraining.round_post FOR INSERT TO tixi_app WITH CHECK ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k)
  AND cotraining.round_last(province, round_id) = 'draft');
CREATE POLICY others_read ON cotraining.round_action FOR SELECT TO tixi_app USING ((province, round_id) IN (
  SELECT k.province, k.id FROM cotraining.own_rounds() k UNION ALL SELECT k.province, k.id FROM cotraining.offered_rounds() k));
CREATE POLICY acts ON cotraining.round_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k));

CREATE POLICY own ON cotraining.round_student FOR SELECT TO tixi_app USING (person = (SELECT platform.actor_person()) AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k));
CREATE POLICY hands_in ON cotraining.round_student FOR UPDATE TO tixi_app USING (person = (SELECT platform.actor_person()) AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k));

CREATE POLICY students_read ON cotraining.round_post FOR SELECT TO tixi_app USING ((province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k));
CREATE POLICY own ON cotraining.round_post FOR SELECT TO tixi_app USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()));
CREATE POLICY offers ON cotraining.round_post FOR INSERT TO tixi_app WITH CHECK ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation())
  AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.offered_rounds() k));
CREATE POLICY changes ON cotraining.round_post FOR UPDATE TO tixi_app USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()));
CREATE POLICY takes_back ON cotraining.round_post FOR DELETE TO tixi_app USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()));

CREATE POLICY own ON cotraining.round_choice FOR SELECT TO tixi_app USING (person = (SELECT platform.actor_person()) AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k));
CREATE POLICY applicants ON cotraining.round_choice FOR SELECT TO tixi_app USING ((province, round_id, post_id) IN (SELECT k.province, k.id, k.post_id FROM cotraining.own_offers() k)
  AND (province, round_id, person) IN (SELECT k.province, k.id, k.person FROM cotraining.own_applicants() k));
CREATE POLICY chooses ON cotraining.round_choice FOR INSERT TO tixi_app WITH CHECK (person = (SELECT platform.actor_person()) AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k)
  OR (province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k));
CREATE POLICY chooses_again ON cotraining.round_choice FOR DELETE TO tixi_app USING (person = (SELECT platform.actor_person()) AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k)
  OR (province, round_id) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k));

CREATE POLICY own ON cotraining.round_rank FOR SELECT TO tixi_app USING ((province, round_id, post_id) IN (SELECT k.province, k.id, k.post_id FROM cotraining.own_offers() k));
CREATE POLICY ranks ON cotraining.round_rank FOR INSERT TO tixi_app WITH CHECK ((province, round_id, post_id) IN (SELECT k.province, k.id, k.post_id FROM cotraining.own_offers() k)
  AND (province, round_id, person) IN (SELECT k.province, k.id, k.person FROM cotraining.own_applicants() k));
CREATE POLICY ranks_again ON cotraining.round_rank FOR DELETE TO tixi_app USING ((province, round_id, post_id) IN (SELECT k.province, k.id, k.post_id FROM cotraining.own_offers() k));

CREATE POLICY own ON cotraining.round_result FOR SELECT TO tixi_app USING (person = (SELECT platform.actor_person()) AND cotraining.round_is_told(province, round_id)
  AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k));

CREATE POLICY own ON cotraining.round_appeal FOR SELECT TO tixi_app USING (person = (SELECT platform.actor_person()) AND (SELECT platform.actor_role()) = 'student');
CREATE POLICY appeals ON cotraining.round_appeal FOR INSERT TO tixi_app WITH CHECK (person = (SELECT platform.actor_person())
  AND (province, round_id) IN (SELECT k.province, k.id FROM cotraining.own_rounds() k) AND cotraining.round_last(province, round_id) = 'publish');
CREATE POLICY reads ON cotraining.round_appeal_action FOR SELECT TO tixi_app USING (
  (province, cotraining.appeal_round(province, appeal_id)) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k UNION ALL SELECT k.province, k.id FROM cotraining.supervised_rounds() k)
  OR cotraining.appeal_person(province, appeal_id) = (SELECT platform.actor_person()) AND (SELECT platform.actor_role()) = 'student');
CREATE POLICY acts ON cotraining.round_appeal_action FOR INSERT TO tixi_app WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (
  action IN ('make', 'pass-on', 'withdraw') AND cotraining.appeal_person(province, appeal_id) = (SELECT platform.actor_person()) AND (SELECT platform.actor_role()) = 'student'
  OR action IN ('uphold', 'reject') AND (province, cotraining.appeal_round(province, appeal_id)) IN (SELECT k.province, k.id FROM cotraining.kept_rounds() k)
  OR action IN ('decide-for', 'decide-against') AND (province, cotraining.appeal_round(province, appeal_id)) IN (SELECT k.province, k.id FROM cotraining.supervised_rounds() k)));

REVOKE ALL ON FUNCTION cotraining.round_last(text, uuid), cotraining.appeal_last(text, uuid), cotraining.kept_rounds(), cotraining.supervised_rounds(), cotraining.own_rounds(),
  cotraining.offered_rounds(), cotraining.own_applicants(), cotraining.own_offers(), cotraining.appeal_round(text, uuid), cotraining.appeal_person(text, uuid),
  cotraining.round_facts(text, uuid), cotraining.round_post_facts(text, uuid),
  cotraining.accept_result(text, uuid, text, timestamptz), cotraining.round_counts(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.round_last(text, uuid), cotraining.appeal_last(text, uuid), cotraining.kept_rounds(), cotraining.supervised_rounds(), cotraining.own_rounds(),
  cotraining.offered_rounds(), cotraining.own_applicants(), cotraining.own_offers(), cotraining.appeal_round(text, uuid), cotraining.appeal_person(text, uuid),
  cotraining.round_facts(text, uuid), cotraining.round_post_facts(text, uuid),
  cotraining.accept_result(text, uuid, text, timestamptz), cotraining.round_counts(text, uuid) TO tixi_app;
