import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useLanguage } from "../../i18n/index.ts";
import { FileList } from "../../parts/FileList.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Upload } from "../../parts/Upload.tsx";
import { useAct, useApplication, useSaveForm, type Application, type Enterprise, type Field, type Form, type FormValue } from "./api.ts"; // prettier-ignore
import { EvidenceTable, StateTag, useSubject } from "./pieces.tsx";
import { RulesNow } from "./RuleCheckSection.tsx";
import "./application.css";

/** Task: a school fills in its application, leaves, comes back, hands it in. */
export function Component() {
  const { id } = useParams();
  const found = useApplication(id);
  if (found.isPending) return <Loading rows={12} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Filling key={found.data.id} application={found.data} />;
}

function Filling({ application }: { application: Application }) {
  const { t } = useTranslation("rounds");
  const subject = useSubject();
  const navigate = useNavigate();
  const save = useSaveForm(application.id);
  const act = useAct(application.id);
  const [form, setForm] = useState<Form>(application.form);
  const [dirty, setDirty] = useState(false);
  // what is missing is marked once somebody tried to hand it in
  const [tried, setTried] = useState(false);
  const language = useLanguage();
  const set = (group: string, key: string, value: FormValue) => {
    setForm((all) => ({ ...all, [group]: { ...all[group], [key]: value } }));
    setDirty(true);
  };
  const saved = async (): Promise<Application> => {
    const next = dirty ? await save.mutateAsync({ form, etag: application.etag }) : application;
    setDirty(false);
    return next;
  };
  const hand = () => {
    setTried(true);
    void saved()
      .then(({ etag }) => act.mutateAsync({ action: "submit", etag }))
      .then(() => navigate(`/applications/${application.id}`))
      .catch(() => undefined);
  };
  const missing = application.missing ?? [];
  const returned = application.history.findLast(
    ({ action }) => action === "return" || action === "send-back",
  );
  return (
    <Page
      title={subject(application)}
      crumbs={[
        { name: t("shell:place.applications"), path: "/applications" },
        { name: application.school.name, path: `/applications/${application.id}` },
      ]}
      lead={
        <>
          <StateTag state={application.state} /> {t(`lane-words.${application.lane}`)}
        </>
      }
    >
      {application.state === "returned" && returned && (
        <p className="doubt">{t("form.returned", { note: returned.note })}</p>
      )}
      <Section title={t("evidence.title")} note={t("evidence.words")}>
        <EvidenceTable evidence={application.evidence} />
      </Section>
      <RulesNow id={application.id} />
      <div className="form apply-form">
        {application.groups.map((group) => (
          <fieldset key={group.key} id={group.key}>
            <legend>{group.title}</legend>
            <p className="section-note">{group.note}</p>
            <div className="pair">
              {group.fields.map((field) => (
                <Entry
                  key={field.key}
                  field={field}
                  subject={`application:${application.id}`}
                  value={form[group.key]?.[field.key] ?? null}
                  fault={tried && !dirty ? inWords(missing.find((one) => one.field === `${group.key}.${field.key}`)?.reason, language) : undefined}
                  onChange={(value) => set(group.key, field.key, value)}
                />
              ))}
            </div>
          </fieldset>
        ))}
        <Section title={t("form.files")}>
          <FileList subject={`application:${application.id}`} removable />
        </Section>
      </div>
      {save.error && <Failure error={save.error} />}
      {act.error && <Failure error={act.error} />}
      <div className="save-bar">
        <button type="button" className="button" disabled={!dirty || save.isPending} onClick={() => void saved().catch(() => undefined)}>
          {t("form.save")}
        </button>
        <button type="button" className="button primary" disabled={save.isPending || act.isPending} onClick={hand}>
          {t("form.submit")}
        </button>
        <span role="status">
          {dirty ? t("form.unsaved") : missing.length > 0 ? t("form.missing", { count: missing.length }) : t("form.complete")}
        </span>
        <Link to={`/applications/${application.id}`}>{t("form.leave")}</Link>
      </div>
    </Page>
  ); // prettier-ignore
}

/** The server says it in both languages, after the name of the field: "实训工位数：必填 / Workstations: required". */
function inWords(reason: string | undefined, language: string): string | undefined {
  const [zh = "", en = zh] = reason?.split(" / ") ?? [];
  return reason && (language === "en" ? en : zh).replace(/^.*?[：:]\s*/, "");
}

interface EntryProps {
  field: Field;
  subject: string;
  value: FormValue;
  fault: string | undefined;
  onChange: (value: FormValue) => void;
}

function Entry({ field, subject, value, fault, onChange }: EntryProps) {
  const { t } = useTranslation("rounds");
  const label = (
    <span>
      {field.label}
      {field.required && <i aria-hidden="true"> *</i>}
    </span>
  );
  const wrong = fault && <small className="field-error">{fault}</small>;
  if (field.type === "enterprises") {
    const rows = Array.isArray(value) ? (value as Enterprise[]) : [];
    return (
      <div className="whole">
        {label}
        <Enterprises rows={rows} onChange={onChange} />
        {wrong}
      </div>
    );
  }
  if (field.type === "files") {
    const ids = Array.isArray(value) ? (value as string[]) : [];
    return (
      <div className="whole">
        {label}
        <Upload purpose="evidence" subject={subject} onUploaded={(file) => onChange([...ids, file.id])} />
        <small>{t("form.attached", { count: ids.length })}</small> {wrong}
      </div>
    );
  }
  if (field.type === "long")
    return (
      <label className="whole">
        {label}
        <textarea rows={4} maxLength={4000} value={(value as string | null) ?? ""} onChange={(event) => onChange(event.target.value)} />
        {wrong}
      </label>
    ); // prettier-ignore
  const number = field.type === "integer" || field.type === "money" || field.type === "share";
  // money is kept in fen and written in yuan
  const scale = field.type === "money" ? 100 : 1;
  const shown = typeof value === "number" ? value / scale : ((value as string | null) ?? "");
  return (
    <label>
      {label}
      <input
        type={number ? "number" : field.type === "date" ? "date" : "text"}
        {...(number ? { min: 0, step: field.type === "integer" ? 1 : "any" } : { maxLength: 200 })}
        value={shown}
        onChange={(event) => {
          const text = event.target.value;
          onChange(text === "" ? null : number ? Math.round(Number(text) * scale * 100) / 100 : text);
        }}
      />
      {wrong}
    </label>
  );
}

function Enterprises({ rows, onChange }: { rows: Enterprise[]; onChange: (rows: Enterprise[]) => void }) {
  const { t } = useTranslation("rounds");
  const set = (at: number, part: Partial<Enterprise>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row))); // prettier-ignore
  return (
    <div className="enterprises">
      {rows.map((row, i) => (
        <div key={i}>
          <input aria-label={t("enterprise.name")} placeholder={t("enterprise.name")} value={row.name} onChange={(event) => set(i, { name: event.target.value })} />
          <input aria-label={t("enterprise.post")} placeholder={t("enterprise.post")} value={row.post} onChange={(event) => set(i, { post: event.target.value })} />
          <input type="number" min={1} aria-label={t("enterprise.people")} placeholder={t("enterprise.people")} value={row.people || ""} onChange={(event) => set(i, { people: Math.trunc(Number(event.target.value)) })} />
          <button type="button" className="button small" onClick={() => onChange(rows.filter((_, at) => at !== i))}>
            {t("enterprise.remove")}
          </button>
        </div>
      ))}
      <button type="button" className="button small" onClick={() => onChange([...rows, { name: "", post: "", people: 0 }])}>
        {t("enterprise.add")}
      </button>
    </div>
  ); // prettier-ignore
}
