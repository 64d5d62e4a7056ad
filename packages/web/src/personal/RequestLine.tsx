import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { PersonalRequest } from "./api.ts";

const TAGS = {
  asked: "tag blue",
  accepted: "tag blue",
  refused: "tag red",
  done: "tag good",
  withdrawn: "tag",
};

/** One request: what was asked, how it stands, what was answered. */
export function RequestLine({ of, children }: { of: PersonalRequest; children?: ReactNode }) {
  const { t } = useTranslation("personal");
  const language = useLanguage();
  const waiting = of.state === "asked" || of.state === "accepted";
  return (
    <li>
      <p>
        <strong>{t(`request.${of.kind}`)}</strong>{" "}
        <span className={TAGS[of.state]}>{t(`state.${of.state}`)}</span>{" "}
        {of.byRule && <span className="tag">{t("request.by-rule")}</span>}
      </p>
      <p className="faint">
        {t("request.asked", { at: formatDate(of.askedAt, language, true) })}{" "}
        {waiting && t("request.due", { on: formatDate(of.dueOn, language) })}
      </p>
      {of.reason && <p>{t("request.reason", { reason: of.reason })}</p>}
      {of.decision && <p>{t("request.decision", { decision: of.decision })}</p>}
      {of.kept.map(({ what, law }) => (
        <p key={what.en} className="faint">
          {t(
            "request.kept",
            language === "en" ? { what: what.en, law: law.en } : { what: what.zh, law: law.zh },
          )}
        </p>
      ))}
      {children && <div className="actions">{children}</div>}
    </li>
  );
}
