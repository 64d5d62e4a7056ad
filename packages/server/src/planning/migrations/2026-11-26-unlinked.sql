-- Demand that no programme leads to is a sum over some of a margin's occupations and levels. Which ones is known to
-- everybody, but disclosure control does not know these sums, and with them withheld cells could be worked out. So
-- anybody sees them only where they say no more than the demand beside them: none of it, or all of it.
CREATE OR REPLACE VIEW planning.public_demand_total WITH (security_barrier) AS
  SELECT t.province, t.cycle_id, t.year, t.city, t.scope, t.code, t.level, planning.shown(demand, status) AS demand, planning.shown(low, status) AS low,
    planning.shown(high, status) AS high, planning.shown(matched, status) AS matched, planning.shown(shortage, status) AS shortage,
    planning.shown(shortage_low, status) AS shortage_low, planning.shown(shortage_high, status) AS shortage_high,
    planning.shown(price_max, status) AS price_max,
    CASE WHEN t.scope = 'occupation' AND (unlinked = 0 OR unlinked >= demand) THEN planning.shown(unlinked, status) END AS unlinked,
    planning.shown(postings, status) AS postings, planning.shown(vacancies, status) AS vacancies, planning.shown(employers, status) AS employers, status
  FROM planning.demand_total t JOIN planning.public_cycle c ON c.province = t.province AND c.id = t.cycle_id;
