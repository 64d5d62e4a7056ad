-- The installation: one province, chosen once.

CREATE SCHEMA registry;
GRANT USAGE ON SCHEMA registry TO tixi_app;

CREATE TABLE registry.installation (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  -- GB/T 2260 code, or that of the generated sample province
  province text NOT NULL,
  sample boolean NOT NULL,
  -- the office in whose name releases are published
  publisher text NOT NULL,
  created_at timestamptz NOT NULL,
  -- set when the sample province has been loaded and published
  sample_loaded_at timestamptz
);
ALTER TABLE registry.installation ENABLE ROW LEVEL SECURITY;
ALTER TABLE registry.installation FORCE ROW LEVEL SECURITY;
-- Everybody may know where he is.
CREATE POLICY known_to_all ON registry.installation FOR SELECT TO tixi_app USING (true);
CREATE POLICY chosen_by_administrator ON registry.installation FOR INSERT TO tixi_app
  WITH CHECK ((select platform.actor_role()) = 'administrator');
CREATE POLICY completed_by_administrator ON registry.installation FOR UPDATE TO tixi_app
  USING ((select platform.actor_role()) = 'administrator') WITH CHECK ((select platform.actor_role()) = 'administrator');
GRANT SELECT, INSERT, UPDATE ON registry.installation TO tixi_app;
