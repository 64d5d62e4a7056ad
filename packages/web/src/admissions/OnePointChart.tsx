import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ChartFrame } from "../charts/ChartFrame.tsx";
import { LazyChart } from "../charts/Lazy.tsx";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Tokens } from "../theme.ts";
import type { OnePointTable } from "./shapes.ts";

/** Points of one step of the line: the table has every single one. */
const WIDTH = 10;

/** Counts of ten points each, from the lowest on; one of 0 ends the last step. */
function binned({ rows }: OnePointTable): { from: number; count: number }[] {
  const at = (points: number): number => Math.floor(points / WIDTH) * WIDTH;
  const low = Math.min(...rows.map(({ points }) => at(points)));
  const high = Math.max(...rows.map(({ points }) => at(points)));
  if (!Number.isFinite(low)) return [];
  const bins = Array.from({ length: (high - low) / WIDTH + 2 }, (_, i) => ({
    from: low + i * WIDTH,
    count: 0,
  }));
  for (const { points, count } of rows) bins[(at(points) - low) / WIDTH]!.count += count;
  return bins;
}

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
  const bins = useMemo(() => binned(table), [table]);
  const option = useCallback(
    (tokens: Tokens) => ({
      grid: { left: 52, right: 16, top: 28, bottom: 44 },
      xAxis: {
        type: "value",
        min: bins[0]?.from,
        max: bins.at(-1)?.from,
        name: t("table.points"),
        nameLocation: "middle",
        nameGap: 26,
        splitLine: { show: false },
      },
      yAxis: { type: "value", axisLabel: { formatter: (value: number) => formatNumber(value, language) } },
      tooltip: {
        trigger: "axis",
        formatter: (events: { dataIndex: number }[]) => {
          const bin = bins[events[0]?.dataIndex ?? 0];
          if (!bin) return "";
          return `<b>${t("table.bin", { from: bin.from, to: bin.from + WIDTH - 1 })}</b><br>${t("table.count")} ${formatNumber(bin.count, language)}`;
        },
      },
      series: [
        {
          type: "line",
          symbol: "none",
          step: "end",
          data: bins.map(({ from, count }) => [from, count]),
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
    [bins, own, language, t],
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
