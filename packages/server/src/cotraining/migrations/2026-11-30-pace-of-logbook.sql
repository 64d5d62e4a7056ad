-- The hour in which 50,000 students write their day: what is asked with every entry goes by the student's own id, and not by the
-- sets of everybody's placements.

-- A student's own placements with all that an entry is judged by, and what is his: asked with every entry, so without the sets above.
-- In plpgsql, which keeps its plans.
CREATE FUNCTION cotraining.own_placements() RETURNS SETOF jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF platform.actor_role() IS DISTINCT FROM 'student' OR platform.actor_person() IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT jsonb_build_object('province', p.province, 'id', p.id, 'person', p.person, 'person_name', p.person_name, 'school', p.school, 'school_name', p.school_name,
      'region', p.region, 'enterprise', p.enterprise, 'enterprise_name', p.enterprise_name, 'post', coalesce(o.name, ''), 'from_on', to_char(p.from_on, 'YYYY-MM-DD'),
      'to_on', to_char(p.to_on, 'YYYY-MM-DD'), 'mentor', p.mentor, 'mentor_name', p.mentor_name, 'teacher', p.teacher, 'teacher_name', p.teacher_name, 'pay', p.pay::text,
      'like_pay', o.like_pay::text, 'lowest_pay', o.lowest_pay::text, 'competences', coalesce(o.competences, '[]'), 'late_days', r.late_days, 'missing_days', r.missing_days,
      'silent_days', r.silent_days, 'pay_days', r.pay_days, 'ask_place', r.ask_place,
      'actions', (SELECT coalesce(jsonb_agg(jsonb_build_object('action', a.action, 'at', a.at) ORDER BY a.seq), '[]') FROM cotraining.placement_action a
        WHERE a.province = p.province AND a.placement_id = p.id),
      'signed', (SELECT coalesce(jsonb_agg(to_char(m.month, 'YYYY-MM')), '[]') FROM cotraining.log_month m WHERE m.province = p.province AND m.placement_id = p.id AND m.side = 'teacher'))
    FROM cotraining.placement p LEFT JOIN cotraining.post o ON o.province = p.province AND o.id = p.post_id
      LEFT JOIN cotraining.log_rule r ON r.province = p.province AND r.school = p.school
    WHERE p.person = platform.actor_person() ORDER BY p.from_on DESC, p.id;
END $$;
CREATE FUNCTION cotraining.is_own_placement(of_province text, of_placement uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN RETURN EXISTS (SELECT FROM cotraining.placement p WHERE p.province = of_province AND p.id = of_placement AND p.person = platform.actor_person()); END $$;

REVOKE ALL ON FUNCTION cotraining.own_placements(), cotraining.is_own_placement(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.own_placements(), cotraining.is_own_placement(text, uuid) TO tixi_app;

DROP POLICY writes ON cotraining.log_entry;
CREATE POLICY writes ON cotraining.log_entry FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'student' AND person = (SELECT platform.actor_person()) AND cotraining.is_own_placement(province, placement_id));
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['log_mark', 'log_month', 'pay_proof', 'visit'] LOOP
    EXECUTE format('DROP POLICY reads ON cotraining.%I', name);
    EXECUTE format('CREATE POLICY reads ON cotraining.%I FOR SELECT TO tixi_app USING (CASE WHEN (SELECT platform.actor_role()) = ''student''
      THEN cotraining.is_own_placement(province, placement_id) ELSE (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m) END)', name);
  END LOOP;
END $$;
