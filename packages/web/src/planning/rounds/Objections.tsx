import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useObjections } from "./api.ts";
import { Objections } from "./ObjectionList.tsx";
import "./rounds.css";

/** Task: objections to the public notices of a round, those that wait first. */
export function Component() {
  const { t } = useTranslation("rounds");
  const { id } = useParams();
  const found = useObjections(id);
  return (
    <Page
      title={t("objections.title")}
      crumbs={[{ name: t("shell:place.rounds"), path: `/rounds/${id ?? ""}` }]}
      lead={t("objections.lead")}
    >
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.items.length === 0 && (
        <Empty title={t("objections.none")}>
          <p>{t("objections.none-words")}</p>
        </Empty>
      )}
      {found.data && <Objections items={found.data.items} />}
    </Page>
  );
}
