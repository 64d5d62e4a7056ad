import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFigures, useOutcomes, type Figures, type Outcome } from "./api.ts";
import "../rounds/rounds.css";

/** Question: where do those go who were trained jointly, and is it work in their field? */
export function Component() {
  const { t } = useTranslation("assessments");
  const language = useLanguage();
  const me = useMe();
  const role = me.data?.user?.role;
  const office = role === "planner" || role === "administrator";
  const figures = useFigures(office || role === "school-officer");
  const list = useOutcomes(role !== undefined && !office);
  const lines = figures.data?.items ?? [];
  const rows = list.data?.items ?? [];
  const sum = (of: (line: Figures["items"][number]) => number): number => lines.reduce((all, line) => all + of(line), 0);
  const figureColumns: Column<Figures["items"][number]>[] = [
    { key: "school", title: t("school"), value: (row) => row.schoolName },
    { key: "programme", title: t("programme"), wide: true, value: (row) => row.programmeName },
    { key: "year", title: t("year"), number: true, value: (row) => row.year, render: (row) => String(row.year) },
    { key: "tracked", title: t("tracked"), number: true, sum: true, value: (row) => row.tracked },
    { key: "employed", title: t("employed"), number: true, sum: true, value: (row) => row.employed },
    { key: "here", title: t("outcome.here"), number: true, sum: true, value: (row) => row.here },
    { key: "study", title: t("outcome.study"), number: true, sum: true, value: (row) => row.study },
    { key: "matched", title: t("matched-rate"), note: t("matched-rate-words"), number: true, value: (row) => (row.coded >= 3 ? row.matched / row.coded : null), render: (row) => (row.coded >= 3 ? formatShare(row.matched / row.coded) : "—") },
  ];
  const columns: Column<Outcome>[] = [
    { key: "name", title: t("name"), value: (row) => row.name },
    { key: "programme", title: t("programme"), value: (row) => row.programmeName },
    { key: "kind", title: t("outcome"), value: (row) => t(`outcome.${row.kind}`) },
    { key: "employer", title: t("employer"), wide: true, value: (row) => row.employer },
    { key: "occupation", title: t("occupation"), value: (row) => row.occupationName },
    { key: "matched", title: t("matched"), value: (row) => (row.kind === "here" || row.kind === "elsewhere" ? t(row.matched === null ? "matched.unknown" : row.matched ? "matched.yes" : "matched.no") : "") },
    { key: "source", title: t("source"), value: (row) => t(`source.${row.source}`) },
    { key: "on", title: t("on"), value: (row) => row.on, render: (row) => formatDate(row.on, language) },
  ];
  const coded = sum((line) => (line.coded >= 3 ? line.coded : 0));
  return (
    <Page title={t("outcomes")} lead={t("outcomes-lead")} crumbs={[{ name: t("title"), path: "/joint-assessments" }]}>
      {(figures.isLoading || list.isLoading) && <Loading rows={5} />}
      {figures.error && <Failure error={figures.error} />}
      {list.error && <Failure error={list.error} />}
      {figures.data && (
        <Section title={t("figures")} note={t("figures-note")}>
          {lines.length === 0 ? (
            <Empty title={t("no-figure")}>
              <p>{t("no-figure-words")}</p>
            </Empty>
          ) : (
            <>
              <p className="round-answer">{t("figures-answer", { tracked: sum((line) => line.tracked), employed: sum((line) => line.employed), rate: coded > 0 ? formatShare(sum((line) => (line.coded >= 3 ? line.matched : 0)) / coded) : "—" })}</p>
              <DataTable tall caption={t("figures")} rows={lines} columns={figureColumns} rowKey={(row) => `${row.school} ${row.programme} ${row.year}`} fileName="trainee-outcomes" />
              {office && (
                <p>
                  <Link to="/offerings">{t("to-offerings")}</Link>
                </p>
              )}
            </>
          )}
        </Section>
      )}
      {list.data && (
        <Section title={t("statements")} note={t("statements-note")}>
          {rows.length === 0 ? (
            <Empty title={t("no-outcome")}>
              <p>{t("no-outcome-words")}</p>
            </Empty>
          ) : (
            <DataTable tall caption={t("statements")} rows={rows} columns={columns} rowKey={(row) => row.id} fileName="outcomes" />
          )}
        </Section>
      )}
    </Page>
  );
} // prettier-ignore
