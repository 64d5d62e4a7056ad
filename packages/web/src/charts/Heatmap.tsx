import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber, formatSigned, shortCity } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { HeatmapData } from "../planning/api.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { LazyChart } from "./Lazy.tsx";
import { divergingReach, step } from "./scale.ts";
import { ScaleKey } from "./TileMap.tsx";
import type { Tokens } from "../theme.ts";

/** Mixes two colours #rrggbb; share 0 = the first. */
function mix(from: string, to: string, share: number): string {
  const part = (text: string, at: number): number => parseInt(text.slice(at, at + 2), 16);
  const channel = (at: number): string =>
    Math.round(part(from, at) + (part(to, at) - part(from, at)) * share)
      .toString(16)
      .padStart(2, "0");
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

const colour = (t: Tokens, share: number): string =>
  mix(t.paper, share < 0 ? t.shortageFill : t.surplusFill, Math.abs(step(share)));

export interface HeatmapProps {
  title: string;
  note?: string;
  fileName: string;
  data: HeatmapData;
  onSelect?: (classCode: string, cityCode: string) => void;
}

/** Programme class × city. Rows by total shortage, the worst on top. */
export function Heatmap({ title, note, fileName, data, onSelect }: HeatmapProps) {
  const { t } = useTranslation("charts");
  const language = useLanguage();
  const order = rowsByGap(data);
  const reach = divergingReach(data.cells.map((cell) => cell[2]));
  // The same name stands at several levels.
  const classes = data.classes.map(({ name, level }) =>
    t("shell:of-level", { name, level: t(`shell:level.${level}`) }),
  );
  const rows = order.map((index) => classes[index] ?? "");
  const place = new Map(order.map((index, row) => [index, row]));
  const option = useCallback(
    (tokens: Tokens, width: number) => {
      const narrow = width < 620;
      return {
        grid: { left: narrow ? 104 : 190, right: 8, top: 48, bottom: 8 },
        tooltip: {
          formatter: (event: {
            data: { value: [number, number, number | null, number | null, number | null] };
          }) => {
            const [x, y, gap, demand, supply] = event.data.value;
            const head = `<b>${data.cities[x]?.name} · ${rows[y]}</b>`;
            if (gap === null) return `${head}<br>${t("suppressed")}`;
            return `${head}<br>${t("gap")} ${formatSigned(gap, language)}<br>${t("demand")} ${formatNumber(demand, language)} · ${t("supply")} ${formatNumber(supply, language)}`;
          },
        },
        xAxis: {
          type: "category",
          position: "top",
          data: data.cities.map((city) => shortCity(city.name)),
          axisLine: { show: false },
          axisLabel: { interval: 0, rotate: narrow ? 60 : 0, fontSize: narrow ? 11 : 12 },
        },
        yAxis: {
          type: "category",
          inverse: true,
          data: rows,
          axisLine: { show: false },
          axisLabel: { interval: 0, fontSize: 12, width: narrow ? 96 : 182, overflow: "truncate" },
        },
        series: [
          {
            type: "heatmap",
            data: data.cells.map(([i, j, gap, demand, supply]) => ({
              value: [j, place.get(i) ?? 0, gap, demand, supply],
              itemStyle: {
                color: gap === null ? tokens.line : colour(tokens, gap / reach),
                borderColor: tokens.paper,
                borderWidth: 1,
              },
              label: {
                show: !narrow && gap !== null && Math.abs(gap) >= reach * 0.3,
                formatter: gap === null ? "" : formatSigned(Math.round(gap), language),
                fontSize: 11,
                color:
                  Math.abs(step((gap ?? 0) / reach)) >= 0.8
                    ? tokens.paper > "#8"
                      ? "#14202b"
                      : "#fff"
                    : tokens.ink,
              },
            })),
            emphasis: { itemStyle: { borderColor: tokens.ink, borderWidth: 1 } },
          },
        ],
      };
    },
    // the rest is derived from data
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [data, language, t],
  );
  const table = {
    head: [t("class"), t("city"), t("gap"), t("demand"), t("supply")],
    rows: data.cells.map(([i, j, gap, demand, supply]) => [
      classes[i] ?? "",
      data.cities[j]?.name ?? "",
      gap,
      demand,
      supply,
    ]),
  };
  return (
    <ChartFrame title={title} note={note} fileName={fileName} table={table}>
      <LazyChart
        option={option}
        height={56 + rows.length * 26}
        label={title}
        {...(onSelect
          ? {
              onClick: (event: unknown) => {
                const [x, y] = (event as { value: [number, number] }).value;
                const [row, city] = [data.classes[order[y] ?? -1], data.cities[x]];
                if (row && city) onSelect(row.code, city.code);
              },
            }
          : {})}
      />
      <ScaleKey reach={reach} />
    </ChartFrame>
  );
}

function rowsByGap(data: HeatmapData): number[] {
  const sums = data.classes.map(() => 0);
  for (const [i, , gap] of data.cells) sums[i] = (sums[i] ?? 0) + (gap ?? 0);
  return data.classes.map((_, index) => index).sort((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0));
}
