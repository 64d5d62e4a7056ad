-- National evaluation (建设绩效评价) of a consortium or community: figures taken from the work itself, what the secretariat states beside
-- them with its proof, and the state of a year as it was kept.

-- What the work does not tell: a figure that the secretariat states, or words to an indicator.
CREATE TABLE alliances.evaluation_statement (
  province text NOT NULL,
  alliance_id uuid NOT NULL,
  year integer NOT NULL CHECK (year BETWEEN 2020 AND 2100),
  indicator text NOT NULL,
  value numeric,
  words text NOT NULL DEFAULT '',
  -- where it can be seen: number and title of a document; a value without it is not kept
  proof text NOT NULL DEFAULT '',
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, alliance_id, year, indicator),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id),
  CHECK (value IS NULL OR proof <> '')
);
-- The evaluation of a year as it stood on a day; only ever added.
CREATE TABLE alliances.evaluation (
  province text NOT NULL,
  alliance_id uuid NOT NULL,
  year integer NOT NULL,
  no integer NOT NULL CHECK (no >= 1),
  document jsonb NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, alliance_id, year, no),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id)
);

-- What of the joint training carries this alliance's name, and what its members do: counts, and titles of what they rest on; no person.
-- For those who read of the alliance. The tables of joint training come later than these.
CREATE FUNCTION alliances.measures(of_province text, of_alliance uuid, of_year integer, today date) RETURNS TABLE (measure text, value numeric, evidence jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  first date := make_date(of_year, 1, 1);
  -- the year's end, or today where the year goes on
  last date := least(make_date(of_year, 12, 31), today);
BEGIN
  IF NOT alliances.reads(of_province, of_alliance) THEN RETURN; END IF;
  RETURN QUERY SELECT 'meetings', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'meeting', 'id', m.id, 'title', m.title, 'on', (m.starts_at AT TIME ZONE 'Asia/Shanghai')::date) ORDER BY m.starts_at), '[]')
    FROM alliances.meeting m WHERE m.province = of_province AND m.alliance_id = of_alliance AND (m.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN first AND last
      AND EXISTS (SELECT FROM alliances.meeting_action a WHERE a.province = m.province AND a.meeting_id = m.id AND a.action = 'close');
  RETURN QUERY SELECT 'resolutions', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'resolution', 'id', r.id, 'title', r.number || ' ' || r.title, 'on', r.adopted_on) ORDER BY r.adopted_on, r.number), '[]')
    FROM alliances.resolution r WHERE r.province = of_province AND r.alliance_id = of_alliance AND r.adopted_on BETWEEN first AND last;
  -- of the tasks that were due: percent that is done; null = none was due
  RETURN QUERY SELECT 'tasks-done', round(100.0 * count(*) FILTER (WHERE alliances.task_last(t.province, t.id) = 'confirm') / nullif(count(*), 0), 1),
      coalesce(jsonb_agg(jsonb_build_object('kind', 'task', 'id', t.id, 'title', t.title, 'on', t.due) ORDER BY t.due) FILTER (WHERE alliances.task_last(t.province, t.id) = 'confirm'), '[]')
    FROM alliances.task t WHERE t.province = of_province AND t.alliance_id = of_alliance AND t.due BETWEEN first AND last AND alliances.task_last(t.province, t.id) <> 'drop';
  RETURN QUERY SELECT 'tasks-long-over', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'task', 'id', t.id, 'title', t.title, 'on', t.due) ORDER BY t.due), '[]')
    FROM alliances.task t WHERE t.province = of_province AND t.alliance_id = of_alliance AND t.due < last - 90 AND alliances.task_last(t.province, t.id) IN ('assign', 'report', 'return');
  -- yuan that members put in within the year, and kinds of what they put in
  RETURN QUERY SELECT 'contributed', round(coalesce(sum(c.value), 0) / 100.0, 2), coalesce(jsonb_agg(jsonb_build_object('kind', 'contribution', 'id', c.id, 'title', c.title, 'on', (c.created_at AT TIME ZONE 'Asia/Shanghai')::date) ORDER BY c.created_at), '[]')
    FROM alliances.contribution c WHERE c.province = of_province AND c.alliance_id = of_alliance AND (c.created_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN first AND last;
  RETURN QUERY SELECT 'resource-kinds', count(DISTINCT c.resource)::numeric, '[]'::jsonb FROM alliances.contribution c WHERE c.province = of_province AND c.alliance_id = of_alliance;
  RETURN QUERY SELECT 'used', round(coalesce(sum(l.amount) FILTER (WHERE l.account = 'used'), 0) / 100.0, 2),
      coalesce(jsonb_agg(DISTINCT jsonb_build_object('kind', 'entry', 'id', e.id, 'title', e.year || '-' || e.number || ' ' || e.words, 'on', e.on_day)) FILTER (WHERE l.account = 'used'), '[]')
    FROM alliances.entry e JOIN alliances.line l ON l.province = e.province AND l.entry_id = e.id
    WHERE e.province = of_province AND e.alliance_id = of_alliance AND e.on_day BETWEEN first AND last;
  RETURN QUERY SELECT 'chain-map', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'chain', 'id', c.alliance_id, 'title', '产业链图', 'on', (c.at AT TIME ZONE 'Asia/Shanghai')::date)), '[]')
    FROM alliances.chain_published c WHERE c.province = of_province AND c.alliance_id = of_alliance;
  RETURN QUERY SELECT 'provinces', count(DISTINCT left(v.region, 2))::numeric, '[]'::jsonb
    FROM alliances.member m JOIN registry.organisation_version v ON v.organisation_id = m.organisation AND upper_inf(v.valid)
    WHERE m.province = of_province AND m.alliance_id = of_alliance AND alliances.is_active(m.province, m.id);

  -- agreements under this alliance that were in force in the year, and their students
  RETURN QUERY SELECT 'agreements', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'agreement', 'id', a.id, 'title', a.title, 'on', a.from_on) ORDER BY a.from_on, a.title), '[]')
    FROM cotraining.agreement a WHERE a.province = of_province AND a.alliance = of_alliance AND cotraining.agreement_state(a.province, a.id) IN ('in-force', 'end') AND a.from_on <= last AND a.to_on >= first;
  RETURN QUERY SELECT 'trainees', count(DISTINCT t.person)::numeric, '[]'::jsonb
    FROM cotraining.agreement a JOIN cotraining.trainee t ON t.province = a.province AND t.agreement_id = a.id
    WHERE a.province = of_province AND a.alliance = of_alliance AND cotraining.agreement_state(a.province, a.id) IN ('in-force', 'end') AND t.since <= last AND coalesce(t.until, last) >= first;
  RETURN QUERY SELECT 'training-plans', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'training-plan', 'id', p.id, 'title', p.title, 'on', NULL) ORDER BY p.title), '[]')
    FROM cotraining.training_plan p JOIN cotraining.plans_in_force() f ON f.province = p.province AND f.id = p.id WHERE p.province = of_province AND p.alliance = of_alliance;
  RETURN QUERY SELECT 'joint-resources', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'resource', 'id', p.id, 'title', r.name, 'on', NULL) ORDER BY r.name), '[]')
    FROM cotraining.training_plan p JOIN cotraining.training_plan_resource r ON r.province = p.province AND r.plan_id = p.id
    WHERE p.province = of_province AND p.alliance = of_alliance AND r.usage IN ('alliance', 'open');
  RETURN QUERY SELECT 'joint-team', count(DISTINCT (t.organisation, t.name))::numeric, '[]'::jsonb
    FROM cotraining.training_plan p JOIN cotraining.training_plan_team t ON t.province = p.province AND t.plan_id = p.id WHERE p.province = of_province AND p.alliance = of_alliance;
  RETURN QUERY SELECT 'timetables', count(*)::numeric, coalesce(jsonb_agg(jsonb_build_object('kind', 'timetable', 'id', t.id, 'title', t.title, 'on', t.starts_on) ORDER BY t.starts_on), '[]')
    FROM cotraining.timetable t WHERE t.province = of_province AND t.organisation = of_alliance AND t.editions > 0 AND t.starts_on BETWEEN first AND last;
  -- posts that members offer, percent of the staff that they state; null where none states its staff
  RETURN QUERY SELECT 'posts-offered', round(100.0 * sum(o.seats) / nullif(sum(w.staff), 0), 2),
      coalesce(jsonb_agg(jsonb_build_object('kind', 'workplace', 'id', w.organisation, 'title', w.name, 'on', NULL) ORDER BY w.name), '[]')
    FROM alliances.member m JOIN cotraining.workplace w ON w.province = m.province AND w.organisation = m.organisation
      CROSS JOIN LATERAL (SELECT coalesce(sum(p.seats), 0) AS seats FROM cotraining.post p WHERE p.province = w.province AND p.enterprise = w.organisation AND p.closed_at IS NULL) o
    WHERE m.province = of_province AND m.alliance_id = of_alliance AND alliances.is_active(m.province, m.id) AND w.staff > 0;
  -- placements of students of member schools at member enterprises
  RETURN QUERY WITH placed AS (
      SELECT l.province, l.id, l.verdict, cotraining.placement_state(l.province, l.id) AS state FROM cotraining.placement l
      WHERE l.province = of_province AND l.from_on <= last AND l.to_on >= first
        AND l.school IN (SELECT m.organisation FROM alliances.member m WHERE m.province = of_province AND m.alliance_id = of_alliance AND alliances.is_active(m.province, m.id))
        AND l.enterprise IN (SELECT m.organisation FROM alliances.member m WHERE m.province = of_province AND m.alliance_id = of_alliance AND alliances.is_active(m.province, m.id)))
    SELECT x.measure, x.value, '[]'::jsonb FROM (
      SELECT 'placed' AS measure, count(*)::numeric AS value FROM placed WHERE state IN ('start', 'resume', 'suspend', 'finish')
      UNION ALL SELECT 'placed-unlawful', count(*)::numeric FROM placed WHERE state IN ('start', 'resume') AND verdict = 'refused'
      UNION ALL SELECT 'certificates', count(*)::numeric FROM placed JOIN cotraining.assessment s ON s.province = placed.province AND s.placement_id = placed.id
        JOIN cotraining.certificate c ON c.province = s.province AND c.assessment_id = s.id WHERE c.revoked_at IS NULL AND c.issued_on BETWEEN first AND last
      -- of those who left school and let it be counted: percent in an occupation of their programme; below three nothing is said
      UNION ALL SELECT 'matched', CASE WHEN count(*) >= 3 THEN round(100.0 * count(*) FILTER (WHERE o.matched) / count(*), 1) END FROM placed
        JOIN cotraining.outcome o ON o.province = placed.province AND o.placement_id = placed.id
        WHERE o.replaced_at IS NULL AND o.consent_at IS NOT NULL AND o.matched IS NOT NULL AND o.on_day BETWEEN first AND last
      UNION ALL SELECT 'incidents-open', count(*)::numeric FROM placed JOIN cotraining.incident i ON i.province = placed.province AND i.placement_id = placed.id
        WHERE i.kind <> 'rights' AND i.severity IN ('serious', 'grave') AND (i.happened_at AT TIME ZONE 'Asia/Shanghai')::date < last - 30
          AND NOT EXISTS (SELECT FROM cotraining.incident_action a WHERE a.province = i.province AND a.incident_id = i.id AND a.action = 'close')) x;
END $$;
REVOKE ALL ON FUNCTION alliances.measures(text, uuid, integer, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliances.measures(text, uuid, integer, date) TO tixi_app;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['evaluation_statement', 'evaluation'] LOOP
    EXECUTE format('ALTER TABLE alliances.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE alliances.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON alliances.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON alliances.%I TO tixi_app', name);
    EXECUTE format('CREATE POLICY reads ON alliances.%I FOR SELECT TO tixi_app USING (alliances.reads(province, alliance_id))', name);
    EXECUTE format('CREATE POLICY states ON alliances.%I FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliance_id) AND province = (SELECT platform.actor_province()))', name);
  END LOOP;
END $$;
GRANT UPDATE (value, words, proof, by_name, at), DELETE ON alliances.evaluation_statement TO tixi_app;
CREATE POLICY changes ON alliances.evaluation_statement FOR UPDATE TO tixi_app USING (alliances.keeps(alliance_id)) WITH CHECK (alliances.keeps(alliance_id));
CREATE POLICY withdraws ON alliances.evaluation_statement FOR DELETE TO tixi_app USING (alliances.keeps(alliance_id));
