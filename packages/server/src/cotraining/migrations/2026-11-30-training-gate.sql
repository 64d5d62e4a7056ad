-- The legal gate of placements: what a school has done about an enterprise, exceptions, the rules in force, and every check that
-- found something else than the one before.

-- 实习单位考察 (INT-13), by the school that places.
CREATE TABLE cotraining.inspection (
  province text NOT NULL,
  school uuid NOT NULL,
  enterprise uuid NOT NULL,
  inspected_on date,
  -- decided by the leadership meeting of the school, with the number of its minutes
  decided boolean NOT NULL DEFAULT false,
  minutes text NOT NULL DEFAULT '',
  findings text NOT NULL DEFAULT '',
  revision integer NOT NULL DEFAULT 1,
  entered_by_name text NOT NULL,
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (province, school, enterprise),
  CHECK (NOT decided OR minutes <> '')
);

-- A decision that lets a breach pass: rule, reason, person, number of the record, day. Added, never changed.
CREATE TABLE cotraining.exception (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  rule text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  approver text NOT NULL CHECK (approver <> ''),
  record text NOT NULL CHECK (record <> ''),
  decided_on date NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);
CREATE INDEX exception_of_placement ON cotraining.exception (province, placement_id);

-- The rules of a province: proposed by one of the office, put in force by another. The last in force counts; none: the national ones.
CREATE TABLE cotraining.gate_rules (
  province text NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  version text NOT NULL,
  rules jsonb NOT NULL,
  proposed_by text,
  proposed_by_name text NOT NULL,
  proposed_at timestamptz NOT NULL,
  confirmed_by text,
  confirmed_by_name text NOT NULL DEFAULT '',
  in_force_at timestamptz,
  PRIMARY KEY (province, id),
  CHECK (in_force_at IS NULL OR confirmed_by IS DISTINCT FROM proposed_by)
);

CREATE TABLE cotraining.gate_check (
  province text NOT NULL,
  placement_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  -- why it was looked at: saved, start, workplace, post, inspection, exception, rules
  cause text NOT NULL,
  rule_set text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('clear', 'open', 'refused')),
  -- [{ rule, state, zh, en }], what stands against it or is excepted
  findings jsonb NOT NULL,
  PRIMARY KEY (province, placement_id, seq),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);

-- Enterprises that the actor has to do with: his own, those where his school places, those of his province for the office.
CREATE FUNCTION cotraining.concerns(of_province text, of_enterprise uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.works_here() AND starts_with(of_province, platform.actor_prefix())
    OR platform.actor_role() = 'enterprise-officer' AND platform.actor_organisation() = of_enterprise
    OR platform.actor_role() = 'school-officer' AND of_province = platform.actor_province() $$;

-- All placements at these enterprises, of whatever school, with what the gate judges; no name. Only for the process to count and
-- judge with: what is shown of it is what the policies let the actor read. null = all of the province, for the office alone.
CREATE FUNCTION cotraining.gate_facts(of_province text, enterprises uuid[])
  RETURNS TABLE (id uuid, person uuid, school uuid, enterprise uuid, post_id uuid, state text, from_on text, to_on text, born_on text, entry_year integer, programme text,
    mentor text, teacher boolean, facts jsonb, inspected text, decided boolean, exceptions jsonb, verdict text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH last AS MATERIALIZED (
    SELECT DISTINCT ON (a.placement_id) a.placement_id, a.action FROM cotraining.placement_action a WHERE a.province = of_province ORDER BY a.placement_id, a.seq DESC)
  SELECT p.id, p.person, p.school, p.enterprise, p.post_id, l.action, p.from_on::text, p.to_on::text, r.born_on::text, s.entry_year, s.programme_code,
    coalesce(p.mentor::text, nullif(p.mentor_name, ''), ''), p.teacher_name <> '' OR p.teacher IS NOT NULL,
    to_jsonb(p) - ARRAY['person_name', 'school_name', 'enterprise_name', 'mentor_name', 'teacher_name', 'created_by_name'],
    i.inspected_on::text, coalesce(i.decided, false),
    coalesce((SELECT jsonb_agg(jsonb_build_object('rule', x.rule, 'reason', x.reason, 'person', x.approver, 'record', x.record, 'on', x.decided_on::text) ORDER BY x.at)
      FROM cotraining.exception x WHERE x.province = p.province AND x.placement_id = p.id), '[]'), p.verdict
  FROM cotraining.placement p JOIN last l ON l.placement_id = p.id
    LEFT JOIN registry.person r ON r.id = p.person LEFT JOIN registry.student s ON s.person_id = p.person
    LEFT JOIN cotraining.inspection i ON i.province = p.province AND i.school = p.school AND i.enterprise = p.enterprise
  WHERE p.province = of_province AND l.action IN ('plan', 'start', 'suspend', 'resume')
    AND (enterprises IS NULL AND platform.works_here() AND starts_with(of_province, platform.actor_prefix())
      OR p.enterprise = ANY (enterprises) AND cotraining.concerns(of_province, p.enterprise)) $$;

-- Writes what a check found, where it is not what stood before. @returns how many it was
CREATE FUNCTION cotraining.note_checks(of_province text, judgements jsonb, of_cause text, of_rule_set text, of_time timestamptz) RETURNS SETOF uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY WITH f AS MATERIALIZED (
      SELECT x.id, x.verdict, x.findings FROM jsonb_to_recordset(judgements) AS x (id uuid, verdict text, findings jsonb)
        JOIN cotraining.placement p ON p.province = of_province AND p.id = x.id AND cotraining.concerns(of_province, p.enterprise)),
    before AS MATERIALIZED (SELECT DISTINCT ON (c.placement_id) c.placement_id, c.seq, c.verdict, c.findings
      FROM cotraining.gate_check c WHERE c.province = of_province AND c.placement_id IN (SELECT f.id FROM f) ORDER BY c.placement_id, c.seq DESC),
    changed AS (INSERT INTO cotraining.gate_check (province, placement_id, seq, at, cause, rule_set, verdict, findings)
      SELECT of_province, f.id, coalesce(b.seq, 0) + 1, of_time, of_cause, of_rule_set, f.verdict, f.findings
      FROM f LEFT JOIN before b ON b.placement_id = f.id WHERE b.seq IS NULL OR (b.verdict, b.findings) IS DISTINCT FROM (f.verdict, f.findings)
      RETURNING placement_id, verdict),
    kept AS (UPDATE cotraining.placement p SET verdict = c.verdict, checked_at = of_time FROM changed c WHERE p.province = of_province AND p.id = c.placement_id RETURNING p.id)
  SELECT k.id FROM kept k;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['inspection', 'exception', 'gate_rules', 'gate_check'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT ON cotraining.%I TO tixi_app', name);
  END LOOP;
END $$;
GRANT INSERT ON cotraining.inspection, cotraining.exception, cotraining.gate_rules TO tixi_app;
GRANT UPDATE (inspected_on, decided, minutes, findings, revision, entered_by_name, entered_at) ON cotraining.inspection TO tixi_app;
GRANT UPDATE (confirmed_by, confirmed_by_name, in_force_at) ON cotraining.gate_rules TO tixi_app;

CREATE POLICY own ON cotraining.inspection TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()))
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province()));
CREATE POLICY inspected ON cotraining.inspection FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND enterprise = (SELECT platform.actor_organisation()));
CREATE POLICY office ON cotraining.inspection FOR SELECT TO tixi_app USING ((SELECT platform.works_here()) AND starts_with(province, (SELECT platform.actor_prefix())));
CREATE POLICY reads ON cotraining.exception FOR SELECT TO tixi_app USING ((province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m));
CREATE POLICY grants ON cotraining.exception FOR INSERT TO tixi_app WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
  AND (SELECT platform.actor_role()) = 'school-officer' AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m));
CREATE POLICY reads ON cotraining.gate_check FOR SELECT TO tixi_app USING ((province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_placements() m));
CREATE POLICY in_force ON cotraining.gate_rules FOR SELECT TO tixi_app USING (in_force_at IS NOT NULL);
CREATE POLICY office ON cotraining.gate_rules FOR SELECT TO tixi_app USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()));
CREATE POLICY proposes ON cotraining.gate_rules FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()) AND proposed_by IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND in_force_at IS NULL);
CREATE POLICY confirms ON cotraining.gate_rules FOR UPDATE TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()) AND in_force_at IS NULL AND proposed_by IS DISTINCT FROM (SELECT platform.actor_id()))
  WITH CHECK (confirmed_by IS NOT DISTINCT FROM (SELECT platform.actor_id()));

REVOKE ALL ON FUNCTION cotraining.concerns(text, uuid), cotraining.gate_facts(text, uuid[]), cotraining.note_checks(text, jsonb, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.concerns(text, uuid), cotraining.gate_facts(text, uuid[]), cotraining.note_checks(text, jsonb, text, text, timestamptz) TO tixi_app;

-- How many students are at an enterprise now, of all schools: a figure without names.
CREATE FUNCTION cotraining.running_at(of_province text, of_enterprise uuid) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*)::integer FROM cotraining.placement p WHERE p.province = of_province AND p.enterprise = of_enterprise AND p.on_post
    AND cotraining.placement_state(p.province, p.id) IN ('start', 'resume') $$;
REVOKE ALL ON FUNCTION cotraining.running_at(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.running_at(text, uuid) TO tixi_app;
