import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { History, useSay } from "../rounds/pieces.tsx";
import { usePlacement, useWrite, type Finding, type Placement } from "./api.ts";
import { Findings, stands, VerdictTag } from "./pieces.tsx";

const QUIET = ["suspend", "break-off", "cancel"];

/** Record: one placement: whether it is lawful and why not, what can follow, exceptions, history of its checks. */
export function Component() {
  const { id = "" } = useParams();
  const found = usePlacement(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record of={found.data} />;
}

function Record({ of }: { of: Placement }) {
  const { t } = useTranslation("placements");
  const language = useLanguage();
  const say = useSay();
  const [step, setStep] = useState<string | null>(null);
  const [except, setExcept] = useState<Finding | null>(null);
  const excusable = of.findings.filter((one) => one.state === "warned" || (one.state === "broken" && one.exemption !== "none"));
  return (
    <Page
      title={`${of.personName} · ${of.postName}`}
      crumbs={[{ name: t("title"), path: "/placements" }]}
      lead={<>{of.enterpriseName} · {of.schoolName} · {formatDate(of.from, language)} – {formatDate(of.to, language)} <span className="tag">{say(of.stateName)}</span> <VerdictTag of={of.verdict} /></>}
      actions={
        <>
          {of.mayEdit && <Link className="button" to={`/placements/${of.id}/edit`}>{t("edit")}</Link>}
          {of.actions.map((one) => (
            <button key={one} type="button" className={QUIET.includes(one) ? "button" : "button primary"} onClick={() => setStep(one)}>{t(`step.${one}`)}</button>
          ))}
        </>
      }
    >
      {step && <StepDialog of={of} step={step} onClose={() => setStep(null)} />}
      {except && <ExceptionDialog of={of} finding={except} onClose={() => setExcept(null)} />}
      <dl className="facts">
        <dt>{t("mentor")}</dt><dd>{of.mentorName || "—"}</dd>
        <dt>{t("teacher")}</dt><dd>{of.teacherName || "—"}</dd>
        {of.agreement && <><dt>{t("agreement")}</dt><dd><Link to={`/training-agreements/${of.agreement}`}>{t("open-agreement")}</Link></dd></>}
      </dl>
      {of.findings.length > 0 && (
        <Section title={t("findings")} note={of.findings.some(stands) ? t("findings-stop") : undefined}>
          <Findings findings={of.findings} />
          {of.mayEdit && excusable.map((one) => (
            <p key={one.rule}>
              <button type="button" className="button" onClick={() => setExcept(one)}>{t("except", { rule: one.rule })}</button>
            </p>
          ))}
        </Section>
      )}
      {of.exceptions.length > 0 && (
        <Section title={t("exceptions")}>
          <ul className="gate-findings">
            {of.exceptions.map((one, i) => (
              <li key={i}>
                <span className="tag blue">{one.rule}</span>
                <p>{one.reason} <small>{one.approver} · {one.record} · {formatDate(one.on, language)}</small></p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {of.checks.length > 0 && (
        <Section title={t("checks")}>
          <ul className="gate-findings">
            {of.checks.map((one, i) => (
              <li key={i}>
                <VerdictTag of={one.verdict} />
                <div>
                  <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
                  {one.findings.filter(({ state }) => state !== "passed" && state !== "outside").map((finding) => <p key={finding.rule}><small>{say(finding)}</small></p>)}
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("history")}>
        <History entries={of.history} />
      </Section>
    </Page>
  );
} // prettier-ignore

function StepDialog({ of, step, onClose }: { of: Placement; step: string; onClose: () => void }) {
  const { t } = useTranslation("placements");
  const write = useWrite();
  const [note, setNote] = useState("");
  return (
    <Dialog label={t(`step.${step}`)} onClose={onClose}>
      <form className="form" onSubmit={(event) => { event.preventDefault(); write.mutate({ path: `placements/${of.id}/${step}`, body: { note }, etag: of.etag }, { onSuccess: onClose }); }}>
        <h2>{t(`step.${step}`)}</h2>
        <label>
          <span>{t(QUIET.includes(step) ? "reason" : "note")}</span>
          <textarea rows={3} value={note} required={QUIET.includes(step)} onChange={({ target }) => setNote(target.value)} />
        </label>
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button className="button primary" disabled={write.isPending}>{t(`step.${step}`)}</button>
          <button type="button" className="button" onClick={onClose}>{t("back")}</button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore

function ExceptionDialog({ of, finding, onClose }: { of: Placement; finding: Finding; onClose: () => void }) {
  const { t } = useTranslation("placements");
  const say = useSay();
  const write = useWrite();
  const [given, setGiven] = useState({ reason: "", approver: "", record: "", on: "" });
  const field = (key: keyof typeof given, type = "text") => (
    <label>
      <span>{t(`exception.${key}`)}</span>
      <input type={type} required value={given[key]} onChange={({ target }) => setGiven({ ...given, [key]: target.value })} />
    </label>
  );
  return (
    <Dialog label={t("exceptions")} onClose={onClose}>
      <form className="form wider" onSubmit={(event) => { event.preventDefault(); write.mutate({ path: `placements/${of.id}/exceptions`, body: { rule: finding.rule, ...given }, etag: of.etag }, { onSuccess: onClose }); }}>
        <h2>{t("except", { rule: finding.rule })}</h2>
        <p>{say(finding)}</p>
        {field("reason")}
        {field("approver")}
        {field("record")}
        {field("on", "date")}
        {write.error && <Failure error={write.error} />}
        <div className="actions">
          <button className="button primary" disabled={write.isPending}>{t("record-it")}</button>
          <button type="button" className="button" onClick={onClose}>{t("back")}</button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
