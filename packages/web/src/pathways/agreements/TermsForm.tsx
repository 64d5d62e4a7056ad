import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { useChangeTerms, type Agreement, type Terms } from "./api.ts";

/** What two schools agree on, beside who they are and what they join. */
export function TermsFields({ terms, onChange }: { terms: Terms; onChange: (terms: Terms) => void }) {
  const { t } = useTranslation("pathways");
  const set = (patch: Partial<Terms>): void => onChange({ ...terms, ...patch });
  const sum = terms.assessment.reduce((all, { weight }) => all + weight, 0);
  return (
    <>
      <div className="ways-row">
        <Count label={t("terms.lower-years")} value={terms.lowerYears} step={0.5} onChange={(value) => set({ lowerYears: value ?? 0 })} required />
        <Count label={t("terms.upper-years")} value={terms.upperYears} step={0.5} onChange={(value) => set({ upperYears: value ?? 0 })} required />
        <Count label={t("agreements.quota")} value={terms.quota} onChange={(value) => set({ quota: value ?? 0 })} required />
      </div>
      <div className="ways-row">
        <Count label={t("terms.first-cohort")} value={terms.firstCohort} onChange={(value) => set({ firstCohort: value ?? 0 })} required />
        <Count label={t("terms.last-cohort")} value={terms.lastCohort} onChange={(lastCohort) => set({ lastCohort })} />
        <Count label={t("terms.lower-tuition")} value={terms.lowerTuition} onChange={(lowerTuition) => set({ lowerTuition })} />
        <Count label={t("terms.upper-tuition")} value={terms.upperTuition} onChange={(upperTuition) => set({ upperTuition })} />
      </div>
      <fieldset className="form wider">
        <legend>{t("terms.conditions")}</legend>
        {terms.conditions.map((one, index) => (
          <div key={index} className="agreement-row">
            <label>
              <span>{t("terms.condition", { n: index + 1 })}</span>
              <input required maxLength={300} placeholder={t("terms.condition-example")} value={one.words} onChange={(event) => set({ conditions: put(terms.conditions, index, { ...one, words: event.target.value }) })} />
            </label>
            <Count label={t("terms.least-short")} value={one.least} onChange={(least) => set({ conditions: put(terms.conditions, index, { ...one, least }) })} />
            <Remove onClick={() => set({ conditions: terms.conditions.filter((_, other) => other !== index) })} name={t("terms.condition", { n: index + 1 })} />
          </div>
        ))}
        <button type="button" className="button small" onClick={() => set({ conditions: [...terms.conditions, { key: `c${terms.conditions.length + 1}`, words: "", least: null }] })}>
          {t("terms.add-condition")}
        </button>
      </fieldset>
      <fieldset className="form wider">
        <legend>{t("terms.assessment-sum", { sum })}</legend>
        {terms.assessment.map((one, index) => (
          <div key={index} className="agreement-row">
            <label>
              <span>{t("terms.part", { n: index + 1 })}</span>
              <input required maxLength={100} placeholder={t("terms.part-example")} value={one.name} onChange={(event) => set({ assessment: put(terms.assessment, index, { ...one, name: event.target.value }) })} />
            </label>
            <Count label={t("terms.weight")} value={one.weight} onChange={(weight) => set({ assessment: put(terms.assessment, index, { ...one, weight: weight ?? 0 }) })} required />
            <Count label={t("terms.least-short")} value={one.least} onChange={(least) => set({ assessment: put(terms.assessment, index, { ...one, least }) })} />
            <Remove onClick={() => set({ assessment: terms.assessment.filter((_, other) => other !== index) })} name={t("terms.part", { n: index + 1 })} />
          </div>
        ))}
        <button type="button" className="button small" onClick={() => set({ assessment: [...terms.assessment, { name: "", weight: Math.max(0, 100 - sum), least: null }] })}>
          {t("terms.add-part")}
        </button>
      </fieldset>
      <label>
        <span>{t("terms.remark")}</span>
        <textarea rows={3} maxLength={2000} value={terms.remark} onChange={(event) => set({ remark: event.target.value })} />
      </label>
    </>
  );
} // prettier-ignore

const put = <T,>(list: readonly T[], at: number, one: T): T[] => list.map((old, index) => (index === at ? one : old)); // prettier-ignore

function Remove({ onClick, name }: { onClick: () => void; name: string }) {
  const { t } = useTranslation("pathways");
  return (
    <button type="button" className="button small" aria-label={t("terms.remove", { name })} onClick={onClick}>
      ×
    </button>
  );
}

function Count(props: { label: string; value: number | null; step?: number; required?: boolean; onChange: (value: number | null) => void }) {
  return (
    <label>
      <span>{props.label}</span>
      <input
        type="number"
        min={0}
        step={props.step ?? 1}
        required={props.required ?? false}
        value={props.value ?? ""}
        onChange={({ target: { value } }) => props.onChange(value === "" ? null : Number(value))}
      />
    </label>
  );
} // prettier-ignore

/** The terms of a proposal that may still be changed. */
export function TermsDialog({ agreement, onClose }: { agreement: Agreement; onClose: () => void }) {
  const { t } = useTranslation("pathways");
  const change = useChangeTerms(agreement);
  const { lowerYears, upperYears, firstCohort, lastCohort, quota, conditions, assessment, lowerTuition, upperTuition, remark } = agreement; // prettier-ignore
  const [terms, setTerms] = useState<Terms>({ lowerYears, upperYears, firstCohort, lastCohort, quota, conditions, assessment, lowerTuition, upperTuition, remark }); // prettier-ignore
  return (
    <Dialog label={t("terms.edit")} onClose={onClose}>
      <h2>{t("terms.edit")}</h2>
      <form
        className="form agreement-form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(terms, { onSuccess: onClose });
        }}
      >
        <TermsFields terms={terms} onChange={setTerms} />
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
