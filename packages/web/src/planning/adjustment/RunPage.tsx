import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useOutletContext, useParams } from "react-router";
import { isLive, useJob } from "../../api/jobs.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useScope } from "../../shell/scope.ts";
import { useIsOffice, useRun, useRunStep, type Run, type RunStep } from "./api.ts";
import { DemoMark, inLanguage, RunState } from "./pieces.tsx";
import { StepDialog } from "../pieces/StepDialog.tsx";
import { Answer, titleOf } from "./Runs.tsx";
import "../planning.css";
import "./adjustment.css";
import "./run.css";

export const useThisRun = (): Run => useOutletContext<Run>();

/** Record of a run: its state and the next step on top; cards, matrix, what is missing and how it was computed below. */
export function Component() {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { id } = useParams();
  const office = useIsOffice();
  const found = useRun(id);
  const [step, setStep] = useState<RunStep | null>(null);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const run = found.data;
  return (
    <Page
      title={titleOf(run, t)}
      crumbs={[{ name: t("shell:place.adjustments"), path: "/adjustments" }]}
      lead={
        <>
          <RunState run={run} />{" "}
          <Link to={`/rule-sets/${run.ruleSet.id}`}>
            {inLanguage(run.ruleSet.name, language)} · {t("version", { version: run.ruleSet.version })}
          </Link>{" "}
          {run.ruleSet.demo && <DemoMark />} · {t("run.facts-through", { year: run.year })}
          {office && (
            <>
              {" "}
              ·{" "}
              <Link to={`/cycles/${run.cycle.id}`}>
                {t("planning:cycle.name", { year: run.cycle.year ?? "—" })}
              </Link>
            </>
          )}
        </>
      }
      actions={
        <>
          {run.next.map((next, i) => (
            <button
              key={next}
              type="button"
              className={next === "withdraw" ? "button danger" : i === 0 ? "button primary" : "button"}
              onClick={() => setStep(next)}
            >
              {t(`step.${next}`)}
            </button>
          ))}
          {run.stage === "published" && (
            <Link className="button" to={`/public/decisions/${run.id}`}>
              {t("run.public-page")}
            </Link>
          )}
        </>
      }
    >
      {step && <Step run={run} step={step} onClose={() => setStep(null)} />}
      {isLive(run.state) && <Progress run={run} />}
      {run.state === "failed" && <p className="doubt">{run.message ?? t("run.failed")}</p>}
      {run.state === "done" && (
        <>
          <Answer run={run} />
          <p className="release-next">{t(run.round ? `next.${run.stage}` : "next.back-dated")}</p>
          <Tabs run={run} office={office} />
          <Outlet context={run} />
        </>
      )}
    </Page>
  );
}

const STAGES = ["read", "judge", "store"];

function Progress({ run }: { run: Run }) {
  const { t } = useTranslation("adjustment");
  const job = useJob(run.job);
  const now = STAGES.indexOf(job.data?.stage ?? "");
  return (
    <ol className="steps" aria-live="polite">
      {STAGES.map((stage, i) => (
        <li key={stage} className={i < now ? "past" : i === now ? "now" : ""}>
          <span>{i + 1}</span>
          {t(`run.stage.${stage}`)}
        </li>
      ))}
    </ol>
  );
}

function Tabs({ run, office }: { run: Run; office: boolean }) {
  const { t } = useTranslation("adjustment");
  const { to } = useScope();
  const base = `/adjustments/${run.id}`;
  const tabs = office
    ? ["", "matrix", "missing", run.round ? "objections" : "aftermath", "record"]
    : ["", "objections"];
  return (
    <nav className="tabs" aria-label={t("tab.label")}>
      {tabs.map((name) => (
        <NavLink key={name} end to={to(name ? `${base}/${name}` : base)}>
          {t(`tab.${name || "cards"}`)}
          {name === "objections" && run.unanswered > 0 && <b className="tab-count">{run.unanswered}</b>}
        </NavLink>
      ))}
    </nav>
  );
}

function Step({ run, step, onClose }: { run: Run; step: RunStep; onClose: () => void }) {
  const { t } = useTranslation("adjustment");
  const act = useRunStep(run.id);
  return (
    <StepDialog
      note={t("step.note")}
      cancel={t("cancel")}
      title={t(`step.${step}`)}
      words={
        <>
          <p>{t(`step.${step}-words`)}</p>
          {step === "decide" && run.unanswered > 0 && (
            <p className="doubt">{t("next.unanswered", { count: run.unanswered })}</p>
          )}
          {step === "publish" && run.ruleSet.demo && <p className="doubt">{t("demo-words")}</p>}
        </>
      }
      submit={t(`step.${step}-do`)}
      danger={step === "withdraw"}
      pending={act.isPending}
      error={act.error}
      onSubmit={(note) => act.mutate({ step, etag: run.etag, note: note.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
