import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { History, useSay } from "../rounds/pieces.tsx";
import { useAgreement, useWrite, type Agreement, type Clause } from "./api.ts";
import { Cohort } from "./Cohort.tsx";
import { Differences } from "./Differences.tsx";
import { Findings, StateTag } from "./pieces.tsx";
import { Signatures } from "./Signatures.tsx";

/** Record: an agreement: what waits, what stands against it, its clauses, who has signed, what was changed. */
export function Component() {
  const { id } = useParams();
  const found = useAgreement(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record of={found.data} />;
}

function Record({ of }: { of: Agreement }) {
  const { t } = useTranslation("trainingAgreements");
  const language = useLanguage();
  const say = useSay();
  const [asked, setAsked] = useState<string | null>(null);
  const working = of.versions.find(({ no }) => no === of.no);
  const amending = of.state === "in-force" && working?.state !== "signed";
  const steps = [...of.actions, ...(amending && of.mayEdit ? ["amendment/propose", "amendment/drop"] : [])];
  return (
    <Page
      title={of.title}
      crumbs={[{ name: t("title"), path: "/training-agreements" }]}
      lead={<>{say(of.kindName)} · {of.schoolName} · {of.enterpriseName} · {formatDate(of.fromOn, language)} – {formatDate(of.toOn, language)} · {t("so-many", { n: of.people })} <StateTag of={of} /></>}
      actions={
        <>
          {of.maySign && <button type="button" className="button primary" onClick={() => setAsked("sign")}>{t("step.sign")}</button>}
          {of.mayEdit && <Link className="button" to={`/training-agreements/${of.id}/edit`}>{t("figures")}</Link>}
          {steps.map((step) => (
            <button key={step} type="button" className={step.endsWith("propose") ? "button primary" : "button"} onClick={() => setAsked(step)}>{t(`step.${step}`)}</button>
          ))}
          {of.mayAmend && <button type="button" className="button" onClick={() => setAsked("amend")}>{t("step.amend")}</button>}
          <a className="button" href={`/api/training-agreements/${of.id}/versions/${of.no}/contract.docx`} download>{t("word")}</a>
        </>
      }
    >
      {asked && <StepDialog of={of} step={asked} onClose={() => setAsked(null)} />}
      {of.mayEdit && <Section title={t("check")} note={t("check-note")}><Findings findings={of.findings} /></Section>}
      <Signatures of={of} path={`training-agreements/${of.id}`} />
      {of.no > 1 && <Differences path={`training-agreements/${of.id}`} no={of.no} />}
      <Section title={t("clauses")} note={t("version", { n: of.no })}>
        <Clauses key={of.etag} of={of} />
      </Section>
      <Cohort of={of} />
      <Section title={t("history")}><History entries={of.history} /></Section>
    </Page>
  );
} // prettier-ignore

/** The clauses as they are signed; while it is drafted each can be changed, left out, taken in again, and more be added. */
function Clauses({ of }: { of: Agreement }) {
  const { t } = useTranslation("trainingAgreements");
  const say = useSay();
  const write = useWrite();
  const [clauses, setClauses] = useState<Clause[]>(of.clauses);
  const changed = JSON.stringify(clauses) !== JSON.stringify(of.clauses);
  const left = of.library.filter(({ key }) => !clauses.some((one) => one.key === key));
  const set = (key: string, more: Partial<Clause>) => setClauses((before) => before.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const save = () => {
    const { title, programme, cohortYear, people, fromOn, toOn, alliance, terms } = of;
    write.mutate({ method: "PUT", path: `/${of.id}`, body: { title, programme, cohortYear, people, fromOn, toOn, alliance, terms, clauses }, etag: of.etag });
  };
  if (!of.mayEdit)
    return (
      <ol className="contract-clauses">
        {of.clauses.map((one) => (
          <li key={one.key} id={`clause-${one.key}`}>
            <h3>{one.title}</h3>
            <p>{one.text}</p>
          </li>
        ))}
      </ol>
    );
  return (
    <>
      <ol className="contract-clauses">
        {clauses.map((one) => {
          const known = of.library.find(({ key }) => key === one.key);
          return (
            <li key={one.key} id={`clause-${one.key}`}>
              <h3>
                {known ? one.title : <input aria-label={t("clause-title")} value={one.title} onChange={({ target }) => set(one.key, { title: target.value })} />}
                {known?.needed && <span className="tag blue">{t("needed")}</span>}
              </h3>
              <textarea aria-label={one.title} rows={3} value={one.text} onChange={({ target }) => set(one.key, { text: target.value })} />
              <small>
                {known?.basis}{" "}
                <button type="button" className="button small" title={known && say(known.without)} onClick={() => setClauses((before) => before.filter(({ key }) => key !== one.key))}>{t("leave-out")}</button>
              </small>
            </li>
          );
        })}
      </ol>
      {left.map((one) => (
        <p key={one.key} className="doubt">
          {t("left-out", { title: one.title })} {say(one.without)}{" "}
          <button type="button" className="button small" onClick={() => setClauses((before) => [...before, { key: one.key, title: one.title, text: "" }])}>{t("take-in")}</button>
        </p>
      ))}
      <div className="actions">
        <button type="button" className="button" onClick={() => setClauses((before) => [...before, { key: freeKey(before), title: t("own-clause"), text: "" }])}>{t("add-clause")}</button>
        <button type="button" className="button primary" disabled={!changed || write.isPending} onClick={save}>{t("save-clauses")}</button>
      </div>
      {write.error && <Failure error={write.error} />}
    </>
  );
} // prettier-ignore

function freeKey(clauses: readonly Clause[]): string {
  for (let i = 1; ; i++) if (!clauses.some(({ key }) => key === `own-${i}`)) return `own-${i}`;
}

const REASONED = ["return", "end", "amend"];

function StepDialog({ of, step, onClose }: { of: Agreement; step: string; onClose: () => void }) {
  const { t } = useTranslation("trainingAgreements");
  const write = useWrite();
  const [note, setNote] = useState("");
  const [ending, setEnding] = useState("");
  const [read, setRead] = useState(false);
  const body = step === "sign" ? { sha256: of.sha256 } : step === "amend" ? { reason: note } : { note, ...(step === "end" ? { ending } : {}) };
  const take = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ path: `/${of.id}/${step}`, body, etag: of.etag }, { onSuccess: onClose });
  };
  return (
    <Dialog label={t(`step.${step}`)} onClose={onClose}>
      <form className="form wider" onSubmit={take}>
        <h2>{t(`step.${step}`)}</h2>
        {step === "sign" ? (
          <>
            <p>{t("sign-words")}</p>
            <pre className="contract-text" tabIndex={0}>{of.text}</pre>
            <p className="hash">{of.sha256}</p>
            <label className="contract-tick"><input type="checkbox" checked={read} onChange={({ target }) => setRead(target.checked)} /> {t("have-read")}</label>
          </>
        ) : (
          <>
            {step === "end" && (
              <label>
                <span>{t("ending")}</span>
                <select required value={ending} onChange={({ target }) => setEnding(target.value)}>
                  <option value="">—</option>
                  {(["expired", "agreed", "breach"] as const).map((one) => <option key={one} value={one}>{t(`ending.${one}`)}</option>)}
                </select>
              </label>
            )}
            <label>
              <span>{t(REASONED.includes(step) ? "reason" : "note")}</span>
              <textarea rows={3} required={REASONED.includes(step)} value={note} onChange={({ target }) => setNote(target.value)} />
            </label>
          </>
        )}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button className="button primary" disabled={write.isPending || (step === "sign" && !read)}>{t(`step.${step}`)}</button>
          <button type="button" className="button" onClick={onClose}>{t("back")}</button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
