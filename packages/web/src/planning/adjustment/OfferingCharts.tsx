import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ChartFrame } from "../../charts/ChartFrame.tsx";
import { LazyChart } from "../../charts/Lazy.tsx";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Tokens } from "../../theme.ts";
import type { YearLine } from "./api.ts";

interface Series {
  key: string;
  colour: keyof Tokens;
  dashed?: boolean;
  /** on the right axis, 0…1 */
  price?: boolean;
}

const HISTORY: readonly Series[] = [
  { key: "plan", colour: "ink3", dashed: true },
  { key: "registered", colour: "blue" },
  { key: "graduates", colour: "shortageFill" },
  { key: "employed", colour: "good" },
];
const BALANCE: readonly Series[] = [
  { key: "countsOnlyDemand", colour: "ink3", dashed: true },
  { key: "supply", colour: "blue" },
  { key: "surplus", colour: "shortageFill" },
  { key: "priceMax", colour: "good", price: true },
];

/** Five years of an offering, and the balance of its programme in its city, the forecast years among them. */
export function OfferingCharts(props: {
  history: YearLine[];
  balance: YearLine[];
  name: string;
  /** the years at which one looks: now and at graduation */
  marks?: { year: number; name: string }[];
}) {
  const { t } = useTranslation("adjustment");
  const { history, balance, name } = props;
  return (
    <div className="two offering-charts">
      {history.length > 0 ? (
        <Lines
          title={t("chart.history")}
          note={t("chart.history-note")}
          file={`${name}-history`}
          lines={history}
          series={HISTORY}
        />
      ) : (
        <p className="section-note">{t("chart.no-history")}</p>
      )}
      {balance.length > 0 ? (
        <Lines
          title={t("chart.balance")}
          note={t("chart.balance-note")}
          file={`${name}-balance`}
          lines={balance}
          series={BALANCE}
          marks={props.marks ?? []}
        />
      ) : (
        <p className="section-note">{t("chart.no-balance")}</p>
      )}
    </div>
  );
}

function Lines(props: {
  title: string;
  note: string;
  file: string;
  lines: YearLine[];
  series: readonly Series[];
  marks?: { year: number; name: string }[];
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { lines, series, marks } = props;
  const years = lines.map((line) => String(line["year"]));
  const option = useCallback(
    (tokens: Tokens) => {
      const right = series.some((one) => one.price);
      return {
        grid: { left: 48, right: right ? 88 : 72, top: 28, bottom: 28 },
        xAxis: { type: "category", data: years, boundaryGap: false },
        yAxis: [
          {
            type: "value",
            min: 0,
            axisLabel: { formatter: (value: number) => formatNumber(value, language) },
          },
          ...(right
            ? [
                {
                  type: "value",
                  min: 0,
                  max: 1,
                  position: "right",
                  splitLine: { show: false },
                  axisLabel: { show: false },
                },
              ]
            : []),
        ],
        tooltip: {
          trigger: "axis",
          formatter: (events: { dataIndex: number }[]) => {
            const line = lines[events[0]?.dataIndex ?? 0];
            return `<b>${line?.["year"]}</b><br>${series
              .map(({ key, price }) => {
                const value = line?.[key];
                return `${t(`series.${key}`)} ${price && typeof value === "number" ? value.toFixed(2) : formatNumber(value, language)}`;
              })
              .join("<br>")}`;
          },
        },
        series: series.map(({ key, colour, dashed, price }, i) => ({
          type: "line",
          name: t(`series.${key}`),
          yAxisIndex: price ? 1 : 0,
          data: lines.map((line) => line[key] ?? null),
          connectNulls: false,
          symbol: "circle",
          symbolSize: 5,
          itemStyle: { color: tokens[colour] },
          lineStyle: { color: tokens[colour], width: 2, type: dashed ? [5, 4] : "solid" },
          endLabel: { show: true, formatter: t(`series.${key}`), color: tokens[colour], fontSize: 12 },
          labelLayout: { moveOverlap: "shiftY" },
          ...(i === 0 && marks && marks.length > 0
            ? {
                markLine: {
                  silent: true,
                  symbol: "none",
                  lineStyle: { color: tokens.lineStrong, type: "solid" },
                  label: { color: tokens.ink2, fontSize: 12 },
                  data: marks
                    .filter(({ year }) => years.includes(String(year)))
                    .map(({ year, name }) => ({ xAxis: String(year), label: { formatter: name } })),
                },
              }
            : {}),
        })),
      };
    },
    // years are derived from lines
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [lines, series, marks, language, t],
  );
  const table = {
    head: [t("column.year"), ...series.map(({ key }) => t(`series.${key}`))],
    rows: lines.map((line) => [String(line["year"]), ...series.map(({ key }) => line[key] ?? null)]),
  };
  return (
    <ChartFrame title={props.title} note={props.note} fileName={props.file} table={table}>
      <LazyChart
        option={option}
        height={260}
        label={`${props.title}: ${t("chart.label", { from: years[0], to: years.at(-1) })}`}
      />
    </ChartFrame>
  );
}
