import { lazy, Suspense } from "react";
import { Near } from "../parts/Near.tsx";
import type { EChartProps } from "./EChart.tsx";

const EChart = lazy(() => import("./EChart.tsx"));

/** Loads ECharts when the place comes near the screen; keeps the height meanwhile, so that nothing jumps. */
export function LazyChart(props: EChartProps) {
  const { height } = props;
  return (
    <Near height={height} className="chart-place">
      <Suspense fallback={<div style={{ height }} />}>
        <EChart {...props} />
      </Suspense>
    </Near>
  );
}
