import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure, Loading } from "../../parts/States.tsx";
import { useSettled } from "../../shell/SearchDialog.tsx";
import { useSeason, useUnits } from "../api.ts";
import { UnitFilters, useUnitWords } from "../UnitFilters.tsx";
import type { OwnPreferences, Unit } from "../shapes.ts";
import "./preferences.css";

/** Units of the batch by school, programme, city and category; of a supplementary round only those with places left. */
export function UnitSearch(props: {
  seasonId: string;
  list: OwnPreferences;
  chosen: string[];
  full: boolean;
  onAdd: (unit: Unit) => void;
}) {
  const { t } = useTranslation("admissions");
  const { list, seasonId } = props;
  const season = useSeason(seasonId);
  const [filter, setFilter] = useState({ q: "", city: "", level: "", category: list.category });
  const q = useSettled(filter.q.trim());
  const found = useUnits(seasonId, {
    ...filter,
    q,
    batch: list.batch,
    round: list.round > 1 ? list.round : undefined,
  });
  const units = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = new Set(props.chosen);
  return (
    <>
      <UnitFilters filter={filter} onChange={setFilter} categories={season.data?.categories ?? []} />
      {filter.category !== list.category && <p className="choice-warning">{t("search.other-category")}</p>}
      {found.isPending && <Loading rows={5} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && units.length === 0 && <p className="list-empty">{t("search.none")}</p>}
      <ul className="unit-hits">
        {units.map((unit) => (
          <UnitRow
            key={unit.unit}
            unit={unit}
            state={chosen.has(unit.unit) ? "added" : props.full ? "full" : "free"}
            onAdd={() => props.onAdd(unit)}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t("more")}
        </button>
      )}
    </>
  );
}

function UnitRow({
  unit,
  state,
  onAdd,
}: {
  unit: Unit;
  state: "added" | "full" | "free";
  onAdd: () => void;
}) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const facts = useUnitWords();
  return (
    <li>
      <div>
        <p>
          <b>{unit.schoolName}</b> {unit.programmeName} <small className="num">{unit.unit}</small>
        </p>
        <p className="unit-facts">{facts(unit)}</p>
        {unit.remark && <p className="unit-facts">{unit.remark}</p>}
      </div>
      <span className="num unit-places">
        {unit.vacancies === null
          ? t("unit.places", { count: unit.capacity - unit.exempt, shown: formatNumber(unit.capacity - unit.exempt, language) })
          : t("unit.left", { count: unit.vacancies, shown: formatNumber(unit.vacancies, language) })}
      </span>
      <button
        type="button"
        className="button small"
        disabled={state !== "free"}
        aria-label={t(state === "added" ? "search.added-this" : "search.add-this", { name: `${unit.schoolName} ${unit.programmeName}` })}
        onClick={onAdd}
      >
        {t(state === "added" ? "search.added" : "search.add")}
      </button>
    </li>
  ); // prettier-ignore
}
