import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatList, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { FileList } from "../../parts/FileList.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Failure, Loading } from "../../parts/States.tsx";
import { Upload } from "../../parts/Upload.tsx";
import { useFillings, useMyResults, useOwn, useOwnStep, useScores, type Candidate } from "../api.ts";
import { CandidateTabs, clockAhead, History, SampleTag, StateTag, useBatchName, useLeft, useLeftWords, useSay } from "../pieces.tsx"; // prettier-ignore
import { ExemptionWords } from "./ExemptionWords.tsx";
import { RegistrationFields } from "./RegistrationFields.tsx";
import { StepDialog } from "./StepDialog.tsx";
import "./candidate.css";

/** Question: what must I do next, and does anything keep me from taking part? */
export function Component() {
  const { t } = useTranslation("admissions");
  const own = useOwn();
  const [season, setSeason] = useState<string | null>(null);
  if (own.isPending) return <Loading rows={8} />;
  if (own.error) return <Failure error={own.error} retry={() => void own.refetch()} />;
  const { items, open } = own.data;
  const [current, ...earlier] = items;
  const chosen = open.find(({ id }) => id === season);
  return (
    <Page
      title={t("mine.title")}
      lead={current ? `${current.season.name} · ${current.category.name}` : t("mine.lead")}
      narrow
    >
      {current && <Current candidate={current} />}
      {!current && open.length === 0 && (
        <Empty
          title={t("mine.none")}
          actions={
            <Link className="button" to="/public/admission">
              {t("mine.none-link")}
            </Link>
          }
        >
          <p>{t("mine.none-words")}</p>
        </Empty>
      )}
      {open.length > 0 && (
        <Section title={t("mine.open")} note={t("mine.open-words")}>
          {chosen ? (
            <RegistrationFields seasonId={chosen.id} candidate={null} />
          ) : (
            <ul className="open-seasons">
              {open.map((one) => (
                <li key={one.id}>
                  <span>
                    <b>{one.name}</b> {one.until && <Until at={one.until} />}
                  </span>
                  <button type="button" className="button primary" onClick={() => setSeason(one.id)}>
                    {t("mine.register")}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      {earlier.length > 0 && (
        <Section title={t("mine.earlier")}>
          <ul className="earlier-seasons">
            {earlier.map((one) => (
              <li key={one.id}>
                <Link to={`/candidates/${one.id}/result`}>{one.season.name}</Link>{" "}
                <StateTag state={one.state} words={one.stateWords} />
                {one.season.state !== "closed" && one.state === "confirmed" && <NextStep candidate={one} />}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

function Until({ at }: { at: string }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  return <small>{t("until", { at: formatDate(at, language, true) })}</small>;
}

function Current({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const say = useSay();
  const step = useOwnStep(candidate.id);
  const [leaving, setLeaving] = useState(false);
  const editable = candidate.next.some(({ step: key }) => key === "submit");
  const may = (key: string): boolean => candidate.next.some((one) => one.step === key);
  const last = candidate.history.at(-1);
  return (
    <>
      <CandidateTabs id={candidate.id} />
      <p className="state-line">
        <StateTag state={candidate.state} words={candidate.stateWords} />
        <SampleTag sample={candidate.sample} />
        {candidate.number && <span className="num">{t("number", { number: candidate.number })}</span>}
      </p>
      <NextStep candidate={candidate} />
      {["returned", "refused"].includes(candidate.state) && last?.note && (
        <p className="doubt">{t("mine.because", { note: last.note })}</p>
      )}
      {candidate.bars.length > 0 && (
        <Section title={t("bars.title")} note={t("bars.words")}>
          <ul className="barring">
            {candidate.bars.map((bar) => (
              <li key={bar.code}>
                <b>{say(bar.words)}</b>
                <small>{bar.source}</small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {editable ? (
        <>
          <Section title={t("form.title")}>
            <RegistrationFields seasonId={candidate.seasonId} candidate={candidate} />
          </Section>
          <Section title={t("evidence.title")} note={t("evidence.words")}>
            <FileList subject={`candidate:${candidate.id}`} purpose="evidence" removable />
            <Upload purpose="evidence" subject={`candidate:${candidate.id}`} />
          </Section>
          <Section title={t("submit.title")} note={t("submit.words")}>
            {candidate.missing.length > 0 && (
              <ul className="unmet">
                {candidate.missing.map(({ field, reason }) => (
                  <li key={field}>{reason}</li>
                ))}
              </ul>
            )}
            {step.error && <Failure error={step.error} />}
            <button
              type="button"
              className="button primary"
              disabled={step.isPending || candidate.bars.length > 0 || candidate.missing.length > 0}
              onClick={() => step.mutate({ step: "submit", etag: candidate.etag })}
            >
              {t("submit.do")}
            </button>
          </Section>
        </>
      ) : (
        <Written candidate={candidate} />
      )}
      <Section title={t("history")}>
        <History candidate={candidate} />
        {may("withdraw") && (
          <button type="button" className="quiet" onClick={() => setLeaving(true)}>
            {t("withdraw.do")}
          </button>
        )}
      </Section>
      {leaving && (
        <StepDialog
          title={t("withdraw.do")}
          words={t("withdraw.words")}
          danger
          pending={step.isPending}
          error={step.error}
          onClose={() => setLeaving(false)}
          onDo={(note) =>
            step.mutate(
              { step: "withdraw", etag: candidate.etag, note },
              { onSuccess: () => setLeaving(false) },
            )
          }
        />
      )}
    </>
  );
}

/** What was handed in, to read. */
function Written({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const { form } = candidate;
  return (
    <Section title={t("form.written")}>
      <dl className="facts">
        <dt>{t("form.kind")}</dt>
        <dd>{t(`kind.${form.kind}`)}</dd>
        <dt>{t("form.category")}</dt>
        <dd>{candidate.category.name}</dd>
        <dt>{t("form.school")}</dt>
        <dd>{candidate.school?.name ?? t("form.office-confirms")}</dd>
        {candidate.claims.length > 0 && (
          <>
            <dt>{t("form.quotas")}</dt>
            <dd>
              {formatList(candidate.claims, language)}
              {candidate.state === "confirmed" && (
                <small> {t("form.quotas-confirmed", { quotas: formatList(candidate.quotas, language) || "—" })}</small>
              )}
            </dd>
          </>
        )}
        {(form.exemption ?? candidate.exemption) && (
          <>
            <dt>{t("exempt.by")}</dt>
            <dd>
              <ExemptionWords candidate={candidate} />
            </dd>
          </>
        )}
        <dt>{t("evidence.short")}</dt>
        <dd>
          {candidate.files.length === 0 ? "—" : formatList(candidate.files.map(({ name }) => name), language)}
        </dd>
      </dl>
    </Section>
  ); // prettier-ignore
}

/** The one thing that counts now, as a sentence with its link. */
function NextStep({ candidate }: { candidate: Candidate }) {
  const confirmed = candidate.state === "confirmed";
  return (
    <div className="candidate-next" role="status">
      {confirmed ? <AfterConfirmation candidate={candidate} /> : <BeforeConfirmation candidate={candidate} />}
    </div>
  );
}

function BeforeConfirmation({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const key = candidate.bars.length > 0 && ["draft", "returned"].includes(candidate.state) ? "barred" : candidate.state; // prettier-ignore
  return (
    <>
      <h2>{t("next.title")}</h2>
      <p>{t(`next.${key}`)}</p>
    </>
  );
}

function AfterConfirmation({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  const batchName = useBatchName();
  const leftWords = useLeftWords();
  const fillings = useFillings(candidate.seasonId);
  const results = useMyResults();
  const scores = useScores(candidate.id);
  const now = fillings.data?.items.find(({ state, ready }) => state === "open" && ready);
  const left = useLeft(
    now?.closes,
    fillings.data ? clockAhead(fillings.data.now, fillings.dataUpdatedAt) : 0,
  );
  const result = results.data?.items.find(({ filing }) => filing.season === candidate.seasonId);
  const base = `/candidates/${candidate.id}`;
  return (
    <>
      <h2>{t("next.title")}</h2>
      {result?.unit ? (
        <p>
          <Link to={`${base}/result`}>{t("next.admitted", { unit: result.unitName })}</Link>
        </p>
      ) : now ? (
        <>
          <p>
            {t("next.file", { batch: batchName(now.batch, now.round) })}{" "}
            {left !== null && <b className="num">{t("next.left", { left: leftWords(left) })}</b>}
          </p>
          <p>
            <Link
              className="button primary"
              to={`${base}/preferences?batch=${encodeURIComponent(now.batch)}&round=${now.round}`}
            >
              {t("next.file-do")}
            </Link>
          </p>
        </>
      ) : result ? (
        <p>
          <Link to={`${base}/result`}>
            {t("next.not-admitted", { state: say(result.filing.stateWords) })}
          </Link>
        </p>
      ) : scores.data?.composed ? (
        <p>
          <Link to={`${base}/scores`}>
            {t("next.scored", {
              score: scores.data.composed,
              rank: formatNumber(scores.data.rank, language),
            })}
          </Link>
        </p>
      ) : candidate.seat ? (
        <p>
          <Link to={`${base}/ticket`}>
            {t("next.seated", {
              at: formatDate(candidate.seat.begins, language, true),
              site: candidate.seat.site.name,
              seat: candidate.seat.seat,
            })}
          </Link>
        </p>
      ) : (
        <p>{t("next.wait")}</p>
      )}
    </>
  );
}
