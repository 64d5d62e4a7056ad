-- The enrolment plan (article 9): scenarios of a yearly round, their seats by offering, what each change was, what school
-- and office said to each other about seats, and the plan that is published.
--
-- A plan's seats are changed only while it is worked on; planning.plan_edit keeps every change, so that the plan can be
-- played again from what the solver was given. What is published never changes.

CREATE TABLE planning.plan (
  province text NOT NULL,
  id uuid NOT NULL,
  round_id uuid NOT NULL,
  name text NOT NULL,
  -- scale, limits, floors, whose proposals and conditions count: what a person chose
  parameters jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'conflict', 'failed', 'cancelled')),
  job_id text,
  message text,
  -- value, bound, gap, totals, limits used up, baselines
  summary jsonb,
  -- limits that cannot hold together
  conflict jsonb,
  -- hashes of what it was computed from, versions, what it gave
  manifest jsonb,
  -- counts the changes to its seats; a cell carries the number at which it changed
  version integer NOT NULL DEFAULT 0,
  sample boolean NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, round_id) REFERENCES planning.round (province, id)
);
-- the scenarios of a round
CREATE INDEX plan_of_round ON planning.plan (province, round_id, id);

-- What the solver was given and what it needs to go on from, as compressed bytes.
CREATE TABLE planning.plan_input (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  name text NOT NULL CHECK (name IN ('input', 'warm')),
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (province, plan_id, name),
  FOREIGN KEY (province, plan_id) REFERENCES planning.plan (province, id)
);

CREATE TABLE planning.plan_cell (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  school uuid,
  school_name text NOT NULL,
  programme text NOT NULL,
  level text NOT NULL,
  city text NOT NULL,
  card text NOT NULL,
  last integer NOT NULL,
  seats integer NOT NULL CHECK (seats >= 0),
  -- fewest and most that the limits of this offering alone leave, null = none
  lower integer,
  upper integer,
  -- what the last solve gave, and the value of one more seat then
  solved integer NOT NULL,
  marginal double precision NOT NULL,
  -- limits in the way of more and of fewer, as the engine names them
  binding jsonb NOT NULL,
  locked boolean NOT NULL DEFAULT false,
  -- the plan's version at which it last changed
  version integer NOT NULL,
  changed_by text,
  changed_by_name text NOT NULL DEFAULT '',
  changed_at timestamptz,
  PRIMARY KEY (province, plan_id, offering_id),
  FOREIGN KEY (province, plan_id) REFERENCES planning.plan (province, id),
  FOREIGN KEY (province, offering_id) REFERENCES planning.offering (province, id)
);
-- what changed since a version: the editor and the warm solver
CREATE INDEX plan_cell_changed ON planning.plan_cell (province, plan_id, version);
-- a school's own seats
CREATE INDEX plan_cell_of_school ON planning.plan_cell (province, plan_id, school);

-- Every change of seats, in order: by hand, or by the solver around the locked cells.
CREATE TABLE planning.plan_edit (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  -- the version that it made
  seq integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('solve', 'edit')),
  -- [{offering, from, to, locked}]; of a solve only what it moved
  cells jsonb NOT NULL,
  -- hash over all seats and locks after it
  seats_sha256 text NOT NULL,
  value_before double precision,
  value_after double precision,
  note text NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, plan_id, seq),
  FOREIGN KEY (province, plan_id) REFERENCES planning.plan (province, id)
);

-- start: made; open: schools see their seats and may propose others; conclude: nothing changes any more; then review, publication.
CREATE TABLE planning.plan_action (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('start', 'open', 'conclude', 'return', 'review', 'publish', 'supersede', 'withdraw')),
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (province, plan_id, seq),
  FOREIGN KEY (province, plan_id) REFERENCES planning.plan (province, id)
);

-- 协商: the school proposes seats with its reasons, the office answers; turn by turn, nothing is overwritten.
CREATE TABLE planning.seat_step (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('propose', 'accept', 'refuse', 'counter')),
  -- seats proposed, or given by the office
  seats integer NOT NULL CHECK (seats BETWEEN 0 AND 100000),
  -- seats of the plan when it was said
  planned integer NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, plan_id, offering_id, seq),
  FOREIGN KEY (province, plan_id, offering_id) REFERENCES planning.plan_cell (province, plan_id, offering_id)
);

-- The published plan as bytes.
CREATE TABLE planning.plan_file (
  province text NOT NULL,
  plan_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (province, plan_id, name),
  FOREIGN KEY (province, plan_id) REFERENCES planning.plan (province, id)
);

CREATE FUNCTION planning.plan_last(of_province text, of_plan uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT action FROM planning.plan_action WHERE province = of_province AND plan_id = of_plan ORDER BY seq DESC LIMIT 1
$$;
-- once published anybody may read it, also after a later one took its place
CREATE FUNCTION planning.plan_published(of_province text, of_plan uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT EXISTS (SELECT FROM planning.plan_action WHERE province = of_province AND plan_id = of_plan AND action = 'publish')
$$;
-- schools see a plan from the day it is opened to them, unless it was withdrawn
CREATE FUNCTION planning.plan_shown(of_province text, of_plan uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT EXISTS (SELECT FROM planning.plan_action WHERE province = of_province AND plan_id = of_plan AND action IN ('open', 'publish'))
    AND planning.plan_last(of_province, of_plan) <> 'withdraw'
$$;
-- whether a plan's seats may still be changed
CREATE FUNCTION planning.plan_open(of_province text, of_plan uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT planning.plan_last(of_province, of_plan) IN ('start', 'open', 'return')
$$;

DO $$
DECLARE
  name text;
  office text := '(select platform.works_here()) and province = (select platform.actor_region())';
  around text := '(select platform.works_here()) and province = (select platform.actor_province())';
BEGIN
  FOREACH name IN ARRAY ARRAY['plan', 'plan_input', 'plan_cell', 'plan_edit', 'plan_action', 'seat_step', 'plan_file'] LOOP
    EXECUTE format('ALTER TABLE planning.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE planning.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY works_in_province ON planning.%I FOR SELECT TO tixi_app USING (%s)', name, around);
    EXECUTE format('GRANT SELECT, INSERT ON planning.%I TO tixi_app', name);
    -- the functions above and the views below read as the owner
    EXECUTE format('CREATE POLICY owner_reads ON planning.%I FOR SELECT TO %I USING (true)', name, current_user);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['plan', 'plan_action', 'plan_file', 'seat_step'] LOOP
    EXECUTE format('CREATE POLICY office_adds ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['plan_input', 'plan_cell', 'plan_edit'] LOOP
    EXECUTE format('CREATE POLICY office_adds ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s and planning.plan_open(province, plan_id))', name, office);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['plan_input', 'plan_cell'] LOOP
    EXECUTE format('CREATE POLICY while_open ON planning.%I FOR UPDATE TO tixi_app USING (%s and planning.plan_open(province, plan_id)) WITH CHECK (%s)', name, office, office);
  END LOOP;
  EXECUTE format('CREATE POLICY while_open ON planning.plan FOR UPDATE TO tixi_app USING (%s and planning.plan_open(province, id)) WITH CHECK (%s)', office, office);
END $$;
GRANT UPDATE (state, job_id, message, summary, conflict, manifest, version, finished_at) ON planning.plan TO tixi_app;
GRANT UPDATE (sha256, content) ON planning.plan_input TO tixi_app;
GRANT UPDATE (seats, lower, upper, solved, marginal, binding, locked, version, changed_by, changed_by_name, changed_at) ON planning.plan_cell TO tixi_app;

-- A school sees its own seats and what was said about them, and may propose while the plan is open to it.
CREATE POLICY school_reads_own ON planning.plan_cell FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('school-officer', 'teacher') AND school = (SELECT platform.actor_organisation())
    AND planning.plan_shown(province, plan_id));
CREATE POLICY school_reads_own ON planning.seat_step FOR SELECT TO tixi_app
  USING (EXISTS (SELECT FROM planning.plan_cell c WHERE c.province = seat_step.province AND c.plan_id = seat_step.plan_id
    AND c.offering_id = seat_step.offering_id AND (SELECT platform.actor_role()) IN ('school-officer', 'teacher')
    AND c.school = (SELECT platform.actor_organisation())));
CREATE POLICY school_proposes ON planning.seat_step FOR INSERT TO tixi_app
  WITH CHECK (action = 'propose' AND (SELECT platform.actor_role()) = 'school-officer' AND planning.plan_last(province, plan_id) = 'open'
    AND EXISTS (SELECT FROM planning.plan_cell c WHERE c.province = seat_step.province AND c.plan_id = seat_step.plan_id
      AND c.offering_id = seat_step.offering_id AND c.school = (SELECT platform.actor_organisation())));
-- the plans that were opened to schools, for a school whose seats are in them; not the figures of the whole
CREATE FUNCTION planning.school_plans()
  RETURNS TABLE (province text, id uuid, round_id uuid, year integer, title text, name text, sample boolean, last text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.province, p.id, p.round_id, r.year, r.title, p.name, p.sample, planning.plan_last(p.province, p.id)
  FROM planning.plan p JOIN planning.round r ON r.province = p.province AND r.id = p.round_id
  WHERE platform.actor_role() IN ('school-officer', 'teacher') AND p.province = platform.actor_province()
    AND planning.plan_shown(p.province, p.id)
    AND EXISTS (SELECT FROM planning.plan_cell c WHERE c.province = p.province AND c.plan_id = p.id AND c.school = platform.actor_organisation()) $$;
REVOKE ALL ON FUNCTION planning.school_plans() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION planning.school_plans() TO tixi_app;

CREATE POLICY published ON planning.plan_file FOR SELECT TO tixi_app USING (planning.plan_published(province, plan_id));

-- What anybody reads of a published plan, and what admission works with: one row an offering that has seats.
CREATE VIEW planning.public_plan WITH (security_barrier) AS
  SELECT p.province, p.id, p.round_id, r.year, r.title, p.name, p.sample, p.version, p.summary -> 'totals' AS totals, p.manifest,
    planning.plan_last(p.province, p.id) = 'publish' AS current,
    (SELECT max(at) FROM planning.plan_action x WHERE x.province = p.province AND x.plan_id = p.id AND x.action = 'publish') AS published_at
  FROM planning.plan p JOIN planning.round r ON r.province = p.province AND r.id = p.round_id
  WHERE planning.plan_published(p.province, p.id);
CREATE VIEW planning.published_seat WITH (security_barrier) AS
  SELECT c.province, c.plan_id, p.round_id, p.year, p.current, c.offering_id, c.school, c.school_name, c.programme, c.level, c.city, c.last, c.seats
  FROM planning.plan_cell c JOIN planning.public_plan p ON p.province = c.province AND p.id = c.plan_id
  WHERE c.seats > 0;

-- the views read rounds as the owner
DO $$ BEGIN
  EXECUTE format('CREATE POLICY plan_views_read ON planning.round FOR SELECT TO %I USING (true)', current_user);
END $$;
GRANT SELECT ON planning.public_plan, planning.published_seat TO tixi_app;
