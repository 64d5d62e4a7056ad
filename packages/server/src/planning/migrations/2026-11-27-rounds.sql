-- The procedure of programme adjustment: a school applies, the office checks, experts review, the public may object, the
-- office decides, the year's list is published. The state of an application is the fold of its actions.

ALTER TABLE planning.round
  -- days of public notice (公示), and how many independent scores an application needs
  ADD COLUMN notice_days integer NOT NULL DEFAULT 5 CHECK (notice_days BETWEEN 5 AND 60),
  ADD COLUMN reviewers integer NOT NULL DEFAULT 3 CHECK (reviewers BETWEEN 3 AND 15),
  -- steps with their days, sources and trust; empty = the defaults of the enrolment year
  ADD COLUMN calendar jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN revision integer NOT NULL DEFAULT 1;

CREATE TABLE planning.application (
  province text NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  city text NOT NULL,
  region text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('open', 'change', 'withdraw')),
  change text CHECK ((kind = 'change') = (change IS NOT NULL) AND change IN ('rename', 'direction', 'expand', 'shrink', 'level')),
  -- the offering that is changed or withdrawn
  offering_id uuid,
  -- null: not in the catalogue (目录外); the office enters the code when it approves
  programme text,
  programme_name text NOT NULL,
  level text NOT NULL CHECK (level IN ('secondary', 'college', 'bachelor')),
  -- what it is to become, where it is renamed or changes its level
  new_programme text,
  lane text NOT NULL CHECK (lane IN ('record', 'provincial', 'ministry')),
  form jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  sample boolean NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, round_id) REFERENCES planning.round (province, id),
  FOREIGN KEY (province, offering_id) REFERENCES planning.offering (province, id),
  CHECK ((kind = 'open') = (offering_id IS NULL))
);
-- the applications of a round, the newest first
CREATE INDEX application_of_round ON planning.application (province, round_id, id);
-- a school's own applications
CREATE INDEX application_of_school ON planning.application (school, id);

CREATE TABLE planning.application_action (
  province text NOT NULL,
  application_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (province, application_id, seq),
  FOREIGN KEY (province, application_id) REFERENCES planning.application (province, id)
);

CREATE TABLE planning.review (
  province text NOT NULL,
  id uuid NOT NULL,
  application_id uuid NOT NULL,
  -- which handing-in of the application it is about
  turn integer NOT NULL,
  person uuid NOT NULL,
  reviewer_name text NOT NULL,
  organisation uuid,
  organisation_name text NOT NULL,
  state text NOT NULL DEFAULT 'assigned' CHECK (state IN ('assigned', 'scored', 'declined', 'released')),
  scores jsonb,
  total double precision,
  recommend boolean,
  opinion text,
  -- declined because of a conflict of interest with the school: it holds for the school's other applications too
  conflict boolean NOT NULL DEFAULT false,
  assigned_at timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (province, id),
  UNIQUE (province, application_id, turn, person),
  FOREIGN KEY (province, application_id) REFERENCES planning.application (province, id),
  CHECK ((state = 'scored') = (scores IS NOT NULL AND total IS NOT NULL AND recommend IS NOT NULL AND opinion <> ''))
);
-- what a reviewer has to do
CREATE INDEX review_of_person ON planning.review (person, state);

-- 公示: what anybody may read, so nothing personal is in it.
CREATE TABLE planning.public_notice (
  province text NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  title text NOT NULL,
  publisher text NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL CHECK (until_day >= from_day),
  items jsonb NOT NULL,
  sample boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, round_id) REFERENCES planning.round (province, id)
);
-- public notices, the newest first
CREATE INDEX public_notice_round ON planning.public_notice (province, round_id, id);

CREATE TABLE planning.objection (
  province text NOT NULL,
  id uuid NOT NULL,
  notice_id uuid NOT NULL,
  application_id uuid NOT NULL,
  content text NOT NULL CHECK (content <> ''),
  name_sealed bytea,
  phone_sealed bytea,
  created_at timestamptz NOT NULL,
  upheld boolean,
  answer text,
  answered_by_name text,
  answered_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, notice_id) REFERENCES planning.public_notice (province, id),
  CHECK ((upheld IS NULL) = (answer IS NULL))
);
-- the objections to an application, and those that wait
CREATE INDEX objection_of_application ON planning.objection (province, application_id);

-- The year's list as it was published, never changed; a later version replaces it.
CREATE TABLE planning.year_list (
  province text NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  version integer NOT NULL,
  year integer NOT NULL,
  title text NOT NULL,
  publisher text NOT NULL,
  content jsonb NOT NULL,
  sha256 text NOT NULL,
  sample boolean NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, round_id, version),
  FOREIGN KEY (province, round_id) REFERENCES planning.round (province, id)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['application', 'application_action', 'review', 'public_notice', 'objection', 'year_list'] LOOP
    EXECUTE format('ALTER TABLE planning.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE planning.%I FORCE ROW LEVEL SECURITY', name);
    -- the functions below, reminders, the keeping of personal data
    EXECUTE format('CREATE POLICY keeper ON planning.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
  END LOOP;
  EXECUTE format('CREATE POLICY keeper ON planning.round FOR SELECT TO %I USING (true)', current_user);
END $$;

-- Whether the actor reviews an application, and whether he has given his score.
CREATE FUNCTION planning.reviews(of_province text, application uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.actor_role() = 'reviewer' AND EXISTS (SELECT FROM planning.review r WHERE r.province = of_province
    AND r.application_id = application AND r.person = platform.actor_person() AND r.state IN ('assigned', 'scored')) $$;
CREATE FUNCTION planning.has_scored(of_province text, application uuid, of_turn integer) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.actor_role() = 'reviewer' AND EXISTS (SELECT FROM planning.review r WHERE r.province = of_province
    AND r.application_id = application AND r.turn = of_turn AND r.person = platform.actor_person() AND r.state = 'scored') $$;
CREATE FUNCTION planning.own_application(of_province text, application uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.actor_role() = 'school-officer' AND EXISTS (SELECT FROM planning.application a WHERE a.province = of_province
    AND a.id = application AND a.school = platform.actor_organisation()) $$;

CREATE POLICY province_reads ON planning.application FOR SELECT TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_province()));
CREATE POLICY school_reads ON planning.application FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY reviewer_reads ON planning.application FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'reviewer' AND planning.reviews(province, id));
CREATE POLICY school_adds ON planning.application FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation())
    AND province = (SELECT platform.actor_province()));
CREATE POLICY school_changes ON planning.application FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()))
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
GRANT SELECT, INSERT ON planning.application TO tixi_app;
GRANT UPDATE (form, revision) ON planning.application TO tixi_app;

CREATE POLICY province_reads ON planning.application_action FOR SELECT TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_province()));
CREATE POLICY school_reads ON planning.application_action FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND planning.own_application(province, application_id));
CREATE POLICY reviewer_reads ON planning.application_action FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'reviewer' AND planning.reviews(province, application_id));
-- nobody acts in another's name, and a school takes no step that is the office's
CREATE POLICY office_acts ON planning.application_action FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region())
    AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND action NOT IN ('draft', 'submit', 'withdraw'));
CREATE POLICY school_acts ON planning.application_action FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND planning.own_application(province, application_id)
    AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND action IN ('draft', 'submit', 'withdraw'));
GRANT SELECT, INSERT ON planning.application_action TO tixi_app;

CREATE POLICY province_reads ON planning.review FOR SELECT TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_province()));
CREATE POLICY own ON planning.review FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'reviewer' AND person = (SELECT platform.actor_person()));
-- another's score only after one's own
CREATE POLICY after_own_score ON planning.review FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'reviewer' AND state = 'scored' AND planning.has_scored(province, application_id, turn));
CREATE POLICY office_assigns ON planning.review FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()) AND state = 'assigned');
CREATE POLICY office_releases ON planning.review FOR UPDATE TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()) AND state = 'assigned')
  WITH CHECK (state = 'released');
CREATE POLICY reviewer_answers ON planning.review FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'reviewer' AND person = (SELECT platform.actor_person()) AND state = 'assigned')
  WITH CHECK (person = (SELECT platform.actor_person()) AND state IN ('scored', 'declined'));
GRANT SELECT, INSERT ON planning.review TO tixi_app;
GRANT UPDATE (state, scores, total, recommend, opinion, conflict, answered_at) ON planning.review TO tixi_app;

CREATE POLICY anybody_reads ON planning.public_notice FOR SELECT TO tixi_app USING (true);
CREATE POLICY office_adds ON planning.public_notice FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()));
GRANT SELECT, INSERT ON planning.public_notice TO tixi_app;

CREATE POLICY office_reads ON planning.objection FOR SELECT TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()));
CREATE POLICY anybody_objects ON planning.objection FOR INSERT TO tixi_app WITH CHECK (upheld IS NULL AND answer IS NULL
  AND EXISTS (SELECT FROM planning.public_notice n WHERE n.province = objection.province AND n.id = notice_id
    AND platform.today() BETWEEN n.from_day AND n.until_day
    AND n.items @> jsonb_build_array(jsonb_build_object('application', application_id))));
CREATE POLICY office_answers ON planning.objection FOR UPDATE TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()) AND upheld IS NULL)
  WITH CHECK (province = (SELECT platform.actor_region()));
GRANT SELECT, INSERT ON planning.objection TO tixi_app;
GRANT UPDATE (upheld, answer, answered_by_name, answered_at) ON planning.objection TO tixi_app;
-- Whoever has the number of his objection reads the answer, and nothing of who he is.
CREATE FUNCTION planning.answer_to(objection uuid)
  RETURNS TABLE (created_at timestamptz, upheld boolean, answer text, answered_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.created_at, o.upheld, o.answer, o.answered_at FROM planning.objection o WHERE o.id = objection $$;

CREATE POLICY anybody_reads ON planning.year_list FOR SELECT TO tixi_app USING (true);
CREATE POLICY office_adds ON planning.year_list FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()));
GRANT SELECT, INSERT ON planning.year_list TO tixi_app;

-- Reviewers of the province with what speaks against each: a role in the school, in the organisation above it or below it,
-- or a conflict that he himself declared for the school. For the office alone.
CREATE FUNCTION planning.reviewer_pool(of_school uuid)
  RETURNS TABLE (person uuid, name text, post text, organisation uuid, organisation_name text, conflict text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH near AS (
    SELECT of_school AS id, 'school' AS why
    UNION SELECT v.parent, 'above' FROM registry.organisation_version v WHERE v.organisation_id = of_school AND upper_inf(v.valid) AND v.parent IS NOT NULL
    UNION SELECT v.organisation_id, 'below' FROM registry.organisation_version v WHERE v.parent = of_school AND upper_inf(v.valid)),
  held AS (
    SELECT m.* FROM registry.membership m WHERE m.state = 'active' AND m.since <= platform.today() AND (m.until IS NULL OR m.until >= platform.today()))
  SELECT p.id, p.name, min(m.post), (array_agg(m.organisation_id))[1],
    coalesce((SELECT v.name FROM registry.organisation_version v WHERE v.organisation_id = (array_agg(m.organisation_id))[1] AND upper_inf(v.valid)), ''),
    coalesce(
      (SELECT near.why FROM held h JOIN near ON near.id = h.organisation_id WHERE h.person_id = p.id ORDER BY near.why DESC LIMIT 1),
      (SELECT 'declared' FROM planning.review r JOIN planning.application a ON a.province = r.province AND a.id = r.application_id
        WHERE r.person = p.id AND r.conflict AND a.school = of_school LIMIT 1))
  FROM registry.person p JOIN held m ON m.person_id = p.id AND m.role = 'reviewer'
    AND (m.region IS NULL OR starts_with(m.region, left(platform.actor_region(), 2)))
  WHERE platform.works_here() AND p.state = 'active' AND p.user_id IS NOT NULL
  GROUP BY p.id, p.name ORDER BY p.name, p.id $$;
-- The same question for one reviewer and himself, asked again when he scores and when the review is concluded.
CREATE FUNCTION planning.conflict_of(who uuid, of_school uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM registry.membership m JOIN registry.organisation_version v ON upper_inf(v.valid)
      AND ((v.organisation_id = of_school AND m.organisation_id IN (v.organisation_id, v.parent)) OR (v.parent = of_school AND m.organisation_id = v.organisation_id))
    WHERE m.person_id = who AND m.state = 'active' AND m.since <= platform.today() AND (m.until IS NULL OR m.until >= platform.today()))
    OR EXISTS (SELECT FROM planning.review r JOIN planning.application a ON a.province = r.province AND a.id = r.application_id
      WHERE r.person = who AND r.conflict AND a.school = of_school) $$;

-- The files of an application, for everybody who may read the application (a reviewer keeps no files of a school).
CREATE FUNCTION planning.files_of(application uuid) RETURNS SETOF platform.file
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.* FROM platform.file f JOIN planning.application a ON f.subject = 'application:' || a.id
  WHERE a.id = application AND f.state <> 'removed'
    AND (platform.works_here() AND a.province = platform.actor_province()
      OR platform.actor_role() = 'school-officer' AND a.school = platform.actor_organisation()
      OR planning.reviews(a.province, a.id))
  ORDER BY f.id $$;
REVOKE ALL ON FUNCTION planning.reviews(text, uuid), planning.has_scored(text, uuid, integer), planning.own_application(text, uuid),
  planning.answer_to(uuid), planning.reviewer_pool(uuid), planning.conflict_of(uuid, uuid), planning.files_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION planning.reviews(text, uuid), planning.has_scored(text, uuid, integer), planning.own_application(text, uuid),
  planning.answer_to(uuid), planning.reviewer_pool(uuid), planning.conflict_of(uuid, uuid), planning.files_of(uuid) TO tixi_app;
