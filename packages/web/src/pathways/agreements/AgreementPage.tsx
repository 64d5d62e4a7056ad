import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useSay, useSpan, useYears } from "../pieces.tsx";
import { ActDialog } from "./ActDialog.tsx";
import { useAgreement, type Agreement, type AgreementEnd } from "./api.ts";
import { CohortSection } from "./CohortSection.tsx";
import { half, StateTag } from "./pieces.tsx";
import { TermsDialog } from "./TermsForm.tsx";
import "./agreements.css";

/** Record of an agreement for its schools and the office: where it stands, what may be done next, who did what. */
export function Component() {
  const { id } = useParams();
  return <Loaded id={id} open={false} />;
}

/** The same for anybody, once it stands: its terms, without what was said on the way. */
export function PublicRecord() {
  const { id } = useParams();
  return <Loaded id={id} open />;
}

function Loaded({ id, open }: { id: string | undefined; open: boolean }) {
  const found = useAgreement(id, open);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Record agreement={found.data} open={open} />;
}

const AGAINST = ["decline", "withdraw", "end"];
const SENDING_BACK = "return";

function Record({ agreement, open }: { agreement: Agreement; open: boolean }) {
  const { t } = useTranslation("pathways");
  const say = useSay();
  const language = useLanguage();
  const years = useYears();
  const span = useSpan();
  const fee = (value: number | null): string => span(value === null ? null : { from: value, to: value }, "yuan-year");
  const [step, setStep] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  const steps = open ? [] : agreement.actions;
  const forward = steps.find((one) => one !== SENDING_BACK && !AGAINST.includes(one));
  const title = `${agreement.lower.programmeName} → ${agreement.upper.programmeName}`;
  return (
    <Page
      title={title}
      crumbs={[
        { name: t("title"), path: "/pathways" },
        open
          ? { name: t("agreements.public"), path: "/public/agreements" }
          : { name: t("shell:place.agreements"), path: "/agreements" },
      ]}
      lead={
        <>
          <StateTag state={agreement.state} words={say(agreement.stateName)} /> {say(agreement.kindName)} ·{" "}
          {agreement.regionName}
          {agreement.document && ` · ${agreement.document}`}
          {agreement.sample && ` · ${t("sample")}`}
        </>
      }
      actions={
        <>
          {steps.map((one) => (
            <button key={one} type="button" className={AGAINST.includes(one) ? "button danger" : one === forward ? "button primary" : "button"} onClick={() => setStep(one)}>
              {t(`step.${one}`)}
            </button>
          ))}
          {agreement.mayEdit && (
            <button type="button" className="button" onClick={() => setEditing(true)}>
              {t("terms.edit")}
            </button>
          )}
          {!open && agreement.mayRenew && (
            <Link className="button" to={`/agreements/new?renews=${agreement.id}`}>
              {t("agreements.renew")}
            </Link>
          )}
        </>
      }
    >
      {step && <ActDialog agreement={agreement} step={step} onClose={() => setStep(null)} />}
      {editing && <TermsDialog agreement={agreement} onClose={() => setEditing(false)} />}
      {!open && <p className="section-note">{t(`next.${agreement.state}`)}</p>}
      {agreement.faults.map((fault) => (
        <p key={fault.field + fault.reason} className="field-error">
          {half(fault.reason, language)}
        </p>
      ))}
      {agreement.warnings.map((warning) => (
        <p key={warning.rule + warning.text.zh} className="doubt">
          {say(warning.text)} {/^[A-Z]/.test(warning.rule) && <small>{warning.rule}</small>}
        </p>
      ))}
      <Section title={t("terms.ends")} note={agreement.closeness ? t(`closeness.${agreement.closeness}`) : undefined}>
        <div className="agreement-ends">
          <End end={agreement.lower} words={`${t("terms.lower")} · ${years(agreement.lowerYears)}`} stage="secondary" />
          <span aria-hidden="true">→</span>
          <End end={agreement.upper} words={`${t("terms.upper")} · ${years(agreement.upperYears)}`} stage="college" />
        </div>
      </Section>
      <Section title={t("terms.title")}>
        <dl className="facts">
          <dt>{t("agreements.cohorts")}</dt>
          <dd>{agreement.lastCohort === null ? t("cohorts.from", { year: agreement.firstCohort }) : t("cohorts.span", { first: agreement.firstCohort, last: agreement.lastCohort })}</dd>
          {(["renews", "renewedBy"] as const).map(
            (which) =>
              agreement[which] && (
                <Fragment key={which}>
                  <dt>{t(which === "renews" ? "agreements.renews" : "agreements.renewed-by")}</dt>
                  <dd>
                    <Link to={`${open ? "/public" : ""}/agreements/${agreement[which]}`}>{t("agreements.see")}</Link>
                  </dd>
                </Fragment>
              ),
          )}
          <dt>{t("agreements.quota")}</dt>
          <dd>
            {t("persons", { value: formatNumber(agreement.quota, language) })}
            {agreement.seats !== null && <small> {t("terms.seats", { value: formatNumber(agreement.seats, language) })}</small>}
          </dd>
          <dt>{t("fact.tuition")}</dt>
          <dd>
            {t("terms.fees", { lower: fee(agreement.lowerTuition), upper: fee(agreement.upperTuition) })}
          </dd>
          <dt>{t("terms.conditions")}</dt>
          <dd>
            {agreement.conditions.length === 0 ? t("terms.no-conditions") : (
              <ul>
                {agreement.conditions.map((one) => (
                  <li key={one.key + one.words}>
                    {one.words}
                    {one.least !== null && ` · ${t("terms.least", { value: one.least })}`}
                  </li>
                ))}
              </ul>
            )}
          </dd>
          <dt>{t("terms.assessment")}</dt>
          <dd>
            {agreement.assessment.length === 0 ? t("terms.no-assessment") : (
              <ul>
                {agreement.assessment.map((one) => (
                  <li key={one.name}>
                    {one.name} {one.weight}%{one.least !== null && ` · ${t("terms.least", { value: one.least })}`}
                  </li>
                ))}
              </ul>
            )}
          </dd>
          {agreement.remark && (
            <>
              <dt>{t("terms.remark")}</dt>
              <dd>{agreement.remark}</dd>
            </>
          )}
        </dl>
      </Section>
      {!open && ["in-force", "ended"].includes(agreement.state) && <CohortSection agreement={agreement} />}
      <Section title={t("history.title")}>
        <ol className="history">
          {agreement.history.map((entry) => (
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

function End({ end, words, stage }: { end: AgreementEnd; words: string; stage: string }) {
  const programme = end.programme;
  return (
    <div className={stage}>
      <p>{programme ? <Link to={`/pathways/programmes/${programme}`}>{end.programmeName}</Link> : end.programmeName}</p>
      <p>{end.school ? <Link to={`/organisations/${end.school}`}>{end.schoolName}</Link> : end.schoolName}</p>
      <small>
        {words}
        {programme && ` · ${programme}`}
      </small>
    </div>
  );
} // prettier-ignore
