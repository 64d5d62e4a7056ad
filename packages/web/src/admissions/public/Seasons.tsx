import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFilings, useSeasons } from "../api.ts";
import { SampleTag, useBatchName, useSay } from "../pieces.tsx";

/** Public: seasons, what is announced of them, and how all of it works. */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const batchName = useBatchName();
  const found = useSeasons();
  const filings = useFilings();
  const seasons = found.data?.items ?? [];
  const results = (filings.data?.items ?? []).toSorted((a, b) => b.year - a.year || a.round - b.round);
  return (
    <Page
      title={t("public.title")}
      lead={t("public.lead")}
      actions={
        <>
          <Link className="button" to="/public/admission-how">
            {t("how.title")}
          </Link>
          <Link className="button" to="/public/admission-verify">
            {t("verify.title")}
          </Link>
        </>
      }
      narrow
    >
      <Section title={t("public.seasons")}>
        {found.isPending && <Loading rows={4} />}
        {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.data && seasons.length === 0 && (
          <Empty title={t("public.none")}>
            <p>{t("public.none-words")}</p>
          </Empty>
        )}
        <ul className="publications">
          {seasons.map((season) => (
            <li key={season.id}>
              <h2>
                <Link to={`/public/admission/${season.id}`}>{season.name}</Link> <SampleTag sample={season.sample} />
              </h2>
              <p>
                {t(`channel.${season.channel}`)} · <span className="tag blue">{say(season.stateWords)}</span>
              </p>
            </li>
          ))}
        </ul>
      </Section>
      {results.length > 0 && (
        <Section title={t("public.results")}>
          <ul className="publications">
            {results.map((one) => (
              <li key={one.id}>
                <h2>
                  <Link to={`/public/filings/${one.id}`}>
                    {one.seasonName} · {batchName(one.batch, one.round)}
                  </Link>{" "}
                  <SampleTag sample={one.sample} />
                </h2>
                <p>
                  <span className={one.state === "confirmed" ? "tag good" : "tag blue"}>{say(one.stateWords)}</span>{" "}
                  {one.admitted !== null && t("public.admitted", { count: one.admitted, shown: formatNumber(one.admitted, language) })}
                  {one.until && ` · ${t("public.notice", { from: formatDate(one.from, language), until: formatDate(one.until, language) })}`}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  ); // prettier-ignore
}
