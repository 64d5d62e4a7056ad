import { useTranslation } from "react-i18next";
import { useMe } from "../api/session.ts";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { useCities } from "../shell/ScopeBar.tsx";
import type { Category, Unit } from "./shapes.ts";

export interface UnitFilter {
  q: string;
  city: string;
  level: string;
  category: string;
}

const LEVELS = ["college", "bachelor", "undergraduate"] as const;

/** School or programme in words, city, category, level. */
export function UnitFilters(props: {
  filter: UnitFilter;
  onChange: (filter: UnitFilter) => void;
  categories: Category[];
}) {
  const { t } = useTranslation("admissions");
  const me = useMe();
  const cities = useCities(me.data?.installation.province?.code).data?.items ?? [];
  const { filter } = props;
  const set = (change: Partial<UnitFilter>): void => props.onChange({ ...filter, ...change });
  return (
    <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        {t("search.q")}
        <input type="search" value={filter.q} onChange={(event) => set({ q: event.target.value })} />
      </label>
      <label>
        {t("city")}
        <select value={filter.city} onChange={(event) => set({ city: event.target.value })}>
          <option value="">{t("all")}</option>
          {cities.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("form.category")}
        <select value={filter.category} onChange={(event) => set({ category: event.target.value })}>
          <option value="">{t("all")}</option>
          {props.categories.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("level")}
        <select value={filter.level} onChange={(event) => set({ level: event.target.value })}>
          <option value="">{t("all")}</option>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`level.${level}`)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

/** What else counts of a unit, in one line: level, city, years, fee, line, reserves. */
export function useUnitWords() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  return (unit: Unit): string =>
    [
      t(`level.${unit.level}`),
      unit.cityName,
      unit.years === null ? null : t("unit.years", { years: unit.years }),
      unit.tuition === null ? t("unit.no-fee") : t("unit.fee", { fee: formatNumber(unit.tuition, language) }),
      unit.minScore === null ? null : t("unit.line", { score: unit.minScore }),
      ...unit.reserves.map(({ quota, seats }) => t("unit.reserve", { quota, seats })),
    ]
      .filter(Boolean)
      .join(" · ");
}
