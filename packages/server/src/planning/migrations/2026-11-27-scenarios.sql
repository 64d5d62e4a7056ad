-- A scenario that was made from another: its locked cells are those that it begins with.
ALTER TABLE planning.plan ADD COLUMN based_on uuid;
ALTER TABLE planning.plan ADD FOREIGN KEY (province, based_on) REFERENCES planning.plan (province, id);
