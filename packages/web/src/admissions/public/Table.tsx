import { useTranslation } from "react-i18next";
import { DataTable, type Column } from "../../parts/DataTable.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilter } from "../../shell/scope.ts";
import { useOnePointTable, type OnePointTable } from "../api.ts";
import { OnePointChart } from "../OnePointChart.tsx";
import { usePublicSeason } from "./SeasonPage.tsx";
import "./public.css";

type Row = OnePointTable["rows"][number];

/** Public: how many have how many points in a category. */
export function Component() {
  const { t } = useTranslation("admissions");
  const season = usePublicSeason();
  const [asked, setAsked] = useFilter("category");
  const category = season.categories.find(({ key }) => key === asked) ?? season.categories[0];
  const found = useOnePointTable(season.id, category?.key ?? "");
  const columns: Column<Row>[] = [
    { key: "points", title: t("table.points"), value: ({ points }) => points, number: true },
    { key: "count", title: t("table.count"), value: ({ count }) => count, number: true },
    { key: "cumulative", title: t("table.cumulative"), value: ({ cumulative }) => cumulative, number: true },
  ];
  return (
    <>
      <div className="filters">
        <label>
          {t("form.category")}
          <select value={category?.key ?? ""} onChange={(event) => setAsked(event.target.value)}>
            {season.categories.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="section-note">{t("table.words")}</p>
      {found.isFetching && !found.data && <Loading rows={6} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.rows.length === 0 && (
        <Empty title={t("table.none")}>
          <p>{t("table.none-words")}</p>
        </Empty>
      )}
      {found.data && found.data.rows.length > 0 && (
        <>
          <OnePointChart table={found.data} name={category?.name ?? ""} />
          <div className="one-point">
            <DataTable
              caption={t("table.title")}
              rows={found.data.rows}
              columns={columns}
              rowKey={({ points }) => String(points)}
              fileName="one-point-table"
            />
          </div>
        </>
      )}
    </>
  );
}
