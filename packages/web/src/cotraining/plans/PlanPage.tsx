import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Differences } from "../agreements/Differences.tsx";
import { Findings } from "../agreements/pieces.tsx";
import { Signatures } from "../agreements/Signatures.tsx";
import { RubricTable } from "../assessments/RubricForm.tsx";
import { History } from "../rounds/pieces.tsx";
import { figuresOf, isOvertaken, usePlan, usePlanWrite, type Plan, type PlanDocument } from "./api.ts";
import { Clauses } from "./Clauses.tsx";
import { Comments } from "./Comments.tsx";
import { Courses } from "./Courses.tsx";
import { Matrix } from "./Matrix.tsx";
import { Partners } from "./NewPlan.tsx";
import { Parts } from "./Parts.tsx";
import { Clashes } from "./Clashes.tsx";
import { mergePlans, type Clash } from "./merge.ts";
import { Hours, StateTag } from "./pieces.tsx";
import { Rubric } from "./Rubric.tsx"; // prettier-ignore

/** Record: a training plan: what waits, what stands against it, competences and courses, parts, comments, versions, team, resources. */
export function Component() {
  const { id } = useParams();
  const found = usePlan(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record of={found.data} latest={async () => (await found.refetch()).data} />;
}

/** What is written here and not saved yet, and the text on which it is written. */
interface Draft {
  document: PlanDocument;
  base: PlanDocument;
  etag: string;
}

function Record({ of, latest }: { of: Plan; latest: () => Promise<Plan | undefined> }) {
  const { t } = useTranslation("trainingPlans");
  const me = useMe();
  const [asked, setAsked] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  // others saved while this was written: what both changed; null = nobody did
  const [clashes, setClashes] = useState<Clash[] | null>(null);
  const write = usePlanWrite();
  const document = draft?.document ?? of.document;
  const changed = draft !== null && JSON.stringify(draft.document) !== JSON.stringify(of.document);
  const change = of.mayEdit ? (next: PlanDocument) => setDraft((before) => ({ base: of.document, etag: of.etag, ...before, document: next })) : null;
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [changed]);
  const done = () => {
    setDraft(null);
    setClashes(null);
    write.reset();
  };
  const onTop = async ({ document: own, base }: Draft) => {
    const now = await latest();
    if (!now) return;
    const merged = mergePlans(base, now.document, own);
    setDraft({ document: merged.document, base: now.document, etag: now.etag });
    setClashes(merged.clashes);
    write.reset();
  };
  const save = (mine: Draft) => {
    const { title, programme, cohortYear, alliance } = of;
    const onError = (error: Error) => { if (isOvertaken(error)) void onTop(mine); };
    write.mutate({ method: "PUT", path: `/${of.id}`, body: { title, programme, cohortYear, alliance, document: mine.document }, etag: mine.etag }, { onSuccess: done, onError });
  };
  const relevant = of.posts.filter(({ fits }) => fits.some((code) => of.programme.startsWith(code)));
  return (
    <Page
      title={of.title}
      crumbs={[{ name: t("title"), path: "/training-plans" }]}
      lead={<>{of.schoolName} · {of.partners.map(({ name }) => name).join("、")} · {of.programmeName} {of.programme} · {t("cohort", { year: of.cohortYear })} · {t("version", { n: of.no })} <StateTag of={of} /></>}
      actions={
        <>
          {of.maySign && <button type="button" className="button primary" onClick={() => setAsked("sign")}>{t("step.sign")}</button>}
          {of.actions.map((step) => (
            <button key={step} type="button" className={step === "propose" ? "button primary" : "button"} disabled={changed} title={changed ? t("save-first") : undefined} onClick={() => setAsked(step)}>{t(`step.${step}`)}</button>
          ))}
          <a className="button" href={`/api/training-plans/${of.id}/versions/${of.no}/plan.docx`} download>{t("word")}</a>
        </>
      }
    >
      {asked && <StepDialog of={of} step={asked} onClose={() => setAsked(null)} />}
      <Hours of={figuresOf(document)} />
      {of.mayEdit && <p className="doubt">{t("both-write")}</p>}
      {["draft", "proposed"].includes(of.state) && <Section title={t("check")} note={t("check-note")} id="plan"><Findings findings={of.findings.toSorted((a, b) => Number(a.level !== "block") - Number(b.level !== "block"))} /></Section>}
      <Section title={t("matrix")} note={t("matrix-note")} id="clause-competences"><Matrix of={document} posts={relevant} onChange={change} /></Section>
      <Section title={t("courses")} id="clause-courses"><Courses of={document} onChange={change} /></Section>
      <Section title={t("parts")}><Clauses of={document} library={of.library} onChange={change} /></Section>
      <Section title={t("assessment")} note={t("assessment-note")} id="clause-assessment">
        {change ? <RubricTable of={{ items: document.assessment, passMark: document.passMark }} onChange={({ items, passMark }) => change({ ...document, assessment: items, passMark })} /> : <Rubric of={document} />}
      </Section>
      {change && me.data?.user?.role === "school-officer" && (
        <Section title={t("partners")}>
          <div className="contract-form">
            <Partners of={document.partners} onChange={(partners) => change({ ...document, partners })} />
            <label className="plan-fact"><span>{t("years")}</span><input type="number" min={1} max={8} step={0.5} value={document.years} onChange={({ target }) => change({ ...document, years: Number(target.value) })} /></label>
          </div>
        </Section>
      )}
      {draft && (changed || write.error) && (
        <div className="plan-save" role="region" aria-label={t("unsaved")}>
          {write.error && !isOvertaken(write.error) && <Failure error={write.error} />}
          {clashes && <Clashes of={clashes} />}
          <span>{t("unsaved")}</span>
          <button type="button" className="button primary" disabled={write.isPending || !changed} onClick={() => save(draft)}>{t("save")}</button>
          <button type="button" className="button" onClick={done}>{t("discard")}</button>
        </div>
      )}
      <Section title={t("comments")} note={t("comments-note")}><Comments of={of} /></Section>
      <Parts of={of} latest={latest} />
      <Signatures of={of} path={`training-plans/${of.id}`} />
      {of.no > 1 && <Differences path={`training-plans/${of.id}`} no={of.no} />}
      <Section title={t("history")}><History entries={of.history} /></Section>
    </Page>
  );
} // prettier-ignore

const REASONED = ["return", "revise", "drop", "retire", "withdraw"];

function StepDialog({ of, step, onClose }: { of: Plan; step: string; onClose: () => void }) {
  const { t } = useTranslation("trainingPlans");
  const write = usePlanWrite();
  const [note, setNote] = useState("");
  const [read, setRead] = useState(false);
  const blocks = step === "propose" ? of.findings.filter(({ level }) => level === "block") : [];
  const warned = step === "propose" && of.findings.some(({ level }) => level === "warn");
  const needed = REASONED.includes(step) || warned;
  const take = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ path: `/${of.id}/${step}`, body: step === "sign" ? { sha256: of.sha256 } : { note }, etag: of.etag }, { onSuccess: onClose });
  };
  return (
    <Dialog label={t(`step.${step}`)} onClose={onClose}>
      <form className="form wider" onSubmit={take}>
        <h2>{t(`step.${step}`)}</h2>
        {blocks.length > 0 ? (
          <>
            <p>{t("blocked", { count: blocks.length })}</p>
            <div className="plan-blocks" tabIndex={0} role="region" aria-label={t("check")}><Findings findings={blocks} /></div>
          </>
        ) : step === "sign" ? (
          <>
            <p>{t("sign-words")}</p>
            <pre className="contract-text" tabIndex={0}>{of.text}</pre>
            <p className="hash">{of.sha256}</p>
            <label className="contract-tick"><input type="checkbox" checked={read} onChange={({ target }) => setRead(target.checked)} /> {t("have-read")}</label>
          </>
        ) : (
          <label>
            <span>{t(warned ? "reason-for-warnings" : needed ? "reason" : "note")}</span>
            <textarea rows={3} required={needed} value={note} onChange={({ target }) => setNote(target.value)} />
          </label>
        )}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          {blocks.length === 0 && <button className="button primary" disabled={write.isPending || (step === "sign" && !read)}>{t(`step.${step}`)}</button>}
          <button type="button" className="button" onClick={onClose}>{t("back")}</button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
