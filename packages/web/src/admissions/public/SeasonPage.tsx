import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useOutletContext, useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useFillings, useSeason, type Season } from "../api.ts";
import { Exemptions } from "./Exemptions.tsx";
import { SampleTag, SeasonTimes, useBatchName, useSay } from "../pieces.tsx";

/** Public: one season, its frame. */
export function Component() {
  const { t } = useTranslation("admissions");
  const say = useSay();
  const { id } = useParams();
  const found = useSeason(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const season = found.data;
  const base = `/public/admission/${season.id}`;
  return (
    <Page
      title={season.name}
      crumbs={[{ name: t("public.title"), path: "/public/admission" }]}
      lead={
        <>
          {t(`channel.${season.channel}`)} · <span className="tag blue">{say(season.stateWords)}</span>{" "}
          <SampleTag sample={season.sample} />
        </>
      }
    >
      <nav className="tabs" aria-label={season.name}>
        <NavLink to={base} end>
          {t("season.overview")}
        </NavLink>
        <NavLink to={`${base}/units`}>{t("season.units")}</NavLink>
        <NavLink to={`${base}/table`}>{t("table.title")}</NavLink>
      </nav>
      <Outlet context={season} />
    </Page>
  );
}

export const usePublicSeason = (): Season => useOutletContext<Season>();

/** When is what, by which rules, and who may not take part. */
export function SeasonOverview() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const batchName = useBatchName();
  const season = usePublicSeason();
  const fillings = useFillings(season.id);
  const { rules } = season;
  const named = (key: string): string =>
    key === "total" ? t("scores.composed") : (season.subjects.find((one) => one.key === key)?.name ?? key);
  return (
    <div className="two">
      <div>
        <Section title={t("season.times")}>
          <SeasonTimes season={season} />
        </Section>
        {fillings.data && fillings.data.items.length > 0 && (
          <Section title={t("season.fillings")}>
            <ul className="season-times">
              {fillings.data.items.map((one) => (
                <li key={`${one.batch} ${one.round}`} className={one.state === "open" ? "on" : one.state === "locked" ? "done" : ""}>
                  <b>
                    {batchName(one.batch, one.round)} <span className="tag">{t(`filling.${one.state}`)}</span>
                  </b>
                  <span>
                    {formatDate(one.opens, language, true)} – {formatDate(one.closes, language, true)}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
      <div>
        <Section title={t("season.rules")} aside={<Link to="/public/admission-how">{t("how.title")}</Link>}>
          <dl className="facts">
            <dt>{t("rules.engine")}</dt>
            <dd>{t(`engine.${rules.engine ?? "parallel"}`)}</dd>
            <dt>{t("rules.score")}</dt>
            <dd>
              {Object.entries(rules.score ?? {})
                .map(([key, weight]) => `${named(key)}${weight === 1 ? "" : ` × ${weight}`}`)
                .join(" + ")}
            </dd>
            <dt>{t("rules.ties")}</dt>
            <dd>
              {[...(rules.ties ?? []).map(named), t(`last-place.${rules.lastPlaceTies ?? "cut"}`)].join(" → ")}
            </dd>
            {rules.maxPreferences !== undefined && (
              <>
                <dt>{t("rules.most")}</dt>
                <dd className="num">{rules.maxPreferences}</dd>
              </>
            )}
            <dt>{t("rules.hash")}</dt>
            <dd className="hash">{season.rulesHash}</dd>
          </dl>
          <p className="section-note">{t("rules.hash-words")}</p>
        </Section>
        <Exemptions season={season} />
        <Section title={t("season.eligibility")}>
          <ul className="barring plain">
            {season.eligibility.map((rule) => (
              <li key={rule.code}>
                {say(rule.words)} <small>{rule.source}</small>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </div>
  ); // prettier-ignore
}
