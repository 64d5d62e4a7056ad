-- An agreement that follows another one for later cohorts of the same schools and programmes.
ALTER TABLE pathways.agreement ADD COLUMN renews uuid,
  ADD FOREIGN KEY (province, renews) REFERENCES pathways.agreement (province, id);
-- what an agreement is renewed by
CREATE INDEX agreement_renewal ON pathways.agreement (province, renews) WHERE renews IS NOT NULL;
