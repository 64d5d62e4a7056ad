-- How a student's consent stands, for the roster: the newest word of the guardians, the strictest first.
CREATE FUNCTION registry.consent_state(who uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT g.consent FROM registry.guardian g WHERE g.person_id = who
    ORDER BY array_position(ARRAY['withdrawn', 'refused', 'given', 'asked'], g.consent) LIMIT 1), 'asked')
  WHERE platform.actor_role() IN ('administrator', 'school-officer', 'teacher') OR who = platform.actor_person() $$;
