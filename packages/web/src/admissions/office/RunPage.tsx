import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { isLive, useJob } from "../../api/jobs.ts";
import { formatBytes, formatDate, formatDuration, formatList, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useBatchName } from "../pieces.tsx";
import { useFiling, useHolds, useWrite, type Filing, type FilingStep, type RoundCount } from "./api.ts";
import { CutoffChart } from "./CutoffChart.tsx";
import { asTitle, FilingTag, useSay } from "./pieces.tsx";
import { Outcomes } from "./Outcomes.tsx";
import "./runs.css";

/** Record of a run: who was admitted, whether it obeys the rules, and what two persons have to do with it. */
export function Component() {
  const { t } = useTranslation("seasons");
  const { id } = useParams();
  const found = useFiling(id);
  if (found.isPending) return <Loading rows={10} />;
  if (!found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <RunRecord
      run={found.data}
      crumbs={[
        { name: t("title"), path: "/admission" },
        { name: found.data.seasonName, path: `/admission/${found.data.season}` },
        { name: t("part.runs"), path: `/admission/${found.data.season}/runs` },
      ]}
    />
  );
}

function RunRecord({ run, crumbs }: { run: Filing; crumbs: { name: string; path?: string }[] }) {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const say = useSay();
  const language = useLanguage();
  const holds = useHolds();
  const [step, setStep] = useState<FilingStep | null>(null);
  const write = useWrite();
  const public_ = ["announced", "confirmed"].includes(run.state);
  const live = isLive(run.solving);
  return (
    <Page
      title={t("run.title", { batch: batchName(run.batch), round: run.round })}
      crumbs={crumbs}
      lead={
        <>
          <FilingTag filing={run} /> {run.createdBy}
          {run.from && run.until && ` · ${t("run.notice", { from: formatDate(run.from, language), until: formatDate(run.until, language) })}`}
        </>
      }
      actions={
        <>
          {holds && run.next.filter((one) => one.step !== "run").map((one, i) => (
            <button key={one.step} type="button" className={one.step === "withdraw" ? "button danger" : i === 0 ? "button primary" : "button"} onClick={() => setStep(one.step as FilingStep)}>
              {asTitle(say(one.words))}
            </button>
          ))}
          {holds && live && (
            <button type="button" className="button danger" onClick={() => write.mutate({ path: `/api/filings/${run.id}/cancel` })}>
              {t("run.cancel")}
            </button>
          )}
          {public_ && <Link className="button" to={`/public/filings/${run.id}`}>{t("run.public")}</Link>}
          {holds && public_ && <Link className="button" to={`/filings/${run.id}/objections`}>{t("objections.open", { count: run.unanswered })}</Link>}
        </>
      }
    >
      {step && <Step run={run} step={step} onClose={() => setStep(null)} />}
      {write.error && <Failure error={write.error} />}
      {live && <Progress run={run} />}
      {run.message && <p className="doubt">{run.message}</p>}
      {run.summary && <Answer run={run} summary={run.summary} />}
      {run.verified && <Verified run={run} verified={run.verified} holds={holds} />}
      {run.summary && public_ && <CutoffChart run={run} />}
      {run.summary && !public_ && <p className="section-note">{t("run.cutoffs-later")}</p>}
      {run.summary && holds && <Outcomes run={run} />}
      <Files run={run} holds={holds} />
      <Section title={t("history")}>
        <ol className="history">
          {run.history.map((one) => (
            <li key={one.at + one.action}>
              <b>{say(one.words)}</b> <span>{one.by}</span> <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
              {one.note && <p>{one.note}</p>}
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  ); // prettier-ignore
}

function Progress({ run }: { run: Filing }) {
  const { t } = useTranslation("seasons");
  const job = useJob(run.job);
  const stages = ["inputs", "allocate", "verify", "store"];
  const now = stages.indexOf(job.data?.stage ?? "");
  const share = job.data?.total ? job.data.done / job.data.total : null;
  return (
    <div aria-live="polite">
      <p>{t(`stage.${now < 0 ? "waiting" : stages[now]}`)}</p>
      <div className={share === null ? "progress unknown" : "progress"}>
        <i style={share === null ? undefined : { width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** The sentence with its figures, and each round that the run went through. */
function Answer({ run, summary }: { run: Filing; summary: NonNullable<Filing["summary"]> }) {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const own = summary.rounds.find((one) => one.batch === run.batch && one.round === run.round);
  return (
    <Section title={t("run.answer")}>
      {own && (
        <p className="run-sentence">
          {t("run.sentence", {
            candidates: n(own.candidates),
            preferences: n(own.preferences),
            admitted: n(own.admitted),
            places: n(own.places),
            left: n(own.places - own.admitted),
            duration: formatDuration(summary.milliseconds, language),
          })}
        </p>
      )}
      {summary.leftOut > 0 && <p className="doubt">{t("run.left-out", { count: summary.leftOut })}</p>}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t("run.rounds")}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t("run.rounds")}</th>
              {(["candidates", "preferences", "places", "admitted"] as const).map((key) => (
                <th key={key} scope="col" className="n">
                  {t(`run.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summary.rounds.map((one: RoundCount) => (
              <tr key={`${one.batch} ${one.round}`}>
                <th scope="row">
                  {batchName(one.batch)} · {t("round", { round: one.round })}
                </th>
                <td className="n">{n(one.candidates)}</td>
                <td className="n">{n(one.preferences)}</td>
                <td className="n">{n(one.places)}</td>
                <td className="n">{n(one.admitted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** What the independent verifier looked at, line by line. */
function Verified(props: { run: Filing; verified: NonNullable<Filing["verified"]>; holds: boolean }) {
  const { run, verified } = props;
  const { t } = useTranslation("seasons");
  const say = useSay();
  const language = useLanguage();
  const write = useWrite<{ job: string }>();
  const job = useJob(write.data?.job);
  return (
    <Section
      title={t(verified.breaches.length === 0 ? "verify.right" : "verify.wrong", {
        count: verified.breaches.length,
      })}
      note={t("verify.note", { time: formatDate(verified.at, language, true) })}
      aside={
        props.holds && (
          <button
            type="button"
            className="button small"
            disabled={write.isPending || isLive(job.data?.state)}
            onClick={() => write.mutate({ path: `/api/filings/${run.id}/verify` })}
          >
            {t(isLive(job.data?.state) ? "verify.running" : "verify.again")}
          </button>
        )
      }
    >
      {verified.breaches.length > 0 && (
        <ul className="failure">
          {verified.breaches.slice(0, 30).map((one, i) => (
            <li key={i}>
              <b>{one.rule}</b> {say(one)}
            </li>
          ))}
        </ul>
      )}
      <ol className="verify-lines">
        {verified.checks.map((one) => (
          <li key={one.rule} className={one.breaches === 0 ? "" : "wrong"}>
            <span aria-hidden="true">{one.breaches === 0 ? "✓" : "✗"}</span>
            <span>{say(one)}</span>
            <small className="num">
              {t("verify.line", { examined: formatNumber(one.examined, language), count: one.breaches })}
            </small>
          </li>
        ))}
      </ol>
      {verified.absent.length > 0 && (
        <p className="section-note">{t("verify.absent", { files: formatList(verified.absent, language) })}</p>
      )}
      {write.error && <Failure error={write.error} />}
    </Section>
  );
}

function Files({ run, holds }: { run: Filing; holds: boolean }) {
  const { t } = useTranslation("seasons");
  const write = useWrite<{ job: string }>();
  const language = useLanguage();
  if (run.files.length === 0) return null;
  const small = run.summary?.alike;
  return (
    <Section
      title={t("files.title")}
      note={t("files.note")}
      aside={run.state === "confirmed" && holds && <a href={`/api/filings/${run.id}/admitted.xlsx`} download>{t("files.admitted")}</a>}
    >
      <ul className="downloads">
        {run.files.map((file) => (
          <li key={file.name}>
            {holds ? <a href={`/api/filings/${run.id}/files/${file.name}`} download>{file.name}</a> : <b>{file.name}</b>}
            <small>
              {formatBytes(file.bytes)} · <abbr title={file.sha256}>SHA-256 {file.sha256.slice(0, 12)}…</abbr> {file.open && <span className="tag">{t("files.open")}</span>}
            </small>
          </li>
        ))}
      </ul>
      {holds && ["announced", "confirmed"].includes(run.state) && !run.files.some(({ open }) => open) && small && (
        <details>
          <summary>{t("files.publish")}</summary>
          <p className="doubt">{t("files.warning", { alone: formatNumber(small.alone, language), below: formatNumber(small.belowFive, language), candidates: formatNumber(small.candidates, language) })}</p>
          <button type="button" className="button" disabled={write.isPending} onClick={() => write.mutate({ path: `/api/filings/${run.id}/open-files` })}>
            {t("files.publish-do")}
          </button>
          {write.error && <Failure error={write.error} />}
        </details>
      )}
      {run.manifest && (
        <details>
          <summary>{t("files.manifest")}</summary>
          <pre className="json">{JSON.stringify(run.manifest, null, 2)}</pre>
        </details>
      )}
    </Section>
  ); // prettier-ignore
}

/** A step of two persons: its words, for the announcement its days, for a withdrawal its reason. */
function Step({ run, step, onClose }: { run: Filing; step: FilingStep; onClose: () => void }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const write = useWrite();
  // the step is gone from what may follow as soon as it is taken
  const [words] = useState(() => run.next.find((one) => one.step === step)!.words);
  const title = asTitle(say(words));
  const reason = step === "withdraw";
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p className="step-words">{t(`run-step.${step}`)}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const days = form.get("days");
          write.mutate(
            {
              path: `/api/filings/${run.id}/${step}`,
              etag: run.etag,
              body: { note: String(form.get("note") ?? ""), ...(days ? { days: Number(days) } : {}) },
            },
            { onSuccess: onClose },
          );
        }}
      >
        {step === "announce" && (
          <label>
            <span>{t("run.days")}</span>
            <input name="days" type="number" min={5} max={60} placeholder="5" />
          </label>
        )}
        <label>
          <span>{t(reason ? "reason" : "note")}</span>
          <textarea name="note" rows={3} maxLength={2000} required={reason} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className={reason ? "button danger" : "button primary"} disabled={write.isPending}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  ); // prettier-ignore
}
