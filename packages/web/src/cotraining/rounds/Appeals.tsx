import { useTranslation } from "react-i18next";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useAppeals } from "./api.ts";
import { AppealList } from "./AppealList.tsx";
import "./rounds.css";

/** Question: which appeals wait for the office? */
export function Component() {
  const { t } = useTranslation("placementRounds");
  const found = useAppeals(null);
  const items = found.data?.items ?? [];
  const waiting = items.filter(({ state }) => state === "passed-on").length;
  return (
    <Page
      title={t("appeals")}
      lead={t("appeals-lead")}
      crumbs={[{ name: t("title"), path: "/placement-rounds" }]}
    >
      {found.isPending && <Loading rows={4} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && items.length === 0 && (
        <Empty title={t("appeals-none")}>
          <p>{t("appeals-none-words")}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <p className="round-answer">{t("appeals-answer", { count: items.length, waiting })}</p>
      )}
      {items.length > 0 && <AppealList items={items} />}
    </Page>
  );
}
