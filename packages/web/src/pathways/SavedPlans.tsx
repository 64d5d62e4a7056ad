import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useRemovePlan, useSavedPlans, type PlanLine } from "./api.ts";
import { hashOf } from "./asked.ts";
import { Name } from "./Picker.tsx";
import { RenameDialog } from "./RenameDialog.tsx";
import "./pathways.css";

/** List: what I kept of my searches; nobody else sees it. */
export function Component() {
  const { t } = useTranslation("pathways");
  const found = useSavedPlans();
  const plans = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("plans.title")}
      crumbs={[{ name: t("title"), path: "/pathways" }]}
      lead={t("plans.lead")}
      actions={
        <Link className="button primary" to="/pathways">
          {t("plans.new")}
        </Link>
      }
    >
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && plans.length === 0 && (
        <Empty title={t("plans.none")}>
          <p>{t("plans.none-words")}</p>
        </Empty>
      )}
      <ul className="ways-plans">
        {plans.map((plan) => (
          <Line key={plan.id} plan={plan} />
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t("more")}
        </button>
      )}
    </Page>
  );
}

function Line({ plan }: { plan: PlanLine }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const remove = useRemovePlan();
  const [renaming, setRenaming] = useState(false);
  return (
    <li>
      <h3>
        <Link to={`/pathway-plans/${plan.id}`}>{plan.name}</Link>
      </h3>
      <p>
        {t(`stand.${plan.query.stage}`)}
        {plan.query.programme && (
          <>
            {" · "}
            <Name kind="programme" code={plan.query.programme} />
          </>
        )}{" "}
        · {t("plans.routes", { count: plan.routes.length })} · {formatDate(plan.createdAt, language)}
      </p>
      <span className="actions">
        <Link className="button small" to={{ pathname: "/pathways", hash: hashOf(plan.query, plan.routes) }}>
          {t("plans.again")}
        </Link>
        <button
          type="button"
          className="button small"
          aria-label={t("plans.rename-this", { name: plan.name })}
          onClick={() => setRenaming(true)}
        >
          {t("plans.rename")}
        </button>
        <button
          type="button"
          className="button small"
          aria-label={t("plans.remove-this", { name: plan.name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate(plan.id)}
        >
          {t("plans.remove")}
        </button>
      </span>
      {renaming && <RenameDialog plan={plan} onClose={() => setRenaming(false)} />}
      {remove.error && <Failure error={remove.error} />}
    </li>
  );
}
