import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Filling } from "../shapes.ts";
import { useBatchName } from "../pieces.tsx";

/** The batch and round that the address names; else the one that is open, else the first. */
export function useBatch(items: readonly Filling[]): Filling | undefined {
  const [params] = useSearchParams();
  return (
    items.find(
      ({ batch, round }) => batch === params.get("batch") && round === Number(params.get("round")),
    ) ??
    items.find(({ state, ready }) => state === "open" && ready) ??
    items[0]
  );
}

/** The batches and rounds of a season, where there are several. */
export function BatchTabs({ items, current }: { items: readonly Filling[]; current: Filling }) {
  const { t } = useTranslation("admissions");
  const [, setParams] = useSearchParams();
  const batchName = useBatchName();
  if (items.length < 2) return null;
  return (
    <div className="tabs" role="group" aria-label={t("list.batches")}>
      {items.map((one) => (
        <button
          key={`${one.batch} ${one.round}`}
          type="button"
          aria-pressed={one === current}
          onClick={() => setParams({ batch: one.batch, round: String(one.round) }, { replace: true })}
        >
          {batchName(one.batch, one.round)} <small>{t(`filling.${one.state}`)}</small>
        </button>
      ))}
    </div>
  );
}
