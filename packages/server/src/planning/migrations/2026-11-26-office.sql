-- What the province holds is changed by its own office; those of its cities read it.

DO $$
DECLARE name text; own text := 'province = (SELECT platform.actor_region())';
BEGIN
  FOREACH name IN ARRAY ARRAY['cycle', 'demand_cell', 'supply_cell', 'flow_cell', 'demand_total', 'supply_total', 'heat_cell',
    'history_cell', 'cycle_file', 'release', 'release_action', 'release_file'] LOOP
    EXECUTE format('CREATE POLICY cities_read ON planning.%I FOR SELECT TO tixi_app
      USING ((SELECT platform.works_here()) AND province = (SELECT platform.actor_province()))', name);
    EXECUTE format('CREATE POLICY office_adds ON planning.%I AS RESTRICTIVE FOR INSERT TO tixi_app WITH CHECK (%s)', name, own);
    EXECUTE format('CREATE POLICY office_changes ON planning.%I AS RESTRICTIVE FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', name, own, own);
  END LOOP;
END $$;
