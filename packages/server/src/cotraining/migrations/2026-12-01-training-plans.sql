-- Training plans (人才培养方案) that a school and its enterprises write together: a document in versions, comments on its clauses, and
-- the signature of the school and of each enterprise. What it says of posts is what the enterprises say of theirs.

CREATE TABLE cotraining.training_plan (
  province text NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  school uuid NOT NULL,
  school_name text NOT NULL,
  region text NOT NULL,
  programme text NOT NULL,
  cohort_year integer NOT NULL CHECK (cohort_year BETWEEN 1990 AND 2100),
  -- the consortium or community in which it is written
  alliance uuid,
  -- the enterprises that write it with the school, as the version that is worked on names them
  enterprises uuid[] NOT NULL,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  CHECK (NOT school = ANY (enterprises))
);
-- serves: plans of a school, of an enterprise
CREATE INDEX training_plan_of_school ON cotraining.training_plan (school, id);
CREATE INDEX training_plan_of_enterprise ON cotraining.training_plan USING gin (enterprises);

CREATE TABLE cotraining.training_plan_action (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, plan_id, seq),
  FOREIGN KEY (province, plan_id) REFERENCES cotraining.training_plan (province, id)
);

CREATE TABLE cotraining.training_plan_version (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  no integer NOT NULL CHECK (no >= 1),
  -- { partners, years, clauses, competences, courses, assessment, passMark }
  document jsonb NOT NULL,
  -- who has to sign it: the school and each enterprise
  parties uuid[] NOT NULL,
  -- the whole plan as it is signed
  text text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- why it was changed; '' for the first
  reason text NOT NULL DEFAULT '',
  proposed_at timestamptz,
  dropped_at timestamptz,
  revision integer NOT NULL DEFAULT 1,
  made_by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (province, plan_id, no),
  FOREIGN KEY (province, plan_id) REFERENCES cotraining.training_plan (province, id)
);

CREATE TABLE cotraining.training_plan_signature (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  no integer NOT NULL,
  -- place in the chain of this version, from 1
  seq integer NOT NULL CHECK (seq >= 1),
  organisation uuid NOT NULL,
  party text NOT NULL CHECK (party IN ('school', 'enterprise')),
  signer text NOT NULL,
  of_name text NOT NULL,
  by_user text,
  at timestamptz NOT NULL,
  sha256 text NOT NULL,
  -- hash of the signature before, of the text for the first
  previous text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (province, plan_id, no, seq),
  UNIQUE (province, plan_id, no, organisation),
  FOREIGN KEY (province, plan_id, no) REFERENCES cotraining.training_plan_version (province, plan_id, no)
);

-- What somebody of a party says of a clause, a course, a competence; answered by who keeps the plan.
CREATE TABLE cotraining.training_plan_comment (
  province text NOT NULL,
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  no integer NOT NULL,
  -- key of what it is about; '' = the plan as a whole
  clause text NOT NULL,
  words text NOT NULL,
  organisation uuid NOT NULL,
  organisation_name text NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  -- taken up, or why not
  outcome text CHECK (outcome IN ('taken', 'declined')),
  answer text NOT NULL DEFAULT '',
  answered_by_name text NOT NULL DEFAULT '',
  answered_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, plan_id) REFERENCES cotraining.training_plan (province, id),
  CHECK ((outcome IS NULL) = (answered_at IS NULL)),
  CHECK (outcome IS DISTINCT FROM 'declined' OR answer <> '')
);
-- serves: comments on a plan
CREATE INDEX training_plan_comment_of_plan ON cotraining.training_plan_comment (province, plan_id, id);

-- 校企混编教师团队: who teaches by the plan, of which side.
CREATE TABLE cotraining.training_plan_team (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  position integer NOT NULL,
  organisation uuid NOT NULL,
  name text NOT NULL,
  duty text NOT NULL CHECK (duty IN ('leader', 'teacher', 'mentor', 'developer')),
  -- keys of the courses that he teaches
  courses text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (province, plan_id, position),
  FOREIGN KEY (province, plan_id) REFERENCES cotraining.training_plan (province, id)
);
-- 共建资源: what school and enterprises bring in or make together for it.
CREATE TABLE cotraining.training_plan_resource (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  position integer NOT NULL,
  organisation uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('course', 'textbook', 'case', 'software', 'base', 'equipment', 'standard')),
  -- who may use it
  usage text NOT NULL CHECK (usage IN ('plan', 'alliance', 'open')),
  link text NOT NULL DEFAULT '',
  courses text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (province, plan_id, position),
  FOREIGN KEY (province, plan_id) REFERENCES cotraining.training_plan (province, id)
);

CREATE FUNCTION cotraining.plan_state(of_province text, of_plan uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM cotraining.training_plan_action a WHERE a.province = of_province AND a.plan_id = of_plan ORDER BY a.seq DESC LIMIT 1 $$;
-- The version in force: the last that every party has signed, of a plan that is not retired. Anybody may read it.
CREATE FUNCTION cotraining.plans_in_force() RETURNS TABLE (province text, id uuid, no integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT v.province, v.plan_id, max(v.no) FROM cotraining.training_plan_version v
    WHERE v.dropped_at IS NULL AND v.proposed_at IS NOT NULL AND cotraining.plan_state(v.province, v.plan_id) <> 'retire'
      AND cardinality(v.parties) = (SELECT count(*) FROM cotraining.training_plan_signature s WHERE s.province = v.province AND s.plan_id = v.plan_id AND s.no = v.no)
    GROUP BY v.province, v.plan_id $$;
CREATE FUNCTION cotraining.my_plans() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.province, p.id FROM cotraining.training_plan p WHERE platform.actor_role() IN ('school-officer', 'teacher') AND p.school = platform.actor_organisation()
  UNION SELECT p.province, p.id FROM cotraining.training_plan p WHERE platform.actor_role() IN ('enterprise-officer', 'mentor') AND p.enterprises @> ARRAY[platform.actor_organisation()]
  UNION SELECT p.province, p.id FROM cotraining.training_plan p WHERE platform.actor_role() = 'secretariat' AND p.alliance = platform.actor_organisation()
  UNION SELECT p.province, p.id FROM cotraining.training_plan p WHERE platform.works_here() AND starts_with(p.region, platform.actor_prefix()) $$;
CREATE FUNCTION cotraining.own_plans() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.province, p.id FROM cotraining.training_plan p WHERE platform.actor_role() = 'school-officer' AND p.school = platform.actor_organisation()
  UNION SELECT p.province, p.id FROM cotraining.training_plan p WHERE platform.actor_role() = 'enterprise-officer' AND p.enterprises @> ARRAY[platform.actor_organisation()] $$;
-- What the enterprises of a plan say that their posts ask, for those who read the plan.
CREATE FUNCTION cotraining.posts_of_plan(of_province text, of_plan uuid) RETURNS TABLE (id uuid, enterprise uuid, name text, occupation text, programmes text[], competences jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM cotraining.my_plans() m WHERE m.province = of_province AND m.id = of_plan) THEN RETURN; END IF;
  RETURN QUERY SELECT o.id, o.enterprise, o.name, o.occupation, o.programmes, o.competences
    FROM cotraining.training_plan p JOIN cotraining.post o ON o.province = p.province AND o.enterprise = ANY (p.enterprises)
    WHERE p.province = of_province AND p.id = of_plan AND o.closed_at IS NULL ORDER BY o.enterprise, o.name, o.id;
END $$;

-- The same lines as of an agreement: what is signed, in whose name, by whom, when, behind which signature.
CREATE FUNCTION cotraining.plan_signature_hash(of cotraining.training_plan_signature) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\n', of.plan_id, of.no, of.sha256, of.party, of.of_name, of.signer,
    to_char(of.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), of.previous), 'UTF8')), 'hex') $$;
CREATE FUNCTION cotraining.keep_signed_plan() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  version cotraining.training_plan_version;
  last text;
BEGIN
  IF TG_TABLE_NAME = 'training_plan_version' THEN
    IF TG_OP = 'DELETE' OR EXISTS (SELECT FROM cotraining.training_plan_signature s WHERE s.province = OLD.province AND s.plan_id = OLD.plan_id AND s.no = OLD.no)
        AND (NEW.document, NEW.parties, NEW.text, NEW.sha256, NEW.no, NEW.plan_id) IS DISTINCT FROM (OLD.document, OLD.parties, OLD.text, OLD.sha256, OLD.no, OLD.plan_id)
      THEN RAISE EXCEPTION 'this version is signed' USING errcode = 'insufficient_privilege'; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'a signature is not changed' USING errcode = 'insufficient_privilege'; END IF;
  SELECT * INTO version FROM cotraining.training_plan_version v WHERE v.province = NEW.province AND v.plan_id = NEW.plan_id AND v.no = NEW.no FOR UPDATE;
  IF version.proposed_at IS NULL OR version.dropped_at IS NOT NULL OR NEW.sha256 <> version.sha256 OR NOT NEW.organisation = ANY (version.parties)
      OR version.sha256 <> encode(sha256(convert_to(version.text, 'UTF8')), 'hex')
    THEN RAISE EXCEPTION 'this is not the text that is to be signed' USING errcode = 'insufficient_privilege'; END IF;
  SELECT s.hash INTO last FROM cotraining.training_plan_signature s WHERE s.province = NEW.province AND s.plan_id = NEW.plan_id AND s.no = NEW.no ORDER BY s.seq DESC LIMIT 1;
  IF NEW.previous <> coalesce(last, version.sha256) OR NEW.hash <> cotraining.plan_signature_hash(NEW)
    THEN RAISE EXCEPTION 'this signature does not follow the one before' USING errcode = 'insufficient_privilege'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_is_signed BEFORE UPDATE OR DELETE ON cotraining.training_plan_version FOR EACH ROW EXECUTE FUNCTION cotraining.keep_signed_plan();
CREATE TRIGGER signed_is_signed BEFORE INSERT OR UPDATE OR DELETE ON cotraining.training_plan_signature FOR EACH ROW EXECUTE FUNCTION cotraining.keep_signed_plan();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['training_plan', 'training_plan_action', 'training_plan_version', 'training_plan_signature', 'training_plan_comment', 'training_plan_team', 'training_plan_resource'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON cotraining.%I TO tixi_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['training_plan_action', 'training_plan_version', 'training_plan_signature', 'training_plan_comment', 'training_plan_team', 'training_plan_resource'] LOOP
    EXECUTE format('CREATE POLICY reads ON cotraining.%I FOR SELECT TO tixi_app USING ((province, plan_id) IN (SELECT m.province, m.id FROM cotraining.my_plans() m))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['training_plan_team', 'training_plan_resource'] LOOP
    EXECUTE format('GRANT DELETE ON cotraining.%I TO tixi_app', name);
    EXECUTE format('CREATE POLICY enters ON cotraining.%I FOR INSERT TO tixi_app WITH CHECK ((province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m))', name);
    EXECUTE format('CREATE POLICY clears ON cotraining.%I FOR DELETE TO tixi_app USING ((province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m))', name);
  END LOOP;
END $$;
GRANT UPDATE (title, programme, cohort_year, alliance, enterprises, revision) ON cotraining.training_plan TO tixi_app;
GRANT UPDATE (document, parties, text, sha256, reason, proposed_at, dropped_at, revision) ON cotraining.training_plan_version TO tixi_app;
GRANT UPDATE (outcome, answer, answered_by_name, answered_at) ON cotraining.training_plan_comment TO tixi_app;

CREATE POLICY reads ON cotraining.training_plan FOR SELECT TO tixi_app USING ((province, id) IN (SELECT m.province, m.id FROM cotraining.my_plans() m));
CREATE POLICY looks ON cotraining.training_plan FOR SELECT TO tixi_app USING ((province, id) IN (SELECT f.province, f.id FROM cotraining.plans_in_force() f));
CREATE POLICY looks ON cotraining.training_plan_version FOR SELECT TO tixi_app USING ((province, plan_id, no) IN (SELECT f.province, f.id, f.no FROM cotraining.plans_in_force() f));
-- the school begins a plan; school and enterprises write it
CREATE POLICY drafts ON cotraining.training_plan FOR INSERT TO tixi_app
  WITH CHECK (province = (SELECT platform.actor_province()) AND (SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY keeps ON cotraining.training_plan FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation())
    OR (SELECT platform.actor_role()) = 'enterprise-officer' AND enterprises @> ARRAY[(SELECT platform.actor_organisation())]);
CREATE POLICY acts ON cotraining.training_plan_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m));
CREATE POLICY drafts ON cotraining.training_plan_version FOR INSERT TO tixi_app WITH CHECK ((province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m));
CREATE POLICY keeps ON cotraining.training_plan_version FOR UPDATE TO tixi_app USING ((province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m));
-- each signs for his own organisation
CREATE POLICY signs ON cotraining.training_plan_signature FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND organisation = (SELECT platform.actor_organisation())
    AND party = CASE (SELECT platform.actor_role()) WHEN 'school-officer' THEN 'school' WHEN 'enterprise-officer' THEN 'enterprise' END
    AND (province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m));
-- whoever of a party reads it may say what he thinks; who keeps it answers
CREATE POLICY says ON cotraining.training_plan_comment FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND organisation = (SELECT platform.actor_organisation()) AND outcome IS NULL
    AND (SELECT platform.actor_role() IN ('school-officer', 'enterprise-officer', 'teacher', 'mentor', 'secretariat'))
    AND (province, plan_id) IN (SELECT m.province, m.id FROM cotraining.my_plans() m));
CREATE POLICY answers ON cotraining.training_plan_comment FOR UPDATE TO tixi_app
  USING (outcome IS NULL AND (province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m))
  WITH CHECK ((province, plan_id) IN (SELECT m.province, m.id FROM cotraining.own_plans() m));

REVOKE ALL ON FUNCTION cotraining.plan_state(text, uuid), cotraining.plans_in_force(), cotraining.my_plans(), cotraining.own_plans(), cotraining.posts_of_plan(text, uuid),
  cotraining.plan_signature_hash(cotraining.training_plan_signature) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.plan_state(text, uuid), cotraining.plans_in_force(), cotraining.my_plans(), cotraining.own_plans(), cotraining.posts_of_plan(text, uuid),
  cotraining.plan_signature_hash(cotraining.training_plan_signature) TO tixi_app;
