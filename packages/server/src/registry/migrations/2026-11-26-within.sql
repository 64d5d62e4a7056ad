-- Whoever answers for a region gives nothing in an organisation that lies outside of it: no role, no invitation, no key
-- of a system, no provider of sign-in, no endpoint. The code takes the organisation's own region; this repeats it.

CREATE FUNCTION registry.within_reach(organisation uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT organisation IS NULL OR organisation = platform.actor_organisation()
    OR EXISTS (SELECT FROM registry.organisation_version v WHERE v.organisation_id = organisation AND upper_inf(v.valid)
      AND starts_with(registry.keeper_region(v.region), platform.actor_prefix())) $$;

-- A claim gives nothing until it is confirmed, so that anybody may make one anywhere.
CREATE POLICY within_reach ON registry.membership AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (state = 'claimed' OR registry.within_reach(organisation_id));
CREATE POLICY within_reach ON registry.invitation AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (registry.within_reach(organisation_id));
CREATE POLICY within_reach ON registry.roster AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (registry.within_reach(organisation_id));
CREATE POLICY within_reach ON platform.api_key AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (registry.within_reach(organisation));
CREATE POLICY within_reach ON platform.webhook AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (registry.within_reach(organisation));
CREATE POLICY within_reach ON platform.sso_provider AS RESTRICTIVE FOR INSERT TO tixi_app
  WITH CHECK (registry.within_reach(organisation));
CREATE POLICY provider_within_reach ON platform.sso_provider AS RESTRICTIVE FOR UPDATE TO tixi_app
  USING (true) WITH CHECK (registry.within_reach(organisation));
