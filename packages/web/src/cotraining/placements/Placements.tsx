import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useSay } from "../rounds/pieces.tsx";
import { useDesk, usePlacements, type Line } from "./api.ts";
import { VerdictTag } from "./pieces.tsx";

const VERDICTS = ["refused", "open", "clear"] as const;
const STATES = ["planned", "running", "suspended", "finished", "broken-off", "cancelled"] as const;

/** List: placements that one may see, how many run, what stands against how many. */
export function Component() {
  const { t } = useTranslation("placements");
  const me = useMe();
  const language = useLanguage();
  const say = useSay();
  const [filter, setFilter] = useState<Record<string, string>>((): Record<string, string> => {
    const verdict = new URLSearchParams(window.location.search).get("verdict");
    return verdict ? { verdict } : {};
  });
  const desk = useDesk();
  const found = usePlacements(filter);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const role = me.data?.user?.role;
  const set = (key: string, value: string) => setFilter(({ [key]: _, ...rest }) => (value === "" ? rest : { ...rest, [key]: value }));
  const columns: Column<Line>[] = [
    { key: "person", title: t("student"), value: (row) => row.personName, render: (row) => <Link to={`/placements/${row.id}`}>{row.personName}</Link> },
    { key: "verdict", title: t("check"), value: (row) => t(row.verdict ? `verdict.${row.verdict}` : "verdict.none"), render: (row) => <VerdictTag of={row.verdict} /> },
    { key: "state", title: t("state"), value: (row) => say(row.stateName) },
    { key: "enterprise", title: t("enterprise"), wide: true, value: (row) => row.enterpriseName, render: (row) => <Link to={`/workplaces/${row.enterprise}`}>{row.enterpriseName}</Link> },
    { key: "post", title: t("post"), value: (row) => row.postName },
    { key: "school", title: t("school"), wide: true, value: (row) => row.schoolName },
    { key: "from", title: t("from"), value: (row) => row.from, render: (row) => formatDate(row.from, language) },
    { key: "to", title: t("to"), value: (row) => row.to, render: (row) => formatDate(row.to, language) },
    { key: "mentor", title: t("mentor"), value: (row) => row.mentorName },
    { key: "teacher", title: t("teacher"), value: (row) => row.teacherName },
  ];
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <>
          <Link className="button" to="/workplaces">{t("workplaces")}</Link>
          <Link className="button" to="/placement-rules">{t("rules")}</Link>
          {role === "school-officer" && <Link className="button primary" to="/placements/new">{t("new")}</Link>}
        </>
      }
    >
      {desk.error && <Failure error={desk.error} retry={() => void desk.refetch()} />}
      {desk.data && (
        <dl className="gate-figures">
          {(["running", "planned", "refused", "open", "unchecked"] as const).map((key) => (
            <div key={key}>
              <dt>{t(`figure.${key}`)}</dt>
              <dd className="num">{formatNumber(desk.data[key], language, 0)}</dd>
            </div>
          ))}
        </dl>
      )}
      {desk.data && desk.data.rules.length > 0 && (
        <Section title={t("most-against")}>
          <ul className="gate-findings">
            {desk.data.rules.map((one) => (
              <li key={one.rule}>
                <span className="tag red">{one.rule}</span>
                <p>{say(one.name)} <small>{t("so-many", { n: one.placements })}</small></p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <div className="filters">
        <label>
          {t("check")}
          <select value={filter.verdict ?? ""} onChange={({ target }) => set("verdict", target.value)}>
            <option value="">{t("all")}</option>
            {VERDICTS.map((one) => <option key={one} value={one}>{t(`verdict.${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t("state")}
          <select value={filter.state ?? ""} onChange={({ target }) => set("state", target.value)}>
            <option value="">{t("all")}</option>
            {STATES.map((one) => <option key={one} value={one}>{t(`state.${one}`)}</option>)}
          </select>
        </label>
        <label>
          {t("search")}
          <input type="search" value={filter.q ?? ""} onChange={({ target }) => set("q", target.value)} />
        </label>
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t("none")}><p>{t("none-words")}</p></Empty>}
      {rows.length > 0 && (
        <DataTable tall caption={t("title")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="placements" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
    </Page>
  );
} // prettier-ignore
