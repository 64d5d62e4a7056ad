import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useObjectionState } from "../api.ts";
import "../admissions.css";

/** Public: the answer to an objection, for whoever has its number. */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const { id } = useParams();
  const found = useObjectionState(id);
  if (found.isPending) return <Loading rows={4} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { createdAt, upheld, answer, answeredAt } = found.data;
  return (
    <Page
      title={t("object.state")}
      crumbs={[{ name: t("public.title"), path: "/public/admission" }]}
      lead={formatDate(createdAt, language, true)}
      narrow
    >
      {answer === null ? (
        <p>{t("object.waits")}</p>
      ) : (
        <>
          <p>
            <span className="tag">{t(upheld ? "object.upheld" : "object.dismissed")}</span>{" "}
            {formatDate(answeredAt, language)}
          </p>
          <p>{answer}</p>
        </>
      )}
      <p className="receipt">{id}</p>
    </Page>
  );
}
