import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Answered } from "./ApplicationPage.tsx";
import { useApplication, useDecline, useReview, useScore, type Review } from "./api.ts";
import { Due, EvidenceTable, useSubject } from "./pieces.tsx";
import "./application.css";

/** Task of a reviewer: read, score each part, say why; or decline. Made for a phone. */
export function Component() {
  const { t } = useTranslation("rounds");
  const subject = useSubject();
  const { id } = useParams();
  const found = useReview(id);
  const application = useApplication(found.data?.application.id);
  const [declining, setDeclining] = useState(false);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const review = found.data;
  const waits = review.state === "assigned";
  return (
    <Page
      title={subject(review.application)}
      crumbs={[{ name: t("shell:place.reviews"), path: "/reviews" }]}
      lead={
        <>
          {review.application.school.name} ·{" "}
          {waits ? <Due day={review.due} daysLeft={review.daysLeft} /> : t(`review-state.${review.state}`)}
        </>
      }
      actions={
        waits ? (
          <button type="button" className="button" onClick={() => setDeclining(true)}>
            {t("score.decline")}
          </button>
        ) : undefined
      }
      narrow
    >
      {declining && <Decline id={review.id} onClose={() => setDeclining(false)} />}
      <p className="section-note">{t("score.words")}</p>
      {application.isPending && <Loading rows={8} />}
      {application.error && <Failure error={application.error} />}
      {application.data && (
        <>
          <Section title={t("evidence.title")}>
            <EvidenceTable evidence={application.data.evidence} />
          </Section>
          {application.data.groups.map((group) => (
            <Section key={group.key} title={group.title}>
              <dl className="answers">
                {group.fields.map((field) => (
                  <Answered key={field.key} field={field} value={application.data.form[group.key]?.[field.key] ?? null} files={application.data.files} />
                ))}
              </dl>
            </Section>
          ))}
        </>
      )}
      <Section title={t("score.title")}>{waits ? <Score review={review} /> : <Given review={review} />}</Section>
    </Page>
  ); // prettier-ignore
}

function Score({ review }: { review: Review }) {
  const { t } = useTranslation("rounds");
  const send = useScore(review.id);
  const [scores, setScores] = useState<Record<string, number>>({});
  const [recommend, setRecommend] = useState<boolean | null>(null);
  const [opinion, setOpinion] = useState("");
  const set = (key: string, value: string) =>
    setScores((all) => ({ ...all, [key]: Math.max(0, Math.min(100, Math.round(Number(value)))) }));
  const complete = review.criteria.every(({ key }) => scores[key] !== undefined) && recommend !== null;
  return (
    <form
      className="form score-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (recommend !== null) send.mutate({ scores, recommend, opinion });
      }}
    >
      {review.criteria.map(({ key, label }) => (
        <div key={key} className="score">
          <label htmlFor={`score-${key}`}>{label}</label>
          <input
            type="number"
            min={0}
            max={100}
            required
            inputMode="numeric"
            id={`score-${key}`}
            value={scores[key] ?? ""}
            onChange={(event) => set(key, event.target.value)}
          />
          <input type="range" min={0} max={100} step={5} aria-label={label} value={scores[key] ?? 0} onChange={(event) => set(key, event.target.value)} />
        </div>
      ))}
      <div className="either" role="radiogroup" aria-label={t("reviews.vote")}>
        {[true, false].map((one) => (
          <label key={String(one)}>
            <input type="radio" name="recommend" checked={recommend === one} onChange={() => setRecommend(one)} />
            {t(one ? "vote.for" : "vote.against")}
          </label>
        ))}
      </div>
      <label>
        <span>{t("score.opinion")}</span>
        <textarea rows={5} required minLength={10} maxLength={4000} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
      </label>
      {send.error && <Failure error={send.error} />}
      <button type="submit" className="button primary" disabled={!complete || send.isPending}>
        {t("score.do")}
      </button>
    </form>
  ); // prettier-ignore
}

function Given({ review }: { review: Review }) {
  const { t } = useTranslation("rounds");
  if (review.scores === null) return <p>{t(`review-state.${review.state}`)}</p>;
  return (
    <dl className="answers">
      {review.criteria.map(({ key, label }) => (
        <div key={key} className="fact-row">
          <dt>{label}</dt>
          <dd>{review.scores?.[key] ?? "—"}</dd>
        </div>
      ))}
      <dt>{t("reviews.vote")}</dt>
      <dd>{t(review.recommend ? "vote.for" : "vote.against")}</dd>
      <dt>{t("reviews.opinion")}</dt>
      <dd>{review.opinion}</dd>
    </dl>
  );
}

function Decline({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("rounds");
  const navigate = useNavigate();
  const send = useDecline(id);
  const [conflict, setConflict] = useState(true);
  const [reason, setReason] = useState("");
  return (
    <Dialog label={t("score.decline")} onClose={onClose}>
      <h2>{t("score.decline")}</h2>
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ conflict, reason }, { onSuccess: () => void navigate("/reviews") });
        }}
      >
        <div className="either" role="radiogroup" aria-label={t("score.decline")}>
          {[true, false].map((one) => (
            <label key={String(one)}>
              <input type="radio" name="conflict" checked={conflict === one} onChange={() => setConflict(one)} />
              {t(one ? "score.conflict" : "score.unable")}
            </label>
          ))}
        </div>
        <p className="section-note">{t("score.conflict-words")}</p>
        <label>
          <span>{t("act.reason")}</span>
          <textarea rows={3} required minLength={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {send.error && <Failure error={send.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={send.isPending}>
            {t("score.decline")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  ); // prettier-ignore
}
