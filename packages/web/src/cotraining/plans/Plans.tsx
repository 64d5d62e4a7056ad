import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useMe } from "../../api/session.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useSay } from "../rounds/pieces.tsx";
import { STATES, usePlans, type Line } from "./api.ts";
import { StateTag } from "./pieces.tsx"; // prettier-ignore

/** List: training plans of one's own organisation or region; under /public those in force, for anybody. */
export function Component() {
  const { t } = useTranslation("trainingPlans");
  const say = useSay();
  const me = useMe();
  const open = useLocation().pathname.startsWith("/public/");
  const at = open ? "/public/training-plans" : "/training-plans";
  const [filter, setFilter] = useState<Record<string, string>>({});
  const found = usePlans(filter, open);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const waiting = rows.filter((row) => row.toSign || row.openComments > 0);
  const set = (key: string, value: string) => setFilter(({ [key]: _, ...rest }) => (value === "" ? rest : { ...rest, [key]: value }));
  const columns: Column<Line>[] = [
    { key: "title", title: t("name"), wide: true, value: (row) => row.title, render: (row) => <Link to={`${at}/${row.id}`}>{row.title}</Link> },
    ...(open ? [] : [{ key: "state", title: t("state"), value: (row: Line) => say(row.stateName), render: (row: Line) => <StateTag of={row} /> }]),
    { key: "school", title: t("school"), wide: true, value: (row) => row.schoolName },
    { key: "partners", title: t("partners"), wide: true, value: (row) => row.partners.map(({ name }) => name).join("、") },
    { key: "programme", title: t("programme"), value: (row) => row.programmeName },
    { key: "cohort", title: t("cohort-year"), number: true, value: (row) => row.cohortYear, render: (row) => String(row.cohortYear) },
  ];
  return (
    <Page
      title={t(open ? "public-title" : "title")}
      lead={t(open ? "public-lead" : "lead")}
      actions={!open && me.data?.user?.role === "school-officer" && <Link className="button primary" to="/training-plans/new">{t("new")}</Link>}
    >
      {!open && waiting.length > 0 && (
        <ul className="contract-waiting">
          {waiting.map((row) => (
            <li key={row.id}>
              <Link to={`${at}/${row.id}`}>{row.toSign ? t("waits", { title: row.title }) : t("comments-wait", { title: row.title, count: row.openComments })}</Link>
            </li>
          ))}
        </ul>
      )}
      <div className="filters">
        {!open && (
          <label>
            {t("state")}
            <select value={filter.state ?? ""} onChange={({ target }) => set("state", target.value)}>
              <option value="">{t("all")}</option>
              {STATES.map((one) => <option key={one} value={one}>{t(`state.${one}`)}</option>)}
            </select>
          </label>
        )}
        <label>
          {t("search")}
          <input type="search" value={filter.q ?? ""} onChange={({ target }) => set("q", target.value)} />
        </label>
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("none")}><p>{t(open ? "none-public" : "none-words")}</p></Empty>}
      {rows.length > 0 && (
        <DataTable tall caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="training-plans" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore
