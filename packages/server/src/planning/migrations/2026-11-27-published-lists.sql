-- Which versions of the lists anybody may read, asked once for a whole query: asked for each row, it took longer than
-- the rows themselves (GET /api/public/lists/:id/entries, …/differences).

-- the actions that published a version
CREATE INDEX list_action_published ON planning.list_action (version_id) WHERE action = 'publish';

CREATE FUNCTION planning.published_lists() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT version_id FROM planning.list_action WHERE action = 'publish'
$$;

ALTER POLICY published ON planning.list_version USING (id IN (SELECT planning.published_lists()));
ALTER POLICY published ON planning.list_action USING (version_id IN (SELECT planning.published_lists()));
ALTER POLICY published ON planning.list_entry USING (version_id IN (SELECT planning.published_lists()));
ALTER POLICY published ON planning.list_file USING (version_id IN (SELECT planning.published_lists()));
