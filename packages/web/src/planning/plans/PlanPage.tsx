import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { call } from "../../api/client.ts";
import { isLive, useJob } from "../../api/jobs.ts";
import { useMe } from "../../api/session.ts";
import { formatBytes, formatDate, formatDuration, formatNumber, formatSigned } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { StepDialog } from "../pieces/StepDialog.tsx";
import {
  useEdits,
  usePlan,
  usePlanAction,
  usePlanConflict,
  usePlanLimits,
  type Plan,
  type PlanStep,
} from "./api.ts";
import { Changes } from "./Changes.tsx";
import { PlanSentence, PlanShifts, PlanWorth } from "./PlanAnswer.tsx";
import { Limits, PlanTag } from "./pieces.tsx";
import { say } from "./words.ts";
import "../planning.css";
import "./plans.css"; // prettier-ignore

const STAGES = ["read", "network", "solve", "compare", "explain", "store"];

/** Question: what does this plan change, what is it worth, what holds it back — and its next step. */
export function Component() {
  const { t } = useTranslation("plans");
  const { id } = useParams();
  const found = usePlan(id);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <PlanRecord
      plan={found.data}
      crumbs={[
        { name: t("shell:place.plans"), path: `/plans?round=${found.data.round.id}` },
        { name: found.data.round.title },
      ]}
    />
  );
}

function PlanRecord({ plan, crumbs }: { plan: Plan; crumbs: { name: string; path?: string }[] }) {
  const { t } = useTranslation("plans");
  const me = useMe();
  const act = usePlanAction(plan.id);
  const [step, setStep] = useState<PlanStep | null>(null);
  const user = me.data?.user;
  // cities read what their province plans
  const may = ["planner", "administrator"].includes(user?.role ?? "") && user?.region === plan.region;
  const live = isLive(plan.solving);
  const workable = may && !live && ["draft", "open"].includes(plan.state);
  const ready = plan.summary !== null;
  return (
    <Page
      title={plan.name}
      crumbs={crumbs}
      lead={
        <>
          <PlanTag plan={plan} /> {plan.createdBy}
          {plan.sample && <span className="tag shortage sample-tag">{t("sample")}</span>}
        </>
      }
      actions={
        <>
          {ready && <Link className="button primary" to={`/plans/${plan.id}/edit`}>{t(workable ? "plan.edit" : "plan.look")}</Link>}
          {ready && (plan.proposals > 0 || plan.state === "open") && (
            <Link className="button" to={`/plans/${plan.id}/proposals`}>{t("plan.proposals", { count: plan.unanswered })}</Link>
          )}
          {workable && (
            <button type="button" className="button" disabled={act.isPending} onClick={() => act.mutate({ action: "solve", etag: plan.etag })}>
              {t("plan.solve")}
            </button>
          )}
          {may && !live && (
            <Link className="button" to={`/plans?round=${plan.round.id}&from=${plan.id}`}>{t("plan.start-from")}</Link>
          )}
          {live && may && (
            <button type="button" className="button danger" onClick={() => act.mutate({ action: "cancel" })}>{t("plan.cancel")}</button>
          )}
          {may && !live && plan.next.filter((next) => ready || next === "withdraw").map((next) => (
            <button key={next} type="button" className={next === "withdraw" ? "button danger" : "button"} onClick={() => setStep(next)}>
              {t(`step.${next}`)}
            </button>
          ))}
          {plan.files.length > 0 && <Link className="button" to={`/public/plans/${plan.id}`}>{t("plan.public")}</Link>}
        </>
      }
    >
      {step && <Step plan={plan} step={step} onClose={() => setStep(null)} />}
      {act.error && <Failure error={act.error} />}
      {live && <Progress plan={plan} />}
      {plan.message && <p className="doubt">{plan.message}</p>}
      {plan.solving === "conflict" && <ConflictList plan={plan} />}
      {plan.summary && <Answer plan={plan} summary={plan.summary} />}
      <History plan={plan} />
    </Page>
  );
} // prettier-ignore

function Progress({ plan }: { plan: Plan }) {
  const { t } = useTranslation("plans");
  const job = useJob(plan.job);
  const now = STAGES.indexOf(job.data?.stage ?? "");
  return (
    <ol className="steps" aria-live="polite">
      {STAGES.map((stage, i) => (
        <li key={stage} className={i < now ? "past" : i === now ? "now" : ""}>
          <span>{i + 1}</span>
          {t(`stage.${stage}`)}
        </li>
      ))}
    </ol>
  );
}

function ConflictList({ plan }: { plan: Plan }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const found = usePlanConflict(plan);
  return (
    <Section title={t("conflict.title")} note={t("conflict.note")}>
      {found.isPending && <Loading rows={3} />}
      {found.error && <Failure error={found.error} />}
      {found.data && (
        <ul className="plan-clash">
          {found.data.limits.map((limit) => (
            <li key={limit.id}>
              <b>{say(limit.words, language)}</b>
              {limit.nearest !== null && (
                <span>{t("conflict.nearest", { limit: formatNumber(limit.limit, language), nearest: formatNumber(limit.nearest, language) })}</span>
              )}
              {limit.nearest === null && <span>{t(limit.count > 1 ? "conflict.many" : "conflict.not-alone")}</span>}
              {limit.examples.length > 0 && (
                <details>
                  <summary>{t("conflict.examples", { count: limit.examples.length })}</summary>
                  <ul>
                    {limit.examples.map((one) => <li key={one.zh}>{say(one, language)}</li>)}
                  </ul>
                </details>
              )}
              <Link to={limit.change}>{t(`change.${limit.kind}`)}</Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
} // prettier-ignore

function Answer({ plan, summary }: { plan: Plan; summary: NonNullable<Plan["summary"]> }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const { totals } = summary;
  const broken = usePlanLimits(plan, "broken");
  const tight = usePlanLimits(plan, "tight");
  return (
    <>
      <PlanSentence plan={plan} summary={summary} />
      <PlanShifts plan={plan} summary={summary} />
      <div className="plan-two">
        <PlanWorth plan={plan} summary={summary} />
        <Section title={t("plan.levels")}>
          <div className="table-scroll" tabIndex={0}>
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{t("editor.level")}</th>
                  {["scale", "last", "seats", "off"].map((key) => <th key={key} scope="col" className="n">{t(`level.${key}`)}</th>)}
                </tr>
              </thead>
              <tbody>
                {totals.levels.map((line) => (
                  <tr key={line.level}>
                    <th scope="row">{t(`shell:level.${line.level}`)}</th>
                    <td className="n">{line.scale === null ? "—" : n(line.scale)}</td>
                    <td className="n">{n(line.last)}</td>
                    <td className="n">{n(line.seats)}</td>
                    <td className={`n ${line.scale !== null && line.seats !== line.scale ? "bad" : ""}`}>
                      {line.scale === null ? "—" : line.seats === line.scale ? "0" : formatSigned(line.seats - line.scale, language)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      </div>
      {summary.broken.length > 0 && (
        <Section title={t("plan.broken", { count: summary.broken.length })} note={t("plan.broken-note")}>
          {broken.data && <Limits limits={broken.data.limits} />}
        </Section>
      )}
      <Changes plan={plan} />
      <Section title={t("plan.tight")} note={t("plan.tight-note")}>
        {tight.error && <Failure error={tight.error} />}
        {tight.data && tight.data.limits.length === 0 && <p>{t("plan.tight-none")}</p>}
        {tight.data && <Limits limits={tight.data.limits.slice(0, 15)} />}
      </Section>
      {summary.notes.length > 0 && (
        <Section title={t("plan.notes")}>
          <ul className="notes">
            {summary.notes.map((note) => <li key={note.key}>{t(`note.${note.key}`, { count: note.count })}</li>)}
          </ul>
        </Section>
      )}
    </>
  );
} // prettier-ignore

function History({ plan }: { plan: Plan }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const edits = useEdits(plan);
  const [job, setJob] = useState<string | null>(null);
  const check = useJob(job);
  const result = check.data?.result as { input: boolean; differing: number[]; seats: boolean; altered: string[]; steps: number } | null | undefined;
  const right = result && result.input && result.seats && result.differing.length === 0 && result.altered.length === 0;
  return (
    <>
      <Section title={t("plan.history")}>
        <ol className="history">
          {plan.actions.map((action) => (
            <li key={action.at + action.action}>
              <b>{t(`action.${action.action}`)}</b> <span>{action.by}</span> <time dateTime={action.at}>{formatDate(action.at, language, true)}</time>
              {action.note && <p>{action.note}</p>}
            </li>
          ))}
        </ol>
        {edits.data && edits.data.items.length > 0 && (
          <details>
            <summary>{t("plan.edits", { count: edits.data.items.length })}</summary>
            <ol className="history">
              {edits.data.items.map((edit) => (
                <li key={edit.seq}>
                  <b>{t(`edit.${edit.kind}`, { count: edit.count })}</b> <span>{edit.by}</span> <time dateTime={edit.at}>{formatDate(edit.at, language, true)}</time>{" "}
                  {edit.valueBefore !== null && edit.valueAfter !== null && <span className="num">{formatSigned(Math.round((edit.valueAfter - edit.valueBefore) * 100) / 100, language)}</span>}
                  {edit.note && <p>{edit.note}</p>}
                </li>
              ))}
            </ol>
          </details>
        )}
      </Section>
      {plan.manifest && plan.summary && (
        <Section
          title={t("plan.manifest")}
          note={t("plan.manifest-note", { duration: formatDuration(plan.summary.milliseconds, language) })}
          aside={<Link to={`/cycles/${plan.cycleId}`}>{t("plan.cycle")}</Link>}
        >
          <p>
            <button type="button" className="button" disabled={isLive(check.data?.state)} onClick={() => void call<{ job: string }>(`/api/plans/${plan.id}/verify`, { method: "POST" }).then((started) => setJob(started.job))}>
              {t("plan.verify")}
            </button>{" "}
            <span role="status">
              {isLive(check.data?.state) && t("plan.verifying")}
              {check.data?.state === "failed" && check.data.message}
              {right && t("plan.verified", { count: result.steps })}
              {result && !right && t("plan.differs", { steps: result.differing.join(", ") || "—", files: result.altered.join(", ") || "—" })}
            </span>
          </p>
          {plan.files.length > 0 && (
            <ul className="downloads">
              {plan.files.map((file) => (
                <li key={file.name}>
                  <a href={`/api/public/plans/${plan.id}/files/${file.name}`} download>{t(`file.${file.name}`)}</a>
                  <small>{file.name} {formatBytes(file.bytes)}</small>
                </li>
              ))}
            </ul>
          )}
          <details>
            <summary>{t("plan.parameters")}</summary>
            <pre className="json">{JSON.stringify(plan.manifest, null, 2)}</pre>
          </details>
        </Section>
      )}
    </>
  );
} // prettier-ignore

function Step({ plan, step, onClose }: { plan: Plan; step: PlanStep; onClose: () => void }) {
  const { t } = useTranslation("plans");
  const act = usePlanAction(plan.id);
  return (
    <StepDialog
      title={t(`step.${step}`)}
      words={<p>{t(`step.${step}-words`)}</p>}
      note={t("step.note")}
      cancel={t("step.cancel")}
      submit={t(`step.${step}-do`)}
      danger={step === "withdraw"}
      pending={act.isPending}
      error={act.error}
      onSubmit={(note) => act.mutate({ action: step, etag: plan.etag, note }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
