-- Joint training: enterprises as places of training, their posts, agreements of school and enterprise, and who is placed where.
-- The state of an agreement and of a placement is the fold of its actions.

CREATE SCHEMA cotraining;
GRANT USAGE ON SCHEMA cotraining TO tixi_app;

-- What an enterprise says of itself, for the legal gate; null = not known, and what is not known is not passed.
CREATE TABLE cotraining.workplace (
  province text NOT NULL,
  organisation uuid NOT NULL,
  name text NOT NULL,
  region text NOT NULL,
  -- GB/T 4754 codes of all it does
  industries text[] NOT NULL DEFAULT '{}',
  -- 在岗职工总数
  staff integer CHECK (staff >= 0),
  registered boolean,
  -- 严重失信, or breaches of work safety within three years
  dishonest boolean,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  updated_by_name text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (province, organisation)
);

CREATE TABLE cotraining.post (
  province text NOT NULL,
  id uuid NOT NULL,
  enterprise uuid NOT NULL,
  name text NOT NULL,
  -- code of the classification of occupations; '' = none given
  occupation text NOT NULL DEFAULT '',
  -- codes, or beginnings of codes, of the programmes that it is for
  programmes text[] NOT NULL DEFAULT '{}',
  seats integer NOT NULL CHECK (seats BETWEEN 0 AND 10000),
  -- posts of an enterprise with the same word are like posts (同类岗位); '' = this one alone
  like_key text NOT NULL DEFAULT '',
  like_staff integer CHECK (like_staff >= 0),
  -- monthly, fen
  like_pay bigint CHECK (like_pay >= 0),
  lowest_pay bigint CHECK (lowest_pay >= 0),
  labour_level integer CHECK (labour_level BETWEEN 1 AND 4),
  hazards text[],
  hours_day numeric(4, 1) CHECK (hours_day BETWEEN 0 AND 24),
  hours_week numeric(4, 1) CHECK (hours_week BETWEEN 0 AND 168),
  rest_days numeric(3, 1) CHECK (rest_days BETWEEN 0 AND 7),
  overtime boolean,
  night boolean,
  rest_day_work boolean,
  holiday_work boolean,
  simple_only boolean,
  -- what somebody in it can do: [{ key, name }]
  competences jsonb NOT NULL DEFAULT '[]',
  closed_at timestamptz,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id)
);
-- serves: posts of an enterprise
CREATE INDEX post_of_enterprise ON cotraining.post (enterprise, id);

CREATE TABLE cotraining.agreement (
  province text NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('commissioned', 'order-class', 'modern-apprenticeship', 'enterprise-apprenticeship', 'field-engineer', 'joint-enrolment', 'placement')),
  title text NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  enterprise uuid NOT NULL,
  enterprise_name text NOT NULL,
  region text NOT NULL,
  programme text NOT NULL,
  cohort_year integer NOT NULL CHECK (cohort_year BETWEEN 1990 AND 2100),
  people integer NOT NULL CHECK (people BETWEEN 1 AND 10000),
  from_on date NOT NULL,
  to_on date NOT NULL CHECK (to_on > from_on),
  -- the consortium or community in which it came about
  alliance uuid,
  -- pay, insurance, mentors, rotation, assessment, breach: what the clauses are filled in from
  terms jsonb NOT NULL DEFAULT '{}',
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  CHECK (school <> enterprise)
);
-- serves: agreements of a school, of an enterprise, newest first
CREATE INDEX agreement_of_school ON cotraining.agreement (school, id);
CREATE INDEX agreement_of_enterprise ON cotraining.agreement (enterprise, id);

CREATE TABLE cotraining.agreement_action (
  province text NOT NULL,
  agreement_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, agreement_id, seq),
  FOREIGN KEY (province, agreement_id) REFERENCES cotraining.agreement (province, id)
);

-- The cohort of an agreement.
CREATE TABLE cotraining.trainee (
  province text NOT NULL,
  agreement_id uuid NOT NULL,
  person uuid NOT NULL,
  name text NOT NULL,
  since date NOT NULL,
  until date CHECK (until >= since),
  PRIMARY KEY (province, agreement_id, person),
  FOREIGN KEY (province, agreement_id) REFERENCES cotraining.agreement (province, id)
);
-- serves: agreements of a student
CREATE INDEX trainee_person ON cotraining.trainee (person);

-- A student at a post (实习), with the facts that the legal gate judges; null = not known.
CREATE TABLE cotraining.placement (
  province text NOT NULL,
  id uuid NOT NULL,
  person uuid NOT NULL,
  person_name text NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  region text NOT NULL,
  enterprise uuid NOT NULL,
  enterprise_name text NOT NULL,
  post_id uuid NOT NULL,
  agreement_id uuid,
  from_on date NOT NULL,
  to_on date NOT NULL CHECK (to_on >= from_on),
  -- 师傅 and 指导教师: persons of the register where they are known there
  mentor uuid,
  mentor_name text NOT NULL DEFAULT '',
  teacher uuid,
  teacher_name text NOT NULL DEFAULT '',
  -- 岗位实习, else 认识实习
  on_post boolean NOT NULL DEFAULT true,
  independent boolean,
  -- monthly, fen
  pay bigint CHECK (pay >= 0),
  pay_cycle numeric(4, 1),
  paid_in_money boolean,
  paid_to_student boolean,
  signatures text[] CHECK (signatures <@ ARRAY['school', 'enterprise', 'student']),
  signed date,
  agreement_fields text[],
  official_template boolean,
  student_consent boolean,
  guardian_consent boolean,
  insured_from date,
  insured_to date,
  insurance_charged_to_student boolean,
  accident_from date,
  accident_to date,
  fees bigint CHECK (fees >= 0),
  guarantee boolean,
  papers_held boolean,
  agent boolean,
  imposed boolean,
  self_found boolean,
  school_approved boolean,
  own_assessment boolean,
  joint_enrolment boolean,
  apprentice_agreement boolean,
  -- of the student, which the register does not know
  female boolean,
  health_checked date,
  -- of the last check; null = never checked
  verdict text CHECK (verdict IN ('clear', 'open', 'refused')),
  checked_at timestamptz,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, post_id) REFERENCES cotraining.post (province, id),
  FOREIGN KEY (province, agreement_id) REFERENCES cotraining.agreement (province, id)
);
-- serves: placements of a school, an enterprise, a student, a teacher, a mentor; of an agreement
CREATE INDEX placement_of_school ON cotraining.placement (school, id);
CREATE INDEX placement_of_enterprise ON cotraining.placement (enterprise, id);
CREATE INDEX placement_person ON cotraining.placement (person);
CREATE INDEX placement_teacher ON cotraining.placement (teacher) WHERE teacher IS NOT NULL;
CREATE INDEX placement_mentor ON cotraining.placement (mentor) WHERE mentor IS NOT NULL;
CREATE INDEX placement_of_agreement ON cotraining.placement (province, agreement_id) WHERE agreement_id IS NOT NULL;

CREATE TABLE cotraining.placement_action (
  province text NOT NULL,
  placement_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, placement_id, seq),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);

CREATE FUNCTION cotraining.agreement_state(of_province text, of_agreement uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM cotraining.agreement_action a WHERE a.province = of_province AND a.agreement_id = of_agreement ORDER BY a.seq DESC LIMIT 1 $$;
CREATE FUNCTION cotraining.placement_state(of_province text, of_placement uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM cotraining.placement_action a WHERE a.province = of_province AND a.placement_id = of_placement ORDER BY a.seq DESC LIMIT 1 $$;

-- The sets that the policies ask, once a statement.
CREATE FUNCTION cotraining.my_agreements() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.province, a.id FROM cotraining.agreement a WHERE platform.actor_role() IN ('school-officer', 'teacher') AND a.school = platform.actor_organisation()
  UNION SELECT a.province, a.id FROM cotraining.agreement a WHERE platform.actor_role() IN ('enterprise-officer', 'mentor') AND a.enterprise = platform.actor_organisation()
  UNION SELECT t.province, t.agreement_id FROM cotraining.trainee t WHERE platform.actor_role() = 'student' AND t.person = platform.actor_person()
    AND cotraining.agreement_state(t.province, t.agreement_id) <> 'draft'
  UNION SELECT a.province, a.id FROM cotraining.agreement a WHERE platform.works_here() AND starts_with(a.region, platform.actor_prefix()) $$;
CREATE FUNCTION cotraining.my_placements() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.province, p.id FROM cotraining.placement p WHERE platform.actor_role() = 'student' AND p.person = platform.actor_person()
  UNION SELECT p.province, p.id FROM cotraining.placement p WHERE platform.actor_role() = 'teacher' AND p.teacher = platform.actor_person()
  UNION SELECT p.province, p.id FROM cotraining.placement p WHERE platform.actor_role() = 'mentor' AND p.mentor = platform.actor_person()
  UNION SELECT p.province, p.id FROM cotraining.placement p WHERE platform.actor_role() = 'school-officer' AND p.school = platform.actor_organisation()
  UNION SELECT p.province, p.id FROM cotraining.placement p WHERE platform.actor_role() = 'enterprise-officer' AND p.enterprise = platform.actor_organisation()
  UNION SELECT p.province, p.id FROM cotraining.placement p WHERE platform.works_here() AND starts_with(p.region, platform.actor_prefix()) $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['workplace', 'post', 'agreement', 'agreement_action', 'trainee', 'placement', 'placement_action'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON cotraining.%I TO tixi_app', name);
  END LOOP;
END $$;
GRANT UPDATE (name, region, industries, staff, registered, dishonest, revision, updated_by_name, updated_at) ON cotraining.workplace TO tixi_app;
GRANT UPDATE (name, occupation, programmes, seats, like_key, like_staff, like_pay, lowest_pay, labour_level, hazards, hours_day, hours_week, rest_days,
  overtime, night, rest_day_work, holiday_work, simple_only, competences, closed_at, revision) ON cotraining.post TO tixi_app;
GRANT UPDATE (kind, title, programme, cohort_year, people, from_on, to_on, alliance, terms, revision) ON cotraining.agreement TO tixi_app;
GRANT UPDATE (until), DELETE ON cotraining.trainee TO tixi_app;
GRANT UPDATE (post_id, agreement_id, from_on, to_on, mentor, mentor_name, teacher, teacher_name, on_post, independent, pay, pay_cycle, paid_in_money,
  paid_to_student, signatures, signed, agreement_fields, official_template, student_consent, guardian_consent, insured_from, insured_to,
  insurance_charged_to_student, accident_from, accident_to, fees, guarantee, papers_held, agent, imposed, self_found, school_approved, own_assessment,
  joint_enrolment, apprentice_agreement, female, health_checked, verdict, checked_at, revision) ON cotraining.placement TO tixi_app;

-- What an enterprise offers is known to schools and offices of the province, and to its own; to students through their placements and rounds.
CREATE POLICY own ON cotraining.workplace TO tixi_app
  USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND organisation = (SELECT platform.actor_organisation()))
  WITH CHECK ((SELECT platform.actor_role()) = 'enterprise-officer' AND organisation = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province()));
CREATE POLICY known ON cotraining.workplace FOR SELECT TO tixi_app
  USING (province = (SELECT platform.actor_province()) AND (SELECT platform.actor_role() IN ('school-officer', 'teacher', 'mentor', 'planner', 'administrator')));
CREATE POLICY own ON cotraining.post TO tixi_app
  USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()))
  WITH CHECK ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province()));
CREATE POLICY known ON cotraining.post FOR SELECT TO tixi_app
  USING (province = (SELECT platform.actor_province()) AND (SELECT platform.actor_role() IN ('school-officer', 'teacher', 'mentor', 'planner', 'administrator')));
CREATE POLICY placed ON cotraining.post FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'student' AND (province, id) IN (SELECT p.province, p.post_id FROM cotraining.placement p WHERE p.person = (SELECT platform.actor_person())));

CREATE POLICY reads ON cotraining.agreement FOR SELECT TO tixi_app USING ((province, id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m));
CREATE POLICY drafts ON cotraining.agreement FOR INSERT TO tixi_app
  WITH CHECK (province = (SELECT platform.actor_province()) AND ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation())
    OR (SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation())));
CREATE POLICY keeps ON cotraining.agreement FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation())
    OR (SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()));
CREATE FUNCTION cotraining.own_agreements() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.province, a.id FROM cotraining.agreement a WHERE platform.actor_role() = 'school-officer' AND a.school = platform.actor_organisation()
  UNION SELECT a.province, a.id FROM cotraining.agreement a WHERE platform.actor_role() = 'enterprise-officer' AND a.enterprise = platform.actor_organisation() $$;
CREATE POLICY reads ON cotraining.agreement_action FOR SELECT TO tixi_app USING ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m));
CREATE POLICY acts ON cotraining.agreement_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m));
-- who is in a cohort: the two parties, the office, and each himself
CREATE POLICY reads ON cotraining.trainee FOR SELECT TO tixi_app
  USING (person = (SELECT platform.actor_person()) AND (SELECT platform.actor_role()) = 'student'
    OR (SELECT platform.actor_role()) <> 'student' AND (province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m));
CREATE POLICY enters ON cotraining.trainee FOR INSERT TO tixi_app WITH CHECK ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m));
CREATE POLICY keeps ON cotraining.trainee FOR UPDATE TO tixi_app USING ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m));
CREATE POLICY takes_out ON cotraining.trainee FOR DELETE TO tixi_app USING ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m));

CREATE POLICY reads ON cotraining.placement FOR SELECT TO tixi_app USING ((province, id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m));
CREATE POLICY plans ON cotraining.placement FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province()));
CREATE POLICY keeps ON cotraining.placement FOR UPDATE TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY reads ON cotraining.placement_action FOR SELECT TO tixi_app USING ((province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m));
CREATE POLICY acts ON cotraining.placement_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (SELECT platform.actor_role()) = 'school-officer'
    AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m));

REVOKE ALL ON FUNCTION cotraining.agreement_state(text, uuid), cotraining.placement_state(text, uuid), cotraining.my_agreements(), cotraining.own_agreements(), cotraining.my_placements() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.agreement_state(text, uuid), cotraining.placement_state(text, uuid), cotraining.my_agreements(), cotraining.own_agreements(), cotraining.my_placements() TO tixi_app;
