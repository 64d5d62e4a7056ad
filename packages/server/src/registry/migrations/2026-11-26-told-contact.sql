-- Whether a phone or e-mail was entered by those who answer for the person (a roster, an officer) or typed by himself:
-- only the first tells single sign-on whose account it is.
ALTER TABLE registry.person
  ADD COLUMN phone_confirmed boolean NOT NULL DEFAULT false,
  ADD COLUMN email_confirmed boolean NOT NULL DEFAULT false;

-- What a person writes about himself is never confirmed by it, however it is written.
CREATE FUNCTION registry.own_contact_is_unconfirmed() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  NEW.phone_confirmed := OLD.phone_confirmed AND NEW.phone_sealed IS NOT DISTINCT FROM OLD.phone_sealed;
  NEW.email_confirmed := OLD.email_confirmed AND NEW.email_sealed IS NOT DISTINCT FROM OLD.email_sealed;
  RETURN NEW;
END $$;
CREATE TRIGGER own_contact BEFORE UPDATE ON registry.person
  FOR EACH ROW WHEN (NEW.id = platform.actor_person()) EXECUTE FUNCTION registry.own_contact_is_unconfirmed();

-- Whether all that somebody holds or was lent lies in one organisation: then its officer may give him back his account,
-- and gets at nothing that is not his own to give.
CREATE FUNCTION registry.wholly_of(who uuid, organisation uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT NOT EXISTS (SELECT FROM registry.membership m WHERE m.person_id = who AND m.state = 'active'
      AND m.organisation_id IS DISTINCT FROM organisation)
    AND NOT EXISTS (SELECT FROM registry.delegation d WHERE d.to_person = who AND d.ended_at IS NULL AND d.until > now()
      AND d.organisation_id IS DISTINCT FROM organisation)
    AND NOT EXISTS (SELECT FROM registry.student s WHERE s.person_id = who AND s.state IN ('enrolled', 'suspended')
      AND s.school_id IS DISTINCT FROM organisation) $$;
