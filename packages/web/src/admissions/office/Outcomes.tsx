import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { allOf, outcomesPath, useOutcomes, type Filing, type OutcomeLine } from "./api.ts";
import "./runs.css";

/** Each candidate of a run by number, and where he is placed; and how many got what they named first. */
export function Outcomes({ run }: { run: Filing }) {
  const { t } = useTranslation("seasons");
  const [number, setNumber] = useState("");
  const [unit, setUnit] = useState("");
  const query = { number, unit };
  const found = useOutcomes(run.id, query);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: Column<OutcomeLine>[] = [
    { key: "number", title: t("candidate.number"), value: (row) => row.number },
    { key: "category", title: t("category.title"), value: (row) => row.category },
    { key: "score", title: t("score.composed"), number: true, value: (row) => Number(row.score), render: (row) => row.score },
    { key: "rank", title: t("score.rank"), number: true, value: (row) => row.rank },
    { key: "unit", title: t("outcome.unit"), wide: true, value: (row) => row.unitName ?? row.unit, render: (row) => (row.unit === null ? t("outcome.none") : `${row.unit} ${row.unitName ?? ""}`) },
    { key: "quota", title: t("candidate.quota"), value: (row) => row.quota || null },
    { key: "preference", title: t("outcome.preference"), number: true, value: (row) => row.preference },
  ]; // prettier-ignore
  return (
    <Section title={t("outcome.title")} note={t("outcome.note")}>
      <div className="filters">
        <label>
          {t("candidate.number")}
          <input value={number} onChange={(event) => setNumber(event.target.value)} />
        </label>
        <label>
          {t("outcome.unit")}
          <input value={unit} onChange={(event) => setUnit(event.target.value)} />
        </label>
      </div>
      {found.error && <Failure error={found.error} />}
      {found.data && rows.length === 0 && <p>{t("outcome.nobody")}</p>}
      {rows.length > 0 && <FirstChoices rows={rows} all={!found.hasNextPage} />}
      {rows.length > 0 && (
        <DataTable
          caption={t("outcome.title")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.number}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={`outcomes-${run.year}-${run.batch}-${run.round}`}
          allRows={() => allOf<OutcomeLine>(outcomesPath(run.id), query)}
        />
      )}
    </Section>
  );
}

/** Of the rows shown: first, second, third, later preference, none. */
function FirstChoices({ rows, all }: { rows: OutcomeLine[]; all: boolean }) {
  const { t } = useTranslation("seasons");
  const counts = [0, 0, 0, 0, 0];
  for (const { preference } of rows) counts[preference === null ? 4 : Math.min(preference, 4) - 1]!++;
  return (
    <ol className="run-choices" aria-label={t("outcome.choices")}>
      {counts.map((count, i) => (
        <li key={i} className={`run-choice-${i}`} style={{ flexGrow: Math.max(count, 0.001) }}>
          {count > 0 && (
            <span>
              <b className="num">{count}</b> {t(`choice.${i}`)}
            </span>
          )}
        </li>
      ))}
      {!all && <li className="run-choices-note">{t("outcome.shown", { count: rows.length })}</li>}
    </ol>
  );
}
