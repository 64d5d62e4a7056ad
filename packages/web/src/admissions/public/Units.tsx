import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useUnits, type Unit } from "../api.ts";
import { HistoryDialog } from "../CutoffHistory.tsx";
import { useBatchName } from "../pieces.tsx";
import { UnitFilters, type UnitFilter } from "../UnitFilters.tsx";
import { usePublicSeason } from "./SeasonPage.tsx";

/** Public: what can be applied for, by school, programme, city and category. The filters are in the address. */
export function Component() {
  const { t } = useTranslation("admissions");
  const season = usePublicSeason();
  const batchName = useBatchName();
  const [params, setParams] = useSearchParams();
  const read = (key: string): string => params.get(key) ?? "";
  const filter: UnitFilter = { q: read("q"), city: read("city"), level: read("level"), category: read("category") };
  const change = (next: UnitFilter): void =>
    setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")), { replace: true });
  const q = useSettled(filter.q.trim());
  const found = useUnits(season.id, { ...filter, q, limit: 100 });
  const [shown, setShown] = useState<Unit | null>(null);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const names = new Map(season.categories.map(({ key, name }) => [key, name]));
  const columns: Column<Unit>[] = [
    { key: "school", title: t("unit.school"), value: ({ schoolName }) => schoolName, render: (unit) => <button type="button" className="link" onClick={() => setShown(unit)}>{unit.schoolName}</button> },
    { key: "programme", title: t("unit.programme"), value: ({ programmeName }) => programmeName },
    { key: "capacity", title: t("unit.capacity"), value: ({ capacity }) => capacity, number: true, sum: true },
    ...(rows.some(({ exempt }) => exempt > 0) ? [{ key: "exempt", title: t("unit.exempt"), value: ({ exempt }: Unit) => exempt, number: true, sum: true }] : []),
    { key: "tuition", title: t("unit.tuition"), value: ({ tuition }) => tuition, number: true },
    { key: "years", title: t("unit.length"), value: ({ years }) => years, number: true },
    { key: "city", title: t("city"), value: ({ cityName }) => cityName },
    { key: "category", title: t("form.category"), value: ({ category }) => names.get(category) ?? category },
    { key: "batch", title: t("batch"), value: ({ batch }) => batchName(batch, 1) },
    { key: "level", title: t("level"), value: ({ level }) => t(`level.${level}`) },
    { key: "unit", title: t("unit.id"), value: ({ unit }) => unit },
    { key: "remark", title: t("unit.remark"), value: ({ remark }) => remark },
  ];
  return (
    <>
      <UnitFilters filter={filter} onChange={change} categories={season.categories} />
      {found.isPending && <Loading rows={8} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && (
        <Empty title={t("units.none")}>
          <p>{t("units.none-words")}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable caption={t("season.units")} rows={rows} columns={columns} rowKey={({ unit }) => unit} fileName="units" hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      )}
      {shown && (
        <HistoryDialog school={shown.schoolName} programme={shown.programme} name={`${shown.schoolName} ${shown.programmeName}`} onClose={() => setShown(null)} />
      )}
    </>
  );
} // prettier-ignore
