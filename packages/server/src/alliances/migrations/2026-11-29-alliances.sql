-- Alliances (两翼): city consortia on an industrial park and industry communities, their members, their council and its
-- tasks. An alliance is an organisation of the register. The state of a membership, a meeting and a task is the fold of its actions.

CREATE SCHEMA alliances;
GRANT USAGE ON SCHEMA alliances TO tixi_app;

CREATE TABLE alliances.alliance (
  province text NOT NULL,
  -- the organisation of the register
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('consortium', 'community')),
  region text NOT NULL,
  purpose text NOT NULL,
  founded_on date NOT NULL,
  -- 实体化运作 (rule book ORG-05): what bears it
  legal_form text NOT NULL CHECK (legal_form IN ('office', 'non-enterprise-unit', 'association', 'institution', 'company')),
  -- a consortium stands on an industrial park …
  park text,
  -- … a community in one of the fields that article 5 names, along a chain
  field text,
  chain text NOT NULL DEFAULT '',
  -- founding documents: [{ kind, title, number, on }]
  documents jsonb NOT NULL DEFAULT '[]',
  -- what the statutes say: days of notice, quorum of the seats that vote, years of a term
  notice_days integer NOT NULL CHECK (notice_days BETWEEN 0 AND 60),
  quorum_of integer NOT NULL CHECK (quorum_of > 0),
  quorum integer NOT NULL CHECK (quorum > 0 AND quorum <= quorum_of),
  term_years integer NOT NULL CHECK (term_years BETWEEN 1 AND 10),
  -- who takes in a new member
  admission text NOT NULL CHECK (admission IN ('council', 'secretariat')),
  -- since when it works as an alliance, and is public
  running_since timestamptz,
  sample boolean NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  CHECK (kind <> 'consortium' OR park IS NOT NULL),
  CHECK (kind <> 'community' OR field IS NOT NULL)
);

CREATE TABLE alliances.member (
  province text NOT NULL,
  id uuid NOT NULL,
  alliance_id uuid NOT NULL,
  organisation uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('government', 'park', 'enterprise', 'school', 'university', 'research', 'association')),
  -- 理事长, 副理事长, 理事; 成员单位 has no vote
  seat text NOT NULL CHECK (seat IN ('chair', 'vice-chair', 'director', 'member')),
  -- 牵头单位
  leads boolean NOT NULL DEFAULT false,
  statement text NOT NULL DEFAULT '',
  term_from date,
  term_until date CHECK (term_until > term_from),
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id)
);
-- serves: members of an alliance; alliances of an organisation
CREATE INDEX member_of_alliance ON alliances.member (province, alliance_id);
CREATE INDEX member_of_organisation ON alliances.member (organisation);

CREATE TABLE alliances.member_action (
  province text NOT NULL,
  member_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  -- by which resolution, where the council decides
  resolution_id uuid,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, member_id, seq),
  FOREIGN KEY (province, member_id) REFERENCES alliances.member (province, id)
);

CREATE TABLE alliances.meeting (
  province text NOT NULL,
  id uuid NOT NULL,
  alliance_id uuid NOT NULL,
  title text NOT NULL,
  venue text NOT NULL,
  starts_at timestamptz NOT NULL,
  minutes text NOT NULL DEFAULT '',
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id)
);
CREATE INDEX meeting_of_alliance ON alliances.meeting (province, alliance_id, starts_at);

CREATE TABLE alliances.meeting_action (
  province text NOT NULL,
  meeting_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, meeting_id, seq),
  FOREIGN KEY (province, meeting_id) REFERENCES alliances.meeting (province, id)
);

-- The roll: who had a seat when the meeting was called. It is not changed by who joins or leaves afterwards.
CREATE TABLE alliances.roll (
  province text NOT NULL,
  meeting_id uuid NOT NULL,
  member_id uuid NOT NULL,
  organisation uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  seat text NOT NULL,
  attendance text NOT NULL DEFAULT 'silent' CHECK (attendance IN ('silent', 'present', 'proxy', 'excused')),
  proxy_to uuid,
  -- who said so: the member's own, or the secretariat at the door
  noted_by_name text NOT NULL DEFAULT '',
  PRIMARY KEY (province, meeting_id, member_id),
  FOREIGN KEY (province, meeting_id) REFERENCES alliances.meeting (province, id),
  -- a proxy is a member of the council itself, holds one and no more, and nobody represents himself
  FOREIGN KEY (province, meeting_id, proxy_to) REFERENCES alliances.roll (province, meeting_id, member_id),
  UNIQUE (province, meeting_id, proxy_to),
  CHECK ((attendance = 'proxy') = (proxy_to IS NOT NULL)),
  CHECK (proxy_to <> member_id)
);

CREATE TABLE alliances.item (
  province text NOT NULL,
  id uuid NOT NULL,
  meeting_id uuid NOT NULL,
  position integer NOT NULL,
  title text NOT NULL,
  words text NOT NULL DEFAULT '',
  -- 表决, or a report that is only heard
  votes boolean NOT NULL,
  ballot text NOT NULL CHECK (ballot IN ('open', 'secret')),
  majority text NOT NULL CHECK (majority IN ('simple', 'two-thirds')),
  base text NOT NULL CHECK (base IN ('present', 'all')),
  -- kinds of seats that vote on it
  voters text[] NOT NULL CHECK (voters <@ ARRAY['chair', 'vice-chair', 'director'] AND (NOT votes OR cardinality(voters) > 0)),
  opened_at timestamptz,
  closed_at timestamptz,
  -- the count, as it was at the end
  base_count integer,
  yes integer,
  no integer,
  abstain integer,
  passed boolean,
  PRIMARY KEY (province, id),
  UNIQUE (province, meeting_id, position),
  FOREIGN KEY (province, meeting_id) REFERENCES alliances.meeting (province, id),
  CHECK (closed_at IS NULL OR opened_at IS NOT NULL)
);

-- 回避: declared, and then without a vote on that item.
CREATE TABLE alliances.conflict (
  province text NOT NULL,
  item_id uuid NOT NULL,
  member_id uuid NOT NULL,
  reason text NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, item_id, member_id),
  FOREIGN KEY (province, item_id) REFERENCES alliances.item (province, id)
);

-- Who has voted; the choice only of an open ballot. Of a secret one nothing but this stands beside the member: no time, no
-- order, no choice. The key is what keeps anybody from voting twice.
CREATE TABLE alliances.vote (
  province text NOT NULL,
  item_id uuid NOT NULL,
  member_id uuid NOT NULL,
  choice text CHECK (choice IN ('yes', 'no', 'abstain')),
  PRIMARY KEY (province, item_id, member_id),
  FOREIGN KEY (province, item_id) REFERENCES alliances.item (province, id)
);

-- The box of a secret ballot: three figures in one row, written anew by each vote, so that no row and no version of one
-- belongs to a voter. There are no ballots that could be told apart.
CREATE TABLE alliances.box (
  province text NOT NULL,
  item_id uuid NOT NULL,
  yes integer NOT NULL DEFAULT 0,
  no integer NOT NULL DEFAULT 0,
  abstain integer NOT NULL DEFAULT 0,
  PRIMARY KEY (province, item_id),
  FOREIGN KEY (province, item_id) REFERENCES alliances.item (province, id)
);

CREATE TABLE alliances.resolution (
  province text NOT NULL,
  id uuid NOT NULL,
  alliance_id uuid NOT NULL,
  item_id uuid NOT NULL,
  -- 2026-3: the third of its year
  number text NOT NULL,
  title text NOT NULL,
  words text NOT NULL,
  adopted_on date NOT NULL,
  published boolean NOT NULL DEFAULT false,
  PRIMARY KEY (province, id),
  UNIQUE (province, alliance_id, number),
  UNIQUE (province, item_id),
  FOREIGN KEY (province, item_id) REFERENCES alliances.item (province, id)
);

CREATE TABLE alliances.task (
  province text NOT NULL,
  id uuid NOT NULL,
  alliance_id uuid NOT NULL,
  resolution_id uuid NOT NULL,
  title text NOT NULL,
  -- the member that answers for it
  member_id uuid NOT NULL,
  organisation uuid NOT NULL,
  due date NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, resolution_id) REFERENCES alliances.resolution (province, id),
  FOREIGN KEY (province, member_id) REFERENCES alliances.member (province, id)
);
CREATE INDEX task_of_alliance ON alliances.task (province, alliance_id, due);

CREATE TABLE alliances.task_action (
  province text NOT NULL,
  task_id uuid NOT NULL,
  seq integer NOT NULL,
  action text NOT NULL,
  -- what was done, or why not
  note text NOT NULL DEFAULT '',
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, task_id, seq),
  FOREIGN KEY (province, task_id) REFERENCES alliances.task (province, id)
);

-- Last actions: what a state follows from.
CREATE FUNCTION alliances.member_last(of_province text, of_member uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM alliances.member_action a WHERE a.province = of_province AND a.member_id = of_member ORDER BY a.seq DESC LIMIT 1 $$;
CREATE FUNCTION alliances.meeting_last(of_province text, of_meeting uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM alliances.meeting_action a WHERE a.province = of_province AND a.meeting_id = of_meeting ORDER BY a.seq DESC LIMIT 1 $$;
CREATE FUNCTION alliances.task_last(of_province text, of_task uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.action FROM alliances.task_action a WHERE a.province = of_province AND a.task_id = of_task ORDER BY a.seq DESC LIMIT 1 $$;

CREATE FUNCTION alliances.is_active(of_province text, of_member uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT coalesce(alliances.member_last(of_province, of_member) IN ('enter', 'admit'), false) $$;
-- An alliance that works is public, with its members.
CREATE FUNCTION alliances.runs(of_province text, of_alliance uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM alliances.alliance a WHERE a.province = of_province AND a.id = of_alliance AND a.running_since IS NOT NULL) $$;

-- Roles in which somebody stands for an organisation in a council.
CREATE FUNCTION alliances.represents() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT platform.actor_role() IN ('school-officer', 'enterprise-officer', 'secretariat', 'planner', 'administrator') AND platform.actor_organisation() IS NOT NULL $$;
CREATE FUNCTION alliances.keeps(of_alliance uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT platform.actor_role() = 'secretariat' AND platform.actor_organisation() = of_alliance $$;
CREATE FUNCTION alliances.supervises(of_province text, of_alliance uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.works_here() AND EXISTS (SELECT FROM alliances.alliance a WHERE a.province = of_province AND a.id = of_alliance
    AND starts_with(a.region, platform.actor_prefix())) $$;
CREATE FUNCTION alliances.belongs(of_province text, of_alliance uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT platform.actor_role() IN ('school-officer', 'enterprise-officer', 'secretariat') AND EXISTS (
    SELECT FROM alliances.member m WHERE m.province = of_province AND m.alliance_id = of_alliance
      AND m.organisation = platform.actor_organisation() AND alliances.is_active(m.province, m.id)) $$;
-- The secretariat, the members, and the office of the region: what is between them.
CREATE FUNCTION alliances.reads(of_province text, of_alliance uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT alliances.keeps(of_alliance) OR alliances.belongs(of_province, of_alliance) OR alliances.supervises(of_province, of_alliance) $$;

CREATE FUNCTION alliances.alliance_of(of_province text, of_meeting uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.alliance_id FROM alliances.meeting m WHERE m.province = of_province AND m.id = of_meeting $$;
CREATE FUNCTION alliances.keeps_meeting(of_province text, of_meeting uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT alliances.keeps(alliances.alliance_of(of_province, of_meeting)) $$;
-- Nobody but the secretariat sees a meeting before it is called.
CREATE FUNCTION alliances.reads_meeting(of_province text, of_meeting uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT alliances.keeps_meeting(of_province, of_meeting)
    OR alliances.meeting_last(of_province, of_meeting) <> 'draft' AND alliances.reads(of_province, alliances.alliance_of(of_province, of_meeting)) $$;
CREATE FUNCTION alliances.meeting_of(of_province text, of_item uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.meeting_id FROM alliances.item i WHERE i.province = of_province AND i.id = of_item $$;
CREATE FUNCTION alliances.reads_item(of_province text, of_item uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT alliances.reads_meeting(of_province, alliances.meeting_of(of_province, of_item)) $$;
CREATE FUNCTION alliances.is_closed(of_province text, of_item uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM alliances.item i WHERE i.province = of_province AND i.id = of_item AND i.closed_at IS NOT NULL) $$;
CREATE FUNCTION alliances.own_seat(of_province text, of_meeting uuid, of_member uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT alliances.represents() AND EXISTS (SELECT FROM alliances.roll r WHERE r.province = of_province AND r.meeting_id = of_meeting
    AND r.member_id = of_member AND r.organisation = platform.actor_organisation()) $$;
-- In a meeting that goes on or is to come, its roll may still change.
CREATE FUNCTION alliances.is_ahead(of_province text, of_meeting uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT coalesce(alliances.meeting_last(of_province, of_meeting) IN ('call', 'open'), false) $$;
CREATE FUNCTION alliances.is_draft(of_province text, of_meeting uuid) RETURNS boolean
  LANGUAGE sql STABLE AS $$ SELECT coalesce(alliances.meeting_last(of_province, of_meeting), 'draft') = 'draft' $$;

-- Casts a vote, the only way in which one is. The item is held so that closing waits for it and none comes after.
-- Answers 'ok', or why not: no item, not open, no seat that votes on it, not the actor's to cast, recused, cast already.
CREATE FUNCTION alliances.cast_vote(of_province text, of_item uuid, of_member uuid, given text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  item alliances.item;
  seat alliances.roll;
BEGIN
  SELECT * INTO item FROM alliances.item i WHERE i.province = of_province AND i.id = of_item FOR SHARE;
  IF item IS NULL THEN RETURN 'none'; END IF;
  IF item.opened_at IS NULL OR item.closed_at IS NOT NULL THEN RETURN 'not-open'; END IF;
  SELECT * INTO seat FROM alliances.roll r WHERE r.province = of_province AND r.meeting_id = item.meeting_id AND r.member_id = of_member;
  IF seat IS NULL OR NOT seat.seat = ANY (item.voters) THEN RETURN 'no-seat'; END IF;
  IF NOT alliances.represents() OR NOT (
      seat.attendance = 'present' AND seat.organisation = platform.actor_organisation()
      OR seat.attendance = 'proxy' AND EXISTS (SELECT FROM alliances.roll h WHERE h.province = of_province AND h.meeting_id = item.meeting_id
        AND h.member_id = seat.proxy_to AND h.attendance = 'present' AND h.organisation = platform.actor_organisation()))
    THEN RETURN 'not-yours'; END IF;
  IF EXISTS (SELECT FROM alliances.conflict c WHERE c.province = of_province AND c.item_id = of_item AND c.member_id = of_member)
    THEN RETURN 'recused'; END IF;
  INSERT INTO alliances.vote (province, item_id, member_id, choice)
    VALUES (of_province, of_item, of_member, CASE WHEN item.ballot = 'open' THEN given END) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'twice'; END IF;
  IF item.ballot = 'secret' THEN
    UPDATE alliances.box b SET yes = b.yes + (given = 'yes')::integer, no = b.no + (given = 'no')::integer, abstain = b.abstain + (given = 'abstain')::integer
      WHERE b.province = of_province AND b.item_id = of_item;
  END IF;
  RETURN 'ok';
END $$;
-- How many have voted on an item that is open, for those who may read of it; and which of his own somebody has cast.
CREATE FUNCTION alliances.turnout(of_province text, of_item uuid) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*)::integer FROM alliances.vote v WHERE v.province = of_province AND v.item_id = of_item AND alliances.reads_item(of_province, of_item) $$;
CREATE FUNCTION alliances.has_cast(of_province text, of_item uuid, of_member uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM alliances.vote v WHERE v.province = of_province AND v.item_id = of_item AND v.member_id = of_member)
    AND EXISTS (SELECT FROM alliances.roll r WHERE r.province = of_province AND r.meeting_id = alliances.meeting_of(of_province, of_item)
      AND r.organisation = platform.actor_organisation() AND r.member_id IN (of_member,
        (SELECT s.proxy_to FROM alliances.roll s WHERE s.province = r.province AND s.meeting_id = r.meeting_id AND s.member_id = of_member))) $$;

-- What is closed stays as it is, whoever asks: not even the owner of the tables changes a vote or a count afterwards.
CREATE FUNCTION alliances.refuse_after_closing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  of_province text := coalesce(NEW.province, OLD.province);
  of_item uuid := coalesce(NEW.item_id, OLD.item_id);
BEGIN
  IF EXISTS (SELECT FROM alliances.item i WHERE i.province = of_province AND i.id = of_item AND i.closed_at IS NOT NULL)
    THEN RAISE EXCEPTION 'this vote is closed' USING errcode = 'insufficient_privilege'; END IF;
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'box'
    THEN RAISE EXCEPTION 'a vote that was cast is not changed' USING errcode = 'insufficient_privilege'; END IF;
  IF TG_TABLE_NAME = 'conflict' THEN
    IF EXISTS (SELECT FROM alliances.vote v WHERE v.province = of_province AND v.item_id = of_item AND v.member_id = NEW.member_id)
      THEN RAISE EXCEPTION 'this member has voted already' USING errcode = 'insufficient_privilege'; END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed_is_closed BEFORE INSERT OR UPDATE OR DELETE ON alliances.vote FOR EACH ROW EXECUTE FUNCTION alliances.refuse_after_closing();
CREATE TRIGGER closed_is_closed BEFORE INSERT OR UPDATE OR DELETE ON alliances.box FOR EACH ROW EXECUTE FUNCTION alliances.refuse_after_closing();
CREATE TRIGGER closed_is_closed BEFORE INSERT OR UPDATE OR DELETE ON alliances.conflict FOR EACH ROW EXECUTE FUNCTION alliances.refuse_after_closing();
CREATE FUNCTION alliances.refuse_item_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF OLD.passed IS NOT NULL THEN RAISE EXCEPTION 'this item is decided' USING errcode = 'insufficient_privilege'; END IF;
  IF OLD.opened_at IS NOT NULL AND (TG_OP = 'DELETE'
      OR (NEW.title, NEW.words, NEW.votes, NEW.ballot, NEW.majority, NEW.base, NEW.voters, NEW.opened_at) IS DISTINCT FROM
         (OLD.title, OLD.words, OLD.votes, OLD.ballot, OLD.majority, OLD.base, OLD.voters, OLD.opened_at)
      OR OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
    THEN RAISE EXCEPTION 'the vote on this item has begun' USING errcode = 'insufficient_privilege'; END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER decided_is_decided BEFORE UPDATE OR DELETE ON alliances.item FOR EACH ROW EXECUTE FUNCTION alliances.refuse_item_change();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['alliance', 'member', 'member_action', 'meeting', 'meeting_action', 'roll', 'item', 'conflict', 'vote', 'box', 'resolution', 'task', 'task_action'] LOOP
    EXECUTE format('ALTER TABLE alliances.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE alliances.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON alliances.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT ON alliances.%I TO tixi_app', name);
    IF name NOT IN ('vote') THEN EXECUTE format('GRANT INSERT ON alliances.%I TO tixi_app', name); END IF;
  END LOOP;
END $$;
GRANT UPDATE (purpose, founded_on, legal_form, park, field, chain, documents, notice_days, quorum, quorum_of, term_years, admission, running_since, revision) ON alliances.alliance TO tixi_app;
GRANT UPDATE (kind, seat, leads, term_from, term_until, revision) ON alliances.member TO tixi_app;
GRANT UPDATE (title, venue, starts_at, minutes, revision) ON alliances.meeting TO tixi_app;
GRANT UPDATE (attendance, proxy_to, noted_by_name) ON alliances.roll TO tixi_app;
GRANT UPDATE (opened_at, closed_at, base_count, yes, no, abstain, passed), DELETE ON alliances.item TO tixi_app;
GRANT UPDATE (published) ON alliances.resolution TO tixi_app;

CREATE POLICY reads ON alliances.alliance FOR SELECT TO tixi_app USING (running_since IS NOT NULL OR alliances.reads(province, id));
CREATE POLICY keeps ON alliances.alliance FOR UPDATE TO tixi_app USING (alliances.keeps(id)) WITH CHECK (alliances.keeps(id));
CREATE POLICY founds ON alliances.alliance FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(id) AND province = (SELECT platform.actor_province()));

CREATE POLICY reads ON alliances.member FOR SELECT TO tixi_app
  USING (alliances.reads(province, alliance_id) OR organisation = (SELECT platform.actor_organisation()) AND (SELECT alliances.represents())
    OR alliances.is_active(province, id) AND alliances.runs(province, alliance_id));
CREATE POLICY keeps ON alliances.member FOR UPDATE TO tixi_app USING (alliances.keeps(alliance_id)) WITH CHECK (alliances.keeps(alliance_id));
CREATE POLICY enters ON alliances.member FOR INSERT TO tixi_app
  WITH CHECK (alliances.keeps(alliance_id) OR organisation = (SELECT platform.actor_organisation()) AND (SELECT alliances.represents()) AND alliances.runs(province, alliance_id));

CREATE FUNCTION alliances.member_of(of_province text, of_member uuid) RETURNS alliances.member
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.* FROM alliances.member m WHERE m.province = of_province AND m.id = of_member $$;
CREATE POLICY reads ON alliances.member_action FOR SELECT TO tixi_app
  USING (alliances.reads(province, (alliances.member_of(province, member_id)).alliance_id)
    OR (SELECT alliances.represents()) AND (alliances.member_of(province, member_id)).organisation = (SELECT platform.actor_organisation()));
CREATE POLICY acts ON alliances.member_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (
    action IN ('enter', 'admit', 'refuse', 'remove') AND alliances.keeps((alliances.member_of(province, member_id)).alliance_id)
    OR action IN ('apply', 'withdraw', 'leave') AND (SELECT alliances.represents())
      AND (alliances.member_of(province, member_id)).organisation = (SELECT platform.actor_organisation())));

CREATE POLICY reads ON alliances.meeting FOR SELECT TO tixi_app USING (alliances.keeps(alliance_id) OR alliances.meeting_last(province, id) <> 'draft' AND alliances.reads(province, alliance_id));
CREATE POLICY keeps ON alliances.meeting FOR UPDATE TO tixi_app USING (alliances.keeps(alliance_id)) WITH CHECK (alliances.keeps(alliance_id));
CREATE POLICY drafts ON alliances.meeting FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliance_id));
CREATE POLICY reads ON alliances.meeting_action FOR SELECT TO tixi_app USING (alliances.reads_meeting(province, meeting_id));
CREATE POLICY acts ON alliances.meeting_action FOR INSERT TO tixi_app
  WITH CHECK (alliances.keeps_meeting(province, meeting_id) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()));

CREATE POLICY reads ON alliances.roll FOR SELECT TO tixi_app USING (alliances.reads_meeting(province, meeting_id));
CREATE POLICY calls ON alliances.roll FOR INSERT TO tixi_app WITH CHECK (alliances.keeps_meeting(province, meeting_id) AND alliances.is_draft(province, meeting_id));
CREATE POLICY at_the_door ON alliances.roll FOR UPDATE TO tixi_app USING (alliances.keeps_meeting(province, meeting_id) AND alliances.is_ahead(province, meeting_id))
  -- only a member itself says who stands for it
  WITH CHECK (attendance <> 'proxy');
CREATE POLICY own_seat ON alliances.roll FOR UPDATE TO tixi_app
  USING (organisation = (SELECT platform.actor_organisation()) AND (SELECT alliances.represents()) AND alliances.is_ahead(province, meeting_id));

CREATE POLICY reads ON alliances.item FOR SELECT TO tixi_app USING (alliances.reads_meeting(province, meeting_id));
CREATE POLICY drafts ON alliances.item FOR INSERT TO tixi_app WITH CHECK (alliances.keeps_meeting(province, meeting_id) AND alliances.is_draft(province, meeting_id));
CREATE POLICY redrafts ON alliances.item FOR DELETE TO tixi_app USING (alliances.keeps_meeting(province, meeting_id) AND alliances.is_draft(province, meeting_id));
CREATE POLICY puts ON alliances.item FOR UPDATE TO tixi_app USING (alliances.keeps_meeting(province, meeting_id)) WITH CHECK (alliances.keeps_meeting(province, meeting_id));

CREATE POLICY reads ON alliances.conflict FOR SELECT TO tixi_app USING (alliances.reads_item(province, item_id));
CREATE POLICY declares ON alliances.conflict FOR INSERT TO tixi_app WITH CHECK (alliances.own_seat(province, alliances.meeting_of(province, item_id), member_id));

-- Nobody sees a vote before the end: not the members, not the secretariat, not the office.
CREATE POLICY reads ON alliances.vote FOR SELECT TO tixi_app USING (alliances.is_closed(province, item_id) AND alliances.reads_item(province, item_id));
CREATE POLICY reads ON alliances.box FOR SELECT TO tixi_app USING (alliances.is_closed(province, item_id) AND alliances.reads_item(province, item_id));
CREATE POLICY puts ON alliances.box FOR INSERT TO tixi_app
  WITH CHECK (alliances.keeps_meeting(province, alliances.meeting_of(province, item_id)) AND yes = 0 AND no = 0 AND abstain = 0);

CREATE POLICY reads ON alliances.resolution FOR SELECT TO tixi_app USING (published OR alliances.reads(province, alliance_id));
CREATE POLICY adopts ON alliances.resolution FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliance_id) AND alliances.is_closed(province, item_id));
CREATE POLICY publishes ON alliances.resolution FOR UPDATE TO tixi_app USING (alliances.keeps(alliance_id)) WITH CHECK (alliances.keeps(alliance_id));

CREATE FUNCTION alliances.task_of(of_province text, of_task uuid) RETURNS alliances.task
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.* FROM alliances.task t WHERE t.province = of_province AND t.id = of_task $$;
CREATE POLICY reads ON alliances.task FOR SELECT TO tixi_app USING (alliances.reads(province, alliance_id));
CREATE POLICY assigns ON alliances.task FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliance_id));
CREATE POLICY reads ON alliances.task_action FOR SELECT TO tixi_app USING (alliances.reads(province, (alliances.task_of(province, task_id)).alliance_id));
CREATE POLICY acts ON alliances.task_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (
    action IN ('assign', 'confirm', 'return', 'drop') AND alliances.keeps((alliances.task_of(province, task_id)).alliance_id)
    OR action = 'report' AND (SELECT alliances.represents()) AND (alliances.task_of(province, task_id)).organisation = (SELECT platform.actor_organisation())));

REVOKE ALL ON FUNCTION alliances.cast_vote(text, uuid, uuid, text), alliances.turnout(text, uuid), alliances.has_cast(text, uuid, uuid),
  alliances.member_of(text, uuid), alliances.task_of(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliances.cast_vote(text, uuid, uuid, text), alliances.turnout(text, uuid), alliances.has_cast(text, uuid, uuid),
  alliances.member_of(text, uuid), alliances.task_of(text, uuid) TO tixi_app;
