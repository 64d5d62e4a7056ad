-- What the members of an alliance pool: money, people, equipment, technology, policy, each valued on a named basis, and a
-- double-entry ledger of what became of it, in whole fen. Entries are only ever added.

CREATE TABLE alliances.contribution (
  province text NOT NULL,
  id uuid NOT NULL,
  alliance_id uuid NOT NULL,
  member_id uuid NOT NULL,
  resource text NOT NULL CHECK (resource IN ('money', 'people', 'equipment', 'technology', 'policy')),
  title text NOT NULL,
  -- fen
  value bigint NOT NULL CHECK (value > 0),
  -- on what the value rests, and where it is written
  basis text NOT NULL CHECK (basis IN ('payment', 'invoice', 'appraisal', 'payroll', 'agreement', 'estimate')),
  basis_words text NOT NULL,
  -- lent for a time and given back, or given for good
  lent boolean NOT NULL,
  until date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id),
  FOREIGN KEY (province, member_id) REFERENCES alliances.member (province, id),
  CHECK (lent OR until IS NULL)
);
CREATE INDEX contribution_of_alliance ON alliances.contribution (province, alliance_id);

CREATE TABLE alliances.entry (
  province text NOT NULL,
  id uuid NOT NULL,
  alliance_id uuid NOT NULL,
  -- gapless within the year of its day
  year integer NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  on_day date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('contribute', 'use', 'gain', 'give-back')),
  words text NOT NULL,
  by_user text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  UNIQUE (province, alliance_id, year, number),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id),
  CHECK (year = extract(year FROM on_day))
);

CREATE TABLE alliances.line (
  province text NOT NULL,
  entry_id uuid NOT NULL,
  n integer NOT NULL,
  -- holding: what is there; given, lent: to whom it is owed, for good or for a time; used: what it went into; gained: what it brought
  account text NOT NULL CHECK (account IN ('holding', 'given', 'lent', 'used', 'gained')),
  -- null: money that the alliance has earned itself
  contribution_id uuid,
  -- fen; debit positive, credit negative
  amount bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (province, entry_id, n),
  FOREIGN KEY (province, entry_id) REFERENCES alliances.entry (province, id),
  FOREIGN KEY (province, contribution_id) REFERENCES alliances.contribution (province, id)
);
CREATE INDEX line_of_contribution ON alliances.line (province, contribution_id);

-- At the end of the transaction every entry balances, and of nothing more went out than is there. Whoever posts to the same
-- thing at the same time waits here for the other, and then sees what he did.
CREATE FUNCTION alliances.require_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  of_entry uuid := CASE WHEN TG_TABLE_NAME = 'line' THEN (to_jsonb(NEW) ->> 'entry_id')::uuid ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
  held record;
BEGIN
  IF (SELECT count(*) < 2 OR sum(l.amount) <> 0 FROM alliances.line l WHERE l.province = NEW.province AND l.entry_id = of_entry)
    THEN RAISE EXCEPTION 'the entry % does not balance', of_entry USING errcode = 'check_violation', constraint = 'ledger_balance'; END IF;
  FOR held IN SELECT DISTINCT l.account, l.contribution_id, e.alliance_id FROM alliances.line l JOIN alliances.entry e ON e.province = l.province AND e.id = l.entry_id
      WHERE l.province = NEW.province AND l.entry_id = of_entry AND l.account IN ('holding', 'lent') ORDER BY 1, 2 NULLS FIRST LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('pooled ' || held.alliance_id || coalesce(held.contribution_id::text, ''), 0));
    IF (SELECT sum(l.amount) * CASE held.account WHEN 'holding' THEN 1 ELSE -1 END < 0
        FROM alliances.line l JOIN alliances.entry e ON e.province = l.province AND e.id = l.entry_id
        WHERE l.province = NEW.province AND e.alliance_id = held.alliance_id AND l.account = held.account
          AND l.contribution_id IS NOT DISTINCT FROM held.contribution_id)
      THEN RAISE EXCEPTION 'more than is there' USING errcode = 'check_violation', constraint = 'ledger_held'; END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON alliances.line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alliances.require_balance();
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON alliances.entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION alliances.require_balance();
CREATE FUNCTION alliances.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN RAISE EXCEPTION 'the ledger is only added to' USING errcode = 'insufficient_privilege'; END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['contribution', 'entry', 'line'] LOOP
    EXECUTE format('ALTER TABLE alliances.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE alliances.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON alliances.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON alliances.%I TO tixi_app', name);
    EXECUTE format('CREATE TRIGGER added_to_only BEFORE UPDATE OR DELETE ON alliances.%I FOR EACH ROW EXECUTE FUNCTION alliances.refuse_ledger_change()', name);
  END LOOP;
END $$;
CREATE FUNCTION alliances.ledger_of(of_province text, of_entry uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.alliance_id FROM alliances.entry e WHERE e.province = of_province AND e.id = of_entry $$;
CREATE POLICY reads ON alliances.contribution FOR SELECT TO tixi_app USING (alliances.reads(province, alliance_id));
CREATE POLICY keeps ON alliances.contribution FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliance_id));
CREATE POLICY reads ON alliances.entry FOR SELECT TO tixi_app USING (alliances.reads(province, alliance_id));
CREATE POLICY posts ON alliances.entry FOR INSERT TO tixi_app
  WITH CHECK (alliances.keeps(alliance_id) AND by_user IS NOT DISTINCT FROM (SELECT platform.actor_id()));
CREATE POLICY reads ON alliances.line FOR SELECT TO tixi_app USING (alliances.reads(province, alliances.ledger_of(province, entry_id)));
CREATE POLICY posts ON alliances.line FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliances.ledger_of(province, entry_id)));
