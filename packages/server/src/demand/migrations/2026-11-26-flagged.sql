-- The employers with most unlawful conditions (GET /api/fair-hiring), counted from the index alone.
CREATE INDEX posting_flagged_with_company ON demand.posting (province, published_on, id) INCLUDE (flag_rules, company) WHERE flag_count > 0;
DROP INDEX demand.posting_flagged;
ALTER INDEX demand.posting_flagged_with_company RENAME TO posting_flagged;
