import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartFrame } from "../../charts/ChartFrame.tsx";
import { LazyChart } from "../../charts/Lazy.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import type { Tokens } from "../../theme.ts";
import { useOnePointTable, type OnePointTable, type Season } from "./api.ts";

/** How the composed scores of a category lie: how many have so many points, and the table of one point a row. */
export function PointsChart({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const [category, setCategory] = useState(season.categories[0]?.key ?? null);
  const found = useOnePointTable(season.id, category);
  return (
    <Section title={t("points.title")} note={t("points.note")}>
      <div className="filters">
        <label>
          {t("category.title")}
          <select value={category ?? ""} onChange={(event) => setCategory(event.target.value)}>
            {season.categories.map((one) => (
              <option key={one.key} value={one.key}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {found.error && <Failure error={found.error} />}
      {found.data && found.data.rows.length > 0 && <Points of={found.data} />}
    </Section>
  );
}

function Points({ of }: { of: OnePointTable }) {
  const { t } = useTranslation("seasons");
  const title = t("points.chart", { count: of.total });
  const option = useCallback(
    (tokens: Tokens) => {
      const rows = [...of.rows].sort((a, b) => a.points - b.points);
      return {
        grid: { left: 48, right: 20, top: 16, bottom: 44 },
        xAxis: { type: "value", min: "dataMin", max: "dataMax", name: t("points.points"), nameLocation: "middle", nameGap: 26 },
        yAxis: { type: "value", minInterval: 1 },
        tooltip: { trigger: "axis" },
        series: [
          {
            type: "line",
            step: "middle",
            symbol: "none",
            name: t("points.count"),
            data: rows.map(({ points, count }) => [points, count]),
            lineStyle: { color: tokens.blue, width: 1.5 },
            areaStyle: { color: tokens.blue, opacity: 0.15 },
          },
        ],
      };
    },
    [of, t],
  ); // prettier-ignore
  return (
    <ChartFrame
      title={title}
      fileName="points"
      table={{
        head: [t("points.points"), t("points.count"), t("points.cumulative")],
        rows: of.rows.map((row) => [row.points, row.count, row.cumulative]),
      }}
    >
      <LazyChart option={option} height={260} label={title} />
    </ChartFrame>
  );
}
