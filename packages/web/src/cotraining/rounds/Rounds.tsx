import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useRounds, type Line } from "./api.ts";
import { Tag, useSay } from "./pieces.tsx";

/** List: placement rounds that I hold, take part in, offer posts to or supervise; what waits for me stands first. */
export function Component() {
  const { t } = useTranslation("placementRounds");
  const me = useMe();
  const found = useRounds();
  const columns = useColumns();
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = rows.filter(({ waits }) => waits);
  const role = me.data?.user?.role;
  return (
    <Page
      title={t("title")}
      lead={t(role === "student" ? "lead.student" : role === "enterprise-officer" ? "lead.enterprise" : "lead.school")}
      actions={
        <>
          {role === "school-officer" && (
            <Link className="button primary" to="/placement-rounds/new">
              {t("new")}
            </Link>
          )}
          {(role === "planner" || role === "administrator") && (
            <Link className="button" to="/placement-appeals">
              {t("appeals")}
            </Link>
          )}
        </>
      }
    >
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("none")}>
          <p>{t(role === "student" ? "none-words.student" : role === "enterprise-officer" ? "none-words.enterprise" : "none-words.school")}</p>
        </Empty>
      )}
      {rows.length > 0 && <p className="round-answer">{t("answer", { count: rows.length, waits: waiting.length })}</p>}
      {waiting.length > 0 && (
        <ul className="round-waiting">
          {waiting.map((row) => (
            <li key={row.id}>
              <Link to={`/placement-rounds/${row.id}`}>{row.title}</Link> <span>{t(`todo.${row.state}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <DataTable tall caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="placement-rounds" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore

function useColumns(): Column<Line>[] {
  const { t } = useTranslation("placementRounds");
  const language = useLanguage();
  const say = useSay();
  return [
    { key: "title", title: t("round"), wide: true, value: (row) => row.title, render: (row) => <Link to={`/placement-rounds/${row.id}`}>{row.title}</Link> },
    { key: "school", title: t("school"), value: (row) => row.schoolName },
    { key: "state", title: t("state"), value: (row) => say(row.stateName), render: (row) => <Tag state={row.state}>{say(row.stateName)}</Tag> },
    { key: "from", title: t("from"), value: (row) => row.fromOn, render: (row) => formatDate(row.fromOn, language) },
    { key: "students", title: t("students"), number: true, value: (row) => row.students },
    { key: "posts", title: t("posts"), number: true, value: (row) => row.posts },
    { key: "seats", title: t("seats"), number: true, value: (row) => row.seats },
  ];
} // prettier-ignore
