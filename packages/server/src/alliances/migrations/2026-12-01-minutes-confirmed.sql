-- Minutes are written by the secretariat and confirmed, or returned with a reason, by who held the chair at the meeting.

-- The chair that was there; without it a vice-chair who was; without one a director, who then presided. Whoever has left the
-- alliance since comes after those who can still read the minutes, and who was away after those who were there.
CREATE FUNCTION alliances.presided(of_province text, of_meeting uuid) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.organisation FROM (
    SELECT r.organisation, rank() OVER (ORDER BY NOT alliances.is_active(r.province, r.member_id), r.attendance <> 'present',
      array_position(ARRAY['chair', 'vice-chair', 'director'], r.seat)) AS place
    FROM alliances.roll r WHERE r.province = of_province AND r.meeting_id = of_meeting) s WHERE s.place = 1 $$;
REVOKE ALL ON FUNCTION alliances.presided(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliances.presided(text, uuid) TO tixi_app;

DROP POLICY acts ON alliances.meeting_action;
CREATE POLICY acts ON alliances.meeting_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (
    action IN ('draft', 'call', 'open', 'close', 'minute', 'cancel') AND alliances.keeps_meeting(province, meeting_id)
    OR action IN ('confirm-minutes', 'return-minutes') AND (SELECT alliances.represents())
      AND alliances.meeting_last(province, meeting_id) = 'minute'
      AND (SELECT platform.actor_organisation()) IN (SELECT alliances.presided(province, meeting_id))));

-- What lies before the chair, or was confirmed, is not rewritten, whoever asks.
CREATE FUNCTION alliances.refuse_other_minutes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.minutes IS DISTINCT FROM OLD.minutes AND alliances.meeting_last(OLD.province, OLD.id) NOT IN ('close', 'return-minutes')
    THEN RAISE EXCEPTION 'the minutes of this meeting are written' USING errcode = 'insufficient_privilege'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER written_is_written BEFORE UPDATE ON alliances.meeting FOR EACH ROW EXECUTE FUNCTION alliances.refuse_other_minutes();
