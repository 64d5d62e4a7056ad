import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { usePeopleWrite } from "../people/api.ts";
import { StateTag } from "../people/pieces.tsx";
import { studentWrites, useConsent } from "./api.ts";

/** Behind a guardian's link: the notice, and the answer; withdrawing is one step like giving. */
export function Component() {
  const { t } = useTranslation("people");
  const language = useLanguage();
  const client = useQueryClient();
  const { token = "" } = useParams();
  const found = useConsent(token);
  const write = usePeopleWrite(studentWrites.answer(token));
  if (found.isPending) return <Loading rows={8} />;
  if (found.error)
    return (
      <Page narrow title={t("consent.title")}>
        <Failure error={found.error} />
      </Page>
    );
  const page = found.data;
  const answer = (word: "given" | "refused" | "withdrawn"): void =>
    write.mutate(
      { answer: word, notice: page.notice.version },
      { onSuccess: (after) => client.setQueryData(["consent", token], after) },
    );
  return (
    <Page
      narrow
      title={page.notice.title}
      lead={
        <>
          {t("consent.of", { school: page.school, child: page.child })}{" "}
          <StateTag group="consent" state={page.consent} />
          {page.answeredAt && <> {formatDate(page.answeredAt, language, true)}</>}
        </>
      }
    >
      <div className="consent-text">
        {page.notice.sections.map((section) => (
          <section key={section.heading}>
            <h3>{section.heading}</h3>
            <p>{section.text}</p>
          </section>
        ))}
        <p className="muted">{t("consent.notice", { version: page.notice.version })}</p>
      </div>
      {write.error && <Failure error={write.error} />}
      <div className="actions">
        {page.consent === "given" ? (
          <button
            type="button"
            className="button danger"
            disabled={write.isPending}
            onClick={() => answer("withdrawn")}
          >
            {t("consent.withdraw")}
          </button>
        ) : (
          <>
            <button
              type="button"
              className="button primary"
              disabled={write.isPending}
              onClick={() => answer("given")}
            >
              {t("consent.give")}
            </button>
            {page.consent !== "refused" && (
              <button
                type="button"
                className="button"
                disabled={write.isPending}
                onClick={() => answer("refused")}
              >
                {t("consent.refuse")}
              </button>
            )}
          </>
        )}
      </div>
    </Page>
  );
}
