-- Admission (职教高考 and its kin): a season, who takes part, what they scored, what they want, where they were placed.
-- A season's and a candidate's state is the fold of their actions. Nothing of a person is public.

CREATE SCHEMA admissions;
GRANT USAGE ON SCHEMA admissions TO tixi_app;

CREATE TABLE admissions.season (
  province text NOT NULL,
  id uuid NOT NULL,
  -- year in which those who are admitted enter
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  name text NOT NULL CHECK (name <> ''),
  -- 职教高考, 单独招生 (by school), 专升本
  channel text NOT NULL CHECK (channel IN ('entrance-exam', 'separate', 'upgrade')),
  -- the province's preset that it began from, '' = none
  preset text NOT NULL DEFAULT '',
  -- docs/allocation.md, as the engine reads it
  rules jsonb NOT NULL,
  -- [{ key, name, kind: culture | skill, max, places }]; key = column of the scores in the rules
  subjects jsonb NOT NULL,
  -- who may not register (EXM-13), as data: [{ key, … }]
  eligibility jsonb NOT NULL DEFAULT '[]',
  -- steps with their times, sources and trust
  calendar jsonb NOT NULL DEFAULT '[]',
  -- enrolment plan that its units came from
  plan_id uuid,
  -- days of public notice of the result
  notice_days integer NOT NULL DEFAULT 5 CHECK (notice_days BETWEEN 5 AND 60),
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, year, channel, name)
);

CREATE TABLE admissions.season_action (
  province text NOT NULL,
  season_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  -- what was decided on, e.g. the hash of the scores that were released
  payload jsonb NOT NULL DEFAULT '{}',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, season_id, seq),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id)
);

-- 专业类别: a candidate is in one; the programmes whose students belong to it
CREATE TABLE admissions.category (
  province text NOT NULL,
  season_id uuid NOT NULL,
  key text NOT NULL CHECK (key ~ '^[^\s,"|]{1,40}$'),
  name text NOT NULL CHECK (name <> ''),
  -- codes of programmes, classes or categories of the catalogue that belong to it
  programmes text[] NOT NULL DEFAULT '{}',
  -- minutes of the skill test, and how many are tested at once in one place of a site; null = no test of its own
  skill_minutes integer CHECK (skill_minutes BETWEEN 5 AND 600),
  PRIMARY KEY (province, season_id, key),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id)
);

CREATE TABLE admissions.candidate (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  -- 考生号, given with the confirmation; what every file of the season names him by
  number text,
  person uuid NOT NULL,
  -- 应届 in a school, 往届, 社会人员, 退役军人
  kind text NOT NULL CHECK (kind IN ('current', 'earlier', 'social', 'veteran')),
  category text NOT NULL,
  -- the school that confirms him; null: the office of his region does
  school uuid,
  region text NOT NULL,
  -- what he declares: programme, year of study, college student, exam ban, … and the quotas that he claims
  declared jsonb NOT NULL DEFAULT '{}',
  -- quotas that were confirmed, e.g. {veteran}
  quotas text[] NOT NULL DEFAULT '{}',
  revision integer NOT NULL DEFAULT 1,
  sample boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, season_id, person),
  UNIQUE (province, season_id, number),
  FOREIGN KEY (province, season_id, category) REFERENCES admissions.category (province, season_id, key)
);
CREATE INDEX candidate_of_school ON admissions.candidate (school, season_id);
CREATE INDEX candidate_of_person ON admissions.candidate (person);

CREATE TABLE admissions.candidate_action (
  province text NOT NULL,
  candidate_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  payload jsonb NOT NULL DEFAULT '{}',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, candidate_id, seq),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id)
);

-- A list of candidates that a school or the office handed in: in = accepted + duplicate + rejected. What was rejected is kept
-- with its reason and without a number that tells who it is.
CREATE TABLE admissions.candidate_import (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  -- whose candidates they are; null: the office's
  school uuid,
  file_name text NOT NULL,
  rows_read integer NOT NULL,
  accepted integer NOT NULL,
  duplicate integer NOT NULL,
  rejected integer NOT NULL,
  -- [{ row, field, value, zh, en }]
  faults jsonb NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id),
  CHECK (rows_read = accepted + duplicate + rejected)
);
CREATE INDEX candidate_import_of_season ON admissions.candidate_import (province, season_id, id);

-- 技能测试: places in sites, sessions of a category in them, who sits where
CREATE TABLE admissions.site (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  city text NOT NULL,
  address text NOT NULL DEFAULT '',
  organisation uuid,
  -- places by category: { "机电": 20 }
  places jsonb NOT NULL,
  -- [{ from, until }] times in which it is open for tests
  open jsonb NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id)
);

CREATE TABLE admissions.session (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  site_id uuid NOT NULL,
  category text NOT NULL,
  begins timestamptz NOT NULL,
  ends timestamptz NOT NULL CHECK (ends > begins),
  places integer NOT NULL CHECK (places > 0),
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, site_id) REFERENCES admissions.site (province, id),
  FOREIGN KEY (province, season_id, category) REFERENCES admissions.category (province, season_id, key),
  -- one category at a time in a site's places of that category
  EXCLUDE USING gist (province WITH =, site_id WITH =, category WITH =, tstzrange(begins, ends) WITH &&)
);

CREATE TABLE admissions.seating (
  province text NOT NULL,
  candidate_id uuid NOT NULL,
  session_id uuid NOT NULL,
  seat integer NOT NULL CHECK (seat > 0),
  PRIMARY KEY (province, candidate_id),
  UNIQUE (province, session_id, seat),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id),
  FOREIGN KEY (province, session_id) REFERENCES admissions.session (province, id)
);

CREATE TABLE admissions.score (
  province text NOT NULL,
  season_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  subject text NOT NULL,
  -- ten-thousandths of a point
  points bigint CHECK (points >= 0),
  -- 缺考, 违纪: no points
  absent boolean NOT NULL DEFAULT false,
  -- job or review that it came from
  source text NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (province, candidate_id, subject),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id),
  CHECK (absent = (points IS NULL))
);
CREATE INDEX score_of_season ON admissions.score (province, season_id, subject);

-- A file of scores: looked through as a job, then taken in as another. in = accepted + duplicate + rejected.
CREATE TABLE admissions.score_import (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  file_name text NOT NULL,
  file_path text NOT NULL,
  sha256 text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'checking', 'checked', 'taking', 'done', 'failed')),
  job_id text,
  rows_read integer NOT NULL DEFAULT 0,
  accepted integer NOT NULL DEFAULT 0,
  duplicate integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  -- what taking it in changes by subject, and what of the distribution strikes the eye
  preview jsonb,
  message text,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id),
  CHECK (state NOT IN ('checked', 'taking', 'done') OR rows_read = accepted + duplicate + rejected)
);
CREATE INDEX score_import_of_season ON admissions.score_import (province, season_id, id);

-- Its rows as they were judged. Those taken in stay with what they replaced: every change of a score can be followed.
CREATE TABLE admissions.score_row (
  province text NOT NULL,
  import_id uuid NOT NULL,
  row_number integer NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'rejected')),
  number text NOT NULL,
  candidate_id uuid,
  -- { subject: ten-thousandths, null = absent }
  scores jsonb,
  before jsonb,
  field text,
  value text,
  zh text,
  en text,
  PRIMARY KEY (province, import_id, row_number),
  FOREIGN KEY (province, import_id) REFERENCES admissions.score_import (province, id),
  CHECK ((outcome = 'rejected') = (zh IS NOT NULL))
);
CREATE INDEX score_row_of_candidate ON admissions.score_row (province, candidate_id);

-- Place of each candidate in the list of his category, made at the release of the scores and anew when a review changes one.
CREATE TABLE admissions.standing (
  province text NOT NULL,
  season_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  category text NOT NULL,
  -- hundred-millionths, as the engine composes them
  score bigint NOT NULL,
  rank integer NOT NULL CHECK (rank > 0),
  PRIMARY KEY (province, candidate_id),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id)
);
CREATE INDEX standing_of_season ON admissions.standing (province, season_id, category, rank);

-- 一分一段: how many of a category scored so many whole points, and how many so many or more
CREATE TABLE admissions.score_step (
  province text NOT NULL,
  season_id uuid NOT NULL,
  category text NOT NULL,
  points integer NOT NULL,
  count integer NOT NULL CHECK (count > 0),
  cumulative integer NOT NULL CHECK (cumulative >= count),
  PRIMARY KEY (province, season_id, category, points),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id)
);

-- 成绩复核: a candidate asks, the office answers; a changed score keeps both values
CREATE TABLE admissions.score_review (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  subject text NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  asked_at timestamptz NOT NULL,
  before bigint,
  after bigint,
  answer text,
  answered_by_name text,
  answered_at timestamptz,
  PRIMARY KEY (province, id),
  UNIQUE (province, candidate_id, subject),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);

-- 招生计划 in the season: what may be filed for
CREATE TABLE admissions.unit (
  province text NOT NULL,
  season_id uuid NOT NULL,
  -- 投档单位 / 志愿代码
  unit_id text NOT NULL CHECK (unit_id ~ '^[^\s,"|]{1,40}$'),
  -- '' = general seats, else the quota whose reserve it is
  quota text NOT NULL DEFAULT '',
  category text NOT NULL,
  batch text NOT NULL,
  capacity integer NOT NULL CHECK (capacity >= 0),
  -- ten-thousandths; null = none
  min_score bigint,
  ranking text NOT NULL DEFAULT '',
  school_id text NOT NULL DEFAULT '',
  school uuid,
  school_name text NOT NULL,
  programme text NOT NULL,
  programme_name text NOT NULL,
  level text NOT NULL CHECK (level IN ('college', 'bachelor', 'undergraduate')),
  city text NOT NULL DEFAULT '',
  -- offering of the enrolment plan; null: entered by hand or from a file
  offering_id uuid,
  tuition integer CHECK (tuition >= 0),
  years numeric(3, 1),
  remark text NOT NULL DEFAULT '',
  PRIMARY KEY (province, season_id, unit_id, quota),
  FOREIGN KEY (province, season_id, category) REFERENCES admissions.category (province, season_id, key)
);
CREATE INDEX unit_of_school ON admissions.unit (school, season_id);

-- When preferences of a batch and round may be saved; the lists lock at its end.
CREATE TABLE admissions.filling (
  province text NOT NULL,
  season_id uuid NOT NULL,
  batch text NOT NULL,
  round integer NOT NULL CHECK (round BETWEEN 1 AND 20),
  opens timestamptz NOT NULL,
  closes timestamptz NOT NULL CHECK (closes > opens),
  PRIMARY KEY (province, season_id, batch, round),
  FOREIGN KEY (province, season_id) REFERENCES admissions.season (province, id)
);

-- Every saved list of preferences; the newest before the end counts. The receipt is SHA-256 over the text that the candidate is shown.
CREATE TABLE admissions.preference_list (
  province text NOT NULL,
  season_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  batch text NOT NULL,
  round integer NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  units text[] NOT NULL,
  -- 服从调剂, by place in the list
  consents boolean[] NOT NULL CHECK (cardinality(consents) = cardinality(units)),
  receipt text NOT NULL CHECK (receipt ~ '^[0-9a-f]{64}$'),
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (province, candidate_id, batch, round, version),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id),
  FOREIGN KEY (province, season_id, batch, round) REFERENCES admissions.filling (province, season_id, batch, round)
);
CREATE INDEX preference_list_of_filling ON admissions.preference_list (province, season_id, batch, round);

-- 投档: a run over everything that was filed up to its batch and round
CREATE TABLE admissions.filing (
  province text NOT NULL,
  id uuid NOT NULL,
  season_id uuid NOT NULL,
  batch text NOT NULL,
  round integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  job_id text,
  message text,
  -- hashes of inputs and outputs, rules, versions; signed
  manifest jsonb,
  -- counts by batch and round
  summary jsonb,
  -- what the verifier said, and when
  verified jsonb,
  sample boolean NOT NULL,
  created_by text,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, season_id, batch, round) REFERENCES admissions.filling (province, season_id, batch, round)
);
CREATE INDEX filing_of_season ON admissions.filing (province, season_id, id);

CREATE TABLE admissions.filing_action (
  province text NOT NULL,
  filing_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  payload jsonb NOT NULL DEFAULT '{}',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, filing_id, seq),
  FOREIGN KEY (province, filing_id) REFERENCES admissions.filing (province, id)
);

-- Inputs and outputs of a run as files: what is public is said by its name.
CREATE TABLE admissions.filing_file (
  province text NOT NULL,
  filing_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  path text NOT NULL,
  -- whether anybody may read it once the run is published: nothing in it names a person or his number
  open boolean NOT NULL,
  PRIMARY KEY (province, filing_id, name),
  FOREIGN KEY (province, filing_id) REFERENCES admissions.filing (province, id)
);

-- What each candidate is told: by preference, its outcome and the figures that decided it.
CREATE TABLE admissions.outcome (
  province text NOT NULL,
  filing_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  -- composed, exact (docs/allocation.md: weights and scores of four places each), and the place in the category's list
  score numeric(16, 8) NOT NULL,
  rank integer NOT NULL,
  unit_id text,
  quota text NOT NULL DEFAULT '',
  preference_no integer,
  round integer,
  reasons jsonb NOT NULL,
  PRIMARY KEY (province, filing_id, candidate_id),
  FOREIGN KEY (province, filing_id) REFERENCES admissions.filing (province, id),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id),
  CHECK ((unit_id IS NULL) = (preference_no IS NULL))
);
CREATE INDEX outcome_of_candidate ON admissions.outcome (candidate_id);

CREATE TABLE admissions.cutoff (
  province text NOT NULL,
  filing_id uuid NOT NULL,
  unit_id text NOT NULL,
  quota text NOT NULL DEFAULT '',
  admitted integer NOT NULL,
  vacancies integer NOT NULL,
  last_score numeric(16, 8),
  last_rank integer,
  PRIMARY KEY (province, filing_id, unit_id, quota),
  FOREIGN KEY (province, filing_id) REFERENCES admissions.filing (province, id)
);

-- One admission for one person in a year, whatever the channel.
CREATE TABLE admissions.admission (
  province text NOT NULL,
  year integer NOT NULL,
  person uuid NOT NULL,
  season_id uuid NOT NULL,
  filing_id uuid NOT NULL,
  candidate_id uuid NOT NULL,
  unit_id text NOT NULL,
  quota text NOT NULL DEFAULT '',
  admitted_at timestamptz NOT NULL,
  PRIMARY KEY (province, year, person),
  FOREIGN KEY (province, filing_id) REFERENCES admissions.filing (province, id),
  FOREIGN KEY (province, candidate_id) REFERENCES admissions.candidate (province, id)
);
CREATE INDEX admission_of_unit ON admissions.admission (province, season_id, unit_id);

-- 异议: a candidate, or anybody during the public notice, says that something is wrong; the office answers.
CREATE TABLE admissions.objection (
  province text NOT NULL,
  id uuid NOT NULL,
  filing_id uuid NOT NULL,
  -- whose result it is about; null: a unit's or the whole
  candidate_id uuid,
  content text NOT NULL CHECK (content <> ''),
  name_sealed bytea,
  phone_sealed bytea,
  created_at timestamptz NOT NULL,
  upheld boolean,
  answer text,
  answered_by_name text,
  answered_at timestamptz,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, filing_id) REFERENCES admissions.filing (province, id),
  CHECK ((upheld IS NULL) = (answer IS NULL))
);
CREATE INDEX objection_of_filing ON admissions.objection (province, filing_id);

-- Last accepted action of each, as the owner sees it.
CREATE FUNCTION admissions.season_last(of_province text, of_season uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM admissions.season_action a WHERE a.province = of_province AND a.season_id = of_season ORDER BY a.seq DESC LIMIT 1 $$;
CREATE FUNCTION admissions.season_reached(of_province text, of_season uuid, wanted text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM admissions.season_action a WHERE a.province = of_province AND a.season_id = of_season AND a.action = wanted) $$;
CREATE FUNCTION admissions.filing_reached(of_province text, of_filing uuid, wanted text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM admissions.filing_action a WHERE a.province = of_province AND a.filing_id = of_filing AND a.action = wanted)
    AND NOT EXISTS (SELECT FROM admissions.filing_action a WHERE a.province = of_province AND a.filing_id = of_filing AND a.action = 'withdraw') $$;
-- The same as sets, for policies: asked once for a statement, not once for each row.
CREATE FUNCTION admissions.seasons_reached(wanted text) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT a.season_id FROM admissions.season_action a WHERE a.action = wanted $$;
CREATE FUNCTION admissions.filings_reached(wanted text) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.filing_id FROM admissions.filing_action a WHERE a.action = wanted
  EXCEPT SELECT a.filing_id FROM admissions.filing_action a WHERE a.action = 'withdraw' $$;
CREATE FUNCTION admissions.own_candidates() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id FROM admissions.candidate c WHERE platform.actor_role() = 'student' AND c.person = platform.actor_person() $$;
CREATE FUNCTION admissions.school_candidates() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id FROM admissions.candidate c WHERE platform.actor_role() = 'school-officer' AND c.school = platform.actor_organisation() $$;

DO $$
DECLARE
  name text;
  office text := '(select platform.works_here()) and province = (select platform.actor_region())';
  around text := '(select platform.works_here()) and province = (select platform.actor_province())';
BEGIN
  FOREACH name IN ARRAY ARRAY['season', 'season_action', 'category', 'candidate', 'candidate_action', 'candidate_import', 'site', 'session', 'seating', 'score',
      'score_import', 'score_row', 'standing', 'score_step', 'score_review', 'unit', 'filling', 'preference_list', 'filing', 'filing_action', 'filing_file', 'outcome', 'cutoff', 'admission', 'objection'] LOOP
    EXECUTE format('ALTER TABLE admissions.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE admissions.%I FORCE ROW LEVEL SECURITY', name);
    -- the functions above, reminders, the keeping of personal data
    EXECUTE format('CREATE POLICY keeper ON admissions.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
  END LOOP;
  -- what the office of the province keeps, and those of its cities read
  FOREACH name IN ARRAY ARRAY['season', 'season_action', 'category', 'site', 'session', 'score_step', 'unit', 'filling', 'filing', 'filing_action', 'filing_file', 'cutoff'] LOOP
    EXECUTE format('CREATE POLICY office_reads ON admissions.%I FOR SELECT TO tixi_app USING (%s)', name, around);
    EXECUTE format('CREATE POLICY office_adds ON admissions.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
    EXECUTE format('GRANT SELECT, INSERT ON admissions.%I TO tixi_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['season', 'category', 'site', 'unit', 'filling', 'filing'] LOOP
    EXECUTE format('CREATE POLICY office_changes ON admissions.%I FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', name, office, office);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['category', 'site', 'session', 'score_step', 'unit', 'filling'] LOOP
    EXECUTE format('CREATE POLICY office_removes ON admissions.%I FOR DELETE TO tixi_app USING (%s)', name, office);
    EXECUTE format('GRANT DELETE ON admissions.%I TO tixi_app', name);
  END LOOP;
  -- what is about candidates is for the province's own office alone
  FOREACH name IN ARRAY ARRAY['candidate', 'candidate_action', 'candidate_import', 'seating', 'score', 'score_import', 'score_row', 'standing', 'score_review', 'preference_list', 'outcome', 'admission', 'objection'] LOOP
    EXECUTE format('CREATE POLICY office_reads ON admissions.%I FOR SELECT TO tixi_app USING (%s)', name, office);
    EXECUTE format('GRANT SELECT ON admissions.%I TO tixi_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['candidate_action', 'candidate_import', 'seating', 'score', 'score_import', 'score_row', 'standing', 'outcome', 'admission'] LOOP
    EXECUTE format('CREATE POLICY office_adds ON admissions.%I FOR INSERT TO tixi_app WITH CHECK (%s)', name, office);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['candidate', 'score', 'score_import', 'score_row', 'score_review', 'objection'] LOOP
    EXECUTE format('CREATE POLICY office_changes ON admissions.%I FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', name, office, office);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['seating', 'score_row', 'standing'] LOOP
    EXECUTE format('CREATE POLICY office_removes ON admissions.%I FOR DELETE TO tixi_app USING (%s)', name, office);
    EXECUTE format('GRANT DELETE ON admissions.%I TO tixi_app', name);
  END LOOP;
END $$;
GRANT INSERT ON admissions.candidate, admissions.candidate_action, admissions.candidate_import, admissions.seating, admissions.score, admissions.score_import, admissions.score_row, admissions.standing, admissions.score_review,
  admissions.preference_list, admissions.outcome, admissions.admission, admissions.objection TO tixi_app;
GRANT UPDATE (name, rules, subjects, eligibility, calendar, plan_id, notice_days, revision) ON admissions.season TO tixi_app;
GRANT UPDATE (name, programmes, skill_minutes) ON admissions.category TO tixi_app;
GRANT UPDATE (kind, category, school, declared, quotas, number, revision) ON admissions.candidate TO tixi_app;
GRANT UPDATE (name, city, address, organisation, places, open) ON admissions.site TO tixi_app;
GRANT UPDATE (points, absent, source, revision, changed_at) ON admissions.score TO tixi_app;
GRANT UPDATE (state, job_id, rows_read, accepted, duplicate, rejected, preview, message, finished_at) ON admissions.score_import TO tixi_app;
GRANT UPDATE (outcome, before, field, value, zh, en) ON admissions.score_row TO tixi_app;
GRANT UPDATE (before, after, answer, answered_by_name, answered_at) ON admissions.score_review TO tixi_app;
GRANT UPDATE (category, batch, capacity, min_score, ranking, school_id, school, school_name, programme, programme_name, level, city, offering_id,
  tuition, years, remark) ON admissions.unit TO tixi_app;
GRANT UPDATE (opens, closes) ON admissions.filling TO tixi_app;
GRANT UPDATE (state, job_id, message, manifest, summary, verified, finished_at) ON admissions.filing TO tixi_app;
GRANT UPDATE (upheld, answer, answered_by_name, answered_at) ON admissions.objection TO tixi_app;

-- A season that has begun is known to anybody, with its categories, its times and what may be filed for.
CREATE POLICY begun ON admissions.season FOR SELECT TO tixi_app USING (id IN (SELECT admissions.seasons_reached('open')));
CREATE POLICY begun ON admissions.season_action FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('open')));
CREATE POLICY begun ON admissions.category FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('open')));
CREATE POLICY begun ON admissions.filling FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('open')));
CREATE POLICY begun ON admissions.unit FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('publish-units')));
CREATE POLICY published ON admissions.filing FOR SELECT TO tixi_app USING (id IN (SELECT admissions.filings_reached('announce')));
CREATE POLICY published ON admissions.filing_action FOR SELECT TO tixi_app USING (filing_id IN (SELECT admissions.filings_reached('announce')));
CREATE POLICY published ON admissions.cutoff FOR SELECT TO tixi_app USING (filing_id IN (SELECT admissions.filings_reached('announce')));
CREATE POLICY published ON admissions.filing_file FOR SELECT TO tixi_app USING (open AND filing_id IN (SELECT admissions.filings_reached('announce')));

-- A candidate sees himself; the school that confirms him sees its own, but never their wishes.
CREATE POLICY self ON admissions.candidate FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'student' AND person = (SELECT platform.actor_person()));
CREATE POLICY school_reads ON admissions.candidate FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY self_registers ON admissions.candidate FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'student' AND person = (SELECT platform.actor_person()) AND number IS NULL AND quotas = '{}'
    AND admissions.season_last(province, season_id) = 'open');
CREATE POLICY self_changes ON admissions.candidate FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'student' AND person = (SELECT platform.actor_person()) AND number IS NULL)
  WITH CHECK (person = (SELECT platform.actor_person()) AND number IS NULL AND quotas = '{}');
CREATE POLICY school_confirms ON admissions.candidate FOR UPDATE TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()))
  WITH CHECK (school = (SELECT platform.actor_organisation()));
-- lists of candidates: the office's, and a school's of its own people, while registration is open
CREATE POLICY office_registers ON admissions.candidate FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region()) AND number IS NULL AND quotas = '{}'
    AND admissions.season_last(province, season_id) = 'open');
CREATE POLICY school_registers ON admissions.candidate FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()) AND number IS NULL
    AND quotas = '{}' AND admissions.season_last(province, season_id) = 'open');
CREATE POLICY school_lists ON admissions.candidate_import FOR SELECT TO tixi_app
  USING ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY school_hands_in ON admissions.candidate_import FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'school-officer' AND school = (SELECT platform.actor_organisation()));
CREATE POLICY own ON admissions.candidate_action FOR SELECT TO tixi_app
  USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())) OR ((SELECT platform.actor_role()) = 'school-officer' AND candidate_id IN (SELECT admissions.school_candidates())));
-- nobody acts in another's name, nobody confirms himself
CREATE POLICY self_acts ON admissions.candidate_action FOR INSERT TO tixi_app
  WITH CHECK (candidate_id IN (SELECT admissions.own_candidates()) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND action IN ('register', 'submit', 'withdraw'));
CREATE POLICY school_acts ON admissions.candidate_action FOR INSERT TO tixi_app
  WITH CHECK (candidate_id IN (SELECT admissions.school_candidates()) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id())
    AND action IN ('register', 'submit', 'confirm', 'return', 'refuse'));

-- where and when he sits, once the sessions are out
CREATE POLICY own ON admissions.seating FOR SELECT TO tixi_app
  USING ((((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())) OR ((SELECT platform.actor_role()) = 'school-officer' AND candidate_id IN (SELECT admissions.school_candidates())))
    AND EXISTS (SELECT FROM admissions.session s WHERE s.province = seating.province AND s.id = session_id
      AND s.season_id IN (SELECT admissions.seasons_reached('publish-sessions'))));
CREATE POLICY begun ON admissions.session FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('publish-sessions')));
CREATE POLICY begun ON admissions.site FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('publish-sessions')));

-- What the register and the other seasons say of people: to themselves, to the school that confirms them, to the office of the
-- province. By an identity number only to who has it, as a roster does.
CREATE FUNCTION admissions.facts_of(of_province text, people uuid[], indexes bytea[], of_year integer)
  RETURNS TABLE (person uuid, identity_index bytea, name text, erased boolean, school uuid, region text, programme text, level text, entry_year integer,
    enrolment text, admitted uuid, seasons jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.identity_index, p.name, p.state = 'erased', s.school_id, s.region, s.programme_code, s.level, s.entry_year, s.state,
    (SELECT a.season_id FROM admissions.admission a WHERE a.province = of_province AND a.year = of_year AND a.person = p.id),
    coalesce((SELECT jsonb_agg(jsonb_build_object('season', e.id, 'channel', e.channel, 'candidate', c.id)) FROM admissions.candidate c
      JOIN admissions.season e ON e.province = c.province AND e.id = c.season_id
      WHERE c.province = of_province AND c.person = p.id AND e.year = of_year
        AND (SELECT l.action FROM admissions.candidate_action l WHERE l.province = c.province AND l.candidate_id = c.id
          ORDER BY l.seq DESC LIMIT 1) NOT IN ('withdraw', 'refuse')), '[]')
  FROM registry.person p LEFT JOIN LATERAL (SELECT * FROM registry.student t WHERE t.person_id = p.id
    ORDER BY array_position(ARRAY['enrolled', 'suspended', 'graduated', 'left'], t.state), t.updated_at DESC LIMIT 1) s ON true
  WHERE (p.id = ANY (people) OR p.identity_index = ANY (indexes)) AND (p.id = platform.actor_person()
    OR platform.works_here() AND platform.actor_region() = of_province AND (p.identity_index = ANY (indexes)
      OR EXISTS (SELECT FROM admissions.candidate c WHERE c.province = of_province AND c.person = p.id))
    OR platform.actor_role() = 'school-officer' AND (p.identity_index = ANY (indexes)
      OR EXISTS (SELECT FROM registry.student t WHERE t.person_id = p.id AND t.school_id = platform.actor_organisation())
      OR EXISTS (SELECT FROM admissions.candidate c WHERE c.province = of_province AND c.person = p.id AND c.school = platform.actor_organisation()))) $$;
REVOKE ALL ON FUNCTION admissions.facts_of(text, uuid[], bytea[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.facts_of(text, uuid[], bytea[], integer) TO tixi_app;
-- Candidates of a season by a part of their name, as far as the actor may read them.
CREATE FUNCTION admissions.candidates_named(of_province text, of_season uuid, wanted text) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id FROM admissions.candidate c JOIN registry.person p ON p.id = c.person
  WHERE c.province = of_province AND c.season_id = of_season AND p.state <> 'erased' AND position(wanted IN p.name) > 0
    AND (platform.works_here() AND platform.actor_region() = of_province
      OR platform.actor_role() = 'school-officer' AND c.school = platform.actor_organisation()) $$;
REVOKE ALL ON FUNCTION admissions.candidates_named(text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.candidates_named(text, uuid, text) TO tixi_app;
-- The highest number of a candidate that was given in the channel and year, '' = none. Whoever asks gives the next ones: others wait.
CREATE FUNCTION admissions.last_number(of_province text, of_year integer, of_channel text) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  found text;
BEGIN
  IF NOT (platform.works_here() OR platform.actor_role() = 'school-officer') THEN
    RETURN '';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('candidate number ' || of_province || of_year || of_channel, 0));
  SELECT max((SELECT max(c.number) FROM admissions.candidate c WHERE c.province = e.province AND c.season_id = e.id)) INTO found
    FROM admissions.season e WHERE e.province = of_province AND e.year = of_year AND e.channel = of_channel;
  RETURN coalesce(found, '');
END $$;
REVOKE ALL ON FUNCTION admissions.last_number(text, integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.last_number(text, integer, text) TO tixi_app;

-- his scores, once they are released
CREATE POLICY own ON admissions.score FOR SELECT TO tixi_app
  USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())) AND season_id IN (SELECT admissions.seasons_reached('release-scores')));
CREATE POLICY own ON admissions.score_review FOR SELECT TO tixi_app USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())));
CREATE POLICY self_asks ON admissions.score_review FOR INSERT TO tixi_app
  WITH CHECK (candidate_id IN (SELECT admissions.own_candidates()) AND answer IS NULL AND season_id IN (SELECT admissions.seasons_reached('release-scores')));

CREATE POLICY own ON admissions.standing FOR SELECT TO tixi_app
  USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())) AND season_id IN (SELECT admissions.seasons_reached('release-scores')));
CREATE POLICY released ON admissions.score_step FOR SELECT TO tixi_app USING (season_id IN (SELECT admissions.seasons_reached('release-scores')));

-- his wishes are his own: the office reads them only once they are locked
DROP POLICY office_reads ON admissions.preference_list;
CREATE POLICY office_reads ON admissions.preference_list FOR SELECT TO tixi_app
  USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_region())
    AND EXISTS (SELECT FROM admissions.filling f WHERE f.province = preference_list.province AND f.season_id = preference_list.season_id
      AND f.batch = preference_list.batch AND f.round = preference_list.round AND f.closes <= now()));
CREATE POLICY own ON admissions.preference_list FOR SELECT TO tixi_app USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())));
CREATE POLICY self_saves ON admissions.preference_list FOR INSERT TO tixi_app
  WITH CHECK (candidate_id IN (SELECT admissions.own_candidates())
    AND EXISTS (SELECT FROM admissions.filling f WHERE f.province = preference_list.province AND f.season_id = preference_list.season_id
      AND f.batch = preference_list.batch AND f.round = preference_list.round AND now() >= f.opens AND now() < f.closes));

-- his result, once it is announced
CREATE POLICY own ON admissions.outcome FOR SELECT TO tixi_app
  USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())) AND filing_id IN (SELECT admissions.filings_reached('announce')));
CREATE POLICY own ON admissions.admission FOR SELECT TO tixi_app USING (((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())));
CREATE POLICY school_reads ON admissions.admission FOR SELECT TO tixi_app USING (((SELECT platform.actor_role()) = 'school-officer' AND candidate_id IN (SELECT admissions.school_candidates())));
CREATE POLICY own ON admissions.objection FOR SELECT TO tixi_app USING (candidate_id IS NOT NULL AND ((SELECT platform.actor_role()) = 'student' AND candidate_id IN (SELECT admissions.own_candidates())));
CREATE POLICY anybody_objects ON admissions.objection FOR INSERT TO tixi_app WITH CHECK (upheld IS NULL AND answer IS NULL
  AND filing_id IN (SELECT admissions.filings_reached('announce')) AND filing_id NOT IN (SELECT admissions.filings_reached('confirm'))
  AND (candidate_id IS NULL OR candidate_id IN (SELECT admissions.own_candidates())));
-- whoever has the number of his objection reads the answer, and nothing of who he is
CREATE FUNCTION admissions.answer_to(objection uuid)
  RETURNS TABLE (filing_id uuid, created_at timestamptz, upheld boolean, answer text, answered_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.filing_id, o.created_at, o.upheld, o.answer, o.answered_at FROM admissions.objection o WHERE o.id = objection $$;
REVOKE ALL ON FUNCTION admissions.answer_to(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.answer_to(uuid) TO tixi_app;

-- A time for preferences that has begun is only ever made longer, and one that is over stays so: nobody locks lists, reads
-- them and opens them again.
CREATE FUNCTION admissions.keep_filling() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF current_user = 'tixi_app' AND OLD.opens <= now() AND (TG_OP = 'DELETE' OR OLD.closes <= now() OR NEW.opens <> OLD.opens
      OR NEW.closes < OLD.closes) THEN
    RAISE EXCEPTION 'a filling that has begun can only be made longer, one that is over not at all' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_filling BEFORE UPDATE OR DELETE ON admissions.filling FOR EACH ROW EXECUTE FUNCTION admissions.keep_filling();
-- How many have a list, which tells nothing of what is in it.
CREATE FUNCTION admissions.lists_saved(of_province text, of_season uuid, of_batch text, of_round integer) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(DISTINCT l.candidate_id)::integer FROM admissions.preference_list l
    WHERE l.province = of_province AND l.season_id = of_season AND l.batch = of_batch AND l.round = of_round $$;
REVOKE ALL ON FUNCTION admissions.lists_saved(text, uuid, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION admissions.lists_saved(text, uuid, text, integer) TO tixi_app;
