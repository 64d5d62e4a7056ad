import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Tag, useSay } from "../rounds/pieces.tsx";
import { useAssessment, useWrite, type Assessment } from "./api.ts";
import { OutcomeForm, OutcomeWords } from "./OutcomeForm.tsx";
import { RubricForm } from "./RubricForm.tsx";

/** Record: one joint assessment: marks of both sides, what can follow, certificate, outcome. */
export function Component() {
  const { id = "" } = useParams();
  const found = useAssessment(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record of={found.data} />;
}

const WITH_NOTE: Readonly<Record<string, boolean>> = {
  dispute: true,
  object: true,
  answer: true,
  reopen: true,
};
const QUIET = ["dispute", "object", "fail", "reopen"];

function Record({ of }: { of: Assessment }) {
  const { t } = useTranslation("assessments");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<string | null>(null);
  const write = useWrite();
  const steps = of.actions.filter(({ step }) => step !== "revise");
  return (
    <Page title={`${of.name} · ${of.postName}`} crumbs={[{ name: t("title"), path: "/joint-assessments" }]} lead={<>{of.enterpriseName} · {of.schoolName} · {of.programmeName} <Tag state={of.state}>{say(of.stateName)}</Tag></>}>
      {step && <StepDialog of={of} step={step} onClose={() => setStep(null)} />}
      <p className="round-answer" role="status">
        {of.total === null ? t("no-total") : t("total", { total: of.total, pass: of.passMark })}
      </p>
      {steps.length > 0 && (
        <ul className="round-steps">
          {steps.map((one) => (
            <li key={one.step}>
              <button type="button" className={QUIET.includes(one.step) || one.against ? "button" : "button primary"} disabled={one.against !== null} onClick={() => setStep(one.step)}>
                {say(one.words)}
              </button>
              {one.against && <span>{say(one.against)}</span>}
            </li>
          ))}
        </ul>
      )}
      <Certificate of={of} />
      <Section title={t("marks")} note={t("marks-words")}>
        {of.actions.some((one) => one.step === "revise") ? (
          <>
            <RubricForm items={of.rubric} passMark={of.passMark} pending={write.isPending} onSave={(items, passMark) => write.mutate({ method: "PUT", path: `joint-assessments/${of.id}/rubric`, body: { items: items.map(({ key, name, weight, schoolShare, competence }) => ({ key, name, weight, schoolShare, competence })), passMark }, etag: of.etag })} />
            {write.error && <Failure error={write.error} />}
          </>
        ) : (
          <Marks of={of} />
        )}
      </Section>
      {(of.outcome || of.mayState) && (
        <Section title={t("outcome")} note={t("outcome-note")}>
          {of.outcome && <OutcomeWords outcome={of.outcome} />}
          {of.mayState && <OutcomeForm placement={of.placement} before={of.outcome} />}
        </Section>
      )}
      <Section title={t("history")}>
        <ol className="round-history">
          {of.history.map((entry, i) => (
            <li key={i}>
              <b>{say(entry.words)}</b> {entry.by} <time dateTime={entry.at}>{formatDate(entry.at, language, true)}</time>
              {entry.note && <p>{entry.note}</p>}
              {entry.digest && (
                <p>
                  <small>{t("digest")}</small> <code className="round-hash">{entry.digest}</code>
                </p>
              )}
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
} // prettier-ignore

function StepDialog({ of, step, onClose }: { of: Assessment; step: string; onClose: () => void }) {
  const { t } = useTranslation("assessments");
  const say = useSay();
  const write = useWrite();
  const [note, setNote] = useState("");
  const title = say(of.actions.find((one) => one.step === step)!.words);
  const path = step.replace("-complete", "-sign");
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <p>{t(`step.${path}`)}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path: `joint-assessments/${of.id}/${path}`, body: note.trim() ? { note: note.trim() } : {}, etag: of.etag }, { onSuccess: onClose });
        }}
      >
        {WITH_NOTE[step] && (
          <label>
            <span>{t("reason")}</span>
            <textarea rows={4} required value={note} onChange={(event) => setNote(event.target.value)} />
          </label>
        )}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("back")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore

/** Items with the marks of both sides; those that are the reader's to give are fields. */
function Marks({ of }: { of: Assessment }) {
  const { t } = useTranslation("assessments");
  const write = useWrite();
  const side = of.side;
  const mine = (schoolShare: number): boolean => of.mayScore && (side === "school" ? schoolShare > 0 : schoolShare < 100);
  const [given, setGiven] = useState<Record<string, string>>(Object.fromEntries(of.rubric.flatMap((item) => (side && item[side] ? [[item.key, String(item[side].score)]] : []))));
  const cell = (item: Assessment["rubric"][number], which: "school" | "enterprise") => {
    if ((which === "school" && item.schoolShare === 0) || (which === "enterprise" && item.schoolShare === 100)) return "—";
    if (side === which && mine(item.schoolShare))
      return <input type="number" required min={0} max={100} aria-label={t("score-of", { name: item.name })} value={given[item.key] ?? ""} onChange={(event) => setGiven({ ...given, [item.key]: event.target.value })} />;
    return item[which]?.score ?? <span className="faint">{t("not-shown")}</span>;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const items = of.rubric.filter(({ schoolShare }) => mine(schoolShare)).map(({ key }) => ({ key, score: Number(given[key]), remark: "" }));
        write.mutate({ method: "PUT", path: `joint-assessments/${of.id}/scores`, body: { items }, etag: of.etag });
      }}
    >
      <div className="rubric-scroll">
        <table className="rubric">
          <thead>
            <tr>
              <th scope="col">{t("item")}</th>
              <th scope="col">{t("weight")}</th>
              <th scope="col">{t("side.school")}</th>
              <th scope="col">{t("side.enterprise")}</th>
              <th scope="col">{t("mark")}</th>
            </tr>
          </thead>
          <tbody>
            {of.rubric.map((item) => (
              <tr key={item.key}>
                <th scope="row">
                  {item.name} {item.competence && <Tag state="">{t("competence")}</Tag>}
                </th>
                <td className="num">{item.weight} %</td>
                <td className="num">
                  {cell(item, "school")} <small>{item.schoolShare} %</small>
                </td>
                <td className="num">
                  {cell(item, "enterprise")} <small>{100 - item.schoolShare} %</small>
                </td>
                <td className="num">{item.total ?? "—"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {write.error && <Failure error={write.error} />}
      {of.mayScore && (
        <p className="rubric-buttons">
          <button type="submit" className="button primary" disabled={write.isPending}>
            {t("save-scores")}
          </button>
          <span role="status">{write.isSuccess ? t("saved") : ""}</span>
        </p>
      )}
    </form>
  );
} // prettier-ignore

function Certificate({ of }: { of: Assessment }) {
  const { t } = useTranslation("assessments");
  const language = useLanguage();
  const { certificate } = of;
  const [revoking, setRevoking] = useState(false);
  if (!certificate) return null;
  return (
    <Section title={t("certificate")} note={t("certificate-words")}>
      {revoking && <RevokeDialog certificate={certificate} onClose={() => setRevoking(false)} />}
      <dl className="facts">
        <dt>{t("number")}</dt>
        <dd className="num">{certificate.number}</dd>
        <dt>{t("grade")}</dt>
        <dd>
          {t(`grade.${certificate.grade}`)} · {certificate.total}
        </dd>
        <dt>{t("issued")}</dt>
        <dd>{formatDate(certificate.issuedOn, language)}</dd>
        <dt>{t("code")}</dt>
        <dd>
          <code className="round-hash">{certificate.hash}</code>
        </dd>
      </dl>
      {certificate.revoked ? (
        <p className="field-error">{t("revoked", { why: certificate.revokedReason })}</p>
      ) : (
        <p className="rubric-buttons">
          <a className="button" href={`/api/trainee-certificates/${certificate.id}/document`} download>
            {t("download")}
          </a>
          <a className="button" href={`/public/trainee-certificate?number=${certificate.number}&hash=${certificate.hash}`}>
            {t("check")}
          </a>
          {of.side === "school" && of.actions.length === 0 && (
            <button type="button" className="button" onClick={() => setRevoking(true)}>
              {t("revoke")}
            </button>
          )}
        </p>
      )}
    </Section>
  );
} // prettier-ignore

function RevokeDialog({ certificate, onClose }: { certificate: NonNullable<Assessment["certificate"]>; onClose: () => void }) {
  const { t } = useTranslation("assessments");
  const write = useWrite();
  const [reason, setReason] = useState("");
  return (
    <Dialog label={t("revoke")} onClose={onClose}>
      <h2>{t("revoke")}</h2>
      <p>{t("revoke-words")}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path: `trainee-certificates/${certificate.id}/revoke`, body: { reason }, etag: certificate.etag }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("reason")}</span>
          <textarea rows={4} required minLength={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {write.error && <Failure error={write.error} />}
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("revoke")}
        </button>
      </form>
    </Dialog>
  );
} // prettier-ignore
