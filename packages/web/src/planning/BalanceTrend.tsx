import { useTranslation } from "react-i18next";
import { Trend } from "../charts/Trend.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { useSource, type TrendData } from "./api.ts";
import { useBalance } from "./Balance.tsx";

export function Component() {
  const { t } = useTranslation("planning");
  const { source, place } = useBalance();
  const { scope } = useScope();
  const found = useSource<TrendData>(source, "trend", { city: scope.city, level: scope.level });
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <Trend
      title={t("trend.title", { place })}
      note={t("trend.note")}
      fileName="trend"
      data={found.data}
      height={380}
    />
  );
}
