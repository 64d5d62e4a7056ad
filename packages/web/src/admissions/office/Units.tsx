import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useBatchName } from "../pieces.tsx";
import {
  allOf,
  unitsPath,
  useHolds,
  useUnits,
  useWrite,
  type Season,
  type TakenFromPlan,
  type Unit,
} from "./api.ts";
import { FileTask } from "./FileTask.tsx";
import { useThisSeason } from "./pieces.tsx";
import { UnitForm } from "./UnitForm.tsx"; // prettier-ignore

/** Question: what may be filed for, and does it hold to the published plan? */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const language = useLanguage();
  const holds = useHolds(season.region);
  const [q, setQ] = useFilter("q");
  const [category, setCategory] = useFilter("category");
  const [batch, setBatch] = useFilter("batch");
  const query = { q, category, batch };
  const found = useUnits(season.id, query);
  const [editing, setEditing] = useState<Unit | null>(null);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const open = holds && !["filed", "closed"].includes(season.state);
  const name = (key: string) => season.categories.find((one) => one.key === key)?.name ?? key;
  const columns: Column<Unit>[] = [
    { key: "unit", title: t("unit.unit"), value: (row) => row.unit, render: (row) => (open ? <button type="button" className="link" onClick={() => setEditing(row)}>{row.unit}</button> : row.unit) },
    { key: "school", title: t("unit.school"), wide: true, value: (row) => row.schoolName, render: (row) => (row.school ? <Link to={`/organisations/${row.school}`}>{row.schoolName}</Link> : row.schoolName) },
    { key: "programme", title: t("unit.programme"), value: (row) => row.programmeName },
    { key: "category", title: t("category.title"), value: (row) => name(row.category) },
    { key: "batch", title: t("batch"), value: (row) => batchName(row.batch) },
    { key: "capacity", title: t("unit.capacity"), number: true, sum: true, value: (row) => row.capacity },
    { key: "exempt", title: t("unit.exempt"), number: true, sum: true, value: (row) => row.exempt },
    { key: "reserves", title: t("unit.reserves"), value: (row) => row.reserves.map(({ quota, seats }) => `${quota} ${seats}`).join(" ") || null },
    { key: "planned", title: t("unit.planned"), note: t("unit.planned-note"), number: true, value: (row) => row.planned },
    { key: "city", title: t("unit.city"), value: (row) => row.cityName },
  ]; // prettier-ignore
  return (
    <>
      <Section title={t("units.question")}>
        <p>{t("units.answer", { units: formatNumber(season.work?.units ?? rows.length, language), seats: formatNumber(season.work?.seats, language) })}</p>
        {open && <Bring season={season} />}
      </Section>
      <div className="filters">
        <label>
          {t("unit.search")}
          <input defaultValue={q} onChange={(event) => setQ(event.target.value)} />
        </label>
        <label>
          {t("category.title")}
          <select value={category} onChange={(event) => setCategory(event.target.value)}>
            <option value="">{t("all")}</option>
            {season.categories.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}
          </select>
        </label>
        <label>
          {t("batch")}
          <select value={batch} onChange={(event) => setBatch(event.target.value)}>
            <option value="">{t("all")}</option>
            {season.rules.batches.map(({ id }) => <option key={id} value={id}>{batchName(id)}</option>)}
          </select>
        </label>
      </div>
      {found.isPending && <Loading rows={6} />}
      {found.error && <Failure error={found.error} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("units.none")}>
          <p>{t("units.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("part.units")}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.unit}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          fileName={`units-${season.year}`}
          allRows={() => allOf<Unit>(unitsPath(season.id), query)}
        />
      )}
      {editing && <UnitForm season={season} unit={editing} onClose={() => setEditing(null)} />}
    </>
  ); // prettier-ignore
}

/** Units from the published plan, or from a file where there is none. */
function Bring({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const language = useLanguage();
  const write = useWrite<TakenFromPlan>();
  const [college, setCollege] = useState(season.rules.batches.at(-1)?.id ?? "");
  const [bachelor, setBachelor] = useState(season.rules.batches[0]?.id ?? "");
  const [taken, setTaken] = useState<{ units: number; seats: number } | null>(null);
  const choices = season.rules.batches.map(({ id }) => <option key={id} value={id}>{batchName(id)}</option>); // prettier-ignore
  return (
    <div className="season-two">
      <div>
        <h3>{t("units.from-plan")}</h3>
        <p className="section-note">{t("units.from-plan-note")}</p>
        <div className="filters">
          <label>
            {t("units.college")}
            <select value={college} onChange={(event) => setCollege(event.target.value)}>
              <option value="">{t("units.left-out")}</option>
              {choices}
            </select>
          </label>
          <label>
            {t("units.bachelor")}
            <select value={bachelor} onChange={(event) => setBachelor(event.target.value)}>
              <option value="">{t("units.left-out")}</option>
              {choices}
            </select>
          </label>
          <button type="button" className="button" disabled={write.isPending} onClick={() => write.mutate({ path: `${unitsPath(season.id)}/from-plan`, body: { batches: { ...(college && { college }), ...(bachelor && { bachelor }) } } })}>
            {t("units.take")}
          </button>
        </div>
        {write.error && <Failure error={write.error} />}
        {write.data && (
          <div role="status">
            <p>{t("units.taken", { units: formatNumber(write.data.units, language), seats: formatNumber(write.data.seats, language), left: write.data.leftOut.length })}</p>
            {write.data.leftOut.length > 0 && (
              <details>
                <summary>{t("units.left")}</summary>
                <ul className="notes">
                  {write.data.leftOut.slice(0, 50).map((one) => <li key={one.offering}>{one.school} {one.programme} {one.seats} — {one.reason}</li>)}
                </ul>
              </details>
            )}
          </div>
        )}
      </div>
      <div>
        <h3>{t("units.from-file")}</h3>
        <FileTask<{ units: number; seats: number }> path={`${unitsPath(season.id)}/import`} words={t("units.drop")} onTaken={setTaken} />
        {taken && <p role="status">{t("units.imported", { units: taken.units, seats: formatNumber(taken.seats, language) })}</p>}
      </div>
    </div>
  ); // prettier-ignore
}
