import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useMe } from "../../../api/session.ts";
import { useLanguage } from "../../../i18n/index.ts";
import { Page, Section } from "../../../parts/Page.tsx";
import { Failure, Loading } from "../../../parts/States.tsx";
import { ABOUT, useIndicators, usePresets, useRuleSets, type IndicatorInfo, type Showing } from "../api.ts";
import { inLanguage, TrustMark } from "../pieces.tsx";
import "../../planning.css";
import "../adjustment.css";
import "../rules.css";

/** Public: every indicator with its formula, what it reads, where it rests, and which rules judge by it. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { hash } = useLocation();
  const found = useIndicators();
  const items = found.data?.items ?? [];
  const loaded = items.length > 0;
  useEffect(() => {
    if (loaded && hash) document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }, [loaded, hash]);
  return (
    <Page title={t("shell:place.indicators")} lead={t("indicators.lead")}>
      {found.isPending && <Loading rows={10} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {ABOUT.map((about) => {
        const of = items.filter((one) => one.about === about);
        if (of.length === 0) return null;
        return (
          <Section key={about} title={t(`about.${about}`)} note={t(`about.${about}-note`)}>
            <nav className="indicator-index" aria-label={t(`about.${about}`)}>
              {of.map(({ key, name }) => (
                <a key={key} href={`#${key}`}>
                  {inLanguage(name, language)}
                </a>
              ))}
            </nav>
            {of.map((indicator) => (
              <Indicator key={indicator.key} indicator={indicator} />
            ))}
          </Section>
        );
      })}
    </Page>
  );
}

function Indicator({ indicator }: { indicator: IndicatorInfo }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { basis } = indicator;
  return (
    <article className="indicator" id={indicator.key}>
      <h3>
        {inLanguage(indicator.name, language)} <small>{indicator.key}</small>
      </h3>
      <p className="formula">{inLanguage(indicator.formula, language)}</p>
      <dl className="facts">
        <dt>{t("indicators.unit")}</dt>
        <dd>
          {t(`unit-name.${indicator.unit}`)} · {t(`direction.${indicator.direction}`)}
        </dd>
        <dt>{t("indicators.lineage")}</dt>
        <dd>
          {indicator.lineage.map((field) => (
            <code key={field} className="lineage">
              {field}
            </code>
          ))}
        </dd>
        <dt>{t("rule.basis")}</dt>
        <dd>
          {basis.article} <small className="rule-source">{basis.source}</small>{" "}
          <TrustMark trust={basis.trust} />
          {basis.quote && <q className="rule-quote">{basis.quote}</q>}
        </dd>
        {indicator.judges && (
          <>
            <dt>{t("indicators.used")}</dt>
            <dd>
              <Uses of={indicator} />
            </dd>
          </>
        )}
        {indicator.shownIn.length > 0 && (
          <>
            <dt>{t("indicators.shown")}</dt>
            <dd>
              <Shown of={indicator} />
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}

const PLACES: Record<Showing, string> = {
  "demand-list": "/public/lists/demand",
  "industry-list": "/public/lists/industry",
  "release-report": "/public/releases",
};

/** Lists and reports that show it, under the words that stand there. */
function Shown({ of }: { of: IndicatorInfo }) {
  const { t } = useTranslation("adjustment");
  const places = [...new Set(of.shownIn.map((shown) => shown.in))];
  return (
    <ul className="uses">
      {places.map((place) => (
        <li key={place}>
          <Link to={PLACES[place]}>{t(`shown-in.${place}`)}</Link>
          <small>
            {of.shownIn
              .filter((shown) => shown.in === place)
              .map(({ as }) => (place === "release-report" ? as : t(`lists:field.${as}`)))
              .join(t("list.and"))}
          </small>
        </li>
      ))}
    </ul>
  );
}

/** Rules that judge by it, by the set that they are in. */
function Uses({ of }: { of: IndicatorInfo }) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const signedIn = !!useMe().data?.user;
  const sets = useRuleSets().data?.items ?? [];
  const presets = usePresets().data?.items ?? [];
  if (of.usedBy.length === 0) return <span className="section-note">{t("indicators.unused")}</span>;
  const keys = [...new Set(of.usedBy.map(({ key }) => key))];
  return (
    <ul className="uses">
      {keys.map((key) => {
        const adopted = sets.find((set) => set.key === key && set.state === "adopted");
        const content = adopted?.content ?? presets.find((preset) => preset.key === key);
        const name = content ? inLanguage(content.name, language) : key;
        const rules = of.usedBy.filter((use) => use.key === key).map(({ rule }) => rule);
        return (
          <li key={key}>
            {adopted && signedIn ? <Link to={`/rule-sets/${adopted.id}`}>{name}</Link> : name}{" "}
            {!adopted && <span className="tag">{t("indicators.preset")}</span>}
            <small>
              {rules
                .map((id) => inLanguage(content?.rules.find((rule) => rule.id === id)?.name, language) || id)
                .join(t("list.semicolon"))}
            </small>
          </li>
        );
      })}
    </ul>
  );
}
