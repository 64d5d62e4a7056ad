-- Photos of a day in the logbook. The content lies in the store of files, the row says whose it is: read as the entry is, by no
-- office; so it is no row of platform.file, whose keepers are the offices of the region.

CREATE TABLE cotraining.log_photo (
  province text NOT NULL,
  -- made on the phone, so that what is sent twice is one row
  id uuid NOT NULL,
  -- the version of the day that it was taken for; a correction keeps the photos of its day
  entry_id uuid NOT NULL,
  placement_id uuid NOT NULL,
  person uuid NOT NULL,
  day date NOT NULL,
  -- at most four of a day
  slot integer NOT NULL CHECK (slot BETWEEN 1 AND 4),
  -- of platform.stored_object, made here: a phone does not choose where something is written
  object uuid NOT NULL UNIQUE,
  path text NOT NULL,
  bytes integer NOT NULL CHECK (bytes > 0),
  -- of what is kept, without what tells where and with what it was taken; and of what was sent
  sha256 text NOT NULL,
  sent_sha256 text NOT NULL,
  width integer NOT NULL CHECK (width BETWEEN 1 AND 1600),
  height integer NOT NULL CHECK (height BETWEEN 1 AND 1600),
  at timestamptz NOT NULL,
  PRIMARY KEY (province, id),
  -- serves: the photos of the days of a placement
  UNIQUE (province, placement_id, day, slot),
  FOREIGN KEY (province, entry_id) REFERENCES cotraining.log_entry (province, id)
);
-- serves: the personal data of a student
CREATE INDEX log_photo_person ON cotraining.log_photo (person);

-- Its content stays in the store as long as the row does; then the keeper takes it out.
CREATE FUNCTION cotraining.log_photo_content() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN UPDATE platform.stored_object SET wanted = false WHERE file = OLD.object;
  ELSE UPDATE platform.stored_object SET wanted = true WHERE file = NEW.object; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER log_photo_content AFTER INSERT OR DELETE ON cotraining.log_photo
  FOR EACH ROW EXECUTE FUNCTION cotraining.log_photo_content();

ALTER TABLE cotraining.log_photo ENABLE ROW LEVEL SECURITY;
ALTER TABLE cotraining.log_photo FORCE ROW LEVEL SECURITY;
DO $$ BEGIN
  EXECUTE format('CREATE POLICY keeper ON cotraining.log_photo TO %I USING (true) WITH CHECK (true)', current_user);
END $$;
GRANT SELECT, INSERT ON cotraining.log_photo TO tixi_app;
-- as log_entry: the student's own by his id alone
CREATE POLICY reads ON cotraining.log_photo FOR SELECT TO tixi_app
  USING (CASE WHEN (SELECT platform.actor_role()) = 'student' THEN person = (SELECT platform.actor_person())
    ELSE (province, placement_id) IN (SELECT m.province, m.id FROM cotraining.my_logs() m) END);
CREATE POLICY writes ON cotraining.log_photo FOR INSERT TO tixi_app
  WITH CHECK ((SELECT platform.actor_role()) = 'student' AND person = (SELECT platform.actor_person()) AND cotraining.is_own_placement(province, placement_id)
    AND EXISTS (SELECT FROM cotraining.log_entry e WHERE e.province = log_photo.province AND e.id = entry_id AND e.placement_id = log_photo.placement_id AND e.day = log_photo.day));
