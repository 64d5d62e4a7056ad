import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useTimetables, type Line } from "./api.ts";

/** List: rotation timetables of my school or alliance, and those in which my organisation has a part. */
export function Component() {
  const { t } = useTranslation("timetables");
  const language = useLanguage();
  const found = useTimetables();
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const mayKeep = found.data?.pages[0]?.mayKeep === true;
  const columns: Column<Line>[] = [
    { key: "title", title: t("name"), wide: true, value: (row) => row.title, render: (row) => <Link to={`/timetables/${row.id}`}>{row.title}</Link> },
    { key: "organisation", title: t("organisation"), wide: true, value: (row) => row.organisationName },
    { key: "starts", title: t("starts"), value: (row) => row.startsOn, render: (row) => formatDate(row.startsOn, language) },
    { key: "weeks", title: t("weeks"), number: true, value: (row) => row.weeks },
    { key: "cohorts", title: t("cohorts"), number: true, value: (row) => row.cohorts },
    { key: "places", title: t("place-count"), number: true, value: (row) => row.places },
    { key: "state", title: t("state"), value: (row) => stateOf(row), render: (row) => <span className={`tag ${row.editions > 0 ? "good" : row.outcome === "conflict" ? "red" : ""}`}>{stateOf(row)}</span> },
  ];
  function stateOf(row: Line): string {
    if (row.solving !== "idle") return t("state.solving");
    return row.editions > 0 ? t("edition", { n: row.editions }) : t(row.outcome === "conflict" ? "state.conflict" : "state.draft");
  }
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        mayKeep && (
          <Link className="button primary" to="/timetables/new">
            {t("new")}
          </Link>
        )
      }
    >
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("none")}>
          <p>{t(mayKeep ? "none-words" : "none-read")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable tall caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="timetables" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore
