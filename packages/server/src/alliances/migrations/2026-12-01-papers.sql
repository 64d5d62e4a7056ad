-- Founding documents and the evidence of tasks bear files. A document is { kind, title, number, on, file, open }; `open` is
-- for the charter alone, which anybody may then read once the alliance works.

ALTER TABLE alliances.task_action ADD COLUMN files uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN alliances.task_action.files IS 'what proves a report: files of platform.file whose subject is the task';

-- The files of the founding documents, for whoever reads what is between the members; a charter that is open for everybody.
CREATE FUNCTION alliances.papers_of(of_alliance uuid) RETURNS SETOF platform.file
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.* FROM alliances.alliance a JOIN platform.file f ON f.subject = 'alliance:' || a.id
  WHERE a.id = of_alliance AND f.state <> 'removed' AND (alliances.reads(a.province, a.id)
    OR a.running_since IS NOT NULL AND EXISTS (SELECT FROM jsonb_array_elements(a.documents) d
      WHERE d ->> 'kind' = 'charter' AND d ->> 'open' = 'true' AND d ->> 'file' = f.id::text)) $$;
-- What proves the reports of a task, also what was removed since: its place in the history stays.
CREATE FUNCTION alliances.evidence_of(of_task uuid) RETURNS SETOF platform.file
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.* FROM alliances.task t JOIN platform.file f ON f.subject = 'alliance-task:' || t.id
  WHERE t.id = of_task AND alliances.reads(t.province, t.alliance_id)
    AND f.id IN (SELECT unnest(l.files) FROM alliances.task_action l WHERE l.province = t.province AND l.task_id = t.id) $$;
REVOKE ALL ON FUNCTION alliances.papers_of(uuid), alliances.evidence_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliances.papers_of(uuid), alliances.evidence_of(uuid) TO tixi_app;
