import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ChartFrame } from "../../charts/ChartFrame.tsx";
import { LazyChart } from "../../charts/Lazy.tsx";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Tokens } from "../../theme.ts";
import { useSay } from "../pieces.tsx";
import type { Flows } from "./api.ts";

const HEIGHT = 380;
/** Who left, or of whom nothing is said: drawn in the colour of what is missing. */
const LOST = ["leftLower", "leftUpper", "unexplained"];

/** From entry through the 转段 to the end: widths are persons; what comes into a node goes out of it. */
export function FlowSankey({ flows, title, note }: { flows: Flows; title: string; note: string }) {
  const { t } = useTranslation("pathways");
  const say = useSay();
  const language = useLanguage();
  const option = useCallback(
    (tokens: Tokens, width: number) => {
      const names = new Map(flows.nodes.map(({ key, name }) => [key, say(name)]));
      const into = (key: string): number =>
        flows.links.filter(({ to, from }) => to === key || (key === "entered" && from === key)).reduce((sum, { value }) => sum + value, 0); // prettier-ignore
      const narrow = width < 620;
      const label = (key: string, between = " "): string => `${names.get(key) ?? key}${between}${formatNumber(into(key), language)}`;
      return {
        tooltip: {
          formatter: (event: { dataType: string; data: { source?: string; target?: string; name?: string }; value: number }) =>
            event.dataType === "edge"
              ? `${names.get(event.data.source ?? "")} → ${names.get(event.data.target ?? "")}<br>${formatNumber(event.value, language)}`
              : label(event.data.name ?? ""),
        },
        series: [
          {
            type: "sankey",
            left: 4,
            right: narrow ? 130 : 170,
            top: 8,
            bottom: narrow ? 22 : 8,
            nodeWidth: 10,
            nodeGap: narrow ? 30 : 14,
            draggable: false,
            label: { color: tokens.ink, fontSize: 12, lineHeight: 14, ...(narrow ? { width: 122, overflow: "break" } : {}), formatter: (event: { name: string }) => label(event.name, narrow ? "\n" : " ") },
            lineStyle: { color: "source", opacity: 0.25, curveness: 0.5 },
            emphasis: { focus: "adjacency", lineStyle: { opacity: 0.5 } },
            data: flows.nodes.map(({ key }) => ({
              name: key,
              itemStyle: { color: LOST.includes(key) ? tokens.shortageFill : tokens.blue },
            })),
            links: flows.links.map(({ from, to, value }) => ({ source: from, target: to, value })),
          },
        ],
      };
    },
    // what is said follows the language
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [flows, language],
  ); // prettier-ignore
  const name = (key: string): string => {
    const node = flows.nodes.find((one) => one.key === key);
    return node ? say(node.name) : key;
  };
  const table = {
    head: [t("flow.from"), t("flow.to"), t("flow.persons")],
    rows: flows.links.map(({ from, to, value }) => [name(from), name(to), value]),
  };
  return (
    <ChartFrame title={title} note={note} fileName="cohort-flows" table={table}>
      <LazyChart option={option} height={HEIGHT} label={title} />
    </ChartFrame>
  );
}
