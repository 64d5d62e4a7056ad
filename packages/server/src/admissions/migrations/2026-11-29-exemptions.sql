-- 技能拔尖免试 (EXM-14): who won a listed competition is admitted without the examination, before it. And what a school is told
-- of those who come to it.

ALTER TABLE admissions.season
  -- { seats: within | above, noticeDays, awards: [{ key, words, kinds?, levels, source, trust }] }
  ADD COLUMN exemptions jsonb NOT NULL DEFAULT '{"seats":"within","noticeDays":5,"awards":[]}';
GRANT UPDATE (exemptions) ON admissions.season TO tixi_app;

-- an admission is the result of a run, or of an exemption: then the award that it rests on
ALTER TABLE admissions.admission ALTER COLUMN filing_id DROP NOT NULL;
ALTER TABLE admissions.admission ADD COLUMN award text NOT NULL DEFAULT '';
ALTER TABLE admissions.admission ADD CHECK ((filing_id IS NULL) = (award <> ''));

-- exempted() begins from the few who are exempt, not from everybody
CREATE INDEX candidate_action_exempt ON admissions.candidate_action (province, candidate_id) WHERE action = 'exempt';

-- How many are, or are about to be, admitted by exemption, by unit and award: numbers for anybody, nobody is named.
CREATE FUNCTION admissions.exempted(of_province text, of_season uuid)
  RETURNS TABLE (unit_id text, unit_name text, award text, notice_from text, notice_until text, admitted boolean, persons integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.payload ->> 'unit', e.payload ->> 'unitName', e.payload ->> 'award', e.payload ->> 'from', e.payload ->> 'until',
      l.action = 'admit-exempt', count(*)::integer
    FROM admissions.candidate_action e
    JOIN admissions.candidate c ON c.province = e.province AND c.id = e.candidate_id AND c.season_id = of_season
    JOIN LATERAL (SELECT a.action, a.seq FROM admissions.candidate_action a WHERE a.province = e.province AND a.candidate_id = e.candidate_id
      ORDER BY a.seq DESC LIMIT 1) l ON l.action = 'exempt' AND l.seq = e.seq OR l.action = 'admit-exempt' AND l.seq = e.seq + 1
    WHERE e.province = of_province AND e.action = 'exempt' GROUP BY 1, 2, 3, 4, 5, 6 $$;
REVOKE ALL ON FUNCTION admissions.exempted(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.exempted(text, uuid) TO tixi_app;
-- Places of general seats that they take; none where the season gives them seats above the plan.
CREATE FUNCTION admissions.exempt_seats(of_province text, of_season uuid) RETURNS TABLE (unit_id text, seats integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT x.unit_id, sum(x.persons)::integer FROM admissions.exempted(of_province, of_season) x
    WHERE EXISTS (SELECT FROM admissions.season s WHERE s.province = of_province AND s.id = of_season AND s.exemptions ->> 'seats' = 'within')
    GROUP BY 1 $$;
REVOKE ALL ON FUNCTION admissions.exempt_seats(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.exempt_seats(text, uuid) TO tixi_app;

-- Who was admitted to the actor's school: name, number and where he comes from; neither scores nor what he declared.
CREATE FUNCTION admissions.received(of_season uuid)
  RETURNS TABLE (season_id uuid, season_name text, year integer, sample boolean, candidate_id uuid, number text, name text, kind text, category_name text,
    from_school text, unit_id text, programme text, programme_name text, quota text, award text, award_words jsonb, admitted_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.id, s.name, s.year, s.sample, c.id, c.number, CASE WHEN p.state = 'erased' THEN '' ELSE p.name END, c.kind, g.name,
      coalesce(v.name, ''), a.unit_id, u.programme, u.programme_name, a.quota, a.award,
      (SELECT w -> 'words' FROM jsonb_array_elements(s.exemptions -> 'awards') w WHERE w ->> 'key' = a.award), a.admitted_at
    FROM (SELECT DISTINCT ON (x.province, x.season_id, x.unit_id) x.province, x.season_id, x.unit_id, x.programme, x.programme_name
        FROM admissions.unit x WHERE x.school = platform.actor_organisation() AND (of_season IS NULL OR x.season_id = of_season)
        ORDER BY x.province, x.season_id, x.unit_id, x.quota) u
      JOIN admissions.admission a ON a.province = u.province AND a.season_id = u.season_id AND a.unit_id = u.unit_id
      JOIN admissions.season s ON s.province = a.province AND s.id = a.season_id
      JOIN admissions.candidate c ON c.province = a.province AND c.id = a.candidate_id
      JOIN admissions.category g ON g.province = c.province AND g.season_id = c.season_id AND g.key = c.category
      JOIN registry.person p ON p.id = c.person
      LEFT JOIN registry.organisation_version v ON v.organisation_id = c.school AND upper_inf(v.valid)
    WHERE platform.actor_role() = 'school-officer' $$;
REVOKE ALL ON FUNCTION admissions.received(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.received(uuid) TO tixi_app;

-- A file of scores that was looked through may be dropped, and one that was taken in taken back, before the scores are handed in.
ALTER TABLE admissions.score_import DROP CONSTRAINT score_import_state_check;
ALTER TABLE admissions.score_import ADD CONSTRAINT score_import_state_check
  CHECK (state IN ('waiting', 'checking', 'checked', 'taking', 'done', 'failed', 'cancelled'));
CREATE POLICY office_removes ON admissions.score FOR DELETE TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()));
GRANT DELETE ON admissions.score TO tixi_app;
