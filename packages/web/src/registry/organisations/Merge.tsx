import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Problem } from "../../api/client.ts";
import { useMe } from "../../api/session.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useKeep, type Facts, type Kind, KINDS, type Named } from "./api.ts";
import { OrganisationPicker, RegionPicker } from "./pieces.tsx";

export type Heir = { id: string } | { facts: Facts };

interface MergeInput {
  predecessors: string[];
  into: Heir;
  day: string;
  note: string;
  confirmed: boolean;
}

/** One or several organisations go into one that is there, or into a new one. */
export function Merge({ from, onClose }: { from?: Named; onClose: () => void }) {
  const { t } = useTranslation("organisations");
  const navigate = useNavigate();
  const [gone, setGone] = useState<Named[]>(from ? [from] : []);
  const [heir, setHeir] = useState<HeirDraft>(emptyHeir);
  const [day, setDay] = useState("");
  const [note, setNote] = useState("");
  const merge = useKeep((input: MergeInput) => ({ path: "/api/organisations/merge", body: input }));
  const into = heirOf(heir);
  const refused = merge.error instanceof Problem && merge.error.status === 409;
  return (
    <Dialog label={t("do.merge")} onClose={onClose}>
      <h2>{t("do.merge")}</h2>
      <p>{t("merge.words")}</p>
      <form
        className="form wider organisation-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (into === null) return;
          // refused once for a similar name, and sent again: he looked
          const input = {
            predecessors: gone.map((one) => one.id),
            into,
            day,
            note: note.trim(),
            confirmed: refused,
          };
          merge.mutate(input, { onSuccess: ({ id }) => void navigate(`/organisations/${id}`) });
        }}
      >
        <div className="form-row">
          <span>{t("merge.gone")}</span>
          <ul className="picked-list">
            {gone.map((one) => (
              <li key={one.id}>
                <span className="picked">
                  {one.name}
                  <button
                    type="button"
                    className="quiet"
                    aria-label={t("picker.other")}
                    onClick={() => setGone(gone.filter((other) => other !== one))}
                  >
                    ×
                  </button>
                </span>
              </li>
            ))}
          </ul>
          <OrganisationPicker
            label={t("merge.gone")}
            value={null}
            onChange={(one) => one && setGone([...gone, one])}
            except={gone.map((one) => one.id)}
          />
        </div>
        <HeirFields
          label={t("merge.into")}
          heir={heir}
          onChange={setHeir}
          except={gone.map((one) => one.id)}
        />
        <label>
          <span>{t("since.change")}</span>
          <input
            type="date"
            required
            min="1800-01-01"
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <label>
          <span>{t("note.change")}</span>
          <textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {merge.error && <Failure error={merge.error} />}
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={merge.isPending || gone.length === 0 || into === null}
          >
            {t(refused ? "merge.again" : "merge.do")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Which organisation goes on, while it is being chosen or described. */
export interface HeirDraft {
  there: Named | null;
  isNew: boolean;
  name: string;
  kind: Kind;
  region: string;
}
export const emptyHeir: HeirDraft = {
  there: null,
  isNew: false,
  name: "",
  kind: "secondary-school",
  region: "",
};

export function heirOf(draft: HeirDraft): Heir | null {
  const { there, isNew, name, kind, region } = draft;
  if (!isNew) return there && { id: there.id };
  if (name.trim().length < 2 || region === "") return null;
  const facts = {
    name: name.trim(),
    kind,
    region,
    creditCode: null,
    schoolCode: null,
    parent: null,
    country: null,
    address: "",
    website: "",
  };
  return { facts };
}

export function HeirFields(props: {
  label: string;
  heir: HeirDraft;
  onChange: (heir: HeirDraft) => void;
  except: readonly string[];
}) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const { heir, onChange } = props;
  const home = me.data?.user?.hat?.region?.code ?? me.data?.installation.province?.code ?? "";
  return (
    <fieldset className="heir">
      <legend>{props.label}</legend>
      <label className="check-line">
        <input type="radio" checked={!heir.isNew} onChange={() => onChange({ ...heir, isNew: false })} />
        <span>{t("heir.there")}</span>
      </label>
      {!heir.isNew && (
        <OrganisationPicker
          label={t("heir.there")}
          value={heir.there}
          onChange={(there) => onChange({ ...heir, there })}
          except={props.except}
        />
      )}
      <label className="check-line">
        <input
          type="radio"
          checked={heir.isNew}
          onChange={() => onChange({ ...heir, isNew: true, region: heir.region || home })}
        />
        <span>{t("heir.new")}</span>
      </label>
      {heir.isNew && (
        <>
          <label>
            <span>{t("field.name")}</span>
            <input
              required
              minLength={2}
              maxLength={100}
              value={heir.name}
              onChange={(event) => onChange({ ...heir, name: event.target.value })}
            />
          </label>
          <label>
            <span>{t("field.kind")}</span>
            <select
              value={heir.kind}
              onChange={(event) => onChange({ ...heir, kind: event.target.value as Kind })}
            >
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {t(`kind.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <div className="form-row">
            <span>{t("field.region")}</span>
            <RegionPicker value={heir.region} onChange={(region) => onChange({ ...heir, region })} />
          </div>
          <small>{t("heir.later")}</small>
        </>
      )}
    </fieldset>
  );
}
