import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { TileMap } from "../charts/TileMap.tsx";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Section } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { useScope } from "../shell/scope.ts";
import { scopeQuery, useSource, type CityCell, type Overview } from "./api.ts";
import { useBalance } from "./Balance.tsx";
import { Answer, CountsOnly } from "./pieces/Answer.tsx";
import { useLinks } from "./pieces/links.ts";
import { Prices } from "./pieces/Prices.tsx";
import { tilesOf } from "./pieces/tiles.ts";
import { Worst } from "./pieces/Worst.tsx";

/** Question: what is missing, where, and what would one more graduate be worth? */
export function Component() {
  const { t } = useTranslation("planning");
  const language = useLanguage();
  const { source, year, place, cycle } = useBalance();
  const { scope, setScope, to } = useScope();
  const links = useLinks(source);
  const found = useSource<Overview>(source, "overview", { ...scopeQuery(scope), year });
  const cities = useSource<{ items: CityCell[] } | CityCell[]>(source, "cities", {
    level: scope.level,
    year,
  });
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const overview = found.data;
  const cells = Array.isArray(cities.data) ? cities.data : (cities.data?.items ?? []);
  return (
    <>
      <Answer overview={overview} year={year} place={place} />
      <Worst overview={overview} links={links} />
      <div className="two">
        <Section title={t("where.title")} aside={<Link to={to("/balance/heatmap")}>{t("where.more")}</Link>}>
          {cities.isPending && <Loading />}
          {cities.error && <Failure error={cities.error} />}
          {cells.length > 0 && (
            <TileMap
              title={t("where.map", { year })}
              fileName={`${t("where.title")}-${year}`}
              tiles={tilesOf(cells, false)}
              selected={scope.city}
              onSelect={(city) => setScope({ city })}
            />
          )}
        </Section>
        <div>
          <Section
            title={t("price.title")}
            note={t("price.note")}
            aside={<Link to={to("/balance/programmes?sort=-price")}>{t("price.more")}</Link>}
          >
            <Prices overview={overview} links={links} />
          </Section>
          <Section title={t("counts.title")}>
            <CountsOnly overview={overview} />
          </Section>
        </div>
      </div>
      <Section title={t("notes.title")}>
        <ul className="notes">
          {overview.notes.map((note) => (
            <li key={note.key}>{note.text}</li>
          ))}
          {overview.uncoded > 0 && (
            <li>
              <Link to={to("/review")}>
                {t("notes.uncoded-open", { number: formatNumber(overview.uncoded, language) })}
              </Link>
            </li>
          )}
          <li>
            {t("notes.frozen")} <Link to={to(`/cycles/${cycle.id}`)}>{t("notes.frozen-open")}</Link>
          </li>
        </ul>
      </Section>
    </>
  );
}
