import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure } from "../../parts/States.tsx";
import { Masked } from "../../personal/Masked.tsx";
import { useAnswer, type Objection } from "./api.ts";

/** Objections with who made them (masked) and their answers; one that waits is answered here. */
export function Objections({ items }: { items: (Objection & { school?: string; programme?: string })[] }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  return (
    <>
      {items.map((one) => (
        <article key={one.id} className={one.upheld === null ? "objection open" : "objection"}>
          {one.school && (
            <Link to={`/applications/${one.application}`}>
              {one.school} · {one.programme}
            </Link>
          )}
          <p>{one.content}</p>
          <small>
            {one.name} <Masked field="planning.objection.phone" id={one.id} masked={one.phone} /> ·{" "}
            {formatDate(one.createdAt, language, true)}
          </small>
          {one.answer === null ? (
            <Answer id={one.id} />
          ) : (
            <p>
              <span className={one.upheld ? "tag red" : "tag"}>{t(one.upheld ? "objections.upheld" : "objections.dismissed")}</span>{" "}
              {one.answer} <small>{one.answeredBy} · {formatDate(one.answeredAt, language, true)}</small>
            </p>
          )}
        </article>
      ))}
    </>
  ); // prettier-ignore
}

function Answer({ id }: { id: string }) {
  const { t } = useTranslation("rounds");
  const send = useAnswer();
  const [upheld, setUpheld] = useState(false);
  const [answer, setAnswer] = useState("");
  return (
    <form
      className="form wider fit"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ id, upheld, answer });
      }}
    >
      <div className="either" role="radiogroup" aria-label={t("objections.decide")}>
        {[false, true].map((one) => (
          <label key={String(one)}>
            <input type="radio" name={`upheld-${id}`} checked={upheld === one} onChange={() => setUpheld(one)} />
            {t(one ? "objections.upheld" : "objections.dismissed")}
          </label>
        ))}
      </div>
      <label>
        <span>{t("objections.answer")}</span>
        <textarea rows={3} required minLength={5} maxLength={4000} value={answer} onChange={(event) => setAnswer(event.target.value)} />
      </label>
      {send.error && <Failure error={send.error} />}
      <button type="submit" className="button primary" disabled={send.isPending}>
        {t("objections.send")}
      </button>
    </form>
  ); // prettier-ignore
}
