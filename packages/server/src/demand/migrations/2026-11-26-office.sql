-- What the province holds is changed by its own office; those of its cities read it.

DO $$
DECLARE name text; own text := 'province = (SELECT platform.actor_region())';
BEGIN
  FOREACH name IN ARRAY ARRAY['import', 'saved_mapping', 'import_rejection', 'posting', 'posting_text', 'correction',
    'alias', 'recoding', 'recoding_change', 'offering', 'survey', 'industry_plan'] LOOP
    EXECUTE format('CREATE POLICY office_adds ON demand.%I AS RESTRICTIVE FOR INSERT TO tixi_app WITH CHECK (%s)', name, own);
    EXECUTE format('CREATE POLICY office_changes ON demand.%I AS RESTRICTIVE FOR UPDATE TO tixi_app USING (%s) WITH CHECK (%s)', name, own, own);
  END LOOP;
END $$;
