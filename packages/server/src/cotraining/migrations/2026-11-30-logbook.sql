-- The logbook of a placement: a student's entries by day, who countersigned them, months, incidents, pay, visits, alerts.
-- Entries and marks are only ever added; a correction is the next version of its day.

CREATE TABLE cotraining.log_rule (
  province text NOT NULL,
  school uuid NOT NULL,
  -- how many days after its day an entry is still taken
  late_days integer NOT NULL CHECK (late_days BETWEEN 0 AND 60),
  -- working days without an entry, days without any sign, until somebody has to look
  missing_days integer NOT NULL CHECK (missing_days BETWEEN 1 AND 30),
  silent_days integer NOT NULL CHECK (silent_days BETWEEN 3 AND 90),
  -- days after the end of a month until it has to be paid
  pay_days integer NOT NULL CHECK (pay_days BETWEEN 0 AND 60),
  -- whether students say if they are at the place: yes or no, never where
  ask_place boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  updated_by_name text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (province, school)
);

CREATE TABLE cotraining.log_entry (
  province text NOT NULL,
  -- made on the phone, so that what is sent twice is one row
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  person uuid NOT NULL,
  day date NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  presence text NOT NULL CHECK (presence IN ('present', 'absent', 'rest')),
  -- minutes of the day; an end before the beginning is of the next day
  starts_at integer CHECK (starts_at BETWEEN 0 AND 1439),
  ends_at integer CHECK (ends_at BETWEEN 0 AND 1439),
  pause_minutes integer NOT NULL DEFAULT 0 CHECK (pause_minutes BETWEEN 0 AND 600),
  minutes integer NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
  reason text NOT NULL DEFAULT '',
  did text NOT NULL DEFAULT '',
  competences text[] NOT NULL DEFAULT '{}',
  at_place boolean,
  warnings text[] NOT NULL DEFAULT '{}',
  late boolean NOT NULL,
  -- by the clock of the phone, and by ours
  written_at timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, placement_id, day, version),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id),
  CHECK (presence <> 'present' OR starts_at IS NOT NULL AND ends_at IS NOT NULL),
  CHECK (presence <> 'absent' OR reason <> '')
);
-- serves: the entries of a student, and his personal data
CREATE INDEX log_entry_person ON cotraining.log_entry (person);

CREATE TABLE cotraining.log_mark (
  province text NOT NULL,
  id uuid NOT NULL,
  entry_id uuid NOT NULL,
  placement_id uuid NOT NULL,
  side text NOT NULL CHECK (side IN ('mentor', 'teacher')),
  verdict text NOT NULL CHECK (verdict IN ('sign', 'return')),
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  -- each side says its word about a version once
  UNIQUE (province, entry_id, side),
  FOREIGN KEY (province, entry_id) REFERENCES cotraining.log_entry (province, id),
  CHECK (verdict <> 'return' OR note <> '')
);
CREATE INDEX log_mark_placement ON cotraining.log_mark (province, placement_id, at);

CREATE TABLE cotraining.log_month (
  province text NOT NULL,
  placement_id uuid NOT NULL,
  -- its first day
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  side text NOT NULL CHECK (side IN ('student', 'mentor', 'teacher')),
  words text NOT NULL,
  -- what was counted when it was signed
  facts jsonb NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, placement_id, month, side),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);

CREATE TABLE cotraining.incident (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('injury', 'safety', 'rights')),
  severity text NOT NULL CHECK (severity IN ('slight', 'serious', 'grave')),
  words text NOT NULL,
  happened_at timestamptz NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);
CREATE INDEX incident_placement ON cotraining.incident (province, placement_id);
CREATE TABLE cotraining.incident_action (
  province text NOT NULL,
  incident_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('report', 'handle', 'close')),
  note text NOT NULL DEFAULT '',
  -- until when the next step has to be done
  due date,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, incident_id, seq),
  FOREIGN KEY (province, incident_id) REFERENCES cotraining.incident (province, id)
);

CREATE TABLE cotraining.pay_proof (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  -- fen
  amount bigint NOT NULL CHECK (amount >= 0),
  paid_on date NOT NULL,
  own_account boolean NOT NULL,
  -- number of the transfer or of the payroll
  proof text NOT NULL,
  -- what is below what the rules or the agreement ask, at the time
  faults text[] NOT NULL DEFAULT '{}',
  answer text CHECK (answer IN ('confirmed', 'disputed')),
  answer_note text NOT NULL DEFAULT '',
  answered_at timestamptz,
  revision integer NOT NULL DEFAULT 1,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id),
  CHECK (answer IS DISTINCT FROM 'disputed' OR answer_note <> '')
);
CREATE INDEX pay_proof_placement ON cotraining.pay_proof (province, placement_id, month);

CREATE TABLE cotraining.visit (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  day date NOT NULL,
  site text NOT NULL,
  findings text NOT NULL,
  follow_up text NOT NULL DEFAULT '',
  follow_by date,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);
CREATE INDEX visit_placement ON cotraining.visit (province, placement_id, day);

CREATE TABLE cotraining.log_alert (
  province text NOT NULL,
  id uuid NOT NULL,
  placement_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('missing', 'silence', 'hours', 'night', 'rest-day', 'holiday', 'unpaid', 'underpaid')),
  -- of which day, or first day of which run, week or month
  day date NOT NULL,
  days integer NOT NULL DEFAULT 1,
  who text NOT NULL CHECK (who IN ('teacher', 'school', 'enterprise')),
  until date NOT NULL,
  raised_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by_name text NOT NULL DEFAULT '',
  close_note text NOT NULL DEFAULT '',
  revision integer NOT NULL DEFAULT 1,
  PRIMARY KEY (province, id),
  UNIQUE (province, placement_id, kind, day),
  FOREIGN KEY (province, placement_id) REFERENCES cotraining.placement (province, id)
);
-- serves: what is open
CREATE INDEX log_alert_open ON cotraining.log_alert (province, placement_id) WHERE closed_at IS NULL;

-- Whose logbook one may read: his own, those one guides or teaches, one's organisation's; no office reads what a student writes every day.
CREATE FUNCTION cotraining.my_logs() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.province, m.id FROM cotraining.my_placements() m WHERE platform.actor_role() IN ('student', 'teacher', 'mentor', 'school-officer', 'enterprise-officer') $$;
-- An infringement is between the student and the school; the mentor reads no incident.
CREATE FUNCTION cotraining.my_incidents() RETURNS TABLE (province text, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.province, i.id FROM cotraining.incident i JOIN cotraining.my_logs() m ON m.province = i.province AND m.id = i.placement_id
    WHERE platform.actor_role() IN ('student', 'teacher', 'school-officer') OR platform.actor_role() = 'enterprise-officer' AND i.kind <> 'rights' $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['log_rule', 'log_entry', 'log_mark', 'log_month', 'incident', 'incident_action', 'pay_proof', 'visit', 'log_alert'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT ON cotraining.%I TO tixi_app', name);
    IF name <> 'log_alert' THEN EXECUTE format('GRANT INSERT ON cotraining.%I TO tixi_app', name); END IF;
  END LOOP;
  FOREACH name IN ARRAY ARRAY['log_mark', 'log_month', 'pay_proof', 'visit'] LOOP
    EXECUTE format('CREATE POLICY reads ON cotraining.%I FOR SELECT TO tixi_app USING ((province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m))', name);
  END LOOP;
END $$;
GRANT UPDATE (late_days, missing_days, silent_days, pay_days, ask_place, revision, updated_by_name, updated_at) ON cotraining.log_rule TO tixi_app;
GRANT UPDATE (answer, answer_note, answered_at, revision) ON cotraining.pay_proof TO tixi_app;
GRANT UPDATE (closed_at, closed_by_name, close_note, revision) ON cotraining.log_alert TO tixi_app;

CREATE POLICY known ON cotraining.log_rule FOR SELECT TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation())
  OR (SELECT platform.actor_role()) IN ('student', 'teacher', 'mentor', 'enterprise-officer') AND (province, school) IN (SELECT p.province, p.school FROM cotraining.placement p));
CREATE POLICY sets ON cotraining.log_rule FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province()));
CREATE POLICY changes ON cotraining.log_rule FOR UPDATE TO tixi_app USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
-- the student's own by his id alone: 50,000 write within an hour
CREATE POLICY reads ON cotraining.log_entry FOR SELECT TO tixi_app
  USING (CASE WHEN (SELECT platform.actor_role()) = 'student' THEN person = (SELECT platform.actor_person())
    ELSE (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m) END);
CREATE POLICY writes ON cotraining.log_entry FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'student' AND person = (SELECT platform.actor_person())
    AND EXISTS (SELECT FROM cotraining.placement p WHERE p.province = log_entry.province AND p.id = placement_id AND p.person = log_entry.person));
CREATE POLICY marks ON cotraining.log_mark FOR INSERT TO tixi_app
  WITH CHECK (side = (SELECT platform.actor_role()) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND EXISTS (SELECT FROM cotraining.log_entry e WHERE e.province = log_mark.province AND e.id = entry_id AND e.placement_id = log_mark.placement_id));
CREATE POLICY signs ON cotraining.log_month FOR INSERT TO tixi_app
  WITH CHECK (side = (SELECT platform.actor_role()) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m));
CREATE POLICY reads ON cotraining.incident FOR SELECT TO tixi_app USING ((province, id) IN (SELECT m.province, m.id FROM cotraining.my_incidents() m));
CREATE POLICY reports ON cotraining.incident FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m)
    AND ((SELECT platform.actor_role()) IN ('student', 'teacher', 'school-officer') OR (SELECT platform.actor_role()) = 'enterprise-officer' AND kind <> 'rights'));
CREATE POLICY reads ON cotraining.incident_action FOR SELECT TO tixi_app USING ((province, incident_id) IN (SELECT m.province, m.id FROM cotraining.my_incidents() m));
CREATE POLICY acts ON cotraining.incident_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (province, incident_id) IN (SELECT m.province, m.id FROM cotraining.my_incidents() m)
    AND (action = 'report' OR (SELECT platform.actor_role()) IN ('teacher', 'school-officer')));
CREATE POLICY proves ON cotraining.pay_proof FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'enterprise-officer' AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m));
CREATE POLICY answers ON cotraining.pay_proof FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'student' AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m));
CREATE POLICY visits ON cotraining.visit FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) IN ('teacher', 'school-officer') AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m));
CREATE POLICY reads ON cotraining.log_alert FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) <> 'student' AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m));
CREATE POLICY closes ON cotraining.log_alert FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('teacher', 'school-officer') AND (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m));

-- Looks at every running placement and raises what somebody has to see, once; what has come right by itself is closed.
-- Days off (holidays and what was moved for them), statutory holidays and weekends that are worked come from the calendar.
-- Only the process itself asks. Returns who has new ones.
CREATE FUNCTION cotraining.raise_log_alerts(today date, at timestamptz, days_off date[], holidays date[], worked date[])
  RETURNS TABLE (province text, placement_id uuid, kind text, day date, who text, until date)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  IF platform.actor_role() IS DISTINCT FROM 'administrator' OR coalesce(platform.actor_id(), '') <> '' THEN RAISE EXCEPTION 'for the process itself' USING errcode = 'insufficient_privilege'; END IF;
  CREATE TEMPORARY TABLE running ON COMMIT DROP AS
    SELECT p.province, p.id, p.from_on, p.to_on, p.pay, p.pay_cycle, coalesce(r.missing_days, 3) AS missing_days, coalesce(r.silent_days, 14) AS silent_days, coalesce(r.pay_days, 15) AS pay_days,
      -- since when it runs without a break
      (SELECT (max(a.at) AT TIME ZONE 'Asia/Shanghai')::date FROM cotraining.placement_action a WHERE a.province = p.province AND a.placement_id = p.id AND a.action = 'resume') AS resumed
    FROM cotraining.placement p LEFT JOIN cotraining.log_rule r ON r.province = p.province AND r.school = p.school
    WHERE p.from_on <= today AND p.to_on >= today - 62
      AND cotraining.placement_state(p.province, p.id) IN ('start', 'resume', 'finish');
  CREATE TEMPORARY TABLE latest ON COMMIT DROP AS
    SELECT DISTINCT ON (e.province, e.placement_id, e.day) e.province, e.placement_id, e.day, e.presence, e.minutes, e.warnings, e.at
    FROM cotraining.log_entry e JOIN running r ON r.province = e.province AND r.id = e.placement_id WHERE e.day > today - 100
    ORDER BY e.province, e.placement_id, e.day, e.version DESC;
  CREATE TEMPORARY TABLE found ON COMMIT DROP AS
    -- the last working days, none of them with an entry; today is not over
    SELECT r.province, r.id, 'missing' AS kind, min(w.d)::date AS day, count(*)::int AS days, 'teacher' AS who, today + 2 AS until
      FROM running r CROSS JOIN LATERAL (
        SELECT d::date AS d, row_number() OVER (ORDER BY d DESC) AS n FROM generate_series(greatest(r.from_on, coalesce(r.resumed, r.from_on), today - 60), least(r.to_on, today - 1), interval '1 day') d
        WHERE (extract(isodow FROM d) < 6 OR d::date = ANY (worked)) AND NOT d::date = ANY (days_off)) w
      WHERE cotraining.placement_state(r.province, r.id) <> 'finish' AND r.to_on >= today
        AND w.d > coalesce((SELECT max(l.day) FROM latest l WHERE l.province = r.province AND l.placement_id = r.id), '-infinity')
      GROUP BY r.province, r.id, r.missing_days HAVING count(*) >= r.missing_days
    UNION ALL
    -- nothing of anybody
    SELECT r.province, r.id, 'silence', s.last, (today - s.last), 'school', today + 1
      FROM running r CROSS JOIN LATERAL (SELECT greatest(r.from_on, coalesce(r.resumed, r.from_on),
        (SELECT max(l.day) FROM latest l WHERE l.province = r.province AND l.placement_id = r.id),
        (SELECT max(v.day) FROM cotraining.visit v WHERE v.province = r.province AND v.placement_id = r.id),
        (SELECT (max(m.at) AT TIME ZONE 'Asia/Shanghai')::date FROM cotraining.log_mark m WHERE m.province = r.province AND m.placement_id = r.id)) AS last) s
      WHERE cotraining.placement_state(r.province, r.id) <> 'finish' AND r.to_on >= today
        AND (SELECT count(*) FROM generate_series(s.last + 1, today - 1, interval '1 day') d WHERE NOT d::date = ANY (days_off)) >= r.silent_days
    UNION ALL
    SELECT l.province, l.placement_id, CASE WHEN w IN ('hours-day', 'hours-week') THEN 'hours' ELSE w END, l.day, 1, 'school', today + 3
      FROM latest l CROSS JOIN LATERAL unnest(l.warnings) w WHERE w IN ('hours-day', 'hours-week', 'night', 'rest-day', 'holiday')
    UNION ALL
    -- whole months of those who are paid monthly, after the days that the school gives
    SELECT r.province, r.id, 'unpaid', m::date, 1, 'enterprise', today + 5
      FROM running r CROSS JOIN LATERAL generate_series(date_trunc('month', greatest(r.from_on, today - 92)::timestamp), date_trunc('month', least(r.to_on, today)::timestamp), interval '1 month') m
      WHERE r.pay > 0 AND (m + interval '1 month')::date + r.pay_days <= today
        AND EXISTS (SELECT FROM latest l WHERE l.province = r.province AND l.placement_id = r.id AND l.presence = 'present' AND date_trunc('month', l.day::timestamp) = m)
        AND NOT EXISTS (SELECT FROM cotraining.pay_proof x WHERE x.province = r.province AND x.placement_id = r.id AND x.month = m::date)
    UNION ALL
    SELECT x.province, x.placement_id, 'underpaid', x.month, 1, 'school', today + 5
      FROM cotraining.pay_proof x JOIN running r ON r.province = x.province AND r.id = x.placement_id WHERE cardinality(x.faults) > 0 OR x.answer = 'disputed';
  UPDATE cotraining.log_alert a SET closed_at = raise_log_alerts.at, closed_by_name = '体系', close_note = '情况已消除 / it came right', revision = a.revision + 1
    WHERE a.closed_at IS NULL AND a.kind IN ('missing', 'silence', 'unpaid', 'hours', 'night', 'rest-day', 'holiday')
      AND (a.kind IN ('missing', 'silence', 'unpaid') OR EXISTS (SELECT FROM latest l WHERE l.province = a.province AND l.placement_id = a.placement_id AND l.day = a.day))
      AND NOT EXISTS (SELECT FROM found f WHERE f.province = a.province AND f.id = a.placement_id AND f.kind = a.kind AND f.day = a.day);
  UPDATE cotraining.log_alert a SET days = f.days FROM found f
    WHERE a.province = f.province AND a.placement_id = f.id AND a.kind = f.kind AND a.day = f.day AND a.closed_at IS NULL AND a.days <> f.days;
  RETURN QUERY INSERT INTO cotraining.log_alert AS n (province, id, placement_id, kind, day, days, who, until, raised_at)
    SELECT DISTINCT ON (f.province, f.id, f.kind, f.day) f.province, gen_random_uuid(), f.id, f.kind, f.day, f.days, f.who, f.until, raise_log_alerts.at FROM found f
    ON CONFLICT ON CONSTRAINT log_alert_province_placement_id_kind_day_key DO NOTHING
    RETURNING n.province, n.placement_id, n.kind, n.day, n.who, n.until;
END $$;

REVOKE ALL ON FUNCTION cotraining.my_logs(), cotraining.my_incidents(), cotraining.raise_log_alerts(date, timestamptz, date[], date[], date[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.my_logs(), cotraining.my_incidents(), cotraining.raise_log_alerts(date, timestamptz, date[], date[], date[]) TO tixi_app;
