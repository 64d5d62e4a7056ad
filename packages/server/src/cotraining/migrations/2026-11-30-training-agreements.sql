-- Versions of an agreement with their clauses, and the signatures under them. A version is written until somebody has signed it;
-- a signature is over the whole text and over the signature before it, so that no text and no signature can be exchanged.

CREATE TABLE cotraining.agreement_version (
  province text NOT NULL,
  agreement_id uuid NOT NULL,
  no integer NOT NULL CHECK (no >= 1),
  -- [{ key, title, text }], in the order of the contract
  clauses jsonb NOT NULL,
  -- what the clauses were filled in from, of this version
  terms jsonb NOT NULL,
  people integer NOT NULL CHECK (people BETWEEN 1 AND 10000),
  from_on date NOT NULL,
  to_on date NOT NULL CHECK (to_on > from_on),
  -- the whole contract as it is signed
  text text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  -- why it was changed; '' for the first
  reason text NOT NULL DEFAULT '',
  proposed_at timestamptz,
  dropped_at timestamptz,
  revision integer NOT NULL DEFAULT 1,
  made_by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (province, agreement_id, no),
  FOREIGN KEY (province, agreement_id) REFERENCES cotraining.agreement (province, id)
);

CREATE TABLE cotraining.agreement_signature (
  province text NOT NULL,
  agreement_id uuid NOT NULL,
  no integer NOT NULL,
  -- place in the chain of this version, from 1
  seq integer NOT NULL CHECK (seq BETWEEN 1 AND 3),
  party text NOT NULL CHECK (party IN ('school', 'enterprise', 'student')),
  signer text NOT NULL,
  -- in whose name: of the organisation, or of the student
  of_name text NOT NULL,
  by_user text,
  at timestamptz NOT NULL,
  sha256 text NOT NULL,
  -- hash of the signature before, of the text for the first
  previous text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (province, agreement_id, no, seq),
  UNIQUE (province, agreement_id, no, party),
  FOREIGN KEY (province, agreement_id, no) REFERENCES cotraining.agreement_version (province, agreement_id, no)
);

-- What a signature stands for, line by line; the page and the text that is downloaded say how to compute it.
CREATE FUNCTION cotraining.signature_hash(of cotraining.agreement_signature) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\n', of.agreement_id, of.no, of.sha256, of.party, of.of_name, of.signer,
    to_char(of.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), of.previous), 'UTF8')), 'hex') $$;

CREATE FUNCTION cotraining.keep_signed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  version cotraining.agreement_version;
  last text;
BEGIN
  IF TG_TABLE_NAME = 'agreement_version' THEN
    IF TG_OP = 'DELETE' OR EXISTS (SELECT FROM cotraining.agreement_signature s WHERE s.province = OLD.province AND s.agreement_id = OLD.agreement_id AND s.no = OLD.no)
        AND (NEW.clauses, NEW.terms, NEW.people, NEW.from_on, NEW.to_on, NEW.text, NEW.sha256, NEW.no, NEW.agreement_id)
          IS DISTINCT FROM (OLD.clauses, OLD.terms, OLD.people, OLD.from_on, OLD.to_on, OLD.text, OLD.sha256, OLD.no, OLD.agreement_id)
      THEN RAISE EXCEPTION 'this version is signed' USING errcode = 'insufficient_privilege'; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'a signature is not changed' USING errcode = 'insufficient_privilege'; END IF;
  SELECT * INTO version FROM cotraining.agreement_version v
    WHERE v.province = NEW.province AND v.agreement_id = NEW.agreement_id AND v.no = NEW.no FOR UPDATE;
  IF version.proposed_at IS NULL OR version.dropped_at IS NOT NULL OR NEW.sha256 <> version.sha256
      OR version.sha256 <> encode(sha256(convert_to(version.text, 'UTF8')), 'hex')
    THEN RAISE EXCEPTION 'this is not the text that is to be signed' USING errcode = 'insufficient_privilege'; END IF;
  SELECT s.hash INTO last FROM cotraining.agreement_signature s
    WHERE s.province = NEW.province AND s.agreement_id = NEW.agreement_id AND s.no = NEW.no ORDER BY s.seq DESC LIMIT 1;
  IF NEW.previous <> coalesce(last, version.sha256) OR NEW.hash <> cotraining.signature_hash(NEW)
    THEN RAISE EXCEPTION 'this signature does not follow the one before' USING errcode = 'insufficient_privilege'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_is_signed BEFORE UPDATE OR DELETE ON cotraining.agreement_version FOR EACH ROW EXECUTE FUNCTION cotraining.keep_signed();
CREATE TRIGGER signed_is_signed BEFORE INSERT OR UPDATE OR DELETE ON cotraining.agreement_signature FOR EACH ROW EXECUTE FUNCTION cotraining.keep_signed();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['agreement_version', 'agreement_signature'] LOOP
    EXECUTE format('ALTER TABLE cotraining.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE cotraining.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON cotraining.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON cotraining.%I TO tixi_app', name);
    EXECUTE format('CREATE POLICY reads ON cotraining.%I FOR SELECT TO tixi_app USING ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m))', name);
  END LOOP;
END $$;
GRANT UPDATE (clauses, terms, people, from_on, to_on, text, sha256, reason, proposed_at, dropped_at, revision) ON cotraining.agreement_version TO tixi_app;
CREATE POLICY drafts ON cotraining.agreement_version FOR INSERT TO tixi_app WITH CHECK ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m));
CREATE POLICY keeps ON cotraining.agreement_version FOR UPDATE TO tixi_app USING ((province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m));
-- each signs for his own side
CREATE POLICY signs ON cotraining.agreement_signature FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND (
    party = CASE (SELECT platform.actor_role()) WHEN 'school-officer' THEN 'school' WHEN 'enterprise-officer' THEN 'enterprise' END
      AND (province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.own_agreements() m)
    OR party = 'student' AND (SELECT platform.actor_role()) = 'student'
      AND (province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m)));
-- the third party of a placement agreement brings it into force by signing
CREATE POLICY student_acts ON cotraining.agreement_action FOR INSERT TO tixi_app
  WITH CHECK (by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()) AND action = 'in-force' AND (SELECT platform.actor_role()) = 'student'
    AND (province, agreement_id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m));

-- Once a placement agreement is in force, its placements know who signed it and when; what it holds is told by its clauses.
CREATE FUNCTION cotraining.settle_signatures(of_province text, of_agreement uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  changed integer;
BEGIN
  UPDATE cotraining.placement p SET signatures = f.parties, signed = f.on_day, agreement_fields = f.fields, official_template = f.template, revision = p.revision + 1
    FROM (SELECT array_agg(s.party ORDER BY s.seq) AS parties, max((s.at AT TIME ZONE 'Asia/Shanghai')::date) AS on_day,
        (SELECT coalesce(array_agg(k), '{}') FROM jsonb_array_elements_text(coalesce(v.terms -> 'fields', '[]')) k) AS fields,
        coalesce((v.terms ->> 'officialTemplate')::boolean, false) AS template
      FROM cotraining.agreement_version v JOIN cotraining.agreement_signature s ON s.province = v.province AND s.agreement_id = v.agreement_id AND s.no = v.no
      WHERE v.province = of_province AND v.agreement_id = of_agreement AND v.no = (SELECT max(x.no) FROM cotraining.agreement_signature x WHERE x.province = of_province AND x.agreement_id = of_agreement)
      GROUP BY v.terms) f
    WHERE p.province = of_province AND p.agreement_id = of_agreement AND cotraining.agreement_state(of_province, of_agreement) = 'in-force'
      AND (SELECT a.kind FROM cotraining.agreement a WHERE a.province = of_province AND a.id = of_agreement) = 'placement'
      AND (p.province, p.agreement_id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;
-- The figures of the version in force are those of the agreement; whoever signs last brings them over.
CREATE FUNCTION cotraining.take_over_version(of_province text, of_agreement uuid, of_no integer) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE cotraining.agreement a SET people = v.people, from_on = v.from_on, to_on = v.to_on, terms = v.terms, revision = a.revision + 1
    FROM cotraining.agreement_version v
    WHERE a.province = of_province AND a.id = of_agreement AND v.province = a.province AND v.agreement_id = a.id AND v.no = of_no
      AND (a.province, a.id) IN (SELECT m.province, m.id FROM cotraining.my_agreements() m)
      AND cotraining.agreement_state(a.province, a.id) = 'in-force'
      AND (SELECT count(*) FROM cotraining.agreement_signature s WHERE s.province = v.province AND s.agreement_id = v.agreement_id AND s.no = v.no)
        >= CASE a.kind WHEN 'placement' THEN 3 ELSE 2 END $$;
REVOKE ALL ON FUNCTION cotraining.take_over_version(text, uuid, integer), cotraining.settle_signatures(text, uuid), cotraining.signature_hash(cotraining.agreement_signature) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cotraining.take_over_version(text, uuid, integer), cotraining.settle_signatures(text, uuid), cotraining.signature_hash(cotraining.agreement_signature) TO tixi_app;
