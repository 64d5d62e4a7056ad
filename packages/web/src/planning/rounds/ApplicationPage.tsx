import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatBytes, formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { ActDialog } from "./ActDialog.tsx";
import { useApplication, type Application, type Enterprise, type Field, type FormValue } from "./api.ts";
import { Objections } from "./ObjectionList.tsx";
import { Due, EvidenceTable, StateTag, useSay, useSubject } from "./pieces.tsx";
import { Reviews } from "./ReviewSection.tsx";
import { RulesNow, RulesThen } from "./RuleCheckSection.tsx";
import "./application.css";

/** Steps that are taken elsewhere: for many at once, or in the form. */
const ELSEWHERE = ["announce", "close-notice", "submit"];

/** Until its form was checked, rules are asked as they are now. */
const BEFORE_CHECK = ["draft", "returned", "submitted"];

/** Record of an application: where it stands and what comes next, its evidence, who did what. */
export function Component() {
  const { t } = useTranslation("rounds");
  const say = useSay();
  const subject = useSubject();
  const { id } = useParams();
  const me = useMe();
  const found = useApplication(id);
  const [action, setAction] = useState<string | null>(null);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const application = found.data;
  const role = me.data?.user?.role;
  const writing = application.next.some((one) => one.action === "submit");
  const steps = application.next.filter((one) => !ELSEWHERE.includes(one.action));
  // sending back is never what is proposed first
  const forward = steps.find((one) => !["return", "send-back"].includes(one.action));
  const against = application.next.filter((one) => one.against !== null);
  return (
    <Page
      title={subject(application)}
      crumbs={[{ name: t("shell:place.applications"), path: "/applications" }]}
      lead={
        <>
          <StateTag state={application.state} /> {application.school.name} · {application.city.name} ·{" "}
          {t(`level.${application.level}`)} · {t(`lane.${application.lane}`)}
          {application.due && (
            <>
              {" · "}
              {t(`step.${application.due.step}`)} <Due day={application.due.day} daysLeft={application.due.daysLeft} />
            </>
          )}
        </>
      } // prettier-ignore
      actions={
        <>
          {writing && (
            <Link className="button primary" to={`/applications/${application.id}/form`}>
              {t("form.open")}
            </Link>
          )}
          {application.next.some((one) => one.action === "announce" || one.action === "close-notice") && (
            <Link className="button primary" to={`/rounds/${application.round.id}`}>
              {t("notices.go")}
            </Link>
          )}
          {steps.map((one) => (
            <button
              key={one.action}
              type="button"
              disabled={one.against !== null}
              title={one.against ? say(one.against) : undefined}
              className={
                one.action === "withdraw" || one.action.includes("refus")
                  ? "button danger"
                  : one === forward && !writing
                    ? "button primary"
                    : "button"
              }
              onClick={() => setAction(one.action)}
            >
              {say(one.words)}
            </button>
          ))}
        </>
      }
    >
      {action && <ActDialog application={application} action={action} onClose={() => setAction(null)} />}
      <p className="release-next">{t(`next.${application.state}`)}</p>
      {against.map((one) => (
        <p key={one.action} className="doubt">
          {say(one.words)}: {say(one.against!)}
        </p>
      ))}
      <Decision application={application} />
      {application.ruleCheck ? (
        <RulesThen check={application.ruleCheck} />
      ) : (
        role !== "reviewer" && BEFORE_CHECK.includes(application.state) && <RulesNow id={application.id} />
      )}
      {role !== "school-officer" && <Reviews application={application} office={role !== "reviewer"} />}
      {application.objections.length > 0 && (
        <Section title={t("objections.title")}>
          <Objections items={application.objections} />
        </Section>
      )}
      <Section title={t("evidence.title")}>
        <EvidenceTable evidence={application.evidence} />
      </Section>
      {application.groups.map((group) => (
        <Section key={group.key} title={group.title}>
          <dl className="answers">
            {group.fields.map((field) => (
              <Answered key={field.key} field={field} value={application.form[group.key]?.[field.key] ?? null} files={application.files} />
            ))}
          </dl>
        </Section>
      ))}
      <Documents application={application} />
      <History application={application} />
    </Page>
  ); // prettier-ignore
}

function Decision({ application: { decision, state } }: { application: Application }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  if (!decision || ["draft", "submitted", "withdrawn"].includes(state)) return null;
  return (
    <Section title={t("decision.title")}>
      <dl className="answers">
        {decision.document && (
          <>
            <dt>{t("act.document")}</dt>
            <dd>
              {decision.document} · {formatDate(decision.documentDate, language)}
            </dd>
          </>
        )}
        {decision.code && (
          <>
            <dt>{t("act.code")}</dt>
            <dd>{decision.code}</dd>
          </>
        )}
        {decision.note && (
          <>
            <dt>{t("act.note")}</dt>
            <dd>{decision.note}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}

/** One answer of the form as it was handed in. */
export function Answered(props: { field: Field; value: FormValue; files: Application["files"] }) {
  const { field, value, files } = props;
  const language = useLanguage();
  const shown = () => {
    if (value === null || value === "") return "—";
    if (field.type === "files")
      return (value as string[]).map((id) => {
        const file = files.find((one) => one.id === id);
        return file ? (
          <a key={id} href={file.path} download={file.name}>
            {file.name} <small>{formatBytes(file.bytes)}</small>{" "}
          </a>
        ) : null;
      });
    if (field.type === "enterprises")
      return (value as Enterprise[]).map((row) => `${row.name} · ${row.post} · ${row.people}`).join("\n");
    if (field.type === "money") return formatNumber(Number(value) / 100, language);
    if (field.type === "date") return formatDate(value as string, language);
    if (field.type === "integer") return String(value as number);
    return String(value as string | number);
  };
  return (
    <>
      <dt>{field.label}</dt>
      <dd>{shown()}</dd>
    </>
  );
}

function Documents({ application }: { application: Application }) {
  const { t } = useTranslation("rounds");
  return (
    <Section title={t("documents.title")} note={t("documents.note")}>
      <p className="actions">
        {application.documents.map((name) => (
          <a key={name} className="button" href={`/api/applications/${application.id}/documents/${name}.docx`} download>
            {t(`documents.${name}`)} DOCX
          </a>
        ))}
      </p>
    </Section>
  ); // prettier-ignore
}

function History({ application }: { application: Application }) {
  const { t } = useTranslation("rounds");
  const say = useSay();
  const language = useLanguage();
  return (
    <Section title={t("history.title")}>
      <ol className="history">
        {application.history.map((entry) => (
          <li key={entry.at + entry.action}>
            <b>{say(entry.words)}</b> <span>{entry.by || t("history.office")}</span>{" "}
            <time dateTime={entry.at}>{formatDate(entry.at, language, true)}</time>
            {entry.late > 0 && <span className="tag red">{t("late", { count: entry.late })}</span>}
            {entry.note && <p>{entry.note}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
