import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatBytes, formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Upload } from "../../parts/Upload.tsx";
import { useSay } from "../pieces.tsx";
import { useActOnCredit, useChangeCredit, useCredit, type CreditRequest } from "./api.ts";
import { CreditTag } from "./pieces.tsx";

const AGAINST = ["refuse", "withdraw", "uphold"];
const GIVING = ["recognise", "overturn"];
const WITH_REASON = ["return", "refuse", "appeal", "uphold", "overturn"];

/** Record of a request: what is asked, the evidence, who decided and why; what may be done next. */
export function Component() {
  const { id } = useParams();
  const found = useCredit(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record request={found.data} onUploaded={() => void found.refetch()} />;
}

function Record({ request, onUploaded }: { request: CreditRequest; onUploaded: () => void }) {
  const { t } = useTranslation("pathways");
  const say = useSay();
  const language = useLanguage();
  const [step, setStep] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  return (
    <Page
      title={t("credits.rule-line", { source: request.source, course: request.course, credits: request.credits })}
      crumbs={[{ name: t("shell:place.credits"), path: "/credits" }]}
      lead={
        <>
          <CreditTag state={request.state} words={say(request.stateName)} /> {request.schoolName} · {request.programmeName}
          {request.person && ` · ${request.person}`}
          {request.sample && ` · ${t("sample")}`}
        </>
      }
      actions={
        <>
          {request.actions.map((one) => (
            <button
              key={one}
              type="button"
              className={AGAINST.includes(one) ? "button danger" : GIVING.includes(one) ? "button primary" : "button"}
              disabled={GIVING.includes(one) && request.against !== null}
              title={GIVING.includes(one) && request.against ? say(request.against) : undefined}
              onClick={() => setStep(one)}
            >
              {t(`credit-step.${one}`)}
            </button>
          ))}
          {request.mayEdit && (
            <button type="button" className="button" onClick={() => setEditing(true)}>
              {t("credits.edit")}
            </button>
          )}
        </>
      }
    >
      {step && <ActDialog request={request} step={step} onClose={() => setStep(null)} />}
      {editing && <EditDialog request={request} onClose={() => setEditing(false)} />}
      {request.against && request.actions.some((one) => GIVING.includes(one)) && <p className="doubt">{say(request.against)}</p>}
      <Section title={t("credits.asked")}>
        <dl className="facts">
          <dt>{t("rules.source")}</dt>
          <dd>
            {request.source} <span className="tag">{t(`source.${request.sourceKind}`)}</span>
          </dd>
          {request.needs && (
            <>
              <dt>{t("rules.needs")}</dt>
              <dd>{request.needs}</dd>
            </>
          )}
          <dt>{t("credits.statement")}</dt>
          <dd>{request.statement}</dd>
          <dt>{t("credits.key")}</dt>
          <dd>{request.evidenceKey}</dd>
        </dl>
      </Section>
      <Section title={t("credits.evidence")}>
        {request.files.length === 0 && <p>{t("credits.no-files")}</p>}
        <ul className="evidence-list">
          {request.files.map((file) => (
            <li key={file.id}>
              {file.state === "clean" ? <a href={`/api/credits/${request.id}/files/${file.id}`}>{file.name}</a> : file.name}{" "}
              <small>
                {formatBytes(file.bytes)} · {formatDate(file.createdAt, language)}
                {file.state !== "clean" && ` · ${t(`file.${file.state}`)}`}
              </small>
            </li>
          ))}
        </ul>
        {request.mayEdit && <Upload purpose="evidence" subject={`credit:${request.id}`} onUploaded={onUploaded} />}
      </Section>
      <Section title={t("history.title")}>
        <ol className="history">
          {request.history.map((entry) => (
            <li key={entry.at + entry.action}>
              <b>{say(entry.words)}</b>
              {entry.by && <span>{entry.by}</span>}
              <time dateTime={entry.at}>{formatDate(entry.at, language, true)}</time>
              {entry.note && <p>{entry.note}</p>}
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
} // prettier-ignore

function ActDialog({
  request,
  step,
  onClose,
}: {
  request: CreditRequest;
  step: string;
  onClose: () => void;
}) {
  const { t } = useTranslation("pathways");
  const act = useActOnCredit(request);
  const [note, setNote] = useState("");
  const withReason = WITH_REASON.includes(step);
  return (
    <Dialog label={t(`credit-step.${step}`)} onClose={onClose}>
      <h2>{t(`credit-step.${step}`)}</h2>
      <p>{t(`credit-words.${step}`)}</p>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ step, note }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t(withReason ? "act.reason" : "act.note")}</span>
          <textarea
            rows={4}
            maxLength={2000}
            required={withReason}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {act.error && <Failure error={act.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={act.isPending}>
            {t(`credit-step.${step}`)}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function EditDialog({ request, onClose }: { request: CreditRequest; onClose: () => void }) {
  const { t } = useTranslation("pathways");
  const change = useChangeCredit(request);
  const [statement, setStatement] = useState(request.statement);
  const [evidenceKey, setEvidenceKey] = useState(request.evidenceKey);
  return (
    <Dialog label={t("credits.edit")} onClose={onClose}>
      <h2>{t("credits.edit")}</h2>
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ statement, evidenceKey }, { onSuccess: onClose });
        }}
      >
        <label>
          <span>{t("credits.statement")}</span>
          <textarea
            required
            rows={4}
            maxLength={4000}
            value={statement}
            onChange={(event) => setStatement(event.target.value)}
          />
        </label>
        <label>
          <span>{t("credits.key")}</span>
          <input
            required
            minLength={2}
            maxLength={120}
            value={evidenceKey}
            onChange={(event) => setEvidenceKey(event.target.value)}
          />
        </label>
        {change.error && <Failure error={change.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={change.isPending}>
            {t("terms.save")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
