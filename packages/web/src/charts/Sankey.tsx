import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Flows } from "../planning/api.ts";
import type { Tokens } from "../theme.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { LazyChart } from "./Lazy.tsx";

export interface SankeyProps {
  title: string;
  note?: string;
  fileName: string;
  data: Flows;
  onSelect?: (side: "programme" | "occupation", code: string) => void;
}

/** Programme → occupation, as matched by the balance. Programmes left, occupations right, widths are people. */
export function Sankey({ title, note, fileName, data, onSelect }: SankeyProps) {
  const { t } = useTranslation("charts");
  const language = useLanguage();
  // The same name stands at several levels.
  const programmes = new Map(
    data.programmes.map(({ code, name, level }) => [
      code,
      t("shell:of-level", { name, level: t(`shell:level.${level}`) }),
    ]),
  );
  const occupations = new Map(data.occupations.map((item) => [item.code, item.name]));
  const option = useCallback(
    (tokens: Tokens, width: number) => {
      const narrow = width < 620;
      const name = (id: string): string =>
        (id.startsWith("p") ? programmes.get(id.slice(2)) : occupations.get(id.slice(2))) ?? id.slice(2);
      return {
        tooltip: {
          formatter: (event: {
            dataType: string;
            data: { source?: string; target?: string; name?: string; value?: number; kind?: string };
            value: number;
          }) =>
            event.dataType === "edge"
              ? `${name(event.data.source ?? "")} → ${name(event.data.target ?? "")}<br>${formatNumber(event.value, language)} ${t("people")}`
              : `${name(event.data.name ?? "")}<br>${formatNumber(event.value, language)} ${t("people")}`,
        },
        series: [
          {
            type: "sankey",
            left: narrow ? 104 : 210,
            right: narrow ? 108 : 190,
            top: 8,
            bottom: 8,
            nodeWidth: 8,
            nodeGap: 7,
            draggable: false,
            layoutIterations: 48,
            label: {
              color: tokens.ink,
              fontSize: 12,
              width: narrow ? 98 : 196,
              overflow: "truncate",
              formatter: (event: { name: string }) => name(event.name),
            },
            lineStyle: { color: tokens.blue, opacity: 0.2, curveness: 0.5 },
            emphasis: { focus: "adjacency", lineStyle: { opacity: 0.5 } },
            data: [
              ...data.programmes.map((item) => ({
                name: `p:${item.code}`,
                depth: 0,
                itemStyle: { color: tokens.blue },
                label: { position: "left" },
              })),
              ...data.occupations.map((item) => ({
                name: `o:${item.code}`,
                depth: 1,
                itemStyle: { color: tokens.shortageFill },
                label: { position: "right" },
              })),
            ],
            links: data.links.map((link) => ({
              source: `p:${link.programme}`,
              target: `o:${link.occupation}`,
              value: link.value,
            })),
          },
        ],
      };
    },
    // the maps are derived from data
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [data, language, t],
  );
  const table = {
    head: [t("programme"), t("occupation"), t("people"), t("link")],
    rows: [...data.links]
      .sort((a, b) => b.value - a.value)
      .map((link) => [
        programmes.get(link.programme) ?? link.programme,
        occupations.get(link.occupation) ?? link.occupation,
        link.value,
        t(`kind.${link.kind}`, { defaultValue: link.kind }),
      ]),
  };
  const nodes = Math.max(data.programmes.length, data.occupations.length);
  return (
    <ChartFrame title={title} note={note} fileName={fileName} table={table}>
      <LazyChart
        option={option}
        height={Math.max(280, nodes * 24)}
        label={title}
        {...(onSelect
          ? {
              onClick: (_: unknown, name: string) => {
                if (/^[po]:/.test(name))
                  onSelect(name.startsWith("p") ? "programme" : "occupation", name.slice(2));
              },
            }
          : {})}
      />
    </ChartFrame>
  );
}
