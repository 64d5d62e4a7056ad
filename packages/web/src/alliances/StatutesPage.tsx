import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useMe } from "../api/session.ts";
import { Page } from "../parts/Page.tsx";
import { Failure, Loading } from "../parts/States.tsx";
import { Upload } from "../parts/Upload.tsx";
import { DOCUMENT_KINDS, FIELDS, LEGAL_FORMS, useAlliance, useStep, type Alliance, type FoundingDocument, type Statutes } from "./api.ts"; // prettier-ignore
import "./alliances.css";

/** Task: what an alliance rests on is written down, or changed: park or field, documents, statutes. */
export function Component() {
  const { id } = useParams();
  const me = useMe();
  const found = useAlliance(id);
  if (id && found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Form alliance={found.data ?? null} name={me.data?.user?.hat?.organisation?.name ?? ""} />;
}

const EMPTY: Statutes = { purpose: "", foundedOn: "", legalForm: "office", park: null, field: null, chain: "", documents: [], noticeDays: 10, quorum: 2, quorumOf: 3, termYears: 3, admission: "council" }; // prettier-ignore

function Form({ alliance, name }: { alliance: Alliance | null; name: string }) {
  const { t } = useTranslation("alliances");
  const navigate = useNavigate();
  const step = useStep<Alliance>();
  const [form, setForm] = useState<Statutes>(() => {
    if (!alliance) return EMPTY;
    const { purpose, foundedOn, legalForm, park, field, chain, documents, noticeDays, quorum, quorumOf, termYears, admission } = alliance;
    return { purpose, foundedOn, legalForm, park, field, chain, documents, noticeDays, quorum, quorumOf, termYears, admission };
  });
  const set = (patch: Partial<Statutes>): void => setForm({ ...form, ...patch });
  const number = (key: "noticeDays" | "quorum" | "quorumOf" | "termYears", label: string) => (
    <label>
      <span>{label}</span>
      <input type="number" required min={key === "noticeDays" ? 0 : 1} max={key === "noticeDays" ? 60 : 20} value={form[key]} onChange={(event) => set({ [key]: Number(event.target.value) })} />
    </label>
  );
  const title = t(alliance ? "edit" : "found");
  return (
    <Page title={title} crumbs={[{ name: t("title"), path: "/alliances" }, ...(alliance ? [{ name: alliance.name, path: `/alliances/${alliance.id}` }] : [])]} lead={alliance?.name ?? t("found-lead", { name })}>
      <form
        className="form alliance-form"
        onSubmit={(event) => {
          event.preventDefault();
          const body = { ...form, documents: form.documents.map((one) => ({ ...one, file: one.file?.id ?? null, open: one.kind === "charter" && one.open })) };
          step.mutate(
            alliance ? { method: "PUT", path: `alliances/${alliance.id}`, body, etag: alliance.etag } : { path: "alliances", body },
            { onSuccess: ({ id }) => void navigate(`/alliances/${id}`) },
          );
        }}
      >
        <label>
          <span>{t("purpose")}</span>
          <textarea required rows={3} maxLength={2000} value={form.purpose} onChange={(event) => set({ purpose: event.target.value })} />
        </label>
        <div className="alliance-row">
          {alliance?.kind !== "community" && (
            <label>
              <span>{t(alliance ? "park" : "park-if")}</span>
              <input maxLength={120} value={form.park ?? ""} onChange={(event) => set({ park: event.target.value || null })} />
            </label>
          )}
          {alliance?.kind !== "consortium" && (
            <label>
              <span>{t(alliance ? "field" : "field-if")}</span>
              <input list="alliance-fields" maxLength={120} value={form.field ?? ""} onChange={(event) => set({ field: event.target.value || null })} />
              <datalist id="alliance-fields">
                {FIELDS.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </label>
          )}
          <label>
            <span>{t("chain")}</span>
            <input maxLength={500} placeholder={t("chain-example")} value={form.chain} onChange={(event) => set({ chain: event.target.value })} />
          </label>
        </div>
        <div className="alliance-row">
          <label>
            <span>{t("founded")}</span>
            <input type="date" required value={form.foundedOn} onChange={(event) => set({ foundedOn: event.target.value })} />
          </label>
          <label>
            <span>{t("legal-form")}</span>
            <select value={form.legalForm} onChange={(event) => set({ legalForm: event.target.value as Statutes["legalForm"] })}>
              {LEGAL_FORMS.map((one) => (
                <option key={one} value={one}>
                  {t(`form.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t("admission")}</span>
            <select value={form.admission} onChange={(event) => set({ admission: event.target.value as Statutes["admission"] })}>
              {(["council", "secretariat"] as const).map((one) => (
                <option key={one} value={one}>
                  {t(`admission.${one}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className="alliance-row">
          {number("quorum", t("quorum"))}
          {number("quorumOf", t("quorum-of"))}
          {number("noticeDays", t("notice-days"))}
          {number("termYears", t("term-years"))}
        </div>
        <Documents documents={form.documents} onChange={(documents) => set({ documents })} />
        {step.error && <Failure error={step.error} />}
        <button type="submit" className="button primary" disabled={step.isPending}>
          {t("save")}
        </button>
      </form>
    </Page>
  );
} // prettier-ignore

function Documents({ documents, onChange }: { documents: readonly FoundingDocument[]; onChange: (documents: FoundingDocument[]) => void }) {
  const { t } = useTranslation("alliances");
  const set = (at: number, patch: Partial<FoundingDocument>): void => onChange(documents.map((one, i) => (i === at ? { ...one, ...patch } : one)));
  return (
    <fieldset className="alliance-documents">
      <legend>{t("documents")}</legend>
      {documents.map((one, i) => (
        <div key={i} className="alliance-row">
          <label>
            <span>{t("document-kind")}</span>
            <select value={one.kind} onChange={(event) => set(i, { kind: event.target.value as FoundingDocument["kind"] })}>
              {DOCUMENT_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`document.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t("document-title")}</span>
            <input required maxLength={120} value={one.title} onChange={(event) => set(i, { title: event.target.value })} />
          </label>
          <label>
            <span>{t("document-number")}</span>
            <input maxLength={120} value={one.number} onChange={(event) => set(i, { number: event.target.value })} />
          </label>
          <label>
            <span>{t("document-on")}</span>
            <input type="date" required value={one.on} onChange={(event) => set(i, { on: event.target.value })} />
          </label>
          <button type="button" className="button" onClick={() => onChange(documents.filter((_, j) => j !== i))}>
            {t("remove")}
          </button>
          <DocumentFile document={one} onChange={(patch) => set(i, patch)} />
        </div>
      ))}
      <button type="button" className="button" onClick={() => onChange([...documents, { kind: "charter", title: "", number: "", on: "", file: null, open: false }])}>
        {t("document-add")}
      </button>
    </fieldset>
  );
} // prettier-ignore

/** The document itself: uploaded here, kept when the form is saved; the charter may be opened to the public. */
function DocumentFile({ document: one, onChange }: { document: FoundingDocument; onChange: (patch: Partial<FoundingDocument>) => void }) {
  const { t } = useTranslation("alliances");
  return (
    <div className="alliance-document-file">
      {one.file ? (
        <p>
          {t("document-file", { name: one.file.name })}{" "}
          <button type="button" className="button small" onClick={() => onChange({ file: null, open: false })}>
            {t("document-file-remove")}
          </button>
        </p>
      ) : (
        <Upload purpose="evidence" subject={null} onUploaded={({ id, name, bytes, state }) => onChange({ file: { id, name, bytes, state } })} />
      )}
      {one.file && one.kind === "charter" && (
        <label className="check">
          <input type="checkbox" checked={one.open} onChange={(event) => onChange({ open: event.target.checked })} /> {t("document-open")}
        </label>
      )}
    </div>
  );
} // prettier-ignore
