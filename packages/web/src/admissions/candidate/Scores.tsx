import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { useAskReview, useOnePointTable, useScores, type OwnScores } from "../api.ts";
import { OnePointChart } from "../OnePointChart.tsx";
import { CandidateTabs } from "../pieces.tsx";
import { Fact } from "./Fact.tsx";
import "./candidate.css";

/** Question: what did I get, and where does it put me in my category? */
export function Component() {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const { id = "" } = useParams();
  const found = useScores(id);
  const released = found.data?.releasedAt ?? null;
  const table = useOnePointTable(
    released === null ? undefined : found.data?.seasonId,
    found.data?.category ?? "",
  );
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const scores = found.data;
  return (
    <Page
      title={t("scores.title")}
      crumbs={[{ name: t("mine.title"), path: "/my-admission" }]}
      lead={
        <>
          {scores.categoryName}
          {scores.number && ` · ${t("number", { number: scores.number })}`}
          {released && ` · ${t("scores.released", { at: formatDate(released, language, true) })}`}
        </>
      }
      narrow
    >
      <CandidateTabs id={id} />
      {released === null ? (
        <Empty title={t("scores.none")}>
          <p>{t("scores.none-words")}</p>
        </Empty>
      ) : (
        <>
          <div className="big-facts">
            <Fact name={t("scores.composed")}>
              <span className="num">{scores.composed ?? "—"}</span>
            </Fact>
            <Fact name={t("scores.rank")}>
              <span className="num">{formatNumber(scores.rank, language)}</span>
              {scores.rankedOf !== null && scores.rank !== null && (
                <small>
                  {t("scores.of", {
                    count: scores.rankedOf,
                    shown: formatNumber(scores.rankedOf, language),
                    share: formatShare(scores.rank / scores.rankedOf),
                  })}
                </small>
              )}
            </Fact>
          </div>
          <SubjectBars scores={scores} />
          {table.data && table.data.rows.length > 0 && (
            <Section
              title={t("table.title")}
              aside={
                <Link to={`/public/admission/${scores.seasonId}/table?category=${encodeURIComponent(scores.category)}`}>
                  {t("table.whole")}
                </Link>
              }
            >
              <OnePointChart
                table={table.data}
                own={scores.composed === null ? null : Number(scores.composed)}
                name={scores.categoryName}
              />
            </Section>
          )}
          <Section title={t("review.title")}>
            <Reviews scores={scores} />
          </Section>
        </>
      )}
    </Page>
  ); // prettier-ignore
}

/** Each subject as a bar of what could be got. */
function SubjectBars({ scores }: { scores: OwnScores }) {
  const { t } = useTranslation("admissions");
  return (
    <ul className="subject-bars" aria-label={t("scores.subjects")}>
      {scores.subjects.map((subject) => (
        <li key={subject.subject}>
          <span>
            {subject.name} <small>{t(`subject.${subject.kind}`)}</small>
          </span>
          <i aria-hidden="true">
            <b style={{ width: `${(Number(subject.points ?? 0) / subject.max) * 100}%` }} />
          </i>
          <span className="num">
            {subject.absent ? t("scores.absent") : (subject.points ?? "—")} <small>/ {subject.max}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Reviews({ scores }: { scores: OwnScores }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const ask = useAskReview(scores.candidate);
  const waiting = new Set(scores.reviews.filter(({ answeredAt }) => answeredAt === null).map(({ subject }) => subject)); // prettier-ignore
  const free = scores.subjects.filter(({ subject }) => !waiting.has(subject));
  const [subject, setSubject] = useState("");
  const [reason, setReason] = useState("");
  const { review } = scores;
  const until = review?.until ? formatDate(review.until, language, true) : null;
  const early = review !== null && !review.open && Date.parse(review.from) > Date.now();
  return (
    <>
      <p className="section-note">
        {review?.open
          ? t("review.open", { until: until ?? "—" })
          : early
            ? t("review.before", { from: formatDate(review.from, language, true), until: until ?? "—" })
            : until
              ? t("review.closed", { until })
              : t("review.none")}
      </p>
      {scores.reviews.map((one) => (
        <dl key={one.id} className="facts score-review">
          <dt>{one.name}</dt>
          <dd>
            {one.reason} <small>{formatDate(one.askedAt, language, true)}</small>
          </dd>
          <dt>{t("review.answer")}</dt>
          <dd>
            {one.answeredAt === null
              ? t("review.waits")
              : `${one.answer ?? ""} ${one.after !== null && one.after !== one.before ? t("review.changed", { before: one.before ?? "—", after: one.after }) : t("review.stands")}`}
          </dd>
        </dl>
      ))}
      {review?.open && free.length > 0 && (
        <form
          className="form wider"
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate(
              { subject: subject || free[0]!.subject, reason: reason.trim() },
              { onSuccess: () => setReason("") },
            );
          }}
        >
          <label>
            <span>{t("review.subject")}</span>
            <select value={subject || free[0]!.subject} onChange={(event) => setSubject(event.target.value)}>
              {free.map((one) => (
                <option key={one.subject} value={one.subject}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t("review.reason")}</span>
            <textarea
              rows={3}
              required
              minLength={2}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {ask.error && <Failure error={ask.error} />}
          <button type="submit" className="button primary" disabled={ask.isPending}>
            {t("review.do")}
          </button>
        </form>
      )}
    </>
  );
}
