-- The three lists (article 12): talent demand, industry development, policy support. What people enter and enterprises
-- state is kept as items; a version of a list freezes its entries; those whom an entry concerns answer it.

-- What the office enters (organisation null) and what an enterprise states of itself, before and after it is taken in.
CREATE TABLE planning.list_item (
  province text NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('demand', 'industry', 'policy')),
  title text NOT NULL,
  -- typed by kind in lists/content.ts
  content jsonb NOT NULL,
  organisation uuid,
  organisation_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn')),
  -- why the office declined it
  note text NOT NULL,
  revision integer NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  CHECK (organisation IS NOT NULL OR state IN ('accepted', 'withdrawn')),
  CHECK (organisation IS NULL OR kind = 'demand')
);
-- GET /api/lists/items?kind=&state=
CREATE INDEX list_item_by_state ON planning.list_item (province, kind, state, at DESC, id DESC);
-- an enterprise's own statements
CREATE INDEX list_item_of_organisation ON planning.list_item (organisation, at DESC) WHERE organisation IS NOT NULL;

CREATE TABLE planning.list_version (
  province text NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('demand', 'industry', 'policy')),
  year integer NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  note text NOT NULL,
  publisher text NOT NULL,
  sample boolean NOT NULL,
  -- the published release that the computed rows come from
  release_id uuid,
  -- what it was made from and by which rule, so that it can be made again
  manifest jsonb NOT NULL,
  entries integer NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, kind, year, version),
  FOREIGN KEY (province, release_id) REFERENCES planning.release (province, id)
);

CREATE TABLE planning.list_action (
  province text NOT NULL,
  version_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL CHECK (action IN ('draft', 'review', 'return', 'publish', 'supersede', 'withdraw')),
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  note text NOT NULL,
  PRIMARY KEY (province, version_id, seq),
  FOREIGN KEY (province, version_id) REFERENCES planning.list_version (province, id)
);

-- The rows of a version. One thing keeps its item_id from version to version.
CREATE TABLE planning.list_entry (
  province text NOT NULL,
  version_id uuid NOT NULL,
  item_id uuid NOT NULL,
  rank integer NOT NULL,
  title text NOT NULL,
  content jsonb NOT NULL,
  source text NOT NULL CHECK (source IN ('computed', 'stated', 'entered')),
  source_name text NOT NULL,
  confidence text NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
  -- who stated it
  organisation uuid,
  -- what it can be filtered by; city '' = the whole province
  city text NOT NULL,
  occupations text[] NOT NULL,
  programmes text[] NOT NULL,
  industries text[] NOT NULL,
  PRIMARY KEY (province, version_id, item_id),
  FOREIGN KEY (province, version_id) REFERENCES planning.list_version (province, id)
);
-- the rows of a version in their order
CREATE UNIQUE INDEX list_entry_in_order ON planning.list_entry (province, version_id, rank);
-- one thing through the versions
CREATE INDEX list_entry_of_item ON planning.list_entry (province, item_id);

CREATE TABLE planning.list_file (
  province text NOT NULL,
  version_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (province, version_id, name),
  FOREIGN KEY (province, version_id) REFERENCES planning.list_version (province, id)
);

-- What a school or an enterprise answers. Append-only: the latest of an organisation counts.
CREATE TABLE planning.list_answer (
  province text NOT NULL,
  id uuid NOT NULL,
  version_id uuid NOT NULL,
  item_id uuid NOT NULL,
  organisation uuid NOT NULL,
  organisation_name text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('open', 'expand', 'already', 'cannot', 'confirm', 'correct', 'take-part')),
  number integer CHECK (number BETWEEN 0 AND 1000000),
  reason text NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, version_id, item_id) REFERENCES planning.list_entry (province, version_id, item_id)
);
-- the latest answer of each organisation to an item
CREATE INDEX list_answer_latest ON planning.list_answer (province, item_id, organisation, at DESC, id DESC);
-- what an organisation answered
CREATE INDEX list_answer_of_organisation ON planning.list_answer (organisation, item_id, at DESC);

-- Who wants to be told when a new version changes what he named; '' = whatever it is.
CREATE TABLE planning.list_subscription (
  province text NOT NULL,
  id uuid NOT NULL,
  user_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('demand', 'industry', 'policy')),
  city text NOT NULL,
  occupation text NOT NULL,
  programme text NOT NULL,
  industry text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, user_id, kind, city, occupation, programme, industry)
);

-- A version stays readable by anyone once published, also after a newer one superseded it.
CREATE FUNCTION planning.is_list_published(of_province text, of_version uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT EXISTS (SELECT FROM planning.list_action WHERE province = of_province AND version_id = of_version AND action = 'publish')
$$;

-- How many answered the items of a published version, and how: counts, never who.
CREATE FUNCTION planning.list_answer_counts(of_province text, of_version uuid) RETURNS TABLE (item_id uuid, answers jsonb, answered integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT item_id, jsonb_object_agg(answer, n), sum(n)::integer FROM (
    SELECT l.item_id, l.answer, count(*)::integer AS n FROM (
      SELECT DISTINCT ON (a.item_id, a.organisation) a.item_id, a.answer
      FROM planning.list_answer a
      WHERE a.province = of_province AND a.item_id IN (SELECT e.item_id FROM planning.list_entry e WHERE e.province = of_province AND e.version_id = of_version)
      ORDER BY a.item_id, a.organisation, a.at DESC, a.id DESC) l
    GROUP BY l.item_id, l.answer) c
  WHERE planning.is_list_published(of_province, of_version) OR platform.works_here() AND of_province = platform.actor_province()
  GROUP BY item_id
$$;

-- Whom the office has to tell when it publishes; nobody else may ask.
CREATE FUNCTION planning.list_subscribers(of_kind text) RETURNS TABLE (user_id text, city text, occupation text, programme text, industry text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = planning, pg_catalog AS $$
  SELECT user_id, city, occupation, programme, industry FROM planning.list_subscription
  WHERE platform.works_here() AND province = platform.actor_region() AND kind = of_kind
$$;
REVOKE ALL ON FUNCTION planning.list_subscribers(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION planning.list_subscribers(text) TO tixi_app;

DO $$
DECLARE
  name text;
  office text := '(SELECT platform.works_here()) AND province = (SELECT platform.actor_region())';
  around text := '(SELECT platform.works_here()) AND province = (SELECT platform.actor_province())';
BEGIN
  FOREACH name IN ARRAY ARRAY['list_item', 'list_version', 'list_action', 'list_entry', 'list_file', 'list_answer', 'list_subscription'] LOOP
    EXECUTE format('ALTER TABLE planning.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE planning.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT ON planning.%I TO tixi_app', name);
    -- the functions above read as the owner
    EXECUTE format('CREATE POLICY owner_reads ON planning.%I FOR SELECT TO %I USING (true)', name, current_user);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['list_item', 'list_version', 'list_action', 'list_entry', 'list_file', 'list_answer'] LOOP
    EXECUTE format('CREATE POLICY works_in_province ON planning.%I FOR SELECT TO tixi_app USING (%s)', name, around);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['list_item', 'list_version', 'list_action'] LOOP
    EXECUTE format('CREATE POLICY office_adds ON planning.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
  END LOOP;
  -- what was published stays as it is
  FOREACH name IN ARRAY ARRAY['list_entry', 'list_file'] LOOP
    EXECUTE format('CREATE POLICY office_adds ON planning.%I FOR INSERT TO tixi_app
      WITH CHECK (%s AND NOT planning.is_list_published(province, version_id))', name, office);
  END LOOP;
  EXECUTE format('CREATE POLICY office_changes ON planning.list_item FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', office, office);
END $$;
GRANT UPDATE ON planning.list_item TO tixi_app;
GRANT DELETE ON planning.list_subscription TO tixi_app;

-- An enterprise states what it needs; once it changes a word, the office looks at it again.
CREATE POLICY enterprise_reads_own ON planning.list_item FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND organisation = (SELECT platform.actor_organisation()));
CREATE POLICY enterprise_states ON planning.list_item FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'enterprise-officer' AND organisation = (SELECT platform.actor_organisation())
    AND province = (SELECT platform.actor_province()) AND state = 'proposed');
CREATE POLICY enterprise_changes_own ON planning.list_item FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'enterprise-officer' AND organisation = (SELECT platform.actor_organisation()))
  WITH CHECK (organisation = (SELECT platform.actor_organisation()) AND province = (SELECT platform.actor_province())
    AND state IN ('proposed', 'withdrawn'));

CREATE POLICY published ON planning.list_version FOR SELECT TO tixi_app USING (planning.is_list_published(province, id));
CREATE POLICY published ON planning.list_action FOR SELECT TO tixi_app USING (planning.is_list_published(province, version_id));
CREATE POLICY published ON planning.list_entry FOR SELECT TO tixi_app USING (planning.is_list_published(province, version_id));
CREATE POLICY published ON planning.list_file FOR SELECT TO tixi_app USING (planning.is_list_published(province, version_id));

CREATE POLICY reads_own ON planning.list_answer FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) IN ('school-officer', 'enterprise-officer') AND organisation = (SELECT platform.actor_organisation()));
CREATE POLICY answers ON planning.list_answer FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) IN ('school-officer', 'enterprise-officer') AND organisation = (SELECT platform.actor_organisation())
    AND province = (SELECT platform.actor_province()) AND planning.is_list_published(province, version_id));

CREATE POLICY own ON planning.list_subscription TO tixi_app
  USING (user_id = (SELECT platform.actor_id()))
  WITH CHECK (user_id = (SELECT platform.actor_id()) AND province = (SELECT platform.actor_province()));
