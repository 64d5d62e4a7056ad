-- Tasks past their day: the member and the secretariat are told once when a task becomes overdue, and then every week.

ALTER TABLE alliances.task ADD COLUMN told_on date;
COMMENT ON COLUMN alliances.task.told_on IS 'the last day on which somebody was told that it is overdue';

-- Marks the tasks that are to be told of today and answers with them. Whoever asks a second time for the day, or at the same
-- moment, is answered with none of them. For the process alone.
CREATE FUNCTION alliances.tell_overdue(today date) RETURNS TABLE (province text, task_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  IF platform.actor_role() IS DISTINCT FROM 'administrator' OR coalesce(platform.actor_id(), '') <> '' THEN RAISE EXCEPTION 'for the process itself' USING errcode = 'insufficient_privilege'; END IF;
  RETURN QUERY UPDATE alliances.task t SET told_on = tell_overdue.today
    WHERE t.due < tell_overdue.today AND (t.told_on IS NULL OR tell_overdue.today - t.told_on >= 7)
      AND alliances.task_last(t.province, t.id) IN ('assign', 'return', 'report')
    RETURNING t.province, t.id;
END $$;
REVOKE ALL ON FUNCTION alliances.tell_overdue(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliances.tell_overdue(date) TO tixi_app;
