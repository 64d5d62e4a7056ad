import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Empty } from "../../parts/States.tsx";
import type { Candidate, OwnPreferences } from "../shapes.ts";
import { draftKey, readDraft, sameChoices } from "./draft.ts";
import "../../parts/order-list.css";
import "./preferences.css";

/** What counts, now that nothing can be changed any more. */
export function LockedList({ list, candidate }: { list: OwnPreferences; candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const left = readDraft(draftKey(candidate.id, list.batch, list.round));
  const lost = left !== null && !sameChoices(left.choices, list.choices);
  return (
    <>
      <p className="answer">
        {t("locked.at", { at: formatDate(list.closes, language, true) })}{" "}
        {list.receipt
          ? t("locked.counts", {
              version: list.version,
              at: formatDate(list.receipt.savedAt, language, true),
              count: list.choices.length,
            })
          : t("locked.nothing")}
      </p>
      {lost && <p className="doubt">{t("locked.lost", { at: formatDate(left.at, language, true) })}</p>}
      {list.choices.length === 0 ? (
        <Empty title={t("locked.empty")} />
      ) : (
        <ol className="preference-list settled">
          {list.choices.map((choice, index) => (
            <li key={choice.unit} className="choice">
              <span className="choice-no num">{index + 1}</span>
              <div className="choice-words"><p>
                <b>{choice.schoolName}</b> {choice.programmeName} <small className="num">{choice.unit}</small>
                {choice.consent && <small>{t("list.consent")}</small>}</p>
                {list.warnings
                  .filter(({ no }) => no === index + 1)
                  .map(({ kind, reason }) => (
                    <p key={kind} className="choice-warning">
                      {reason}
                    </p>
                  ))}
              </div>
            </li>
          ))}
        </ol>
      )}
      {list.receipt && (
        <Section title={t("receipt.title")}>
          <p>
            <Link to={`/candidates/${candidate.id}/receipts?batch=${encodeURIComponent(list.batch)}&round=${list.round}`}>
              {t("receipt.all")}
            </Link>
          </p>
          <p className="hash">{list.receipt.receipt}</p>
        </Section>
      )}
    </>
  ); // prettier-ignore
}
