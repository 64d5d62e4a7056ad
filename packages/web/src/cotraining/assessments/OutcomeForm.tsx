import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure } from "../../parts/States.tsx";
import { Tag } from "../rounds/pieces.tsx";
import { OUTCOMES, useWrite, type Outcome } from "./api.ts";

/** What became of somebody, by whom it was stated, and whether it is in his field. */
export function OutcomeWords({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation("assessments");
  const language = useLanguage();
  return (
    <p>
      <b>{t(`outcome.${outcome.kind}`)}</b> {outcome.employer} {outcome.occupationName}{" "}
      {(outcome.kind === "here" || outcome.kind === "elsewhere") && (
        <Tag state={outcome.matched ? "placed" : ""}>{t(outcome.matched === null ? "matched.unknown" : outcome.matched ? "matched.yes" : "matched.no")}</Tag>
      )}{" "}
      <small>
        {t(`source.${outcome.source}`)} · {formatDate(outcome.on, language)} {!outcome.consent && `· ${t("no-consent")}`}
      </small>
    </p>
  );
} // prettier-ignore

/** States what became of a trainee, for the reader's side. */
export function OutcomeForm({ placement, before }: { placement: string; before: Outcome | null }) {
  const { t } = useTranslation("assessments");
  const me = useMe();
  const write = useWrite();
  const role = me.data?.user?.role;
  const kinds = role === "enterprise-officer" ? (["here"] as const) : OUTCOMES;
  const [form, setForm] = useState({ kind: before?.kind ?? "here", occupation: before?.occupation ?? "", employer: before?.employer ?? "", on: before?.on ?? "", evidence: "" });
  const [consent, setConsent] = useState(before?.consent ?? false);
  const set = (key: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value });
  const works = form.kind === "here" || form.kind === "elsewhere";
  return (
    <details>
      <summary>{t(before ? "state-again" : "state-outcome")}</summary>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path: "trainee-outcomes", body: { placement, ...form, consent } });
        }}
      >
        <label>
          <span>{t("outcome")}</span>
          <select value={form.kind} onChange={set("kind")}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`outcome.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        {works && (
          <label>
            <span>{t("occupation")}</span>
            <input placeholder="6-18-01-07" pattern="\d-\d{2}-\d{2}-\d{2}" value={form.occupation} onChange={set("occupation")} />
            <small>{t("occupation-words")}</small>
          </label>
        )}
        {form.kind === "elsewhere" && (
          <label>
            <span>{t("employer")}</span>
            <input maxLength={120} value={form.employer} onChange={set("employer")} />
          </label>
        )}
        <label>
          <span>{t("on")}</span>
          <input required type="date" value={form.on} onChange={set("on")} />
        </label>
        {role !== "student" && (
          <label>
            <span>{t("evidence")}</span>
            <input required minLength={2} maxLength={300} value={form.evidence} onChange={set("evidence")} />
          </label>
        )}
        <label className="outcome-consent">
          <input type="checkbox" checked={consent} onChange={(event) => setConsent(event.target.checked)} />
          <span>{t(role === "student" ? "consent-own" : "consent-given")}</span>
        </label>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("save-outcome")}
        </button>
        <p role="status">{write.isSuccess ? t("saved") : ""}</p>
      </form>
    </details>
  );
} // prettier-ignore
