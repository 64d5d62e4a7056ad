import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../../format.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { Page } from "../../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../../parts/States.tsx";
import { usePublicPlans } from "../api.ts";
import "../plans.css";

/** Public: enrolment plans that were published. */
export function Component() {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const found = usePublicPlans();
  return (
    <Page title={t("shell:place.public-plans")} lead={t("public.lead")} narrow>
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && (
        <Empty title={t("public.none")}>
          <p>{t("public.none-words")}</p>
        </Empty>
      )}
      <ul className="plan-tabs column">
        {found.data?.items.map((plan) => (
          <li key={plan.id}>
            <Link to={`/public/plans/${plan.id}`}>
              {t("public.title", { year: plan.year, region: plan.regionName })}
            </Link>{" "}
            <small>
              {t("public.seats", { seats: formatNumber(plan.totals?.seats, language) })} ·{" "}
              {formatDate(plan.publishedAt, language)}
            </small>{" "}
            {!plan.current && <span className="tag">{t("state.superseded")}</span>}
            {plan.sample && <span className="tag shortage">{t("sample")}</span>}
          </li>
        ))}
      </ul>
    </Page>
  );
}
