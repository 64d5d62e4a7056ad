-- The register of organisations in use: who keeps those of other provinces, names that are near each other,
-- corrections of what was recorded wrongly, and corrections that an organisation proposes of itself.

-- The region whose offices keep an organisation: its own, but the installation's province for what lies outside of it
-- (a university elsewhere that trains with a school here).
CREATE FUNCTION registry.keeper_region(region text) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT CASE WHEN i.province IS NULL OR left(region, 2) = left(i.province, 2) THEN region ELSE i.province END
    FROM (SELECT max(province) AS province FROM registry.installation) i $$;

-- A name without width, case, signs and legal form: two organisations of one key may be one.
CREATE FUNCTION registry.name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT regexp_replace(regexp_replace(lower(normalize(name, NFKC)), '[\s()\[\]{}<>·.,，。、‘’“”"''—_-]', '', 'g'),
    '(集团)?(股份有限责任|有限责任|股份有限|集团有限|有限)?公司$', '') $$;
ALTER TABLE registry.organisation_version ADD COLUMN name_key text GENERATED ALWAYS AS (registry.name_key(name)) STORED;
-- near names in a region: those of one key, and those that begin or end alike
CREATE INDEX organisation_by_key ON registry.organisation_version (name_key text_pattern_ops);

-- What was once recorded wrongly and put right: the version then says what is true, this says what it said.
CREATE TABLE registry.organisation_correction (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES registry.organisation,
  -- of the version that was corrected
  region text NOT NULL CHECK (region ~ '^\d{6}$'),
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  note text NOT NULL CHECK (note <> ''),
  recorded_at timestamptz NOT NULL,
  recorded_by text
);
CREATE INDEX organisation_correction_of ON registry.organisation_correction (organisation_id, recorded_at);

-- A correction therefore begins no version.
ALTER TABLE registry.organisation_version DROP CONSTRAINT organisation_version_change_check,
  ADD CONSTRAINT organisation_version_change_check CHECK (change IN ('registered', 'renamed', 'moved', 'changed'));

-- An officer's proposal for his own organisation's address or website; an office of the region decides.
CREATE TABLE registry.organisation_proposal (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES registry.organisation,
  region text NOT NULL CHECK (region ~ '^\d{6}$'),
  address text NOT NULL,
  website text NOT NULL,
  note text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'refused')),
  proposed_at timestamptz NOT NULL,
  proposed_by text,
  decided_at timestamptz,
  decided_by text,
  reason text NOT NULL DEFAULT ''
);
-- one at a time
CREATE UNIQUE INDEX organisation_proposal_open ON registry.organisation_proposal (organisation_id) WHERE state = 'proposed';

DO $$
DECLARE
  name text;
  kept text := '(SELECT platform.works_here()) AND starts_with(registry.keeper_region(region), (SELECT platform.actor_prefix()))';
  own text := '(SELECT platform.manages_here()) AND organisation_id = (SELECT platform.actor_organisation())';
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation_correction', 'organisation_proposal'] LOOP
    EXECUTE format('ALTER TABLE registry.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT ON registry.%I TO tixi_app', name);
    EXECUTE format('CREATE POLICY keeper ON registry.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
  END LOOP;
  GRANT UPDATE ON registry.organisation_proposal TO tixi_app;

  DROP POLICY kept_by_office ON registry.organisation_version;
  EXECUTE format('CREATE POLICY kept_by_office ON registry.organisation_version TO tixi_app USING (%s) WITH CHECK (%s)', kept, kept);
  DROP POLICY kept_by_office ON registry.succession;
  EXECUTE format('CREATE POLICY kept_by_office ON registry.succession FOR INSERT TO tixi_app
    WITH CHECK ((SELECT platform.works_here()) AND EXISTS (SELECT FROM registry.organisation_version v
      WHERE v.organisation_id = predecessor AND (%s)))', kept);

  CREATE POLICY known_to_all ON registry.organisation_correction FOR SELECT TO tixi_app USING (true);
  EXECUTE format('CREATE POLICY kept_by_office ON registry.organisation_correction FOR INSERT TO tixi_app WITH CHECK (%s)', kept);

  EXECUTE format('CREATE POLICY decided_by_office ON registry.organisation_proposal TO tixi_app USING (%s) WITH CHECK (%s)', kept, kept);
  EXECUTE format('CREATE POLICY seen_by_its_own ON registry.organisation_proposal FOR SELECT TO tixi_app USING (%s)', own);
  EXECUTE format('CREATE POLICY proposed_by_its_own ON registry.organisation_proposal FOR INSERT TO tixi_app
    WITH CHECK (state = ''proposed'' AND %s)', own);
END $$;
