-- What the formal check of an application is judged on: the newest finished run of its round, with the facts that the run
-- keeps, for nothing but judging this application. The office always; the school of the application once the run is open
-- to the schools. The bytes never leave the server.
CREATE FUNCTION planning.facts_for(of_application uuid) RETURNS TABLE (adjustment_id uuid, year integer, content bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT a.id, a.year, f.content
  FROM planning.application p
  JOIN planning.adjustment a ON a.province = p.province AND a.round_id = p.round_id AND a.state = 'done'
  JOIN planning.adjustment_file f ON f.province = a.province AND f.adjustment_id = a.id AND f.name = 'facts.json.gz'
  WHERE p.id = of_application
    AND NOT EXISTS (SELECT FROM planning.adjustment_action x WHERE x.province = a.province AND x.adjustment_id = a.id AND x.action = 'withdraw')
    AND (platform.works_here() AND p.province = platform.actor_province()
      OR platform.actor_role() = 'school-officer' AND p.school = platform.actor_organisation()
        AND planning.adjustment_reached(a.province, a.id, 'open'))
  ORDER BY a.created_at DESC, a.id DESC LIMIT 1 $$;
REVOKE ALL ON FUNCTION planning.facts_for(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION planning.facts_for(uuid) TO tixi_app;
