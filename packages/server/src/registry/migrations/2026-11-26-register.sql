-- The register: organisations of every kind with their history, people, and the roles that people hold in
-- organisations. A role is held within an organisation and a region; without a region it is held in the whole
-- installation. Contact data and identity numbers are sealed by the process, never readable here.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE registry.organisation (
  id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL,
  created_by text
);

-- What an organisation was called, where it was and what it was, from day to day: a figure of 2024 keeps its name.
CREATE TABLE registry.organisation_version (
  organisation_id uuid NOT NULL REFERENCES registry.organisation,
  valid daterange NOT NULL CHECK (NOT isempty(valid)),
  name text NOT NULL CHECK (name <> ''),
  kind text NOT NULL CHECK (kind IN ('education-authority', 'department', 'secondary-school', 'college',
    'vocational-university', 'technician-school', 'comprehensive-high-school', 'university', 'enterprise', 'park',
    'institute', 'association', 'training-provider', 'overseas-partner', 'consortium', 'community')),
  region text NOT NULL CHECK (region ~ '^\d{6}$'),
  -- unified social credit code (GB 32100)
  credit_code text CHECK (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  -- school identifier of the Ministry of Education
  school_code text CHECK (school_code ~ '^\d{10}$'),
  -- the organisation above it: the authority of a school, the group of an enterprise
  parent uuid REFERENCES registry.organisation,
  -- ISO 3166-1 alpha-3, of overseas partners
  country text CHECK (country ~ '^[A-Z]{3}$'),
  address text NOT NULL DEFAULT '',
  website text NOT NULL DEFAULT '',
  -- what began this version
  change text NOT NULL CHECK (change IN ('registered', 'renamed', 'moved', 'changed', 'corrected')),
  note text NOT NULL DEFAULT '',
  -- where it was taken from, e.g. the Ministry's list
  source text NOT NULL DEFAULT '',
  recorded_at timestamptz NOT NULL,
  recorded_by text,
  PRIMARY KEY (organisation_id, valid),
  EXCLUDE USING gist (organisation_id WITH =, valid WITH &&)
);
-- the register as it is now, by region and name; and by what was once the name
CREATE INDEX organisation_now ON registry.organisation_version (region, name) WHERE upper_inf(valid);
CREATE INDEX organisation_by_name ON registry.organisation_version (name);
-- two organisations never bear one code at the same time
CREATE UNIQUE INDEX organisation_credit_code ON registry.organisation_version (credit_code) WHERE upper_inf(valid);
CREATE UNIQUE INDEX organisation_school_code ON registry.organisation_version (school_code) WHERE upper_inf(valid);

-- Mergers and splits: who went on as whom.
CREATE TABLE registry.succession (
  predecessor uuid NOT NULL REFERENCES registry.organisation,
  successor uuid NOT NULL REFERENCES registry.organisation,
  on_day date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('merged', 'split')),
  note text NOT NULL DEFAULT '',
  recorded_at timestamptz NOT NULL,
  recorded_by text,
  PRIMARY KEY (predecessor, successor),
  CHECK (predecessor <> successor)
);
-- who went into this one
CREATE INDEX succession_successor ON registry.succession (successor);

CREATE TABLE registry.person (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  -- sealed by the process; the index finds a person again by the whole value and tells nothing else
  identity_sealed bytea,
  identity_index bytea,
  phone_sealed bytea,
  phone_index bytea,
  email_sealed bytea,
  email_index bytea,
  -- from the identity number, or entered: decides what minors are protected from
  born_on date,
  -- account that he signs in with
  user_id text UNIQUE,
  -- registered: made himself known and waits; active; deactivated: may not sign in; erased: the name is gone
  state text NOT NULL CHECK (state IN ('registered', 'active', 'deactivated', 'erased')),
  created_at timestamptz NOT NULL,
  created_by text
);
CREATE UNIQUE INDEX person_identity ON registry.person (identity_index);
-- sign-in by phone: one account a number
CREATE UNIQUE INDEX person_phone ON registry.person (phone_index) WHERE user_id IS NOT NULL AND state IN ('registered', 'active');

CREATE TABLE registry.membership (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES registry.person,
  -- null: the installation as a whole
  organisation_id uuid REFERENCES registry.organisation,
  role text NOT NULL CHECK (role IN ('administrator', 'auditor', 'planner', 'reviewer', 'school-officer', 'teacher',
    'enterprise-officer', 'mentor', 'secretariat', 'student')),
  -- what the role extends to; null: the whole installation
  region text CHECK (region ~ '^\d{6}$'),
  -- what he is called there, e.g. 招生就业处处长
  post text NOT NULL DEFAULT '',
  -- claimed: says so himself, and the organisation has not confirmed it yet
  state text NOT NULL CHECK (state IN ('claimed', 'active', 'refused', 'ended')),
  since date NOT NULL,
  until date,
  decided_at timestamptz,
  decided_by text,
  reason text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  created_by text
);
-- the roles of a person; a role is not held twice
CREATE UNIQUE INDEX membership_held ON registry.membership (person_id, role, organisation_id) NULLS NOT DISTINCT
  WHERE state IN ('claimed', 'active');
-- the people of an organisation, of a region
CREATE INDEX membership_of_organisation ON registry.membership (organisation_id, state);
CREATE INDEX membership_of_region ON registry.membership (region, state);

-- A role lent for a time: explicit, with a reason, and it ends by itself.
CREATE TABLE registry.delegation (
  id uuid PRIMARY KEY,
  membership_id uuid NOT NULL REFERENCES registry.membership,
  from_person uuid NOT NULL REFERENCES registry.person,
  to_person uuid NOT NULL REFERENCES registry.person,
  organisation_id uuid,
  region text,
  reason text NOT NULL CHECK (reason <> ''),
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  ended_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text,
  CHECK (from_person <> to_person),
  CHECK (until > since AND until <= since + interval '92 days')
);
CREATE INDEX delegation_to ON registry.delegation (to_person);
CREATE INDEX delegation_from ON registry.delegation (membership_id);

CREATE TABLE registry.invitation (
  id uuid PRIMARY KEY,
  -- of the link's token; the token itself is nowhere
  token_hash bytea NOT NULL UNIQUE,
  name text NOT NULL,
  organisation_id uuid REFERENCES registry.organisation,
  role text NOT NULL,
  region text,
  post text NOT NULL DEFAULT '',
  -- who invited, with the rights of that moment: the acceptance acts on his behalf
  actor jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid REFERENCES registry.person,
  revoked_at timestamptz
);
CREATE INDEX invitation_of_organisation ON registry.invitation (organisation_id, created_at);

CREATE TABLE registry.student (
  person_id uuid PRIMARY KEY REFERENCES registry.person,
  school_id uuid NOT NULL REFERENCES registry.organisation,
  region text NOT NULL CHECK (region ~ '^\d{6}$'),
  student_number text NOT NULL CHECK (student_number <> ''),
  programme_code text NOT NULL,
  level text NOT NULL CHECK (level IN ('secondary', 'college', 'bachelor')),
  entry_year integer NOT NULL CHECK (entry_year BETWEEN 1990 AND 2100),
  class_name text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('enrolled', 'suspended', 'graduated', 'left')),
  updated_at timestamptz NOT NULL,
  updated_by text,
  UNIQUE (school_id, student_number)
);

-- Parents and guardians, whose consent is needed for those under 14 (PIPL article 31).
CREATE TABLE registry.guardian (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES registry.person,
  school_id uuid NOT NULL REFERENCES registry.organisation,
  region text NOT NULL,
  name_sealed bytea NOT NULL,
  phone_sealed bytea NOT NULL,
  relation text NOT NULL CHECK (relation IN ('father', 'mother', 'other')),
  -- of the link by which the guardian answers
  token_hash bytea UNIQUE,
  consent text NOT NULL DEFAULT 'asked' CHECK (consent IN ('asked', 'given', 'refused', 'withdrawn')),
  -- version of the notice that was answered
  notice text NOT NULL DEFAULT '',
  answered_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text
);
CREATE INDEX guardian_of ON registry.guardian (person_id);

DO $$
DECLARE
  name text;
  here text := 'starts_with(region, (SELECT platform.actor_prefix()))';
  -- an administrator of a region, or of the whole installation
  administers text := '(SELECT platform.actor_role()) = ''administrator'' AND (starts_with(region, (SELECT platform.actor_prefix()))
    OR region IS NULL AND (SELECT platform.actor_organisation()) IS NULL)';
  manages text := '(SELECT platform.manages_here()) AND organisation_id = (SELECT platform.actor_organisation())';
  -- what an officer may give in his own organisation
  grants text := 'role = ANY (CASE (SELECT platform.actor_role())
    WHEN ''school-officer'' THEN ARRAY[''school-officer'', ''teacher'', ''mentor'', ''student'']
    WHEN ''enterprise-officer'' THEN ARRAY[''enterprise-officer'', ''mentor'']
    WHEN ''secretariat'' THEN ARRAY[''secretariat''] ELSE ARRAY[]::text[] END)';
  keeps text;
BEGIN
  FOREACH name IN ARRAY ARRAY['organisation', 'organisation_version', 'succession', 'person', 'membership', 'delegation',
    'invitation', 'student', 'guardian'] LOOP
    EXECUTE format('ALTER TABLE registry.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON registry.%I TO tixi_app', name);
    -- the process itself asks who signs in, and finds an invitation by its token
    EXECUTE format('CREATE POLICY keeper ON registry.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
  END LOOP;

  -- The register of organisations is public; the offices of a region keep it.
  CREATE POLICY known_to_all ON registry.organisation FOR SELECT TO tixi_app USING (true);
  CREATE POLICY known_to_all ON registry.organisation_version FOR SELECT TO tixi_app USING (true);
  CREATE POLICY known_to_all ON registry.succession FOR SELECT TO tixi_app USING (true);
  CREATE POLICY kept_by_office ON registry.organisation FOR INSERT TO tixi_app WITH CHECK ((SELECT platform.works_here()));
  EXECUTE format('CREATE POLICY kept_by_office ON registry.organisation_version TO tixi_app
    USING ((SELECT platform.works_here()) AND %s) WITH CHECK ((SELECT platform.works_here()) AND %s)', here, here);
  CREATE POLICY kept_by_office ON registry.succession FOR INSERT TO tixi_app WITH CHECK ((SELECT platform.works_here()) AND EXISTS
    (SELECT FROM registry.organisation_version v WHERE v.organisation_id = predecessor
      AND starts_with(v.region, (SELECT platform.actor_prefix()))));

  -- Roles: seen by their holder, by those who answer for the organisation, by the administrator of the region.
  EXECUTE format('CREATE POLICY of_oneself ON registry.membership FOR SELECT TO tixi_app USING (person_id = (SELECT platform.actor_person()))');
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.membership TO tixi_app USING (%s) WITH CHECK (%s AND %s)', manages, manages, grants);
  EXECUTE format('CREATE POLICY of_the_region ON registry.membership TO tixi_app USING (%s) WITH CHECK (%s)', administers, administers);
  -- A claim gives nothing until it is confirmed: for oneself, and for one who makes himself known.
  CREATE POLICY claimed ON registry.membership FOR INSERT TO tixi_app WITH CHECK (state = 'claimed'
    AND role NOT IN ('administrator', 'auditor') AND organisation_id IS NOT NULL
    AND (person_id = (SELECT platform.actor_person()) OR (SELECT platform.actor_role()) = 'public'));

  -- People: seen by themselves and through a role or a student record that the actor may see.
  CREATE POLICY oneself ON registry.person TO tixi_app
    USING (id = (SELECT platform.actor_person())) WITH CHECK (id = (SELECT platform.actor_person()));
  CREATE POLICY through_a_role ON registry.person TO tixi_app
    USING ((SELECT platform.actor_role()) IN ('administrator', 'school-officer', 'enterprise-officer', 'secretariat')
      AND (EXISTS (SELECT FROM registry.membership m WHERE m.person_id = person.id)
        OR EXISTS (SELECT FROM registry.student s WHERE s.person_id = person.id)))
    WITH CHECK ((SELECT platform.actor_role()) IN ('administrator', 'school-officer', 'enterprise-officer', 'secretariat'));
  CREATE POLICY pupils ON registry.person FOR SELECT TO tixi_app
    USING ((SELECT platform.actor_role()) = 'teacher' AND EXISTS (SELECT FROM registry.student s WHERE s.person_id = person.id));
  CREATE POLICY registers ON registry.person FOR INSERT TO tixi_app
    WITH CHECK (state = 'registered' AND (SELECT platform.actor_role()) = 'public');

  keeps := '(SELECT platform.actor_role()) = ''school-officer'' AND school_id = (SELECT platform.actor_organisation())';
  EXECUTE format('CREATE POLICY of_oneself ON registry.student FOR SELECT TO tixi_app USING (person_id = (SELECT platform.actor_person()))');
  EXECUTE format('CREATE POLICY of_the_school ON registry.student TO tixi_app USING (%s) WITH CHECK (%s)', keeps, keeps);
  EXECUTE format('CREATE POLICY taught_here ON registry.student FOR SELECT TO tixi_app
    USING ((SELECT platform.actor_role()) = ''teacher'' AND school_id = (SELECT platform.actor_organisation()))');
  EXECUTE format('CREATE POLICY of_the_region ON registry.student TO tixi_app USING (%s) WITH CHECK (%s)',
    '(SELECT platform.actor_role()) = ''administrator'' AND ' || here, '(SELECT platform.actor_role()) = ''administrator'' AND ' || here);
  EXECUTE format('CREATE POLICY of_oneself ON registry.guardian FOR SELECT TO tixi_app USING (person_id = (SELECT platform.actor_person()))');
  EXECUTE format('CREATE POLICY of_the_school ON registry.guardian TO tixi_app USING (%s) WITH CHECK (%s)', keeps, keeps);

  -- What is lent: seen by both sides and by those who answer for the organisation; lent by the holder or by them.
  CREATE POLICY both_sides ON registry.delegation FOR SELECT TO tixi_app
    USING ((SELECT platform.actor_person()) IN (from_person, to_person));
  CREATE POLICY by_the_holder ON registry.delegation TO tixi_app
    USING (from_person = (SELECT platform.actor_person())) WITH CHECK (from_person = (SELECT platform.actor_person())
      AND EXISTS (SELECT FROM registry.membership m WHERE m.id = membership_id AND m.person_id = from_person AND m.state = 'active'));
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.delegation TO tixi_app USING (%s) WITH CHECK (%s)', manages, manages);
  EXECUTE format('CREATE POLICY of_the_region ON registry.delegation TO tixi_app USING (%s) WITH CHECK (%s)', administers, administers);

  EXECUTE format('CREATE POLICY of_the_organisation ON registry.invitation TO tixi_app USING (%s) WITH CHECK (%s AND %s)', manages, manages, grants);
  EXECUTE format('CREATE POLICY of_the_region ON registry.invitation TO tixi_app USING (%s) WITH CHECK (%s)', administers, administers);
END $$;

-- Accounts of before get their person and their role. The register decides from here on.
ALTER TABLE auth."user" NO FORCE ROW LEVEL SECURITY;
WITH made AS (
  INSERT INTO registry.person (id, name, user_id, state, created_at)
    SELECT gen_random_uuid(), name, id, 'active', created_at FROM auth."user" RETURNING id, user_id)
INSERT INTO registry.membership (id, person_id, role, region, state, since, created_at)
  SELECT gen_random_uuid(), made.id, u.role, u.region, 'active', u.created_at::date, u.created_at
  FROM made JOIN auth."user" u ON u.id = made.user_id;
ALTER TABLE auth."user" FORCE ROW LEVEL SECURITY;
ALTER TABLE auth."user" DROP COLUMN role, DROP COLUMN region;
