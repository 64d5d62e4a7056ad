import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useOrganisations, type Membership, type OrganisationLine } from "./api.ts";
import "./people.css";

/** What somebody is, where: 教师 · 青岛示例职业学院 · 专业带头人 */
export function SeatWords({
  of,
  bare,
}: {
  of: Pick<Membership, "role" | "organisation" | "post"> & { region?: Membership["region"] };
  /** without the place, where it is the same in every line */
  bare?: boolean;
}) {
  const { t } = useTranslation("people");
  const place = bare ? undefined : (of.organisation?.name ?? of.region?.name);
  return (
    <span className="seat">
      <b>{t(`shell:role.${of.role}`)}</b>
      {place && <> · {place}</>}
      {of.post && <> · {of.post}</>}
    </span>
  );
}

const TONES: Record<string, string> = { active: "good", open: "blue", accepted: "good", running: "good", claimed: "blue", coming: "blue", registered: "blue", refused: "red", deactivated: "red", given: "good", withdrawn: "red", asked: "blue" }; // prettier-ignore

export function StateTag({ state, group }: { state: string; group: string }) {
  const { t } = useTranslation("people");
  return <span className={`tag ${TONES[state] ?? ""}`}>{t(`${group}.${state}`)}</span>;
}

/** Asks for a reason before something is done. */
export function ReasonDialog(props: {
  title: string;
  words?: ReactNode;
  submit: string;
  danger?: boolean;
  optional?: boolean;
  error: unknown;
  pending: boolean;
  onSubmit: (reason: string) => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation("people");
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onSubmit(reason.trim());
  };
  return (
    <Dialog label={props.title} onClose={props.onClose}>
      <h2>{props.title}</h2>
      {props.words && <p>{props.words}</p>}
      <form className="form wider" onSubmit={submit}>
        {props.children}
        <label>
          <span>{t("reason")}</span>
          <textarea
            rows={2}
            required={!props.optional}
            minLength={props.optional ? 0 : 2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {props.error !== null && props.error !== undefined && <Failure error={props.error} />}
        <div className="actions">
          <button className={props.danger ? "button danger" : "button primary"} disabled={props.pending}>
            {props.submit}
          </button>
          <button type="button" className="button" onClick={props.onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Finds an organisation by its name. */
export function OrganisationField(props: {
  label: string;
  value: OrganisationLine | null;
  onChange: (organisation: OrganisationLine | null) => void;
  required?: boolean;
}) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  const found = useOrganisations(props.value ? "" : text);
  if (props.value)
    return (
      <div className="chosen">
        <span className="chosen-label">{props.label}</span>
        <span>
          {props.value.name} <small>{props.value.regionName}</small>{" "}
          <button type="button" className="link" onClick={() => props.onChange(null)}>
            {t("change")}
          </button>
        </span>
      </div>
    );
  return (
    <div className="finder">
      <label>
        <span>{props.label}</span>
        <input
          value={text}
          required={props.required}
          placeholder={t("organisation.search")}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {text.trim() !== "" && (
        <ul className="finder-list">
          {found.data?.items.map((item) => (
            <li key={item.id}>
              <button type="button" className="link" onClick={() => props.onChange(item)}>
                {item.name}
              </button>{" "}
              <small>{item.regionName}</small>
            </li>
          ))}
          {found.data?.items.length === 0 && <li className="muted">{t("organisation.none")}</li>}
        </ul>
      )}
    </div>
  );
}

/** A link that is said once. */
export function OnceLink({ path, words }: { path: string; words: string }) {
  return <Once value={window.location.origin + path} words={words} />;
}

/** Something that is said once, to be copied. */
export function Once({ value, words }: { value: string; words: string }) {
  const { t } = useTranslation("people");
  const [copied, setCopied] = useState(false);
  return (
    <div className="once" role="status">
      <p>{words}</p>
      <p>
        <code>{value}</code>
      </p>
      <button
        type="button"
        className="button"
        onClick={() => void navigator.clipboard?.writeText(value).then(() => setCopied(true))}
      >
        {copied ? t("copied") : t("copy")}
      </button>
    </div>
  );
}
