-- What people changed in a run's cards, and what anybody needs to check a published decision by its manifest.

-- Cards that say other than the rules: how many from which decision to which. The office sees it while it works, others from
-- the day of the decision; a school cannot count it by itself, because it sees its own cards only.
CREATE FUNCTION planning.card_changes(of_province text, of_adjustment uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('from', d.proposed, 'to', d.final, 'count', d.n) ORDER BY d.proposed, d.final), '[]')
  FROM (SELECT c.decision AS proposed, s.decision AS final, count(*)::int AS n
    FROM (SELECT DISTINCT ON (offering_id) offering_id, decision FROM planning.card_step
      WHERE province = of_province AND adjustment_id = of_adjustment AND decision IS NOT NULL ORDER BY offering_id, seq DESC) s
    JOIN planning.card c ON c.province = of_province AND c.adjustment_id = of_adjustment AND c.offering_id = s.offering_id
    WHERE c.decision <> s.decision GROUP BY 1, 2) d
  WHERE planning.adjustment_reached(of_province, of_adjustment, 'decide')
    OR (platform.works_here() AND of_province = platform.actor_province())
$$;
REVOKE ALL ON FUNCTION planning.card_changes(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION planning.card_changes(text, uuid) TO tixi_app;

-- which version of the rules ran, beside its name
CREATE OR REPLACE VIEW planning.public_adjustment WITH (security_barrier) AS
  SELECT a.province, a.id, a.year, r.year AS for_year, r.title, s.content -> 'name' AS rules, s.version AS rules_version, r.sample,
    (SELECT max(at) FROM planning.adjustment_action x WHERE x.province = a.province AND x.adjustment_id = a.id AND x.action = 'publish') AS published_at,
    a.rule_set_id
  FROM planning.adjustment a
  JOIN planning.round r ON r.province = a.province AND r.id = a.round_id
  JOIN planning.rule_set s ON s.province = a.province AND s.id = a.rule_set_id
  WHERE planning.adjustment_reached(a.province, a.id, 'publish');

-- The files of a published decision that anybody may have: its manifest and what was decided. The facts of schools are not
-- among them: their hash is, and the server computes from them when it is asked to check.
CREATE VIEW planning.public_adjustment_file WITH (security_barrier) AS
  SELECT f.province, f.adjustment_id, f.name, f.media_type, f.sha256, f.content
  FROM planning.adjustment_file f
  WHERE f.name IN ('decision.json', 'decisions.csv') AND planning.adjustment_reached(f.province, f.adjustment_id, 'publish');
GRANT SELECT ON planning.public_adjustment_file TO tixi_app;

-- What a published decision was computed from, for nothing but computing it again.
CREATE FUNCTION planning.published_run_files(of_adjustment uuid)
RETURNS TABLE (name text, media_type text, sha256 text, content bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT name, media_type, sha256, content FROM planning.adjustment_file
  WHERE adjustment_id = of_adjustment AND planning.adjustment_reached(province, adjustment_id, 'publish') ORDER BY name
$$;
REVOKE ALL ON FUNCTION planning.published_run_files(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION planning.published_run_files(uuid) TO tixi_app;
