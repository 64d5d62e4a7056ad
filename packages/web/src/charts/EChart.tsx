import { HeatmapChart, LineChart, SankeyChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use as register, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useMode } from "../shell/appearance.ts";
import { fonts, tokens, type Mode } from "../theme.ts";

register([
  HeatmapChart,
  LineChart,
  SankeyChart,
  AriaComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  LabelLayout,
  CanvasRenderer,
]);

/** The one ECharts theme: ink on paper, hairlines, no decoration. */
function chartTheme(mode: Mode): Record<string, unknown> {
  const t = tokens[mode];
  const axis = {
    axisLine: { show: true, lineStyle: { color: t.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: t.ink2, fontSize: 12 },
    splitLine: { lineStyle: { color: t.line } },
  };
  return {
    backgroundColor: "transparent",
    textStyle: { fontFamily: fonts.sans, color: t.ink },
    color: [t.blue, t.shortageFill, t.surplusFill, t.good],
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    tooltip: {
      backgroundColor: t.raised,
      borderColor: t.line,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: t.ink, fontSize: 13 },
      extraCssText: `box-shadow:${t.shadow};border-radius:3px`,
    },
  };
}

export interface EChartProps {
  option: (t: (typeof tokens)["light"], width: number) => EChartsCoreOption;
  height: number;
  label: string;
  onClick?: (data: unknown, name: string) => void;
}

/** Draws an option, follows the width and the appearance. The words for those who do not see it are in `label`. */
export default function EChart({ option, height, label, onClick }: EChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const click = useRef(onClick);
  const mode = useMode();
  useEffect(() => {
    click.current = onClick;
  }, [onClick]);

  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current, chartTheme(mode), { renderer: "canvas" });
    chart.current = made;
    made.on("click", (event) => click.current?.(event.data, event.name));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [mode]);

  useEffect(() => {
    const width = place.current?.clientWidth ?? 800;
    chart.current?.setOption({ animation: false, ...option(tokens[mode], width) }, { notMerge: true });
  }, [option, mode]);

  return <div ref={place} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
