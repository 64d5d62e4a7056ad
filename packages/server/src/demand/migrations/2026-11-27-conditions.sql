-- School conditions (办学条件): one row for a school and a year, a fifth kind of file.

ALTER TABLE demand.import DROP CONSTRAINT import_kind_check;
ALTER TABLE demand.import ADD CONSTRAINT import_kind_check
  CHECK (kind IN ('postings', 'offerings', 'surveys', 'industry-plan', 'conditions'));

-- What a later file says about the same school and year replaces the earlier (superseded_by).
CREATE TABLE demand.school_condition (
  province text NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  school_code text,
  school_name text NOT NULL,
  city text NOT NULL,
  year integer NOT NULL,
  content jsonb NOT NULL,
  content_hash text NOT NULL,
  superseded_by uuid,
  PRIMARY KEY (province, id)
);
-- GET /api/conditions and the programme adjustment: what counts now
CREATE INDEX school_condition_current ON demand.school_condition (province, (-year), id) WHERE superseded_by IS NULL;
CREATE INDEX school_condition_by_import ON demand.school_condition (province, import_id);
-- GET /api/conditions?school=
CREATE INDEX school_condition_by_school ON demand.school_condition (province, school_name) WHERE superseded_by IS NULL;

ALTER TABLE demand.school_condition ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY works_in_province ON demand.school_condition FOR ALL TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT demand.actor_province()))
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT demand.actor_province()));
CREATE POLICY office_adds ON demand.school_condition AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (province = (SELECT platform.actor_region()));
CREATE POLICY office_changes ON demand.school_condition AS RESTRICTIVE FOR UPDATE TO tixi_app
  USING (province = (SELECT platform.actor_region())) WITH CHECK (province = (SELECT platform.actor_region()));
GRANT SELECT, INSERT, UPDATE ON demand.school_condition TO tixi_app;
