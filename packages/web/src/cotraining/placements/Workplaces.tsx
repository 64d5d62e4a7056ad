import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useWorkplaces, type Workplace } from "./api.ts";

/** List: enterprises as places of training, how many students run in each and how many 10 % of the staff are. */
export function Component() {
  const { t } = useTranslation("placements");
  const me = useMe();
  const found = useWorkplaces();
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const own = me.data?.user?.role === "enterprise-officer";
  const columns: Column<Workplace>[] = [
    { key: "name", title: t("enterprise"), wide: true, value: (row) => row.name, render: (row) => <Link to={`/workplaces/${row.organisation}`}>{row.name}</Link> },
    { key: "region", title: t("region"), value: (row) => row.regionName },
    { key: "posts", title: t("posts"), number: true, value: (row) => row.posts },
    { key: "running", title: t("figure.running"), number: true, value: (row) => row.running },
    { key: "most", title: t("most"), number: true, value: (row) => row.most },
  ];
  return (
    <Page title={t("workplaces")} lead={t("workplaces-lead")} crumbs={[{ name: t("title"), path: "/placements" }]} actions={own && <Link className="button primary" to="/workplaces/own">{t("own-workplace")}</Link>}>
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("no-workplace")}><p>{t("no-workplace-words")}</p></Empty>}
      {rows.length > 0 && (
        <DataTable caption={t("workplaces")} rows={rows} columns={columns} rowKey={(row) => row.organisation} fileName="workplaces" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore
