import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useFillings, useMyResults, useOwnCandidate, type Candidate, type Outcome } from "../api.ts";
import { ExemptionWords } from "./ExemptionWords.tsx";
import { ObjectionForm } from "../ObjectionForm.tsx";
import { CandidateTabs, useBatchName, useSay } from "../pieces.tsx";
import { Fact } from "./Fact.tsx";
import "./candidate.css";
import "../../parts/order-list.css";
import "./preferences.css";

/** Question: was I admitted, why so, and what can I do now? */
export function Component() {
  const { t } = useTranslation("admissions");
  const { id = "" } = useParams();
  const own = useOwnCandidate(id);
  const results = useMyResults();
  if (own.isPending || results.isPending) return <Loading rows={8} />;
  const error = own.error ?? results.error;
  if (error) return <Failure error={error} retry={() => void results.refetch()} />;
  const { candidate } = own;
  const mine = results.data?.items.filter(({ filing }) => filing.season === candidate?.seasonId) ?? [];
  return (
    <Page
      title={t("result.title")}
      crumbs={[{ name: t("mine.title"), path: "/my-admission" }]}
      lead={candidate && `${candidate.season.name} · ${candidate.category.name}`}
      narrow
    >
      <CandidateTabs id={id} />
      {candidate?.exemption ? (
        <>
          <p className={candidate.exemption.admittedAt ? "answer admitted" : "answer"}>
            {t(candidate.exemption.admittedAt ? "exempt.you-are" : "exempt.you-will", {
              unit: candidate.exemption.unitName,
            })}
          </p>
          <p>
            <ExemptionWords candidate={candidate} />
          </p>
        </>
      ) : candidate && mine[0] ? (
        <OneResult outcome={mine[0]} candidate={candidate} />
      ) : (
        <Empty title={t("result.none")}>
          <p>{t("result.none-words")}</p>
        </Empty>
      )}
    </Page>
  );
}

const TONES: Record<string, string> = { admitted: "good", full: "shortage", line: "red" };

function OneResult({ outcome, candidate }: { outcome: Outcome; candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const batchName = useBatchName();
  const { filing } = outcome;
  const notice = filing.state === "announced" && filing.until !== null;
  return (
    <>
      <p className={outcome.unit ? "answer admitted" : "answer"}>
        {outcome.unit
          ? t("result.admitted", { unit: outcome.unitName, no: outcome.preference })
          : t("result.not-admitted")}
      </p>
      <p className="state-line">
        <span className={filing.state === "confirmed" ? "tag good" : "tag blue"}>{say(filing.stateWords)}</span>
        {batchName(filing.batch, filing.round)}
        {outcome.quota && <span className="tag">{t("result.quota", { quota: outcome.quota })}</span>}
        {notice && (
          <span>
            {t("result.notice", {
              from: formatDate(filing.from, language),
              until: formatDate(filing.until, language),
            })}
          </span>
        )}
      </p>
      <div className="big-facts">
        <Fact name={t("scores.composed")}>
          <span className="num">{outcome.score}</span>
        </Fact>
        <Fact name={t("scores.rank")}>
          <span className="num">{formatNumber(outcome.rank, language)}</span>
        </Fact>
      </div>
      <Section title={t("result.next")}>
        <WhatNow outcome={outcome} candidate={candidate} />
      </Section>
      <Section title={t("result.each")} note={t("result.each-words")}>
        <ol className="preference-list settled">
          {outcome.preferences.map((one) => (
            <li key={`${one.batch} ${one.round} ${one.no}`} className={`choice ${one.outcome}`}>
              <span className="choice-no num">{one.no}</span>
              <div className="choice-words">
                <p>
                  <b>{one.unitName}</b> <small className="num">{one.unit}</small>{" "}
                  {(one.batch !== filing.batch || one.round !== filing.round) && (
                    <small>{batchName(one.batch, one.round)}</small>
                  )}
                </p>
                <p>
                  <span className={`tag ${TONES[one.outcome] ?? ""}`}>{t(`outcome.${one.outcome}`)}</span> {say(one.words)}
                </p>
              </div>
            </li>
          ))}
        </ol>
        <p>
          <Link to={`/public/filings/${filing.id}`}>{t("result.cutoffs")}</Link>
        </p>
      </Section>
      <Section title={t("object.title")} note={t(notice ? "object.words" : "object.closed")}>
        {notice && <ObjectionForm filing={filing.id} own />}
      </Section>
    </>
  ); // prettier-ignore
}

/** What is left to do: nothing but to wait for the letter, a further round, or the next year. */
function WhatNow({ outcome, candidate }: { outcome: Outcome; candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const batchName = useBatchName();
  const fillings = useFillings(candidate.seasonId);
  if (outcome.admittedAt !== null)
    return <p>{t("result.confirmed", { at: formatDate(outcome.admittedAt, language, true) })}</p>;
  if (outcome.unit) return <p>{t("result.on-notice")}</p>;
  const next = fillings.data?.items.find(({ state }) => state !== "locked");
  if (!next) return <p>{t("result.no-round")}</p>;
  return (
    <p>
      {t(next.state === "open" && next.ready ? "result.round-open" : "result.round-later", {
        round: batchName(next.batch, next.round),
        opens: formatDate(next.opens, language, true),
        closes: formatDate(next.closes, language, true),
      })}{" "}
      <Link
        to={`/candidates/${candidate.id}/preferences?batch=${encodeURIComponent(next.batch)}&round=${next.round}`}
      >
        {t("tabs.preferences")}
      </Link>
    </p>
  );
}
