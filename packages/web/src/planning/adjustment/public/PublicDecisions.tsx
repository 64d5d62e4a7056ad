import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { Page } from "../../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../../parts/States.tsx";
import { usePublicDecisions } from "../api.ts";
import { inLanguage } from "../pieces.tsx";
import "../../planning.css";

/** Public: the programme adjustments that were published, newest first. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const found = usePublicDecisions();
  const items = found.data?.items ?? [];
  return (
    <Page title={t("shell:place.public-decisions")} lead={t("public.lead")} narrow>
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("public.none")}>
          <p>{t("public.none-words")}</p>
        </Empty>
      )}
      <ul className="publications">
        {items.map((one) => (
          <li key={one.id}>
            <h2>
              <Link to={`/public/decisions/${one.id}`}>
                {one.title || t("run.title", { year: one.forYear })}
              </Link>
              {one.sample && <span className="tag shortage">{t("sample")}</span>}
            </h2>
            <p>
              {formatDate(one.publishedAt, language)} · {inLanguage(one.rules, language)}{" "}
              {t("version", { version: one.rulesVersion })}
            </p>
          </li>
        ))}
      </ul>
    </Page>
  );
}
