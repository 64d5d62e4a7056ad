-- The industry-chain map (产业链图) of an alliance: links of the chain, enterprises, occupations, programmes, schools, and what
-- leads from one to the other. One checked document with one revision; figures are never in it, they are read from the release.

CREATE TABLE alliances.chain (
  province text NOT NULL,
  alliance_id uuid NOT NULL,
  -- { nodes: [{ id, kind, name, code, organisation, source, x, y }], edges: [{ from, to }] }
  document jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, alliance_id),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id)
);
-- What of it anybody may see, as it was when the secretariat published it.
CREATE TABLE alliances.chain_published (
  province text NOT NULL,
  alliance_id uuid NOT NULL,
  document jsonb NOT NULL,
  revision integer NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (province, alliance_id),
  FOREIGN KEY (province, alliance_id) REFERENCES alliances.alliance (province, id)
);

-- What the enterprises among the members do and whom they need, as they state it of themselves: for those who read of the
-- alliance. The tables are those of joint training, which come later.
CREATE FUNCTION alliances.works_of_members(of_province text, of_alliance uuid) RETURNS TABLE (organisation uuid, industries text[], occupations text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT alliances.reads(of_province, of_alliance) THEN RETURN; END IF;
  RETURN QUERY SELECT m.organisation,
      (SELECT w.industries FROM cotraining.workplace w WHERE w.province = m.province AND w.organisation = m.organisation),
      (SELECT array_agg(DISTINCT p.occupation) FROM cotraining.post p WHERE p.province = m.province AND p.enterprise = m.organisation AND p.occupation <> '' AND p.closed_at IS NULL)
    FROM alliances.member m WHERE m.province = of_province AND m.alliance_id = of_alliance AND m.kind = 'enterprise' AND alliances.is_active(m.province, m.id);
END $$;
REVOKE ALL ON FUNCTION alliances.works_of_members(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliances.works_of_members(text, uuid) TO tixi_app;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['chain', 'chain_published'] LOOP
    EXECUTE format('ALTER TABLE alliances.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE alliances.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON alliances.%I TO %I USING (true) WITH CHECK (true)', name, current_user);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON alliances.%I TO tixi_app', name);
    EXECUTE format('CREATE POLICY keeps ON alliances.%I FOR UPDATE TO tixi_app USING (alliances.keeps(alliance_id)) WITH CHECK (alliances.keeps(alliance_id))', name);
    EXECUTE format('CREATE POLICY draws ON alliances.%I FOR INSERT TO tixi_app WITH CHECK (alliances.keeps(alliance_id) AND province = (SELECT platform.actor_province()))', name);
  END LOOP;
END $$;
GRANT DELETE ON alliances.chain_published TO tixi_app;
CREATE POLICY withdraws ON alliances.chain_published FOR DELETE TO tixi_app USING (alliances.keeps(alliance_id));
CREATE POLICY reads ON alliances.chain FOR SELECT TO tixi_app USING (alliances.reads(province, alliance_id));
CREATE POLICY reads ON alliances.chain_published FOR SELECT TO tixi_app USING (alliances.runs(province, alliance_id) OR alliances.reads(province, alliance_id));
