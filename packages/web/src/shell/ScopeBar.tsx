import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { call, type Page } from "../api/client.ts";
import type { Me } from "../api/session.ts";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { useCycles } from "../planning/api.ts";
import { LEVELS, useScope, type Level, type ScopeField } from "./scope.ts";
import "./scope.css";

export interface Region {
  code: string;
  name: string;
}

export function useCities(province: string | undefined) {
  return useQuery({
    queryKey: ["regions", province],
    enabled: !!province,
    staleTime: Infinity,
    queryFn: ({ signal }) => call<Page<Region>>("/api/regions", { query: { parent: province }, signal }),
  });
}

/** The scope every page answers for: region, level, year, cycle. Only what the page uses can be changed. */
export function ScopeBar({ fields, me }: { fields: ScopeField[]; me: Me }) {
  const { t } = useTranslation("shell");
  const language = useLanguage();
  const { scope, setScope } = useScope();
  const [open, setOpen] = useState(false);
  const province = me.installation.province ?? { code: "", name: t("scope.no-province") };
  const cities = useCities(province.code);
  const cycles = useCycles(fields.includes("cycle"));
  const finished = (cycles.data?.items ?? []).filter((cycle) => cycle.state === "done");
  const current = finished.find((cycle) => cycle.id === scope.cycle) ?? finished[0];
  const firstYear = current?.year ?? me.installation.year;
  const cityName = cities.data?.items.find((city) => city.code === scope.city)?.name;
  const summary = [
    cityName ?? province.name,
    scope.level ? t(`level.${scope.level}`) : null,
    fields.includes("year") ? (scope.year ?? firstYear) : null,
  ].filter(Boolean);
  return (
    <div className={open ? "scope open" : "scope"} role="group" aria-label={t("scope.label")}>
      <button type="button" className="scope-summary" aria-expanded={open} onClick={() => setOpen(!open)}>
        {summary.join(" · ")}
      </button>
      <Part label={t("scope.region")} on={fields.includes("city")} fixed={province.name}>
        <select
          value={scope.city ?? ""}
          aria-label={t("scope.region")}
          onChange={(event) => setScope({ city: event.target.value || null })}
        >
          <option value="">{province.name}</option>
          {cities.data?.items.map((city) => (
            <option key={city.code} value={city.code}>
              {city.name}
            </option>
          ))}
        </select>
      </Part>
      <Part label={t("scope.level")} on={fields.includes("level")}>
        <select
          value={scope.level ?? ""}
          aria-label={t("scope.level")}
          onChange={(event) => setScope({ level: (event.target.value || null) as Level | null })}
        >
          <option value="">{t("level.all")}</option>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`level.${level}`)}
            </option>
          ))}
        </select>
      </Part>
      <Part label={t("scope.year")} on={fields.includes("year") && !!firstYear}>
        <select
          value={scope.year ?? ""}
          aria-label={t("scope.year")}
          onChange={(event) => setScope({ year: event.target.value ? Number(event.target.value) : null })}
        >
          {firstYear &&
            [0, 1, 2, 3, 4, 5].map((ahead) => (
              <option key={ahead} value={ahead === 0 ? "" : firstYear + ahead}>
                {firstYear + ahead}
                {ahead > 0 ? ` ${t("scope.forecast")}` : ""}
              </option>
            ))}
        </select>
      </Part>
      <Part label={t("scope.cycle")} on={fields.includes("cycle") && finished.length > 0}>
        <select
          value={current?.id === finished[0]?.id ? "" : (current?.id ?? "")}
          aria-label={t("scope.cycle")}
          onChange={(event) => setScope({ cycle: event.target.value || null })}
        >
          {finished.map((cycle, index) => (
            <option key={cycle.id} value={index === 0 ? "" : cycle.id}>
              {index === 0 ? t("scope.latest") + " · " : ""}
              {formatDate(cycle.finishedAt ?? cycle.createdAt ?? null, language)}
            </option>
          ))}
        </select>
      </Part>
    </div>
  );
}

function Part(props: { label: string; on: boolean; fixed?: string; children: ReactNode }) {
  if (!props.on && !props.fixed) return null;
  return (
    <div className="scope-part">
      <span aria-hidden="true">{props.label}</span>
      {props.on ? props.children : <b>{props.fixed}</b>}
    </div>
  );
}
