import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { Tag, useSay } from "../rounds/pieces.tsx";
import { useAssessments, type Line } from "./api.ts";

/** List: joint assessments of my school, enterprise, trainees, region, or of myself; what waits for me stands first. */
export function Component() {
  const { t } = useTranslation("assessments");
  const me = useMe();
  const language = useLanguage();
  const say = useSay();
  const found = useAssessments();
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = rows.filter(({ waits }) => waits);
  const role = me.data?.user?.role;
  const columns: Column<Line>[] = [
    { key: "name", title: t("name"), value: (row) => row.name, render: (row) => <Link to={`/joint-assessments/${row.id}`}>{row.name}</Link> },
    { key: "post", title: t("post"), wide: true, value: (row) => row.postName },
    { key: "enterprise", title: t("enterprise"), value: (row) => row.enterpriseName },
    { key: "school", title: t("school"), value: (row) => row.schoolName },
    { key: "kind", title: t("kind"), value: (row) => t(`kind.${row.kind}`) },
    { key: "until", title: t("until"), value: (row) => row.toOn, render: (row) => formatDate(row.toOn, language) },
    { key: "state", title: t("state"), value: (row) => say(row.stateName), render: (row) => <Tag state={row.state}>{say(row.stateName)}</Tag> },
  ];
  return (
    <Page
      title={t("title")}
      lead={t(role === "student" ? "lead.student" : "lead.office")}
      actions={
        <>
          {role === "school-officer" && (
            <Link className="button primary" to="/joint-assessments/new">
              {t("new")}
            </Link>
          )}
          {role !== "teacher" && role !== "mentor" && (
            <Link className="button" to="/trainee-outcomes">
              {t("outcomes")}
            </Link>
          )}
        </>
      }
    >
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("none")}>
          <p>{t(role === "school-officer" ? "none-words.school" : "none-words.other")}</p>
        </Empty>
      )}
      {rows.length > 0 && <p className="round-answer">{t("answer", { count: rows.length, waits: waiting.length })}</p>}
      {waiting.length > 0 && (
        <ul className="round-waiting">
          {waiting.map((row) => (
            <li key={row.id}>
              <Link to={`/joint-assessments/${row.id}`}>
                {row.name} · {row.postName}
              </Link>{" "}
              <span>{say(row.stateName)}</span>
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <DataTable tall caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="joint-assessments" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore
