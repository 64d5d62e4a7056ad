import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ChartFrame } from "../charts/ChartFrame.tsx";
import { LazyChart } from "../charts/Lazy.tsx";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Tokens } from "../theme.ts";
import type { OnePointTable } from "./shapes.ts";

/** How many have each score, in a line from the highest to the lowest; one's own score is marked. */
export function OnePointChart({
  table,
  own,
  name,
}: {
  table: OnePointTable;
  own?: number | null;
  name: string;
}) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const option = useCallback(
    (tokens: Tokens) => ({
      grid: { left: 52, right: 16, top: 28, bottom: 44 },
      xAxis: {
        type: "value",
        min: Math.min(...table.rows.map(({ points }) => points)),
        max: Math.max(...table.rows.map(({ points }) => points)),
        name: t("table.points"),
        nameLocation: "middle",
        nameGap: 26,
        splitLine: { show: false },
      },
      yAxis: { type: "value", axisLabel: { formatter: (value: number) => formatNumber(value, language) } },
      tooltip: {
        trigger: "axis",
        formatter: (events: { dataIndex: number }[]) => {
          const row = table.rows.toReversed()[events[0]?.dataIndex ?? 0];
          if (!row) return "";
          const shown = (value: number): string => formatNumber(value, language);
          return `<b>${t("table.point", { points: row.points })}</b><br>${t("table.count")} ${shown(row.count)}<br>${t("table.cumulative")} ${shown(row.cumulative)}`;
        },
      },
      series: [
        {
          type: "line",
          symbol: "none",
          step: "middle",
          data: table.rows.toReversed().map(({ points, count }) => [points, count]),
          lineStyle: { width: 1.5, color: tokens.blue },
          areaStyle: { color: tokens.blue, opacity: 0.12 },
          markLine:
            own === null || own === undefined
              ? undefined
              : {
                  symbol: "none",
                  silent: true,
                  lineStyle: { color: tokens.shortageFill, width: 2, type: "solid" },
                  label: { formatter: t("table.own", { points: own }), color: tokens.ink },
                  data: [{ xAxis: Math.floor(own) }],
                },
        },
      ],
    }),
    [table, own, language, t],
  ); // prettier-ignore
  return (
    <ChartFrame
      title={t("table.chart", { category: name })}
      note={t("table.chart-note", { count: table.total, shown: formatNumber(table.total, language) })}
      fileName={`one-point-table-${table.category}`}
      table={{
        head: [t("table.points"), t("table.count"), t("table.cumulative")],
        rows: table.rows.map(({ points, count, cumulative }) => [points, count, cumulative]),
      }}
    >
      <LazyChart option={option} height={260} label={t("table.chart", { category: name })} />
    </ChartFrame>
  );
}
