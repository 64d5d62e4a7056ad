-- What the yearly decision is about (articles 4 and 9): offerings with a lasting identity, and the round in which a year's
-- programme adjustment and enrolment plan are decided.

-- 专业点. The files of demand name it anew every year; here it has one id, to which cards, applications, plans and later
-- admissions refer. A renamed or merged school keeps its row.
CREATE TABLE planning.offering (
  province text NOT NULL,
  id uuid NOT NULL,
  -- in the register; null where no organisation bears the name
  school uuid,
  school_name text NOT NULL,
  programme text NOT NULL,
  level text NOT NULL CHECK (level IN ('secondary', 'college', 'bachelor')),
  city text NOT NULL,
  first_year integer NOT NULL,
  last_year integer NOT NULL CHECK (last_year >= first_year),
  PRIMARY KEY (province, id),
  UNIQUE (province, school_name, programme, city)
);
-- a school's own offerings
CREATE INDEX offering_of_school ON planning.offering (province, school);
-- a programme's offerings over the cities
CREATE INDEX offering_of_programme ON planning.offering (province, programme, city);

CREATE TABLE planning.round (
  province text NOT NULL,
  id uuid NOT NULL,
  -- the year in which those enter whom it decides on
  year integer NOT NULL,
  title text NOT NULL,
  -- the evidence: a finished cycle, and the release that published it where there is one
  cycle_id uuid NOT NULL,
  release_id uuid,
  sample boolean NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, year),
  FOREIGN KEY (province, cycle_id) REFERENCES planning.cycle (province, id),
  FOREIGN KEY (province, release_id) REFERENCES planning.release (province, id)
);

DO $$
DECLARE
  name text;
  office text := '(select platform.works_here()) and province = (select platform.actor_region())';
  around text := '(select platform.works_here()) and province = (select platform.actor_province())';
BEGIN
  FOREACH name IN ARRAY ARRAY['offering', 'round'] LOOP
    EXECUTE format('ALTER TABLE planning.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE planning.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY works_in_province ON planning.%I FOR SELECT TO tixi_app USING (%s)', name, around);
    EXECUTE format('CREATE POLICY office_adds ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
    EXECUTE format('CREATE POLICY office_changes ON planning.%I FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', name, office, office);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON planning.%I TO tixi_app', name);
  END LOOP;
END $$;
-- a school knows its own offerings
CREATE POLICY school_reads_own ON planning.offering FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('school-officer', 'teacher') AND school = (SELECT platform.actor_organisation()));
-- everybody with a role in the province knows that a round is under way
CREATE POLICY province_knows ON planning.round FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) <> 'public' AND province = (SELECT platform.actor_province()));
