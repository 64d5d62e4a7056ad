-- People in use: who keeps whose account, who may give which role, what is lent, invitations for somebody known,
-- rosters on their way in, and the consent of guardians. Corrects policies of the register that let too much through.

-- The organisation that brought a person in answers for his account; null: the administrator of the region does.
-- Another organisation in which he holds a role neither sees his contact data nor opens or closes his account.
ALTER TABLE registry.person ADD COLUMN kept_by uuid REFERENCES registry.organisation;
CREATE INDEX person_kept_by ON registry.person (kept_by) WHERE kept_by IS NOT NULL;

-- An invitation for somebody who is in the register already and has no account yet.
ALTER TABLE registry.invitation ADD COLUMN person_id uuid REFERENCES registry.person;

-- What somebody leaves to another when he goes: the newest row tells who answers for the thing now.
CREATE TABLE registry.hand_over (
  id uuid PRIMARY KEY,
  -- kind:id, e.g. release:0190…
  subject text NOT NULL,
  from_person uuid NOT NULL REFERENCES registry.person,
  to_person uuid NOT NULL REFERENCES registry.person,
  organisation_id uuid,
  region text,
  reason text NOT NULL CHECK (reason <> ''),
  created_at timestamptz NOT NULL,
  created_by text,
  CHECK (from_person <> to_person)
);
-- what somebody has left to others, and what was left to him
CREATE INDEX hand_over_from ON registry.hand_over (from_person);
CREATE INDEX hand_over_to ON registry.hand_over (to_person);

-- A school has its students of now and of before; a student is enrolled at one school at a time.
ALTER TABLE registry.student DROP CONSTRAINT student_pkey;
ALTER TABLE registry.student ADD PRIMARY KEY (person_id, school_id);
CREATE UNIQUE INDEX student_enrolled ON registry.student (person_id) WHERE state IN ('enrolled', 'suspended');
-- the list of a school
CREATE INDEX student_of_school ON registry.student (school_id, state, class_name, student_number);

-- A file of people on its way in: what was found in it, and its rows, sealed, until they are taken in or forgotten.
CREATE TABLE registry.roster (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('staff', 'students')),
  organisation_id uuid NOT NULL REFERENCES registry.organisation,
  region text NOT NULL,
  file_name text NOT NULL,
  rows_read integer NOT NULL,
  accepted integer NOT NULL,
  duplicate integer NOT NULL,
  rejected integer NOT NULL,
  state text NOT NULL CHECK (state IN ('checked', 'running', 'done', 'failed')),
  job_id uuid,
  created_at timestamptz NOT NULL,
  created_by text,
  finished_at timestamptz,
  CHECK (rows_read = accepted + duplicate + rejected)
);
CREATE INDEX roster_of_organisation ON registry.roster (organisation_id, created_at);
CREATE TABLE registry.roster_row (
  roster_id uuid NOT NULL REFERENCES registry.roster ON DELETE CASCADE,
  row_number integer NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('accepted', 'rejected')),
  -- of an accepted row its values; of a rejected one field, masked value and reason
  sealed bytea NOT NULL,
  PRIMARY KEY (roster_id, row_number)
);

-- Whether the actor works for the installation as a whole. Before a province is chosen nobody has a region.
CREATE FUNCTION registry.acts_for_all() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT platform.actor_organisation() IS NULL AND platform.actor_region() IN ('', (SELECT province FROM registry.installation)) $$;
-- Who may give which role; the same table as registry/people/grants.ts, compared by its test.
CREATE FUNCTION registry.may_give(given text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE platform.actor_role()
    WHEN 'administrator' THEN true
    WHEN 'school-officer' THEN given IN ('school-officer', 'teacher', 'mentor', 'student')
    WHEN 'enterprise-officer' THEN given IN ('enterprise-officer', 'mentor')
    WHEN 'secretariat' THEN given = 'secretariat'
    ELSE false END $$;
CREATE FUNCTION registry.may_claim(claimed text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT claimed IN ('school-officer', 'teacher', 'enterprise-officer', 'mentor', 'secretariat', 'student') $$;

-- The functions below look past the policies, each for one narrow question.

-- People by their identity numbers. Only the process can make an index of a number; the name is compared, not shown.
CREATE FUNCTION registry.known_people(indexes bytea[]) RETURNS TABLE (identity_index bytea, id uuid, name text, state text, kept_by uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.identity_index, p.id, p.name, p.state, p.kept_by FROM registry.person p WHERE p.identity_index = ANY (indexes)
    AND platform.actor_role() IN ('administrator', 'school-officer', 'enterprise-officer', 'secretariat') $$;
-- Whose number it is: to write to him, never to answer whoever asks.
CREATE FUNCTION registry.phone_owner(number_index bytea) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id FROM registry.person p WHERE p.phone_index = number_index AND p.user_id IS NOT NULL AND p.state IN ('registered', 'active') $$;
CREATE FUNCTION registry.enrolled_elsewhere(people uuid[], school uuid) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.person_id FROM registry.student s WHERE s.person_id = ANY (people) AND s.school_id <> school AND s.state IN ('enrolled', 'suspended')
    AND platform.actor_role() IN ('administrator', 'school-officer') $$;
-- Whether all that somebody holds lies within the actor's region.
CREATE FUNCTION registry.wholly_within(who uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT registry.acts_for_all() OR NOT EXISTS (SELECT FROM registry.membership m WHERE m.person_id = who
    AND m.state IN ('claimed', 'active') AND (m.region IS NULL OR NOT starts_with(m.region, platform.actor_prefix())))
    AND NOT EXISTS (SELECT FROM registry.student s WHERE s.person_id = who AND NOT starts_with(s.region, platform.actor_prefix())) $$;
-- Whether somebody with an account holds a role in this organisation; of the offices, which have none, in its region.
CREATE FUNCTION registry.works_in(who uuid, organisation uuid, of_region text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM registry.membership m JOIN registry.person p ON p.id = m.person_id
    WHERE p.id = who AND p.state = 'active' AND p.user_id IS NOT NULL AND m.state = 'active' AND m.role <> 'student'
      AND (m.until IS NULL OR m.until >= platform.today()) AND m.organisation_id IS NOT DISTINCT FROM organisation
      AND (organisation IS NOT NULL OR of_region IS NULL OR m.region IS NULL OR starts_with(m.region, platform.region_prefix(of_region)))) $$;
-- Whether somebody holds one of these roles anywhere: administering and auditing lie in different hands.
CREATE FUNCTION registry.holds_any(who uuid, roles text[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM registry.membership m WHERE m.person_id = who AND m.role = ANY (roles) AND m.state IN ('claimed', 'active')) $$;
-- Whether an organisation has somebody who can confirm a claim; else the administrator of the region does.
CREATE FUNCTION registry.has_officer(organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM registry.membership m JOIN registry.person p ON p.id = m.person_id WHERE m.organisation_id = organisation
    AND m.role IN ('school-officer', 'enterprise-officer', 'secretariat') AND m.state = 'active' AND p.state = 'active' AND p.user_id IS NOT NULL) $$;
-- Names and posts of those one works with: whom a role can be lent to, to whom work can be handed.
CREATE FUNCTION registry.colleagues() RETURNS TABLE (id uuid, name text, post text, role text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT ON (p.name, p.id) p.id, p.name, m.post, m.role
  FROM registry.membership m JOIN registry.person p ON p.id = m.person_id
  WHERE platform.actor_role() NOT IN ('public', 'student') AND p.state = 'active' AND p.user_id IS NOT NULL
    AND m.state = 'active' AND (m.until IS NULL OR m.until >= platform.today()) AND m.role <> 'student'
    AND p.id IS DISTINCT FROM platform.actor_person()
    AND CASE WHEN platform.actor_organisation() IS NOT NULL THEN m.organisation_id = platform.actor_organisation()
      ELSE m.organisation_id IS NULL AND (m.region IS NULL OR starts_with(m.region, platform.actor_prefix())) END
  ORDER BY p.name, p.id, m.created_at $$;
-- A claim was confirmed: the person may sign in as somebody, and those who confirmed it answer for his account. His
-- phone becomes a name to sign in with only now and only where nobody else has it.
CREATE FUNCTION registry.welcome(who uuid, number_index bytea) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE registry.person p SET state = 'active', kept_by = coalesce(p.kept_by, platform.actor_organisation()),
    phone_index = CASE WHEN registry.phone_owner(number_index) IS NULL THEN number_index END
  WHERE p.id = who AND p.state = 'registered' AND EXISTS (SELECT FROM registry.membership m WHERE m.person_id = who AND m.state = 'active'
    AND (platform.manages_here() AND m.organisation_id = platform.actor_organisation()
      OR platform.actor_role() = 'administrator' AND (registry.acts_for_all() OR starts_with(m.region, platform.actor_prefix())))) $$;
-- His last role in the organisation that kept him ended: the region's administrator answers for the account.
CREATE FUNCTION registry.let_go(who uuid, organisation uuid) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE registry.person p SET kept_by = NULL WHERE p.id = who AND p.kept_by = organisation
    AND (platform.actor_role() = 'administrator' OR organisation = platform.actor_organisation() OR who = platform.actor_person())
    AND NOT EXISTS (SELECT FROM registry.membership m WHERE m.person_id = who AND m.organisation_id = organisation AND m.state IN ('claimed', 'active'))
    AND NOT EXISTS (SELECT FROM registry.student s WHERE s.person_id = who AND s.school_id = organisation AND s.state IN ('enrolled', 'suspended')) $$;
-- Which role was lent by whom to whom; read beside a delegation that the policies show.
CREATE FUNCTION registry.loan_words(loan uuid) RETURNS TABLE (role text, from_name text, to_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.role, f.name, t.name FROM registry.delegation d JOIN registry.membership m ON m.id = d.membership_id
    JOIN registry.person f ON f.id = d.from_person JOIN registry.person t ON t.id = d.to_person WHERE d.id = loan $$;
-- Names beside what was decided: of accounts, to those who have a role.
CREATE FUNCTION registry.names_of(accounts text[]) RETURNS TABLE (user_id text, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.user_id, p.name FROM registry.person p WHERE p.user_id = ANY (accounts) AND platform.actor_person() IS NOT NULL $$;
-- Who holds the token holds the right.
CREATE FUNCTION registry.invitation_of(hash bytea) RETURNS SETOF registry.invitation
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT i.* FROM registry.invitation i WHERE i.token_hash = hash $$;
CREATE FUNCTION registry.consent_of(hash bytea) RETURNS TABLE (id uuid, person_id uuid, person_name text, school_id uuid, region text,
    relation text, consent text, notice text, answered_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT g.id, g.person_id, p.name, g.school_id, g.region, g.relation, g.consent, g.notice, g.answered_at
  FROM registry.guardian g JOIN registry.person p ON p.id = g.person_id WHERE g.token_hash = hash AND p.state <> 'erased' $$;
-- Consent under 14: somebody agreed and nobody refuses. True of everybody who is 14 or whose age is not known.
CREATE FUNCTION registry.guardians_agree(who uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(bool_or(g.consent = 'given') AND NOT bool_or(g.consent IN ('refused', 'withdrawn')), false)
  FROM registry.guardian g WHERE g.person_id = who $$;
CREATE FUNCTION registry.needs_consent(born date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(born > (platform.today() - interval '14 years')::date, false) $$;
-- A guardian answers. What was refused or withdrawn closes the account of a child under 14 at once.
CREATE FUNCTION registry.answer_consent(hash bytea, answer text, version text, at timestamptz) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE child uuid;
BEGIN
  UPDATE registry.guardian g SET consent = answer, notice = version, answered_at = at
    WHERE g.token_hash = hash AND answer IN ('given', 'refused', 'withdrawn') RETURNING g.person_id INTO child;
  IF child IS NULL THEN RETURN false; END IF;
  IF answer <> 'given' THEN
    UPDATE registry.person p SET state = 'deactivated'
      WHERE p.id = child AND p.user_id IS NOT NULL AND p.state IN ('registered', 'active') AND registry.needs_consent(p.born_on);
  END IF;
  RETURN true;
END $$;
-- The gate in the table itself: nobody under 14 gets an account without consent, whatever the way.
CREATE FUNCTION registry.require_consent() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$ BEGIN
  IF NEW.user_id IS NOT NULL AND NEW.state IN ('registered', 'active') AND registry.needs_consent(NEW.born_on)
      AND NOT registry.guardians_agree(NEW.id) THEN
    RAISE EXCEPTION 'person %: an account under 14 needs the consent of a guardian', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER require_consent BEFORE INSERT OR UPDATE OF user_id, state, born_on ON registry.person
  FOR EACH ROW EXECUTE FUNCTION registry.require_consent();

REVOKE UPDATE ON registry.membership, registry.delegation, registry.invitation FROM tixi_app;
-- Who, where and as what never changes: another role is another row.
GRANT UPDATE (state, until, post, decided_at, decided_by, reason) ON registry.membership TO tixi_app;
GRANT UPDATE (ended_at) ON registry.delegation TO tixi_app;
GRANT UPDATE (actor, accepted_at, accepted_by, revoked_at) ON registry.invitation TO tixi_app;

DO $$
DECLARE
  name text;
  role text := '(SELECT platform.actor_role())';
  manages text := '(SELECT platform.manages_here()) AND organisation_id = (SELECT platform.actor_organisation())';
  -- an administrator of a region; what is held in the whole installation only by one of the whole installation
  administers text := '(SELECT platform.actor_role()) = ''administrator'' AND (starts_with(region, (SELECT platform.actor_prefix()))
    OR region IS NULL AND (SELECT registry.acts_for_all()))';
  me text := '(SELECT platform.actor_person())';
  -- the membership that is lent is the one that the row says
  lent text := 'EXISTS (SELECT FROM registry.membership m WHERE m.id = membership_id AND m.person_id = from_person AND m.state = ''active''
    AND m.organisation_id IS NOT DISTINCT FROM delegation.organisation_id AND m.region IS NOT DISTINCT FROM delegation.region
    AND m.role <> ''student'') AND registry.works_in(to_person, organisation_id, region)';
BEGIN
  FOREACH name IN ARRAY ARRAY['hand_over', 'roster', 'roster_row'] LOOP
    EXECUTE format('ALTER TABLE registry.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON registry.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
  END LOOP;

  DROP POLICY of_the_organisation ON registry.membership;
  DROP POLICY of_the_region ON registry.membership;
  DROP POLICY claimed ON registry.membership;
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.membership FOR SELECT TO tixi_app USING (%s)', manages);
  EXECUTE format('CREATE POLICY given_here ON registry.membership FOR INSERT TO tixi_app
    WITH CHECK (%s AND registry.may_give(role) AND person_id IS DISTINCT FROM %s)', manages, me);
  -- nobody confirms himself
  EXECUTE format('CREATE POLICY decided_here ON registry.membership FOR UPDATE TO tixi_app USING (%s AND registry.may_give(role))
    WITH CHECK (%s AND registry.may_give(role) AND (person_id IS DISTINCT FROM %s OR state <> ''active''))', manages, manages, me);
  EXECUTE format('CREATE POLICY of_the_region ON registry.membership FOR SELECT TO tixi_app USING (%s)', administers);
  EXECUTE format('CREATE POLICY given_in_the_region ON registry.membership FOR INSERT TO tixi_app
    WITH CHECK (%s AND person_id IS DISTINCT FROM %s)', administers, me);
  EXECUTE format('CREATE POLICY decided_in_the_region ON registry.membership FOR UPDATE TO tixi_app USING (%s)
    WITH CHECK (%s AND (person_id IS DISTINCT FROM %s OR state <> ''active''))', administers, administers, me);
  EXECUTE format('CREATE POLICY claimed ON registry.membership FOR INSERT TO tixi_app WITH CHECK (person_id = %s AND state = ''claimed''
    AND registry.may_claim(role) AND organisation_id IS NOT NULL)', me);
  EXECUTE format('CREATE POLICY laid_down ON registry.membership FOR UPDATE TO tixi_app USING (person_id = %s AND state IN (''claimed'', ''active''))
    WITH CHECK (person_id = %s AND state = ''ended'')', me, me);

  DROP POLICY oneself ON registry.person;
  DROP POLICY through_a_role ON registry.person;
  DROP POLICY registers ON registry.person;
  EXECUTE format('CREATE POLICY oneself ON registry.person FOR SELECT TO tixi_app USING (id = %s)', me);
  EXECUTE format('CREATE POLICY changes_himself ON registry.person FOR UPDATE TO tixi_app USING (id = %s) WITH CHECK (id = %s)', me, me);
  EXECUTE format('CREATE POLICY registers ON registry.person FOR INSERT TO tixi_app
    WITH CHECK (id = %s AND state = ''registered'' AND %s = ''public'' AND kept_by IS NULL)', me, role);
  EXECUTE format('CREATE POLICY through_a_role ON registry.person FOR SELECT TO tixi_app
    USING (%s IN (''administrator'', ''school-officer'', ''enterprise-officer'', ''secretariat'')
      AND (EXISTS (SELECT FROM registry.membership m WHERE m.person_id = person.id)
        OR EXISTS (SELECT FROM registry.student s WHERE s.person_id = person.id)))', role);
  CREATE POLICY brought_in ON registry.person FOR INSERT TO tixi_app
    WITH CHECK ((SELECT platform.manages_here()) AND kept_by = (SELECT platform.actor_organisation())
      OR (SELECT platform.actor_role()) = 'administrator');
  CREATE POLICY kept_here ON registry.person FOR UPDATE TO tixi_app
    USING ((SELECT platform.manages_here()) AND kept_by = (SELECT platform.actor_organisation()))
    WITH CHECK ((SELECT platform.manages_here()) AND kept_by = (SELECT platform.actor_organisation()));
  EXECUTE format('CREATE POLICY kept_in_the_region ON registry.person FOR UPDATE TO tixi_app
    USING (%s = ''administrator'' AND registry.wholly_within(id)) WITH CHECK (%s = ''administrator'' AND registry.wholly_within(id))', role, role);

  DROP POLICY by_the_holder ON registry.delegation;
  DROP POLICY of_the_organisation ON registry.delegation;
  DROP POLICY of_the_region ON registry.delegation;
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.delegation FOR SELECT TO tixi_app USING (%s)', manages);
  EXECUTE format('CREATE POLICY of_the_region ON registry.delegation FOR SELECT TO tixi_app USING (%s)', administers);
  EXECUTE format('CREATE POLICY by_the_holder ON registry.delegation FOR INSERT TO tixi_app WITH CHECK (from_person = %s AND %s)', me, lent);
  EXECUTE format('CREATE POLICY lent_here ON registry.delegation FOR INSERT TO tixi_app WITH CHECK (%s AND %s)', manages, lent);
  EXECUTE format('CREATE POLICY lent_in_the_region ON registry.delegation FOR INSERT TO tixi_app WITH CHECK (%s AND %s)', administers, lent);
  EXECUTE format('CREATE POLICY ended ON registry.delegation FOR UPDATE TO tixi_app
    USING (%s IN (from_person, to_person) OR %s OR %s) WITH CHECK (%s IN (from_person, to_person) OR %s OR %s)',
    me, manages, administers, me, manages, administers);

  DROP POLICY of_the_organisation ON registry.invitation;
  DROP POLICY of_the_region ON registry.invitation;
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.invitation TO tixi_app USING (%s) WITH CHECK (%s AND registry.may_give(role))', manages, manages);
  EXECUTE format('CREATE POLICY of_the_region ON registry.invitation TO tixi_app USING (%s) WITH CHECK (%s)', administers, administers);

  GRANT SELECT, INSERT ON registry.hand_over TO tixi_app;
  EXECUTE format('CREATE POLICY both_sides ON registry.hand_over FOR SELECT TO tixi_app USING (%s IN (from_person, to_person))', me);
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.hand_over TO tixi_app USING (%s) WITH CHECK (%s AND registry.works_in(to_person, organisation_id, region))', manages, manages);
  EXECUTE format('CREATE POLICY of_the_region ON registry.hand_over TO tixi_app USING (%s) WITH CHECK (%s AND registry.works_in(to_person, organisation_id, region))', administers, administers);

  GRANT SELECT, INSERT, UPDATE, DELETE ON registry.roster TO tixi_app;
  GRANT SELECT, INSERT, DELETE ON registry.roster_row TO tixi_app;
  EXECUTE format('CREATE POLICY of_the_organisation ON registry.roster TO tixi_app USING (%s) WITH CHECK (%s)', manages, manages);
  EXECUTE format('CREATE POLICY of_the_region ON registry.roster TO tixi_app USING (%s) WITH CHECK (%s)', administers, administers);
  CREATE POLICY of_the_roster ON registry.roster_row TO tixi_app
    USING (EXISTS (SELECT FROM registry.roster r WHERE r.id = roster_id)) WITH CHECK (EXISTS (SELECT FROM registry.roster r WHERE r.id = roster_id));

  -- Whoever answers for the people of an organisation sees what their work in it still runs.
  CREATE POLICY of_the_organisation ON platform.job FOR SELECT TO tixi_app
    USING ((SELECT platform.manages_here()) AND actor ->> 'organisation' = (SELECT platform.actor_organisation())::text);
END $$;
