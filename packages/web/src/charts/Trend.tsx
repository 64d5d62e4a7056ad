import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { TrendData } from "../planning/api.ts";
import type { Tokens } from "../theme.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { LazyChart } from "./Lazy.tsx";

export interface TrendProps {
  title: string;
  note?: string;
  fileName: string;
  data: TrendData;
  height?: number;
}

/** Demand and supply over the years: measured as a line, forecast as a dashed line with its interval. */
export function Trend({ title, note, fileName, data, height = 300 }: TrendProps) {
  const { t } = useTranslation("charts");
  const language = useLanguage();
  const years = [...data.history.map((item) => item.year), ...data.forecast.map((item) => item.year)];
  const option = useCallback(
    (tokens: Tokens) => {
      const at = data.history.length;
      const past = (key: "demand" | "supply"): (number | null)[] =>
        years.map((_, index) => data.history[index]?.[key] ?? null);
      const ahead = (key: "demand" | "supply", part: "value" | "low" | "high"): (number | null)[] =>
        years.map((_, index) => {
          if (index >= at) return data.forecast[index - at]?.[key]?.[part] ?? null;
          // the forecast begins where the measured line ends
          return index === at - 1 ? (data.history[index]?.[key] ?? null) : null;
        });
      const one = (key: "demand" | "supply", colour: string): unknown[] => {
        const low = ahead(key, "low");
        const high = ahead(key, "high");
        const band = {
          type: "line",
          stack: `${key}-band`,
          symbol: "none",
          silent: true,
          tooltip: { show: false },
          lineStyle: { opacity: 0 },
        };
        return [
          { ...band, data: low, name: `${key}-low` },
          {
            ...band,
            name: `${key}-width`,
            data: high.map((value, index) => (value === null ? null : value - (low[index] ?? 0))),
            areaStyle: { color: colour, opacity: 0.14 },
          },
          {
            type: "line",
            name: t(key),
            data: past(key),
            symbol: "circle",
            symbolSize: 5,
            itemStyle: { color: colour },
            lineStyle: { color: colour, width: 2 },
            endLabel: at === years.length ? { show: true, formatter: t(key), color: colour } : undefined,
          },
          {
            type: "line",
            name: t(`${key}-forecast`),
            data: ahead(key, "value"),
            symbol: "emptyCircle",
            symbolSize: 5,
            itemStyle: { color: colour },
            lineStyle: { color: colour, width: 2, type: [5, 4] },
            endLabel: { show: true, formatter: t(key), color: colour, fontSize: 13, fontWeight: 600 },
          },
        ];
      };
      return {
        grid: { left: 64, right: 64, top: 20, bottom: 28 },
        xAxis: { type: "category", data: years.map(String), boundaryGap: false },
        yAxis: { type: "value", axisLabel: { formatter: (value: number) => formatNumber(value, language) } },
        tooltip: {
          trigger: "axis",
          formatter: (events: { dataIndex: number }[]) => {
            const index = events[0]?.dataIndex ?? 0;
            const line = (key: "demand" | "supply"): string => {
              const measured = data.history[index]?.[key];
              if (index < at) return `${t(key)} ${formatNumber(measured, language)}`;
              const guess = data.forecast[index - at]?.[key];
              return `${t(key)} ${formatNumber(guess?.value, language)} <span style="opacity:.7">(${formatNumber(guess?.low, language)}–${formatNumber(guess?.high, language)})</span>`;
            };
            return `<b>${years[index]}</b> ${t(index < at ? "measured" : "forecast")}<br>${line("demand")}<br>${line("supply")}`;
          },
        },
        series: [...one("demand", tokens.shortageFill), ...one("supply", tokens.surplusFill)],
      };
    },
    // years are derived from data
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [data, language, t],
  );
  const table = {
    head: [
      t("year"),
      t("kind"),
      t("demand"),
      t("demand-low"),
      t("demand-high"),
      t("supply"),
      t("supply-low"),
      t("supply-high"),
    ],
    rows: [
      ...data.history.map((item) => [
        String(item.year),
        t("measured"),
        item.demand,
        null,
        null,
        item.supply,
        null,
        null,
      ]),
      ...data.forecast.map((item) => [
        String(item.year),
        t("forecast"),
        item.demand?.value ?? null,
        item.demand?.low ?? null,
        item.demand?.high ?? null,
        item.supply?.value ?? null,
        item.supply?.low ?? null,
        item.supply?.high ?? null,
      ]),
    ],
  };
  return (
    <ChartFrame title={title} note={note} fileName={fileName} table={table}>
      <LazyChart option={option} height={height} label={title} />
    </ChartFrame>
  );
}
