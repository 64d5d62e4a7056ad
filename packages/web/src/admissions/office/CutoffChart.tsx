import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { allOf, cutoffsPath, useCutoffs, type Cutoff, type Filing } from "./api.ts";
import "./runs.css";

/** Units by the place of the last one admitted, drawn on one line from the first of the list to the last. */
export function CutoffChart({ run }: { run: Filing }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  const [q, setQ] = useState("");
  const [vacant, setVacant] = useState(false);
  const query = { q, vacant: vacant ? "true" : null };
  const found = useCutoffs(run.id, query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const last = Math.max(1, ...rows.map((row) => row.lastRank ?? 0));
  const columns: Column<Cutoff>[] = [
    { key: "unit", title: t("unit.unit"), value: (row) => row.unit + (row.quota && ` ${row.quota}`) },
    { key: "name", title: t("unit.school"), wide: true, value: (row) => `${row.schoolName} ${row.programmeName}` },
    { key: "category", title: t("category.title"), value: (row) => row.categoryName },
    { key: "capacity", title: t("unit.capacity"), number: true, sum: true, value: (row) => row.capacity },
    { key: "admitted", title: t("runs.admitted"), number: true, sum: true, value: (row) => row.admitted },
    { key: "vacancies", title: t("cutoff.vacancies"), number: true, sum: true, value: (row) => row.vacancies },
    { key: "score", title: t("cutoff.score"), number: true, value: (row) => (row.lastScore === null ? null : Number(row.lastScore)), render: (row) => row.lastScore ?? "—" },
    {
      key: "rank",
      title: t("cutoff.rank"),
      number: true,
      value: (row) => row.lastRank,
      render: (row) =>
        row.lastRank === null ? (
          "—"
        ) : (
          <span className="cutoff-rank">
            <i aria-hidden="true"><b style={{ left: `${(row.lastRank / last) * 100}%` }} /></i>
            <span className="num">{formatNumber(row.lastRank, language)}</span>
          </span>
        ),
    },
  ]; // prettier-ignore
  return (
    <Section
      title={t("cutoff.title")}
      note={t("cutoff.note")}
      aside={
        <>
          <a href={`/api/public/filings/${run.id}/cutoffs.xlsx`} download>
            XLSX
          </a>
          <a href={`/api/public/filings/${run.id}/announcement.docx`} download>
            {t("cutoff.announcement")}
          </a>
        </>
      }
    >
      <div className="filters">
        <label>
          {t("unit.search")}
          <input value={q} onChange={(event) => setQ(event.target.value)} />
        </label>
        <label className="check">
          <input type="checkbox" checked={vacant} onChange={(event) => setVacant(event.target.checked)} />
          {t("cutoff.vacant")}
        </label>
      </div>
      {found.error && <Failure error={found.error} />}
      {rows.length > 0 && (
        <DataTable
          caption={t("cutoff.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => `${row.unit} ${row.quota}`}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={`cutoffs-${run.year}`}
          allRows={() => allOf<Cutoff>(cutoffsPath(run.id), query)}
        />
      )}
    </Section>
  );
}
