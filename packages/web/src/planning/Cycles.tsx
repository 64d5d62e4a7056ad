import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useMe } from "../api/session.ts";
import { formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { DataTable, type Column } from "../parts/DataTable.tsx";
import { Page, Section } from "../parts/Page.tsx";
import { Empty, Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { useCycles, useRunCycle, type Cycle } from "./api.ts";
import { CycleState } from "./pieces/CycleState.tsx";
import "./planning.css";

/** Task: start a planning cycle, and see those that ran. */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { to } = useScope();
  const cycles = useCycles();
  const rows = cycles.data?.items ?? [];
  const columns: Column<Cycle>[] = [
    {
      key: "year",
      title: t("cycle.year"),
      value: (row) => row.year,
      render: (row) => <Link to={to(`/cycles/${row.id}`)}>{t("cycle.name", { year: row.year })}</Link>,
    },
    {
      key: "state",
      title: t("cycle.state"),
      value: (row) => t(`cycle.state.${row.state}`),
      render: (row) => <CycleState state={row.state} />,
    },
    {
      key: "postings",
      title: t("cycle.postings"),
      number: true,
      value: (row) => count(row, "postings"),
      render: (row) => formatNumber(count(row, "postings"), language),
    },
    {
      key: "offerings",
      title: t("cycle.offerings"),
      number: true,
      value: (row) => count(row, "offerings"),
      render: (row) => formatNumber(count(row, "offerings"), language),
    },
    { key: "by", title: t("cycle.by"), value: (row) => row.createdBy },
    {
      key: "at",
      title: t("cycle.at"),
      value: (row) => row.createdAt,
      render: (row) => formatDate(row.createdAt, language, true),
    },
    {
      key: "open",
      title: "",
      value: () => null,
      render: (row) =>
        row.state === "done" ? <Link to={`/balance?cycle=${row.id}`}>{t("cycle.open")}</Link> : null,
    },
  ];
  return (
    <Page title={t("shell:place.cycles")} lead={t("cycle.lead")}>
      <Start />
      <Section title={t("cycle.past")}>
        {cycles.isPending && <Loading rows={5} />}
        {cycles.error && <Failure error={cycles.error} retry={() => void cycles.refetch()} />}
        {cycles.data && rows.length === 0 && (
          <Empty
            title={t("cycle.none")}
            actions={
              <Link className="button" to={to("/imports")}>
                {t("balance.empty-import")}
              </Link>
            }
          >
            <p>{t("cycle.none-words")}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            caption={t("cycle.past")}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.id}
            fileName="cycles"
          />
        )}
      </Section>
    </Page>
  );
}

const count = (cycle: Cycle, key: string): number | null => {
  const value = cycle.counts[key];
  return typeof value === "number" ? value : null;
};

function Start() {
  const { t } = useTranslation("planning");
  const me = useMe();
  const navigate = useNavigate();
  const run = useRunCycle();
  const [year, setYear] = useState(String(me.data?.installation.year ?? new Date().getFullYear()));
  const [overrides, setOverrides] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const start = () => {
    let parameters: Record<string, unknown> | undefined;
    if (overrides.trim() !== "") {
      try {
        parameters = JSON.parse(overrides) as Record<string, unknown>;
      } catch (error) {
        setWrong(t("cycle.parameters-wrong", { reason: (error as Error).message }));
        return;
      }
    }
    setWrong(null);
    run.mutate(
      { year: Number(year), ...(parameters ? { parameters } : {}) },
      { onSuccess: (cycle) => void navigate(`/cycles/${cycle.id}`) },
    );
  };
  return (
    <form
      className="form wider cycle-start"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <label>
        <span>{t("cycle.year-label")}</span>
        <input
          type="number"
          min={2000}
          max={2100}
          required
          value={year}
          onChange={(event) => setYear(event.target.value)}
        />
      </label>
      <details>
        <summary>{t("cycle.parameters")}</summary>
        <p className="section-note">{t("cycle.parameters-note")}</p>
        <textarea
          rows={5}
          aria-label={t("cycle.parameters")}
          spellCheck={false}
          placeholder={'{ "demand": { "several": 3 }, "balance": { "moveCost": 0.2 } }'}
          value={overrides}
          onChange={(event) => setOverrides(event.target.value)}
        />
      </details>
      {wrong && <p className="field-error">{wrong}</p>}
      {run.error && <Failure error={run.error} />}
      <button type="submit" className="button primary" disabled={run.isPending}>
        {t("cycle.start")}
      </button>
    </form>
  );
}
