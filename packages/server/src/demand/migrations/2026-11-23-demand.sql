-- Talent demand (articles 4 and 12): postings, offerings, enterprise surveys and industry plans as they came in,
-- what became of each row, and what people corrected.
--
-- `province` leads every key, so that the tables distribute by it. Everything runs as tixi_app under the policies
-- below, the bulk rows of an import included.

CREATE SCHEMA demand;
GRANT USAGE ON SCHEMA demand TO tixi_app;

-- The province that the actor's region lies in.
CREATE FUNCTION demand.actor_province() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT rpad(left(platform.actor_region(), 2), 6, '0') $$;

CREATE TABLE demand.import (
  province text NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('postings', 'offerings', 'surveys', 'industry-plan')),
  file_name text NOT NULL,
  file_path text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  format text NOT NULL,
  encoding text NOT NULL,
  -- delimiter and rows above the first data row
  layout jsonb NOT NULL,
  headers jsonb NOT NULL,
  sample_rows jsonb NOT NULL,
  mapping jsonb NOT NULL,
  state text NOT NULL DEFAULT 'inspected'
    CHECK (state IN ('inspected', 'waiting', 'running', 'done', 'failed', 'cancelled')),
  cancel_asked boolean NOT NULL DEFAULT false,
  job_id text,
  -- in = accepted + duplicate + rejected, in every committed state
  rows_read bigint NOT NULL DEFAULT 0,
  accepted bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  -- where the next unread row begins; rows before it are committed together with the counters
  next_byte bigint NOT NULL DEFAULT 0,
  rows_estimate bigint,
  breaching bigint NOT NULL DEFAULT 0,
  coder_version text,
  message text,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (province, id),
  CHECK (rows_read = accepted + duplicate + rejected)
);
-- GET /api/imports: newest first
CREATE INDEX import_newest ON demand.import (province, created_at DESC, id DESC);
-- the same file brought in again
CREATE INDEX import_by_file ON demand.import (province, sha256);

CREATE TABLE demand.saved_mapping (
  province text NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  mapping jsonb NOT NULL,
  created_by text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, kind, name)
);

CREATE TABLE demand.import_rejection (
  province text NOT NULL,
  import_id uuid NOT NULL,
  row_number bigint NOT NULL,
  -- several fields of one row may be at fault
  part smallint NOT NULL,
  field text NOT NULL,
  value text NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (province, import_id, row_number, part)
);

CREATE TABLE demand.posting (
  province text NOT NULL,
  row_number integer NOT NULL,
  -- 63-bit hash of the content: the same posting has the same id wherever and whenever it is brought in
  id bigint NOT NULL,
  import_id uuid NOT NULL,
  title text NOT NULL,
  company text NOT NULL,
  company_code text,
  -- hash of the normalised employer; null where none is named
  employer bigint,
  city text,
  region_text text NOT NULL,
  -- yuan a month
  salary_min integer,
  salary_max integer,
  -- index into EDUCATIONS (engines/types)
  education smallint,
  experience_text text NOT NULL,
  headcount integer,
  headcount_kind text NOT NULL,
  -- '-infinity' where the source gives none, so that (published_on, id) pages by one comparison
  published_on date NOT NULL,
  -- GB/T 4754 section letter
  industry text,
  industry_text text NOT NULL,
  source text NOT NULL,
  -- the source's own id
  source_id text NOT NULL,
  -- null: the coder abstains, or a person did
  occupation text,
  confidence real NOT NULL,
  -- at most five "code:percent", best first
  candidates text NOT NULL,
  flag_count smallint NOT NULL,
  flag_rules text[],
  flags jsonb,
  -- near-duplicate signature, 32 bytes
  signature bytea NOT NULL,
  -- pairs of neighbouring title characters (title-grams.ts)
  title_grams integer[] NOT NULL,
  review text CHECK (review IN ('confirmed', 'corrected', 'abstained')),
  PRIMARY KEY (province, id)
) PARTITION BY LIST (province);
CREATE TABLE demand.posting_default PARTITION OF demand.posting DEFAULT;

-- What lists don't need, apart, so that they stay narrow.
CREATE TABLE demand.posting_text (
  province text NOT NULL,
  id bigint NOT NULL,
  description text NOT NULL,
  PRIMARY KEY (province, id)
) PARTITION BY LIST (province);
CREATE TABLE demand.posting_text_default PARTITION OF demand.posting_text DEFAULT;

-- GET /api/postings?order=newest (read backwards)
CREATE INDEX posting_newest ON demand.posting (province, published_on, id);
-- GET /api/postings?order=least-certain: the review queue
CREATE INDEX posting_least_certain ON demand.posting (province, confidence, id) WHERE review IS NULL;
-- GET /api/postings?reviewed=
CREATE INDEX posting_reviewed ON demand.posting (province, published_on, id) WHERE review IS NOT NULL;
-- postings of an occupation (and city), also those behind a cell of a cycle
CREATE INDEX posting_by_occupation ON demand.posting (province, occupation, published_on, id, city);
-- postings of one vacancy: same employer and city
CREATE INDEX posting_by_employer ON demand.posting (province, employer, city) WHERE employer IS NOT NULL;
-- GET /api/postings?importId=
CREATE INDEX posting_by_import ON demand.posting (province, import_id, row_number);
-- fair-hiring list and its summary, without touching the table
CREATE INDEX posting_flagged ON demand.posting (province, published_on, id) INCLUDE (flag_rules) WHERE flag_count > 0;
-- title search (demand.search_titles)
CREATE INDEX posting_title_grams ON demand.posting USING gin (title_grams) WITH (gin_pending_list_limit = 32768);

-- Array operators are not leakproof, so under row-level security they may not use an index. This function searches
-- as the owner and keeps to the actor's province itself.
CREATE FUNCTION demand.search_titles(grams integer[], needle text, max_rows integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = demand, pg_catalog AS $$
  SELECT id FROM demand.posting
  WHERE platform.works_here() AND province = demand.actor_province()
    AND title_grams @> grams AND position(needle in lower(replace(title, ' ', ''))) > 0
  LIMIT max_rows
$$;

-- One partition a province, made before its first row.
CREATE FUNCTION demand.ensure_partition(code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = demand, pg_catalog AS $$
BEGIN
  IF code !~ '^[1-9][0-9]0000$' THEN RAISE EXCEPTION 'not a province code: %', code; END IF;
  IF NOT platform.works_here() OR code <> demand.actor_province() THEN RAISE EXCEPTION 'not the actor''s province: %', code; END IF;
  IF to_regclass(format('demand.posting_%s', code)) IS NULL THEN
    EXECUTE format('CREATE TABLE demand.posting_%s PARTITION OF demand.posting FOR VALUES IN (%L)', code, code);
    EXECUTE format('CREATE TABLE demand.posting_text_%s PARTITION OF demand.posting_text FOR VALUES IN (%L)', code, code);
    EXECUTE format('ALTER TABLE demand.posting_%s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', code);
    EXECUTE format('ALTER TABLE demand.posting_text_%s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', code);
  END IF;
END $$;
REVOKE ALL ON FUNCTION demand.ensure_partition(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION demand.ensure_partition(text) TO tixi_app;

-- What people decided about a code. Append-only: the latest line of a posting counts.
CREATE TABLE demand.correction (
  province text NOT NULL,
  id uuid NOT NULL,
  posting_id bigint NOT NULL,
  action text NOT NULL CHECK (action IN ('confirm', 'correct', 'abstain')),
  from_occupation text,
  to_occupation text,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id)
);
-- a posting's history
CREATE INDEX correction_of_posting ON demand.correction (province, posting_id, at);

-- Words of a title that a correction ties to an occupation, waiting for a second look.
CREATE TABLE demand.alias (
  province text NOT NULL,
  id uuid NOT NULL,
  alias text NOT NULL,
  occupation text NOT NULL,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'accepted', 'rejected')),
  times integer NOT NULL DEFAULT 1,
  example_posting bigint NOT NULL,
  example_title text NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL,
  reviewed_by text,
  reviewed_at timestamptz,
  PRIMARY KEY (province, id),
  UNIQUE (province, alias, occupation)
);
-- GET /api/aliases?state=
CREATE INDEX alias_by_state ON demand.alias (province, state, proposed_at DESC, id);

CREATE TABLE demand.recoding (
  province text NOT NULL,
  id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  job_id text,
  before_version text,
  after_version text,
  aliases integer NOT NULL DEFAULT 0,
  checked bigint NOT NULL DEFAULT 0,
  changed bigint NOT NULL DEFAULT 0,
  -- the last posting that was coded again, for resuming
  last_id bigint,
  message text,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (province, id)
);
CREATE TABLE demand.recoding_change (
  province text NOT NULL,
  recoding_id uuid NOT NULL,
  posting_id bigint NOT NULL,
  title text NOT NULL,
  from_occupation text,
  from_confidence real NOT NULL,
  to_occupation text,
  to_confidence real NOT NULL,
  PRIMARY KEY (province, recoding_id, posting_id)
);

-- 专业点: what a later file says about the same school, programme and year replaces the earlier (superseded_by).
CREATE TABLE demand.offering (
  province text NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  school_code text,
  school_name text NOT NULL,
  programme text NOT NULL,
  level text NOT NULL CHECK (level IN ('secondary', 'college', 'bachelor')),
  city text NOT NULL,
  year integer NOT NULL,
  content jsonb NOT NULL,
  content_hash text NOT NULL,
  superseded_by uuid,
  PRIMARY KEY (province, id)
);
-- GET /api/offerings and the cycle: what counts now
CREATE INDEX offering_current ON demand.offering (province, year DESC, programme, city, id) WHERE superseded_by IS NULL;
CREATE INDEX offering_by_import ON demand.offering (province, import_id);
-- GET /api/offerings?school=
CREATE INDEX offering_by_school ON demand.offering (province, school_name) WHERE superseded_by IS NULL;

CREATE TABLE demand.survey (
  province text NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  company text NOT NULL,
  city text NOT NULL,
  year integer NOT NULL,
  content jsonb NOT NULL,
  content_hash text NOT NULL,
  superseded_by uuid,
  PRIMARY KEY (province, id)
);
-- surveys of the cycle
CREATE INDEX survey_current ON demand.survey (province, year, id) WHERE superseded_by IS NULL;
CREATE INDEX survey_by_import ON demand.survey (province, import_id);

CREATE TABLE demand.industry_plan (
  province text NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  industry text NOT NULL,
  city text,
  year integer NOT NULL,
  content jsonb NOT NULL,
  content_hash text NOT NULL,
  superseded_by uuid,
  PRIMARY KEY (province, id)
);
-- industry plans of the cycle
CREATE INDEX industry_plan_current ON demand.industry_plan (province, year, id) WHERE superseded_by IS NULL;
CREATE INDEX industry_plan_by_import ON demand.industry_plan (province, import_id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['import', 'saved_mapping', 'import_rejection', 'posting', 'posting_text', 'correction',
    'alias', 'recoding', 'recoding_change', 'offering', 'survey', 'industry_plan'] LOOP
    EXECUTE format('ALTER TABLE demand.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY works_in_province ON demand.%I FOR ALL TO tixi_app
      USING ((SELECT platform.works_here()) AND province = (SELECT demand.actor_province()))
      WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT demand.actor_province()))', name);
    -- the login role, which the search function runs as
    EXECUTE format('CREATE POLICY keeper ON demand.%I FOR ALL TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON demand.%I TO tixi_app', name);
  END LOOP;
END $$;
REVOKE UPDATE ON demand.correction, demand.import_rejection, demand.recoding_change FROM tixi_app;
ALTER TABLE demand.posting_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE demand.posting_text_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
