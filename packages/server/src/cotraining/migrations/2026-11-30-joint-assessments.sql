-- Joint assessment (校企共同考核) of a placement against the competences of its post, the certificate that follows, and what became of
-- the trainee. The state of an assessment is the fold of its actions; what was signed is not changed (rule book INT-14: not simply
-- the attendance rules and staff standards of the unit).

CREATE TABLE cotraining.assessment (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  person uuid NOT NULL,
  person_name text NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  enterprise uuid NOT NULL,
  enterprise_name text NOT NULL,
  region text NOT NULL,
  programme text NOT NULL,
  post_name text NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  -- 岗位实习 or 学徒培养
  kind text NOT NULL CHECK (kind IN ('placement', 'apprenticeship')),
  mentor uuid,
  teacher uuid,
  -- [{ key, name, weight, schoolShare }]: percent of the whole, and how much of it the school's score counts
  rubric jsonb NOT NULL,
  pass_mark integer NOT NULL CHECK (pass_mark BETWEEN 1 AND 100),
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, placement_id),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);
CREATE INDEX assessment_of_school ON cotraining.assessment (school, id);
CREATE INDEX assessment_of_enterprise ON cotraining.assessment (enterprise, id);
CREATE INDEX assessment_of_person ON cotraining.assessment (person);

CREATE TABLE cotraining.assessment_action (
  province text NOT NULL,
  assessment_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  -- of what was signed: SHA-256 over rubric and scores
  digest text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, assessment_id, seq),
  FOREIGN KEY (province, assessment_id) REFERENCES cotraining.assessment (province, id)
);

CREATE TABLE cotraining.assessment_score (
  province text NOT NULL,
  assessment_id uuid NOT NULL,
  side text NOT NULL CHECK (side IN ('school', 'enterprise')),
  key text NOT NULL,
  score integer NOT NULL CHECK (score BETWEEN 0 AND 100),
  remark text NOT NULL DEFAULT '',
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, assessment_id, side, key),
  FOREIGN KEY (province, assessment_id) REFERENCES cotraining.assessment (province, id)
);

CREATE TABLE cotraining.certificate (
  province text NOT NULL,
  id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  person uuid NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('placement', 'apprenticeship')),
  holder_name text NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  enterprise uuid NOT NULL,
  enterprise_name text NOT NULL,
  region text NOT NULL,
  programme text NOT NULL,
  post_name text NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  total numeric(5, 2) NOT NULL,
  grade text NOT NULL CHECK (grade IN ('excellent', 'good', 'pass')),
  -- makes the hash one that nobody can guess from a name
  salt text NOT NULL,
  hash text NOT NULL,
  issued_on date NOT NULL,
  revoked_at timestamptz,
  revoked_reason text,
  sample boolean NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, assessment_id),
  UNIQUE (province, number)
);
CREATE INDEX certificate_of_person ON cotraining.certificate (person);

-- What became of somebody who was trained jointly: one statement in force a person, the later takes the place of the earlier.
CREATE TABLE cotraining.outcome (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  person uuid NOT NULL,
  person_name text NOT NULL,
  school uuid NOT NULL,
  enterprise uuid NOT NULL,
  region text NOT NULL,
  programme text NOT NULL,
  -- in which he leaves school
  year integer NOT NULL CHECK (year BETWEEN 1990 AND 2100),
  kind text NOT NULL CHECK (kind IN ('here', 'elsewhere', 'study', 'not-yet')),
  -- code of the classification, '' = not known
  occupation text NOT NULL DEFAULT '',
  employer text NOT NULL DEFAULT '',
  on_day date NOT NULL,
  source text NOT NULL CHECK (source IN ('student', 'school', 'enterprise')),
  evidence text NOT NULL DEFAULT '',
  -- the occupation is one of the programme's; null = not known
  matched boolean,
  -- since when the person agrees that it is kept by name; without it only the school sees it, and it counts no further
  consent_at timestamptz,
  sample boolean NOT NULL,
  replaced_at timestamptz,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);
CREATE UNIQUE INDEX outcome_in_force ON cotraining.outcome (province, person) WHERE replaced_at IS NULL;
CREATE INDEX outcome_of_school ON cotraining.outcome (school, id);

CREATE FUNCTION cotraining.assessment_last(of_province text, of_assessment uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM cotraining.assessment_action a WHERE a.province = of_province AND a.assessment_id = of_assessment ORDER BY a.seq DESC LIMIT 1 $$;
CREATE FUNCTION cotraining.my_assessments() RETURNS TABLE (province text, id uuid, side text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.province, a.id, CASE WHEN platform.actor_role() IN ('school-officer', 'teacher') THEN 'school' WHEN platform.actor_role() IN ('enterprise-officer', 'mentor') THEN 'enterprise' ELSE 'none' END
  FROM cotraining.assessment a WHERE CASE platform.actor_role()
    WHEN 'school-officer' THEN a.school = platform.actor_organisation()
    WHEN 'enterprise-officer' THEN a.enterprise = platform.actor_organisation()
    WHEN 'teacher' THEN a.teacher = platform.actor_person()
    WHEN 'mentor' THEN a.mentor = platform.actor_person()
    WHEN 'student' THEN a.person = platform.actor_person()
    ELSE platform.works_here() AND starts_with(a.region, platform.actor_prefix()) END $$;

-- A score is given before the side that gives it has signed, and by that side.
CREATE FUNCTION cotraining.score_stays_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  last text := cotraining.assessment_last(coalesce(NEW.province, OLD.province), coalesce(NEW.assessment_id, OLD.assessment_id));
  of_side text := coalesce(NEW.side, OLD.side);
BEGIN
  IF NOT (last IN ('agree', 'reopen') OR of_side = 'school' AND last = 'enterprise-sign' OR of_side = 'enterprise' AND last = 'school-sign')
    THEN RAISE EXCEPTION 'this score is signed' USING errcode = 'insufficient_privilege'; END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER stays_signed BEFORE INSERT OR UPDATE OR DELETE ON cotraining.assessment_score FOR EACH ROW EXECUTE FUNCTION cotraining.score_stays_signed();

-- What anybody learns who holds a number and the hash of a certificate: both stand on it and nowhere in public. No name, no mark.
CREATE FUNCTION cotraining.check_certificate(of_number text, of_hash text)
  RETURNS TABLE (kind text, school_name text, enterprise_name text, programme text, post_name text, issued_on text, revoked boolean, sample boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.kind, c.school_name, c.enterprise_name, c.programme, c.post_name, to_char(c.issued_on, 'YYYY-MM-DD'), c.revoked_at IS NOT NULL, c.sample
  FROM cotraining.certificate c WHERE c.number = of_number AND c.hash = of_hash $$;
-- The number of a certificate: the next of its school and year.
CREATE FUNCTION cotraining.next_certificate(of_province text, of_year integer) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT 1 + count(*)::integer FROM cotraining.certificate c WHERE c.province = of_province AND extract(year FROM c.issued_on) = of_year $$;

-- Figures of what became of those who were trained jointly, by programme of a school and year; nothing of single persons: figures
-- of fewer than three are not told. `coded` = in work with a known occupation, of which `matched` is one of the programme's.
CREATE FUNCTION cotraining.outcome_figures(of_province text)
  RETURNS TABLE (school uuid, programme text, year integer, tracked integer, employed integer, coded integer, matched integer, study integer, waiting integer, here integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.school, o.programme, o.year, count(*)::integer, count(*) FILTER (WHERE o.kind IN ('here', 'elsewhere'))::integer,
    count(*) FILTER (WHERE o.matched IS NOT NULL)::integer, count(*) FILTER (WHERE o.matched)::integer, count(*) FILTER (WHERE o.kind = 'study')::integer,
    count(*) FILTER (WHERE o.kind = 'not-yet')::integer, count(*) FILTER (WHERE o.kind = 'here')::integer
  FROM cotraining.outcome o WHERE o.province = of_province AND o.replaced_at IS NULL AND o.consent_at IS NOT NULL
    AND platform.actor_role() IN ('planner', 'administrator', 'school-officer', 'reviewer', 'auditor')
    AND (platform.actor_role() <> 'school-officer' OR o.school = platform.actor_organisation())
  GROUP BY o.school, o.programme, o.year HAVING count(*) >= 3 $$;

-- What a trainee studies, for whoever may see his placement: an enterprise does not read the roll.
CREATE FUNCTION cotraining.trainee_programme(of_province text, of_placement uuid) RETURNS TABLE (programme text, level text, entry_year integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.programme_code, t.level, t.entry_year FROM cotraining.placement l JOIN registry.student t ON t.person_id = l.person
  WHERE l.province = of_province AND l.id = of_placement AND (l.province, l.id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m) $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['assessment', 'assessment_action', 'assessment_score', 'certificate', 'outcome'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON cotraining.%I TO tixi_app', name);
  END LOOP;
END $$;
GRANT UPDATE (rubric, pass_mark, revision) ON cotraining.assessment TO tixi_app;
GRANT UPDATE (score, remark, by_name, at) ON cotraining.assessment_score TO tixi_app;
GRANT UPDATE (revoked_at, revoked_reason) ON cotraining.certificate TO tixi_app;
GRANT UPDATE (replaced_at, consent_at) ON cotraining.outcome TO tixi_app;

CREATE POLICY reads ON cotraining.assessment FOR SELECT TO tixi_app USING ((province, id) IN (SELECT m.province, m.id FROM cotraining.my_assessments() m));
-- the row that is just being added, which no function sees yet
CREATE POLICY reads_own ON cotraining.assessment FOR SELECT TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY opens ON cotraining.assessment FOR INSERT TO tixi_app WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY changes ON cotraining.assessment FOR UPDATE TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY reads ON cotraining.assessment_action FOR SELECT TO tixi_app USING ((province, assessment_id) IN (SELECT m.province, m.id FROM cotraining.my_assessments() m));
CREATE POLICY acts ON cotraining.assessment_action FOR INSERT TO tixi_app WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, assessment_id) IN (
  SELECT m.province, m.id FROM cotraining.my_assessments() m WHERE CASE m.side
    WHEN 'school' THEN action IN ('propose', 'school-sign', 'school-complete', 'answer', 'reopen', 'certify', 'fail', 'revise')
    WHEN 'enterprise' THEN action IN ('agree', 'enterprise-sign', 'enterprise-complete', 'dispute')
    ELSE (SELECT platform.actor_role()) = 'student' AND action IN ('accept', 'object') END));
CREATE POLICY reads ON cotraining.assessment_score FOR SELECT TO tixi_app USING ((province, assessment_id) IN (
  SELECT m.province, m.id FROM cotraining.my_assessments() m WHERE m.side = assessment_score.side
    OR cotraining.assessment_last(m.province, m.id) NOT IN ('propose', 'revise', 'dispute', 'agree', 'reopen', 'school-sign', 'enterprise-sign')));
CREATE POLICY scores ON cotraining.assessment_score FOR INSERT TO tixi_app WITH CHECK ((province, assessment_id) IN (SELECT m.province, m.id FROM cotraining.my_assessments() m WHERE m.side = assessment_score.side));
CREATE POLICY scores_again ON cotraining.assessment_score FOR UPDATE TO tixi_app USING ((province, assessment_id) IN (SELECT m.province, m.id FROM cotraining.my_assessments() m WHERE m.side = assessment_score.side));

CREATE POLICY reads ON cotraining.certificate FOR SELECT TO tixi_app USING (CASE (SELECT platform.actor_role())
  WHEN 'school-officer' THEN school = (SELECT platform.actor_organisation()) WHEN 'enterprise-officer' THEN enterprise = (SELECT platform.actor_organisation())
  WHEN 'student' THEN person = (SELECT platform.actor_person()) ELSE (SELECT platform.works_here()) AND starts_with(region, (SELECT platform.actor_prefix())) END);
CREATE POLICY issues ON cotraining.certificate FOR INSERT TO tixi_app WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY revokes ON cotraining.certificate FOR UPDATE TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));

-- An enterprise sees whom it says it hired; the office counts only.
CREATE POLICY reads ON cotraining.outcome FOR SELECT TO tixi_app USING (CASE (SELECT platform.actor_role())
  WHEN 'school-officer' THEN school = (SELECT platform.actor_organisation())
  WHEN 'enterprise-officer' THEN enterprise = (SELECT platform.actor_organisation()) AND kind = 'here'
  WHEN 'student' THEN person = (SELECT platform.actor_person()) ELSE false END);
CREATE POLICY states ON cotraining.outcome FOR INSERT TO tixi_app WITH CHECK ((province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m) AND CASE (SELECT platform.actor_role())
  WHEN 'school-officer' THEN school = (SELECT platform.actor_organisation()) AND source = 'school'
  WHEN 'enterprise-officer' THEN enterprise = (SELECT platform.actor_organisation()) AND kind = 'here' AND source = 'enterprise'
  WHEN 'student' THEN person = (SELECT platform.actor_person()) AND source = 'student' ELSE false END);
CREATE POLICY replaces ON cotraining.outcome FOR UPDATE TO tixi_app USING (CASE (SELECT platform.actor_role())
  WHEN 'school-officer' THEN school = (SELECT platform.actor_organisation()) WHEN 'student' THEN person = (SELECT platform.actor_person())
  WHEN 'enterprise-officer' THEN enterprise = (SELECT platform.actor_organisation()) AND kind = 'here' ELSE false END);
-- What a person said himself stands before what is said of him; another's statement is replaced when he states anew.
CREATE FUNCTION cotraining.replace_outcome(of_province text, of_placement uuid, of_source text, at timestamptz) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  there cotraining.outcome;
BEGIN
  IF NOT EXISTS (SELECT FROM cotraining.my_placements() m WHERE m.province = of_province AND m.id = of_placement) THEN RETURN 'unknown'; END IF;
  SELECT o.* INTO there FROM cotraining.outcome o JOIN cotraining.placement l ON l.province = o.province AND l.id = of_placement AND l.person = o.person
    WHERE o.province = of_province AND o.replaced_at IS NULL FOR UPDATE OF o;
  IF there.id IS NULL THEN RETURN 'none'; END IF;
  IF there.source = 'student' AND of_source <> 'student' THEN RETURN 'own'; END IF;
  IF there.source = 'school' AND of_source = 'enterprise' THEN RETURN 'school'; END IF;
  UPDATE cotraining.outcome o SET replaced_at = at WHERE o.province = there.province AND o.id = there.id;
  RETURN 'replaced';
END $$;

REVOKE ALL ON FUNCTION cotraining.assessment_last(text, uuid), cotraining.my_assessments(), cotraining.check_certificate(text, text), cotraining.next_certificate(text, integer),
  cotraining.outcome_figures(text), cotraining.trainee_programme(text, uuid), cotraining.replace_outcome(text, uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.assessment_last(text, uuid), cotraining.my_assessments(), cotraining.check_certificate(text, text), cotraining.next_certificate(text, integer),
  cotraining.outcome_figures(text), cotraining.trainee_programme(text, uuid), cotraining.replace_outcome(text, uuid, text, timestamptz) TO tixi_app;
