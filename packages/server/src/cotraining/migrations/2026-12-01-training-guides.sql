-- Who can look after a student: teachers of the school that asks, and mentors of an enterprise with which it has an agreement or
-- placements. A placement names one of them by his person, so that he finds its logbook; else by name alone.
CREATE FUNCTION cotraining.guides(of_enterprise uuid) RETURNS TABLE (person uuid, name text, side text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT p.id, p.name, CASE m.role WHEN 'mentor' THEN 'enterprise' ELSE 'school' END
  FROM registry.membership m JOIN registry.person p ON p.id = m.person_id
  WHERE platform.actor_role() = 'school-officer' AND m.state = 'active'
    AND (m.role = 'teacher' AND m.organisation_id = platform.actor_organisation()
      OR m.role = 'mentor' AND m.organisation_id = of_enterprise AND (
        EXISTS (SELECT FROM cotraining.agreement a WHERE a.school = platform.actor_organisation() AND a.enterprise = of_enterprise AND cotraining.agreement_state(a.province, a.id) = 'in-force')
        OR EXISTS (SELECT FROM cotraining.placement l WHERE l.school = platform.actor_organisation() AND l.enterprise = of_enterprise))) $$;
REVOKE ALL ON FUNCTION cotraining.guides(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.guides(uuid) TO tixi_app;
