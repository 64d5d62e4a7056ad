-- The gate at pace: of a placement only what is judged travels, by the names of the engine; its last action is found by its key, so that one enterprise's check
-- does not read the province; who is concerned is asked once for each enterprise.

CREATE OR REPLACE FUNCTION cotraining.gate_facts(of_province text, enterprises uuid[])
  RETURNS TABLE (id uuid, person uuid, school uuid, enterprise uuid, post_id uuid, state text, from_on text, to_on text, born_on text, entry_year integer, programme text,
    mentor text, teacher boolean, facts jsonb, inspected text, decided boolean, exceptions jsonb, verdict text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  allowed uuid[] := ARRAY(SELECT e FROM unnest(enterprises) e WHERE cotraining.concerns(of_province, e));
BEGIN
  IF enterprises IS NULL AND NOT (platform.works_here() AND starts_with(of_province, platform.actor_prefix())) THEN RETURN; END IF;
  -- a plan of its own for the whole province and for some enterprises
  RETURN QUERY EXECUTE $query$
    SELECT p.id, p.person, p.school, p.enterprise, p.post_id, l.action, p.from_on::text, p.to_on::text, r.born_on::text, s.entry_year, s.programme_code,
      coalesce(p.mentor::text, nullif(p.mentor_name, ''), ''), p.teacher_name <> '' OR p.teacher IS NOT NULL,
      to_jsonb(f), i.inspected_on::text, coalesce(i.decided, false), coalesce(x.given, '[]'), p.verdict
    FROM cotraining.placement p
      CROSS JOIN LATERAL (SELECT a.action FROM cotraining.placement_action a WHERE a.province = p.province AND a.placement_id = p.id ORDER BY a.seq DESC LIMIT 1) l
      CROSS JOIN LATERAL (SELECT p.on_post AS "onPost", p.independent, p.pay, p.pay_cycle AS "payCycle", p.paid_in_money AS "paidInMoney",
        p.paid_to_student AS "paidToStudent", p.signatures, p.signed, p.agreement_fields AS "agreementFields", p.official_template AS "officialTemplate",
        p.student_consent AS "studentConsent", p.guardian_consent AS "guardianConsent", p.insured_from AS "insuredFrom", p.insured_to AS "insuredTo",
        p.insurance_charged_to_student AS "insuranceChargedToStudent", p.accident_from AS "accidentFrom", p.accident_to AS "accidentTo", p.fees, p.guarantee,
        p.papers_held AS "papersHeld", p.agent, p.imposed, p.self_found AS "selfFound", p.school_approved AS "schoolApproved", p.own_assessment AS "ownAssessment",
        p.joint_enrolment AS "jointEnrolment", p.apprentice_agreement AS "apprenticeAgreement", p.female, p.health_checked AS "healthChecked") f
      LEFT JOIN registry.person r ON r.id = p.person LEFT JOIN registry.student s ON s.person_id = p.person
      LEFT JOIN cotraining.inspection i ON i.province = p.province AND i.school = p.school AND i.enterprise = p.enterprise
      LEFT JOIN (SELECT y.placement_id, jsonb_agg(jsonb_build_object('rule', y.rule, 'reason', y.reason, 'person', y.approver, 'record', y.record, 'on', y.decided_on::text) ORDER BY y.at) AS given
        FROM cotraining.exception y WHERE y.province = $1 GROUP BY y.placement_id) x ON x.placement_id = p.id
    WHERE p.province = $1 AND l.action IN ('plan', 'start', 'suspend', 'resume') $query$
    || CASE WHEN enterprises IS NULL THEN '' ELSE 'AND p.enterprise = ANY ($2)' END USING of_province, allowed;
END $$;

CREATE OR REPLACE FUNCTION cotraining.note_checks(of_province text, judgements jsonb, of_cause text, of_rule_set text, of_time timestamptz) RETURNS SETOF uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY WITH given AS MATERIALIZED (
      SELECT x.id, x.verdict, x.findings, p.enterprise FROM jsonb_to_recordset(judgements) AS x (id uuid, verdict text, findings jsonb)
        JOIN cotraining.placement p ON p.province = of_province AND p.id = x.id),
    allowed AS MATERIALIZED (SELECT d.enterprise FROM (SELECT DISTINCT g.enterprise FROM given g) d WHERE cotraining.concerns(of_province, d.enterprise)),
    f AS MATERIALIZED (SELECT g.id, g.verdict, g.findings FROM given g JOIN allowed a ON a.enterprise = g.enterprise),
    -- by its key: a plan made while the table was small must not read all of it for each
    before AS MATERIALIZED (SELECT f.id, f.verdict, f.findings, b.seq, b.verdict AS verdict_before, b.findings AS findings_before
      FROM f LEFT JOIN LATERAL (SELECT c.seq, c.verdict, c.findings FROM cotraining.gate_check c
        WHERE c.province = of_province AND c.placement_id = f.id ORDER BY c.seq DESC LIMIT 1) b ON true),
    changed AS (INSERT INTO cotraining.gate_check (province, placement_id, seq, at, cause, rule_set, verdict, findings)
      SELECT of_province, b.id, coalesce(b.seq, 0) + 1, of_time, of_cause, of_rule_set, b.verdict, b.findings
      FROM before b WHERE b.seq IS NULL OR (b.verdict_before, b.findings_before) IS DISTINCT FROM (b.verdict, b.findings)
      RETURNING placement_id, verdict),
    kept AS (UPDATE cotraining.placement p SET verdict = c.verdict, checked_at = of_time FROM changed c WHERE p.province = of_province AND p.id = c.placement_id RETURNING p.id)
  SELECT k.id FROM kept k;
END $$;
