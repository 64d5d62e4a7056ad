import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { EChartProps } from "./EChart.tsx";

const EChart = lazy(() => import("./EChart.tsx"));

/** Loads ECharts when the place comes near the screen; keeps the height meanwhile, so that nothing jumps. */
export function LazyChart(props: EChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current || near) return;
    const show = (): void => setNear(true);
    const watch = new IntersectionObserver((entries) => entries[0]?.isIntersecting && show(), {
      rootMargin: "300px",
    });
    watch.observe(place.current);
    window.addEventListener("beforeprint", show);
    return () => {
      watch.disconnect();
      window.removeEventListener("beforeprint", show);
    };
  }, [near]);
  return (
    <div ref={place} className="chart-place" style={{ height: props.height }}>
      {near && (
        <Suspense fallback={null}>
          <EChart {...props} />
        </Suspense>
      )}
    </div>
  );
}
