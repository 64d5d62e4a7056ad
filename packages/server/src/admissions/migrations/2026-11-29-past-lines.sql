-- 往年投档线: official cut-off tables of seasons that were not filed here, taken in from a file. They are published already:
-- anybody may read them, with where they come from.

CREATE TABLE admissions.past_source (
  province text NOT NULL,
  id uuid NOT NULL,
  -- channel of the season that it was taken in for
  channel text NOT NULL CHECK (channel IN ('entrance-exam', 'separate', 'upgrade')),
  -- under which title, by whom and where it was published
  title text NOT NULL CHECK (title <> ''),
  publisher text NOT NULL CHECK (publisher <> ''),
  url text NOT NULL DEFAULT '',
  file_name text NOT NULL,
  sha256 text NOT NULL,
  -- in = accepted + duplicate + rejected
  rows_read integer NOT NULL,
  accepted integer NOT NULL,
  duplicate integer NOT NULL,
  rejected integer NOT NULL,
  -- [{ row, field, value, zh, en }]
  faults jsonb NOT NULL,
  -- [{ year, category, row, before }]: lines with a higher score and a place that is not before the other's
  exceptions jsonb NOT NULL,
  sample boolean NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, channel, sha256),
  CHECK (rows_read = accepted + duplicate + rejected)
);

CREATE TABLE admissions.past_line (
  province text NOT NULL,
  source_id uuid NOT NULL,
  row_number integer NOT NULL,
  channel text NOT NULL,
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  category text NOT NULL,
  batch text NOT NULL,
  school_code text NOT NULL DEFAULT '',
  school_name text NOT NULL CHECK (school_name <> ''),
  -- code of the catalogue, else the name as it was published; '' = the line is that of a group or a school
  programme text NOT NULL DEFAULT '',
  group_code text NOT NULL DEFAULT '',
  -- plan category as published; '' = general seats
  kind text NOT NULL DEFAULT '',
  last_score numeric(16, 8),
  last_rank integer CHECK (last_rank > 0),
  -- how many stood in the list of the category; null = not published
  listed integer CHECK (listed > 0),
  admitted integer CHECK (admitted >= 0),
  PRIMARY KEY (province, source_id, row_number),
  FOREIGN KEY (province, source_id) REFERENCES admissions.past_source (province, id),
  CHECK (last_score IS NOT NULL OR last_rank IS NOT NULL),
  -- one line of a unit in a year, whatever the source
  UNIQUE (province, channel, year, category, batch, school_name, programme, group_code, kind)
);
-- history of a school's programme (cutoffs.ts)
CREATE INDEX past_line_of_school ON admissions.past_line (school_name);

DO $$
DECLARE
  name text;
  office text := '(select platform.works_here()) and province = (select platform.actor_region())';
BEGIN
  FOREACH name IN ARRAY ARRAY['past_source', 'past_line'] LOOP
    EXECUTE format('ALTER TABLE admissions.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE admissions.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON admissions.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('CREATE POLICY anybody_reads ON admissions.%I FOR SELECT TO tixi_app USING (true)', name);
    EXECUTE format('CREATE POLICY office_adds ON admissions.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
    EXECUTE format('CREATE POLICY office_removes ON admissions.%I FOR DELETE TO tixi_app USING (%s)', name, office);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON admissions.%I TO tixi_app', name);
  END LOOP;
END $$;
