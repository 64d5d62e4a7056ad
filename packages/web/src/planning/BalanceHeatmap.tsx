import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Heatmap } from "../charts/Heatmap.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { useSource, type HeatmapData } from "./api.ts";
import { useBalance } from "./Balance.tsx";

export function Component() {
  const { t } = useTranslation("planning");
  const { source, year } = useBalance();
  const { scope, to } = useScope();
  const navigate = useNavigate();
  const found = useSource<HeatmapData>(source, "heatmap", { level: scope.level, year });
  if (found.isPending) return <Loading rows={14} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <Heatmap
      title={t("heatmap.title", { year })}
      note={t("heatmap.note")}
      fileName={`heatmap-${year}`}
      data={found.data}
      onSelect={(group, city) => void navigate(to(`/balance/programmes?class=${group}&city=${city}`))}
    />
  );
}
