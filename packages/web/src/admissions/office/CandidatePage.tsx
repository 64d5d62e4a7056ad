import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatList } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { FileList } from "../../parts/FileList.tsx";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { useCandidate, useCandidateScores, useWrite, type Candidate, type Season } from "./api.ts";
import { TAG } from "./Candidates.tsx";
import { Exemption } from "./Exemption.tsx";
import { asTitle, useSay, useThisSeason, useTimes } from "./pieces.tsx";

/** Record: a candidate, what he declares, what keeps him out, his evidence, and what was decided. */
export function Component() {
  const season = useThisSeason();
  const { candidate } = useParams();
  const found = useCandidate(candidate!);
  if (found.isPending) return <Loading rows={8} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <CandidateRecord season={season} of={found.data} />;
}

const DECISIONS = ["confirm", "return", "refuse"];

function CandidateRecord({ season, of }: { season: Season; of: Candidate }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const language = useLanguage();
  const times = useTimes();
  const [step, setStep] = useState<string | null>(null);
  // what keeps somebody out matters until it is decided
  const open = ["draft", "submitted", "returned"].includes(of.state);
  const next = of.next.filter((one) => DECISIONS.includes(one.step));
  return (
    <>
      <p className="crumbs">
        <Link to={`/admission/${season.id}/candidates`}>{t("part.candidates")}</Link>
      </p>
      <div className="page-title">
        <h2 className="season-name">
          {of.name} <span className={TAG[of.state]}>{say(of.stateWords)}</span>
        </h2>
        <div className="actions">
          {next.map((one, i) => (
            <button
              key={one.step}
              type="button"
              className={one.step === "refuse" ? "button danger" : i === 0 ? "button primary" : "button"}
              onClick={() => setStep(one.step)}
            >
              {asTitle(say(one.words))}
            </button>
          ))}
        </div>
      </div>
      {step && <StepForm of={of} step={step} onClose={() => setStep(null)} />}
      {open &&
        of.bars.map((bar) => (
          <p key={bar.code} className="failure">
            <span>
              {say(bar.words)} <small>{bar.source}</small>
            </span>
          </p>
        ))}
      {of.doubts.map((doubt) => (
        <p key={doubt.en} className="doubt">
          {say(doubt)}
        </p>
      ))}
      <div className="season-two">
        <Section title={t("candidate.facts")}>
          <dl className="facts">
            <dt>{t("candidate.number")}</dt>
            <dd className="num">{of.number ?? "—"}</dd>
            <dt>{t("category.title")}</dt>
            <dd>{of.category.name}</dd>
            <dt>{t("candidate.kind")}</dt>
            <dd>{t(`kind.${of.kind}`)}</dd>
            <dt>{t("candidate.school")}</dt>
            <dd>{of.school ? <Link to={`/organisations/${of.school.id}`}>{of.school.name}</Link> : "—"}</dd>
            <dt>{t("candidate.programme")}</dt>
            <dd>{of.programme ? <Link to={`/standards/programmes/${of.programme}`}>{of.programme}</Link> : "—"}</dd>
            <dt>{t("candidate.quota")}</dt>
            <dd>{of.claims.length === 0 ? "—" : formatList(of.claims.map((one) => `${one}${of.quotas.includes(one) ? ` ✓` : ""}`), language)}</dd>
            <dt>{t("candidate.seat")}</dt>
            <dd>{of.seat ? `${of.seat.site.name} · ${times(of.seat.begins, of.seat.ends)} · ${t("seat", { seat: of.seat.seat })}` : "—"}</dd>
          </dl>
        </Section>
        {["offered", "filed", "closed"].includes(season.state) && of.state === "confirmed" && <Scores of={of} />}
      </div>
      <Exemption season={season} of={of} />
      <Section title={t("candidate.files")}>
        <FileList subject={`candidate:${of.id}`} />
      </Section>
      <Section title={t("history")}>
        <ol className="history">
          {of.history.map((one) => (
            <li key={one.at + one.step}>
              <b>{say(one.words)}</b> <span>{one.by}</span> <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
              {one.note && <p>{one.note}</p>}
            </li>
          ))}
        </ol>
      </Section>
    </>
  ); // prettier-ignore
}

function Scores({ of }: { of: Candidate }) {
  const { t } = useTranslation("seasons");
  const found = useCandidateScores(of.id);
  if (!found.data) return null;
  const { subjects, composed, rank, rankedOf } = found.data;
  return (
    <Section title={t("part.scores")}>
      <dl className="facts">
        {subjects.map((one) => (
          <div key={one.subject} className="fact-row">
            <dt>{one.name}</dt>
            <dd className="num">
              {one.absent ? t("score.absent") : (one.points ?? "—")} <small>/ {one.max}</small>
            </dd>
          </div>
        ))}
        <dt>{t("score.composed")}</dt>
        <dd className="num">
          <b>{composed ?? "—"}</b>
        </dd>
        <dt>{t("score.rank")}</dt>
        <dd className="num">
          {rank ?? "—"} {rankedOf !== null && <small>/ {rankedOf}</small>}
        </dd>
      </dl>
    </Section>
  );
}

function StepForm({ of, step, onClose }: { of: Candidate; step: string; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const write = useWrite();
  // the step is gone from what may follow as soon as it is taken
  const [words] = useState(() => of.next.find((one) => one.step === step)!.words);
  const title = asTitle(say(words));
  const [quotas, setQuotas] = useState<string[]>([]);
  const reason = step !== "confirm";
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const note = String(new FormData(event.currentTarget).get("note") ?? "").trim();
          write.mutate(
            {
              path: `/api/candidates/${of.id}/${step}`,
              etag: of.etag,
              body: { ...(note === "" ? {} : { note }), ...(reason ? {} : { quotas }) },
            },
            { onSuccess: onClose },
          );
        }}
      >
        {!reason &&
          of.claims.map((quota) => (
            <label key={quota} className="season-check">
              <input
                type="checkbox"
                checked={quotas.includes(quota)}
                onChange={(event) =>
                  setQuotas(event.target.checked ? [...quotas, quota] : quotas.filter((one) => one !== quota))
                }
              />
              {t("candidate.borne-out", { quota })}
            </label>
          ))}
        <label>
          <span>{t(reason ? "reason" : "note")}</span>
          <textarea name="note" rows={3} maxLength={1000} required={reason} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
