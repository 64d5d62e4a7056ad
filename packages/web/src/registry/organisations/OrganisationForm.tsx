import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Failure } from "../../parts/States.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { KINDS, SCHOOLS, useNear, type Facts, type Kind, type Named } from "./api.ts";
import { OrganisationPicker, RegionPicker } from "./pieces.tsx";

export interface FormAnswer extends Facts {
  since: string | null;
  note: string;
  confirmed: boolean;
}

export interface FormProps {
  /** which question the form answers */
  kind: "register" | "change" | "correct";
  start: Facts & { parentName?: Named | null };
  since: string;
  /** of the organisation itself, where it is there already */
  self?: string;
  pending: boolean;
  error: unknown;
  onSubmit: (answer: FormAnswer) => void;
  onClose: () => void;
}

/** Everything that is said of an organisation, with the day from which it is so and why. */
export function OrganisationForm({ kind, start, since, self, pending, error, onSubmit, onClose }: FormProps) {
  const { t } = useTranslation("organisations");
  const [facts, setFacts] = useState<Facts>(start);
  const [parent, setParent] = useState<Named | null>(start.parentName ?? null);
  const [day, setDay] = useState(since);
  const [note, setNote] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const set = <K extends keyof Facts>(field: K, value: Facts[K]): void =>
    setFacts((current) => ({ ...current, [field]: value }));
  const asked = useSettled(facts.name.trim());
  const newName = kind !== "correct" && facts.name.trim() !== start.name;
  const near = useNear(newName ? asked : "", facts.region, self);
  const twins = newName ? (near.data?.items ?? []) : [];
  const isSchool = SCHOOLS.includes(facts.kind);
  return (
    <form
      className="form wider organisation-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({
          ...facts,
          name: facts.name.trim(),
          creditCode: facts.creditCode?.trim() || null,
          schoolCode: isSchool ? facts.schoolCode?.trim() || null : null,
          country: facts.kind === "overseas-partner" ? facts.country?.trim() || null : null,
          parent: parent?.id ?? null,
          since: day || null,
          note: note.trim(),
          confirmed,
        });
      }}
    >
      <label>
        <span>{t("field.name")}</span>
        <input
          required
          minLength={2}
          maxLength={100}
          value={facts.name}
          onChange={(event) => set("name", event.target.value)}
        />
      </label>
      {twins.length > 0 && (
        <div className="doubt">
          <p>{t("near.words")}</p>
          <ul>
            {twins.map((one) => (
              <li key={one.id}>
                <Link to={`/organisations/${one.id}`} target="_blank">
                  {one.name}
                </Link>{" "}
                {t(`kind.${one.kind}`)} · {one.regionName}
              </li>
            ))}
          </ul>
          <label className="check-line">
            <input
              type="checkbox"
              checked={confirmed}
              onChange={(event) => setConfirmed(event.target.checked)}
            />
            <span>{t("near.confirm")}</span>
          </label>
        </div>
      )}
      <label>
        <span>{t("field.kind")}</span>
        <select value={facts.kind} onChange={(event) => set("kind", event.target.value as Kind)}>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`kind.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="form-row">
        <span>{t("field.region")}</span>
        <RegionPicker value={facts.region} onChange={(region) => set("region", region)} />
      </div>
      <label>
        <span>{t("field.creditCode")}</span>
        <input
          maxLength={24}
          value={facts.creditCode ?? ""}
          onChange={(event) => set("creditCode", event.target.value)}
        />
      </label>
      {isSchool && (
        <label>
          <span>{t("field.schoolCode")}</span>
          <input
            maxLength={14}
            inputMode="numeric"
            value={facts.schoolCode ?? ""}
            onChange={(event) => set("schoolCode", event.target.value)}
          />
        </label>
      )}
      {facts.kind === "overseas-partner" && (
        <label>
          <span>{t("field.country")}</span>
          <input
            maxLength={3}
            placeholder="THA"
            value={facts.country ?? ""}
            onChange={(event) => set("country", event.target.value.toUpperCase())}
          />
        </label>
      )}
      <div className="form-row">
        <span>{t("field.parent")}</span>
        <OrganisationPicker
          label={t("field.parent")}
          value={parent}
          onChange={setParent}
          except={self ? [self] : []}
        />
      </div>
      <label>
        <span>{t("field.address")}</span>
        <input
          maxLength={200}
          value={facts.address}
          onChange={(event) => set("address", event.target.value)}
        />
      </label>
      <label>
        <span>{t("field.website")}</span>
        <input
          type="url"
          maxLength={300}
          placeholder="https://"
          value={facts.website}
          onChange={(event) => set("website", event.target.value)}
        />
      </label>
      <label>
        <span>{t(`since.${kind}`)}</span>
        <input
          type="date"
          min="1800-01-01"
          required={kind === "change"}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <label>
        <span>{t(`note.${kind}`)}</span>
        <textarea
          rows={2}
          maxLength={500}
          required={kind === "correct"}
          minLength={kind === "correct" ? 2 : 0}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {error ? <Failure error={error} /> : null}
      <div className="actions">
        <button
          type="submit"
          className="button primary"
          disabled={pending || (twins.length > 0 && !confirmed)}
        >
          {t(`do.${kind}`)}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
