-- Pathways (成长成才通道): agreements by which one level leads to the next, what became of their cohorts, what earlier
-- learning counts for, and the ways that a person kept. The state of an agreement and of a request is the fold of its actions.

CREATE SCHEMA pathways;
GRANT USAGE ON SCHEMA pathways TO tixi_app;

CREATE TABLE pathways.agreement (
  province text NOT NULL,
  id uuid NOT NULL,
  -- 五年一贯, 3+2, 3+3, 3+4, 专科 3+2, 5+2, 专升本 (rule book EXM-17, EXM-20)
  kind text NOT NULL CHECK (kind IN ('five-year', '3+2', '3+3', '3+4', 'college-3+2', '5+2', 'upgrade')),
  lower_school uuid,
  lower_school_name text NOT NULL,
  lower_programme text NOT NULL,
  upper_school uuid,
  upper_school_name text NOT NULL,
  -- code of the vocational catalogue; null: an undergraduate programme, known by its name alone
  upper_programme text,
  upper_programme_name text NOT NULL,
  lower_years numeric(3, 1) NOT NULL CHECK (lower_years > 0),
  upper_years numeric(3, 1) NOT NULL CHECK (upper_years > 0),
  -- year of entry of its first and, where it is known, last cohort
  first_cohort integer NOT NULL CHECK (first_cohort BETWEEN 2000 AND 2100),
  last_cohort integer CHECK (last_cohort >= first_cohort),
  -- approved places of each cohort
  quota integer NOT NULL CHECK (quota > 0),
  -- conditions of transfer: [{ key, words, least }]; 转段考核: [{ name, weight, least }]
  conditions jsonb NOT NULL DEFAULT '[]',
  assessment jsonb NOT NULL DEFAULT '[]',
  -- yuan a year in the lower and upper part; null = not said
  lower_tuition integer CHECK (lower_tuition >= 0),
  upper_tuition integer CHECK (upper_tuition >= 0),
  remark text NOT NULL DEFAULT '',
  -- the school that proposed it; the other one accepts
  proposer uuid,
  region text NOT NULL,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  CHECK (lower_school IS DISTINCT FROM upper_school OR kind = 'five-year' OR lower_school IS NULL)
);
CREATE INDEX agreement_of_lower ON pathways.agreement (lower_school);
CREATE INDEX agreement_of_upper ON pathways.agreement (upper_school);
CREATE INDEX agreement_programmes ON pathways.agreement (province, lower_programme);

CREATE TABLE pathways.agreement_action (
  province text NOT NULL,
  agreement_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  payload jsonb NOT NULL DEFAULT '{}',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, agreement_id, seq),
  FOREIGN KEY (province, agreement_id) REFERENCES pathways.agreement (province, id)
);

-- What became of a cohort in a school year: persons, never names.
CREATE TABLE pathways.cohort_year (
  province text NOT NULL,
  agreement_id uuid NOT NULL,
  cohort integer NOT NULL,
  year integer NOT NULL CHECK (year >= cohort),
  -- where they are in that year
  stage text NOT NULL CHECK (stage IN ('lower', 'upper')),
  enrolled integer NOT NULL CHECK (enrolled >= 0),
  -- during the year: left for good, changed to the ordinary way, sat and passed the 转段考核, moved up, finished
  left_school integer NOT NULL DEFAULT 0 CHECK (left_school >= 0),
  changed_track integer NOT NULL DEFAULT 0 CHECK (changed_track >= 0),
  assessed integer CHECK (assessed >= 0),
  passed integer CHECK (passed >= 0 AND passed <= assessed),
  moved_up integer NOT NULL DEFAULT 0 CHECK (moved_up >= 0),
  finished integer NOT NULL DEFAULT 0 CHECK (finished >= 0),
  entered_by_name text NOT NULL,
  changed_at timestamptz NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  PRIMARY KEY (province, agreement_id, cohort, year, stage),
  FOREIGN KEY (province, agreement_id) REFERENCES pathways.agreement (province, id),
  CHECK (left_school + changed_track + moved_up + finished <= enrolled)
);

-- 学分认定: what a school counts for which course of which programme (rule book STD-12)
CREATE TABLE pathways.credit_rule (
  province text NOT NULL,
  id uuid NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  programme text NOT NULL,
  source_kind text NOT NULL CHECK (source_kind IN ('course', 'certificate', 'work', 'award')),
  -- the course, the certificate, the kind of work
  source text NOT NULL CHECK (source <> ''),
  -- what it needs, e.g. months of work, level of the certificate, least mark
  needs text NOT NULL DEFAULT '',
  course text NOT NULL CHECK (course <> ''),
  -- tenths of a credit
  credits integer NOT NULL CHECK (credits > 0),
  valid_from date NOT NULL,
  valid_until date CHECK (valid_until >= valid_from),
  revision integer NOT NULL DEFAULT 1,
  sample boolean NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id)
);
CREATE INDEX credit_rule_of_school ON pathways.credit_rule (school, programme);
-- at most such a share of a programme's credits, in thousandths, and of how many tenths of credits in all
CREATE TABLE pathways.credit_limit (
  province text NOT NULL,
  school uuid NOT NULL,
  programme text NOT NULL,
  total integer NOT NULL CHECK (total > 0),
  share integer NOT NULL CHECK (share BETWEEN 0 AND 1000),
  PRIMARY KEY (province, school, programme)
);

CREATE TABLE pathways.credit_request (
  province text NOT NULL,
  id uuid NOT NULL,
  person uuid NOT NULL,
  school uuid NOT NULL,
  programme text NOT NULL,
  rule_id uuid NOT NULL,
  -- what he has done, in his words; the evidence is in files
  statement text NOT NULL,
  -- number and issuer of the certificate or record: one result counts once in a programme
  evidence_key text NOT NULL CHECK (evidence_key <> ''),
  -- as the rule was when he asked
  course text NOT NULL,
  credits integer NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  sample boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, rule_id) REFERENCES pathways.credit_rule (province, id)
);
CREATE INDEX credit_request_of_person ON pathways.credit_request (person);
CREATE INDEX credit_request_of_school ON pathways.credit_request (school);

CREATE TABLE pathways.credit_request_action (
  province text NOT NULL,
  request_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  payload jsonb NOT NULL DEFAULT '{}',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, request_id, seq),
  FOREIGN KEY (province, request_id) REFERENCES pathways.credit_request (province, id)
);

-- Ways that somebody kept, to look at again and to compare (up to four at once).
CREATE TABLE pathways.saved_plan (
  province text NOT NULL,
  id uuid NOT NULL,
  user_id text NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  -- where he stands and what he looks for
  query jsonb NOT NULL,
  -- keys of the chosen routes
  routes text[] NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id)
);
CREATE INDEX saved_plan_of_user ON pathways.saved_plan (user_id, id);

CREATE FUNCTION pathways.agreement_last(of_province text, of_agreement uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM pathways.agreement_action a WHERE a.province = of_province AND a.agreement_id = of_agreement ORDER BY a.seq DESC LIMIT 1 $$;
-- In force, or ended: its last cohorts go on. Either is public.
CREATE FUNCTION pathways.agreement_stands(of_province text, of_agreement uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT coalesce(pathways.agreement_last(of_province, of_agreement) IN ('record', 'end'), false) $$;
-- The number of the document by which it was recorded: as public as the agreement.
CREATE FUNCTION pathways.recorded_by(of_province text, of_agreement uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.payload ->> 'document' FROM pathways.agreement_action a
  WHERE a.province = of_province AND a.agreement_id = of_agreement AND a.action = 'record' ORDER BY a.seq DESC LIMIT 1 $$;
-- What its schools may still change.
CREATE FUNCTION pathways.agreement_open(of_province text, of_agreement uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT coalesce(pathways.agreement_last(of_province, of_agreement) IN ('propose', 'resubmit', 'return'), true) $$;
CREATE FUNCTION pathways.is_partner(of_province text, of_agreement uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.actor_role() IN ('school-officer', 'teacher') AND EXISTS (SELECT FROM pathways.agreement a WHERE a.province = of_province
    AND a.id = of_agreement AND platform.actor_organisation() IN (a.lower_school, a.upper_school)) $$;
CREATE FUNCTION pathways.is_requester(of_province text, request uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM pathways.credit_request r WHERE r.province = of_province AND r.id = request AND r.person = platform.actor_person()) $$;
CREATE FUNCTION pathways.decides_request(of_province text, request uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.actor_role() = 'school-officer' AND EXISTS (SELECT FROM pathways.credit_request r WHERE r.province = of_province
    AND r.id = request AND r.school = platform.actor_organisation()) $$;

DO $$
DECLARE
  name text;
  office text := '(select platform.works_here()) and province = (select platform.actor_region())';
  around text := '(select platform.works_here()) and province = (select platform.actor_province())';
BEGIN
  FOREACH name IN ARRAY ARRAY['agreement', 'agreement_action', 'cohort_year', 'credit_rule', 'credit_limit', 'credit_request', 'credit_request_action', 'saved_plan'] LOOP
    EXECUTE format('ALTER TABLE pathways.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE pathways.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON pathways.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON pathways.%I TO tixi_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['agreement', 'agreement_action', 'cohort_year'] LOOP
    EXECUTE format('CREATE POLICY office_reads ON pathways.%I FOR SELECT TO tixi_app USING (%s)', name, around);
    EXECUTE format('CREATE POLICY office_adds ON pathways.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
  END LOOP;
  EXECUTE format('CREATE POLICY office_changes ON pathways.agreement FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', office, office);
  EXECUTE format('CREATE POLICY office_reads ON pathways.credit_request FOR SELECT TO tixi_app USING (%s)', office);
  EXECUTE format('CREATE POLICY office_reads ON pathways.credit_request_action FOR SELECT TO tixi_app USING (%s)', office);
  -- an appeal goes to the office
  EXECUTE format('CREATE POLICY office_acts ON pathways.credit_request_action FOR INSERT TO tixi_app WITH CHECK (%s AND action IN (''uphold'', ''overturn''))', office);
END $$;
GRANT UPDATE (first_cohort, last_cohort, quota, conditions, assessment, lower_years, upper_years, lower_tuition, upper_tuition, remark, revision) ON pathways.agreement TO tixi_app;
GRANT UPDATE (enrolled, left_school, changed_track, assessed, passed, moved_up, finished, entered_by_name, changed_at, revision) ON pathways.cohort_year TO tixi_app;
GRANT UPDATE (source, needs, course, credits, valid_until, revision) ON pathways.credit_rule TO tixi_app;
GRANT UPDATE (total, share) ON pathways.credit_limit TO tixi_app;
GRANT UPDATE (statement, evidence_key, revision) ON pathways.credit_request TO tixi_app;
GRANT UPDATE (name, query, routes, revision), DELETE ON pathways.saved_plan TO tixi_app;

-- The partners see their own; everybody those that are in force.
CREATE POLICY partner_reads ON pathways.agreement FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('school-officer', 'teacher') AND (SELECT platform.actor_organisation()) IN (lower_school, upper_school));
CREATE POLICY in_force ON pathways.agreement FOR SELECT TO tixi_app USING (pathways.agreement_stands(province, id));
CREATE POLICY school_proposes ON pathways.agreement FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND (SELECT platform.actor_organisation()) IN (lower_school, upper_school)
    AND province = (SELECT platform.actor_province()));
CREATE POLICY school_changes ON pathways.agreement FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND (SELECT platform.actor_organisation()) IN (lower_school, upper_school)
    AND pathways.agreement_open(province, id))
  WITH CHECK ((SELECT platform.actor_organisation()) IN (lower_school, upper_school));
CREATE POLICY partner_reads ON pathways.agreement_action FOR SELECT TO tixi_app USING (pathways.is_partner(province, agreement_id));
CREATE POLICY partner_acts ON pathways.agreement_action FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND pathways.is_partner(province, agreement_id)
    AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND action IN ('propose', 'resubmit', 'accept', 'decline', 'return', 'withdraw'));
CREATE POLICY partner_reads ON pathways.cohort_year FOR SELECT TO tixi_app USING (pathways.is_partner(province, agreement_id));
CREATE POLICY partner_enters ON pathways.cohort_year FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND pathways.is_partner(province, agreement_id));
CREATE POLICY partner_changes ON pathways.cohort_year FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND pathways.is_partner(province, agreement_id));

-- What a school recognises is known to anybody; the school itself sets it.
CREATE POLICY anybody_reads ON pathways.credit_rule FOR SELECT TO tixi_app USING (true);
CREATE POLICY anybody_reads ON pathways.credit_limit FOR SELECT TO tixi_app USING (true);
DO $$
DECLARE
  name text;
  own text := '(select platform.actor_role()) = ''school-officer'' and school = (select platform.actor_organisation())';
BEGIN
  FOREACH name IN ARRAY ARRAY['credit_rule', 'credit_limit'] LOOP
    EXECUTE format('CREATE POLICY school_sets ON pathways.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, own);
    EXECUTE format('CREATE POLICY school_changes ON pathways.%I FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', name, own, own);
  END LOOP;
  EXECUTE format('CREATE POLICY school_reads ON pathways.credit_request FOR SELECT TO tixi_app USING (%s)', own);
END $$;

CREATE POLICY self ON pathways.credit_request FOR SELECT TO tixi_app USING (person = (SELECT platform.actor_person()));
CREATE POLICY self_asks ON pathways.credit_request FOR INSERT TO tixi_app WITH CHECK (person = (SELECT platform.actor_person()));
CREATE POLICY self_changes ON pathways.credit_request FOR UPDATE TO tixi_app USING (person = (SELECT platform.actor_person())) WITH CHECK (person = (SELECT platform.actor_person()));
CREATE POLICY own ON pathways.credit_request_action FOR SELECT TO tixi_app
  USING (pathways.is_requester(province, request_id) OR pathways.decides_request(province, request_id));
CREATE POLICY self_acts ON pathways.credit_request_action FOR INSERT TO tixi_app
  WITH CHECK (pathways.is_requester(province, request_id) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND action IN ('ask', 'resubmit', 'withdraw', 'appeal'));
CREATE POLICY school_acts ON pathways.credit_request_action FOR INSERT TO tixi_app
  WITH CHECK (pathways.decides_request(province, request_id) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND action IN ('recognise', 'return', 'refuse'));

CREATE POLICY own ON pathways.saved_plan FOR SELECT TO tixi_app USING (user_id = (SELECT platform.actor_id()));
CREATE POLICY own_adds ON pathways.saved_plan FOR INSERT TO tixi_app WITH CHECK (user_id = (SELECT platform.actor_id()));
CREATE POLICY own_changes ON pathways.saved_plan FOR UPDATE TO tixi_app USING (user_id = (SELECT platform.actor_id())) WITH CHECK (user_id = (SELECT platform.actor_id()));
CREATE POLICY own_removes ON pathways.saved_plan FOR DELETE TO tixi_app USING (user_id = (SELECT platform.actor_id()));

-- What the search of ways rests on beside what everybody reads: which school offers what, of the last two years that are
-- known, with the seats of the plan in force. Nothing of it is secret: offerings are recorded publicly every year.
CREATE FUNCTION pathways.offered(of_province text) RETURNS TABLE (programme text, school text, school_name text, school_kind text, city text, seats integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.programme, coalesce(o.school::text, o.school_name), o.school_name, coalesce(v.kind, ''), o.city, s.seats
  FROM planning.offering o
    LEFT JOIN registry.organisation_version v ON v.organisation_id = o.school AND upper_inf(v.valid)
    LEFT JOIN planning.published_seat s ON s.province = o.province AND s.offering_id = o.id AND s.current
      AND s.year = (SELECT max(n.year) FROM planning.public_plan n WHERE n.province = of_province AND n.current)
  WHERE o.province = of_province
    AND o.last_year >= (SELECT max(l.last_year) - 1 FROM planning.offering l WHERE l.province = of_province)
  ORDER BY o.id $$;
-- Changes when what lies behind the search does, as far as not everybody reads it.
CREATE FUNCTION pathways.graph_stamp(of_province text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT concat_ws(' ', (SELECT concat_ws(',', count(*), max(a.at)) FROM pathways.agreement_action a WHERE a.province = of_province),
    (SELECT concat_ws(',', count(*), sum(c.revision)) FROM pathways.credit_rule c WHERE c.province = of_province),
    (SELECT concat_ws(',', count(*), sum(o.last_year)) FROM planning.offering o WHERE o.province = of_province)) $$;
-- The middle pay of an occupation, in whole hundreds of yuan a month: of the postings of two years, only where at least three
-- employers say what they pay and none of them makes up more than three quarters, as in the release.
CREATE FUNCTION pathways.known_pay(of_province text, of_year integer) RETURNS TABLE (occupation text, pay integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH said AS (
    SELECT p.occupation, p.employer, (coalesce(p.salary_min, p.salary_max) + coalesce(p.salary_max, p.salary_min)) / 2.0 AS pay
    FROM demand.posting p
    WHERE p.province = of_province AND p.occupation IS NOT NULL AND p.employer IS NOT NULL AND coalesce(p.salary_min, p.salary_max) > 0
      AND p.published_on >= make_date(of_year - 1, 1, 1) AND p.published_on < make_date(of_year + 1, 1, 1)
  ), employers AS (SELECT s.occupation, s.employer, count(*) AS n FROM said s GROUP BY 1, 2),
  fit AS (SELECT e.occupation FROM employers e GROUP BY 1 HAVING count(*) >= 3 AND max(e.n) <= 0.75 * sum(e.n))
  SELECT s.occupation, (round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s.pay)::numeric / 100) * 100)::integer
  FROM said s JOIN fit f ON f.occupation = s.occupation GROUP BY 1 ORDER BY 1 $$;
-- The evidence of a request, for everybody who may read the request.
CREATE FUNCTION pathways.files_of(request uuid) RETURNS SETOF platform.file
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.* FROM platform.file f JOIN pathways.credit_request r ON f.subject = 'credit:' || r.id
  WHERE r.id = request AND f.state <> 'removed'
    AND (r.person = platform.actor_person() OR platform.actor_role() = 'school-officer' AND r.school = platform.actor_organisation()
      OR platform.works_here() AND r.province = platform.actor_region())
  ORDER BY f.id $$;
-- The name of whoever asks, for those who decide.
CREATE FUNCTION pathways.requester_name(request uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.name FROM pathways.credit_request r JOIN registry.person p ON p.id = r.person
  WHERE r.id = request AND (r.person = platform.actor_person() OR platform.actor_role() = 'school-officer' AND r.school = platform.actor_organisation()
    OR platform.works_here() AND r.province = platform.actor_region()) $$;
-- Whether a result counts in a programme already: the same evidence, recognised or still asked for.
CREATE FUNCTION pathways.counts_already(of_province text, of_person uuid, of_school uuid, of_programme text, of_key text, but uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM pathways.credit_request r
    WHERE r.province = of_province AND r.person = of_person AND r.school = of_school AND r.programme = of_programme
      AND lower(r.evidence_key) = lower(of_key) AND r.id IS DISTINCT FROM but
      AND (SELECT a.action FROM pathways.credit_request_action a WHERE a.province = r.province AND a.request_id = r.id ORDER BY a.seq DESC LIMIT 1)
        NOT IN ('withdraw', 'refuse', 'uphold')) $$;

DO $$ BEGIN
  EXECUTE format('CREATE POLICY pathways_read ON planning.offering FOR SELECT TO %I USING (true)', current_user);
END $$;
REVOKE ALL ON FUNCTION pathways.offered(text), pathways.graph_stamp(text), pathways.known_pay(text, integer), pathways.files_of(uuid),
  pathways.requester_name(uuid), pathways.counts_already(text, uuid, uuid, text, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pathways.offered(text), pathways.graph_stamp(text), pathways.known_pay(text, integer), pathways.files_of(uuid),
  pathways.requester_name(uuid), pathways.counts_already(text, uuid, uuid, text, text, uuid) TO tixi_app;
