-- Dynamic programme adjustment (article 4): rule sets, runs over a finished cycle, and the cards that they give.
--
-- Software proposes, people decide: a card is what the rules say; card_step is what school and office said to it. Both
-- are only ever added. A run keeps as files what it was computed from, so that it can be computed again.

CREATE TABLE planning.rule_set (
  province text NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version integer NOT NULL,
  -- as the engine reads it (engines/adjustment); its validator has passed it
  content jsonb NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, key, version)
);

CREATE TABLE planning.rule_set_action (
  province text NOT NULL,
  rule_set_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('draft', 'review', 'return', 'adopt', 'supersede', 'withdraw')),
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (province, rule_set_id, seq),
  FOREIGN KEY (province, rule_set_id) REFERENCES planning.rule_set (province, id)
);

CREATE TABLE planning.adjustment (
  province text NOT NULL,
  id uuid NOT NULL,
  -- the round it is made for; a back-dated run belongs to none
  round_id uuid,
  rule_set_id uuid NOT NULL,
  cycle_id uuid NOT NULL,
  -- the rules look at what was known at the end of this year
  year integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  job_id text,
  counts jsonb,
  manifest jsonb,
  message text,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, round_id) REFERENCES planning.round (province, id),
  FOREIGN KEY (province, rule_set_id) REFERENCES planning.rule_set (province, id),
  FOREIGN KEY (province, cycle_id) REFERENCES planning.cycle (province, id)
);
-- GET /api/adjustments: newest first
CREATE INDEX adjustment_newest ON planning.adjustment (province, created_at DESC, id DESC);

-- open: the schools see their cards and may object; decide: the cards stand; publish: anybody reads the decisions.
CREATE TABLE planning.adjustment_action (
  province text NOT NULL,
  adjustment_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('start', 'open', 'decide', 'publish', 'supersede', 'withdraw')),
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (province, adjustment_id, seq),
  FOREIGN KEY (province, adjustment_id) REFERENCES planning.adjustment (province, id)
);

CREATE TABLE planning.card (
  province text NOT NULL,
  adjustment_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  school uuid,
  school_name text NOT NULL,
  programme text NOT NULL,
  level text NOT NULL,
  city text NOT NULL,
  decision text NOT NULL CHECK (decision IN ('add', 'expand', 'keep', 'warn', 'suspend', 'withdraw')),
  -- years running with a yellow card, this one included
  warned integer NOT NULL,
  -- indicators, rules that fired with their figures, rules that could not be judged and why
  content jsonb NOT NULL,
  PRIMARY KEY (province, adjustment_id, offering_id),
  FOREIGN KEY (province, adjustment_id) REFERENCES planning.adjustment (province, id),
  FOREIGN KEY (province, offering_id) REFERENCES planning.offering (province, id)
);
-- an offering's cards over the years: its page
CREATE INDEX card_of_offering ON planning.card (province, offering_id);
-- the cards of a school
CREATE INDEX card_of_school ON planning.card (province, adjustment_id, school);

CREATE TABLE planning.card_step (
  province text NOT NULL,
  adjustment_id uuid NOT NULL,
  offering_id uuid NOT NULL,
  seq integer NOT NULL,
  -- object: the school says why the card is wrong; answer: the office decides on that; set: the office decides otherwise by itself
  action text NOT NULL CHECK (action IN ('object', 'answer', 'set')),
  decision text CHECK (decision IN ('add', 'expand', 'keep', 'warn', 'suspend', 'withdraw')),
  reason text NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, adjustment_id, offering_id, seq),
  FOREIGN KEY (province, adjustment_id, offering_id) REFERENCES planning.card (province, adjustment_id, offering_id),
  CHECK ((action = 'object') = (decision IS NULL))
);

-- A programme that the balance asks for and nobody offers, with the schools best placed to open it.
CREATE TABLE planning.missing_programme (
  province text NOT NULL,
  adjustment_id uuid NOT NULL,
  programme text NOT NULL,
  city text NOT NULL,
  rank integer NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (province, adjustment_id, rank),
  FOREIGN KEY (province, adjustment_id) REFERENCES planning.adjustment (province, id)
);

-- What a run was computed from and what it gave, as bytes.
CREATE TABLE planning.adjustment_file (
  province text NOT NULL,
  adjustment_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (province, adjustment_id, name),
  FOREIGN KEY (province, adjustment_id) REFERENCES planning.adjustment (province, id)
);

-- Whether a run went through a step, and no later one took it back.
CREATE FUNCTION planning.adjustment_reached(of_province text, of_adjustment uuid, step text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT EXISTS (SELECT FROM planning.adjustment_action WHERE province = of_province AND adjustment_id = of_adjustment AND action = step)
    AND NOT EXISTS (SELECT FROM planning.adjustment_action WHERE province = of_province AND adjustment_id = of_adjustment AND action = 'withdraw')
$$;

DO $$
DECLARE
  name text;
  office text := '(select platform.works_here()) and province = (select platform.actor_region())';
  around text := '(select platform.works_here()) and province = (select platform.actor_province())';
BEGIN
  FOREACH name IN ARRAY ARRAY['rule_set', 'rule_set_action', 'adjustment', 'adjustment_action', 'card', 'card_step', 'missing_programme',
    'adjustment_file'] LOOP
    EXECUTE format('ALTER TABLE planning.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE planning.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY works_in_province ON planning.%I FOR SELECT TO tixi_app USING (%s)', name, around);
    EXECUTE format('CREATE POLICY office_adds ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
    EXECUTE format('GRANT SELECT, INSERT ON planning.%I TO tixi_app', name);
    EXECUTE format('CREATE POLICY owner_reads ON planning.%I FOR SELECT TO %I USING (true)', name, current_user);
  END LOOP;
  EXECUTE format('CREATE POLICY moves_on ON planning.adjustment FOR UPDATE TO tixi_app
    USING (%s and state in (''waiting'', ''running'')) WITH CHECK (%s)', office, office);
END $$;
GRANT UPDATE ON planning.adjustment TO tixi_app;

-- Everybody with a role in the province reads the rules that are or were in force.
CREATE FUNCTION planning.rules_adopted(of_province text, of_rule_set uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT EXISTS (SELECT FROM planning.rule_set_action WHERE province = of_province AND rule_set_id = of_rule_set AND action = 'adopt')
$$;
CREATE POLICY adopted ON planning.rule_set FOR SELECT TO tixi_app USING (planning.rules_adopted(province, id));
CREATE POLICY adopted ON planning.rule_set_action FOR SELECT TO tixi_app USING (planning.rules_adopted(province, rule_set_id));

-- A school sees its own cards from the day the run is opened to the schools, and what was said to them.
CREATE POLICY school_reads_own ON planning.card FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('school-officer', 'teacher') AND school = (SELECT platform.actor_organisation())
    AND planning.adjustment_reached(province, adjustment_id, 'open'));
CREATE POLICY school_reads_own ON planning.card_step FOR SELECT TO tixi_app
  USING (EXISTS (SELECT FROM planning.card c WHERE c.province = card_step.province AND c.adjustment_id = card_step.adjustment_id
    AND c.offering_id = card_step.offering_id AND (SELECT platform.actor_role()) IN ('school-officer', 'teacher')
    AND c.school = (SELECT platform.actor_organisation())));
CREATE POLICY school_objects ON planning.card_step FOR INSERT TO tixi_app
  WITH CHECK (action = 'object' AND (SELECT platform.actor_role()) = 'school-officer'
    AND EXISTS (SELECT FROM planning.card c WHERE c.province = card_step.province AND c.adjustment_id = card_step.adjustment_id
      AND c.offering_id = card_step.offering_id AND c.school = (SELECT platform.actor_organisation()))
    AND NOT planning.adjustment_reached(province, adjustment_id, 'decide'));
-- of a run that is open to schools, everybody in the province knows that it is there and how far it is
CREATE POLICY province_knows ON planning.adjustment FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) <> 'public' AND province = (SELECT platform.actor_province())
    AND planning.adjustment_reached(province, id, 'open'));
CREATE POLICY province_knows ON planning.adjustment_action FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) <> 'public' AND province = (SELECT platform.actor_province())
    AND planning.adjustment_reached(province, adjustment_id, 'open'));

-- What a card says in the end: the last decision of the office, else the rules'.
CREATE VIEW planning.card_now WITH (security_invoker) AS
  SELECT c.*, coalesce(s.decision, c.decision) AS final, s.reason AS final_reason
  FROM planning.card c
  LEFT JOIN LATERAL (SELECT decision, reason FROM planning.card_step s
    WHERE s.province = c.province AND s.adjustment_id = c.adjustment_id AND s.offering_id = c.offering_id AND decision IS NOT NULL
    ORDER BY seq DESC LIMIT 1) s ON true;

-- The decisions that anybody reads: which offering, what was decided, by which rules. Figures of a school stay with it.
CREATE VIEW planning.public_adjustment WITH (security_barrier) AS
  SELECT a.province, a.id, a.year, r.year AS for_year, r.title, s.content -> 'name' AS rules, s.version AS rules_version, r.sample,
    (SELECT max(at) FROM planning.adjustment_action x WHERE x.province = a.province AND x.adjustment_id = a.id AND x.action = 'publish') AS published_at
  FROM planning.adjustment a
  JOIN planning.round r ON r.province = a.province AND r.id = a.round_id
  JOIN planning.rule_set s ON s.province = a.province AND s.id = a.rule_set_id
  WHERE planning.adjustment_reached(a.province, a.id, 'publish');

CREATE VIEW planning.public_card WITH (security_barrier) AS
  SELECT c.province, c.adjustment_id, c.offering_id, c.school_name, c.programme, c.level, c.city,
    coalesce(s.decision, c.decision) AS decision, s.decision IS NOT NULL AND s.decision <> c.decision AS by_office,
    (SELECT coalesce(jsonb_agg(f -> 'rule'), '[]') FROM jsonb_array_elements(c.content -> 'fired') f) AS rules
  FROM planning.card c
  JOIN planning.public_adjustment a ON a.province = c.province AND a.id = c.adjustment_id
  LEFT JOIN LATERAL (SELECT decision FROM planning.card_step s
    WHERE s.province = c.province AND s.adjustment_id = c.adjustment_id AND s.offering_id = c.offering_id AND decision IS NOT NULL
    ORDER BY seq DESC LIMIT 1) s ON true;

-- the views read rounds as the owner
DO $$ BEGIN
  EXECUTE format('CREATE POLICY owner_reads ON planning.round FOR SELECT TO %I USING (true)', current_user);
END $$;
GRANT SELECT ON planning.card_now, planning.public_adjustment, planning.public_card TO tixi_app;
