import { useTranslation } from "react-i18next";
import { Bars } from "../../charts/DivergingBars.tsx";
import { formatNumber, shortCity } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Overview } from "../api.ts";
import type { Links } from "./links.ts";

/** The ten worst shortages and surpluses, on one scale, with where they are. */
export function Worst({ overview, links }: { overview: Overview; links: Links }) {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const scale = Math.max(
    1,
    ...overview.shortages.map((line) => line.shortage.high || line.shortage.value),
    ...overview.surpluses.map((line) => line.surplus.high || line.surplus.value),
  );
  const where = (cities: { name: string; value: number }[]): string =>
    cities
      .slice(0, 3)
      .map((city) => `${shortCity(city.name)} ${formatNumber(city.value, language)}`)
      .join(" · ");
  return (
    <div className="two worst">
      <div>
        <h3 className="short">{t("worst.shortage")}</h3>
        <Bars
          direction="shortage"
          label={t("worst.shortage")}
          scale={scale}
          bars={overview.shortages.map((line) => ({
            key: line.occupation.code,
            name: line.occupation.name,
            to: links.occupation(line.occupation.code),
            value: line.shortage,
            under: where(line.cities),
          }))}
        />
        {overview.shortages.length === 0 && <p className="section-note">{t("worst.none-short")}</p>}
        {(overview.unlinkedDemand ?? 0) >= 1 && (
          <p className="section-note">
            {t("worst.unlinked", {
              count: Math.round(overview.unlinkedDemand ?? 0),
              shown: formatNumber(Math.round(overview.unlinkedDemand ?? 0), language),
            })}
          </p>
        )}
      </div>
      <div>
        <h3 className="long">{t("worst.surplus")}</h3>
        <Bars
          direction="surplus"
          label={t("worst.surplus")}
          scale={scale}
          bars={overview.surpluses.map((line) => ({
            key: `${line.programme.level}${line.programme.code}`,
            name: t("shell:of-level", {
              name: line.programme.name,
              level: t(`shell:level.${line.programme.level}`),
            }),
            to: links.programme(line.programme.code),
            value: line.surplus,
            under: where(line.cities),
          }))}
        />
        {overview.surpluses.length === 0 && <p className="section-note">{t("worst.none-long")}</p>}
      </div>
    </div>
  );
}
