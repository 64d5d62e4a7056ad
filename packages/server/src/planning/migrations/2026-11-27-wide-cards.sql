-- Twelve thousand cards are listed, counted and filtered without opening what each of them says.

-- the rules that fired, beside the JSON that tells why
CREATE FUNCTION planning.rules_fired(content jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(fired ->> 'rule' ORDER BY place), '{}')
  FROM jsonb_array_elements(content -> 'fired') WITH ORDINALITY AS e (fired, place)
$$;
ALTER TABLE planning.card ADD COLUMN rules text[] NOT NULL GENERATED ALWAYS AS (planning.rules_fired(content)) STORED;

-- what was said to an offering over the years: its page
CREATE INDEX card_step_of_offering ON planning.card_step (province, offering_id);

-- What a card says in the end: the last decision of the office, else the rules'. The few cards that people changed are
-- sought once, not for each card.
CREATE OR REPLACE VIEW planning.card_now WITH (security_invoker) AS
  SELECT c.province, c.adjustment_id, c.offering_id, c.school, c.school_name, c.programme, c.level, c.city, c.decision, c.warned,
    c.content, coalesce(s.decision, c.decision) AS final, s.reason AS final_reason, c.rules
  FROM planning.card c
  LEFT JOIN (SELECT DISTINCT ON (province, adjustment_id, offering_id) province, adjustment_id, offering_id, decision, reason
    FROM planning.card_step WHERE decision IS NOT NULL ORDER BY province, adjustment_id, offering_id, seq DESC) s
  ON s.province = c.province AND s.adjustment_id = c.adjustment_id AND s.offering_id = c.offering_id;

CREATE OR REPLACE VIEW planning.public_card WITH (security_barrier) AS
  SELECT c.province, c.adjustment_id, c.offering_id, c.school_name, c.programme, c.level, c.city,
    coalesce(s.decision, c.decision) AS decision, s.decision IS NOT NULL AND s.decision <> c.decision AS by_office,
    to_jsonb(c.rules) AS rules
  FROM planning.card c
  JOIN planning.public_adjustment a ON a.province = c.province AND a.id = c.adjustment_id
  LEFT JOIN (SELECT DISTINCT ON (province, adjustment_id, offering_id) province, adjustment_id, offering_id, decision
    FROM planning.card_step WHERE decision IS NOT NULL ORDER BY province, adjustment_id, offering_id, seq DESC) s
  ON s.province = c.province AND s.adjustment_id = c.adjustment_id AND s.offering_id = c.offering_id;
