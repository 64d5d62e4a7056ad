import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Page } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useChangePlan, useSavedPlan, type SavedPlan } from "./api.ts";
import { hashOf } from "./asked.ts";
import { RenameDialog } from "./RenameDialog.tsx";
import { SideBySide } from "./SideBySide.tsx";
import { Grounds } from "./Ways.tsx";
import "./pathways.css";

/** Record of a kept plan: its routes as they stand today, not as they stood when it was kept. */
export function Component() {
  const { id } = useParams();
  const found = useSavedPlan(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Kept plan={found.data} />;
}

function Kept({ plan }: { plan: SavedPlan }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const change = useChangePlan(plan);
  const [renaming, setRenaming] = useState(false);
  const closed = plan.compared.items.filter(({ route }) => route === null).length;
  return (
    <Page
      title={plan.name}
      crumbs={[
        { name: t("title"), path: "/pathways" },
        { name: t("plans.title"), path: "/pathway-plans" },
      ]}
      lead={t("plan.lead", { date: formatDate(plan.createdAt, language) })}
      actions={
        <>
          <Link className="button primary" to={{ pathname: "/pathways", hash: hashOf(plan.query, plan.routes) }}>
            {t("plans.again")}
          </Link>
          <button type="button" className="button" onClick={() => setRenaming(true)}>
            {t("plans.rename")}
          </button>
        </>
      }
    >
      {renaming && <RenameDialog plan={plan} onClose={() => setRenaming(false)} />}
      {closed > 0 && <p className="doubt">{t("plan.closed", { count: closed })}</p>}
      {change.error && <Failure error={change.error} />}
      <SideBySide
        compared={plan.compared}
        {...(plan.routes.length > 1
          ? {
              onDrop: (key: string) =>
                change.mutate({ name: plan.name, query: plan.query, routes: plan.routes.filter((one) => one !== key) }),
            }
          : {})}
      />
      <Grounds answer={plan.compared} />
    </Page>
  );
} // prettier-ignore
