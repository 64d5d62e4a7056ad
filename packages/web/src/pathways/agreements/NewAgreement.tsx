import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { OrganisationField } from "../../account/OrganisationField.tsx";
import { useMe } from "../../api/session.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { Picker } from "../Picker.tsx";
import { useSay } from "../pieces.tsx";
import { checkAgreement, KINDS, useAgreement, usePropose, type Agreement, type Kind, type NewAgreement } from "./api.ts"; // prettier-ignore
import { half } from "./pieces.tsx";
import { TermsFields } from "./TermsForm.tsx";
import "../pathways.css";

/** Usual lengths of the two parts; the server says where another one is not allowed. */
const YEARS: Readonly<Record<Kind, readonly [number, number]>> = {
  "five-year": [3, 2],
  "3+2": [3, 2],
  "3+3": [3, 3],
  "3+4": [3, 4],
  "college-3+2": [3, 2],
  "5+2": [5, 2],
  upgrade: [3, 2],
};
const TO_BACHELOR: readonly Kind[] = ["3+4", "college-3+2", "5+2", "upgrade"];
const FROM_COLLEGE: readonly Kind[] = ["college-3+2", "5+2", "upgrade"];

type Form = Omit<NewAgreement, "firstCohort"> & { firstCohort: number | null };

const EMPTY: Form = {
  kind: "3+2",
  side: "lower",
  partner: null,
  partnerName: "",
  lowerProgramme: "",
  upperProgramme: null,
  upperProgrammeName: "",
  renews: null,
  lowerYears: 3,
  upperYears: 2,
  firstCohort: null,
  lastCohort: null,
  quota: 50,
  conditions: [],
  assessment: [],
  lowerTuition: null,
  upperTuition: null,
  remark: "",
};

/** The next cohorts of an agreement, for as many years as before; what it joins stays. */
function renewalOf(agreement: Agreement, own: string | null): Form {
  const { id, kind, lower, upper, firstCohort, lastCohort, quota, conditions, assessment, lowerYears, upperYears, lowerTuition, upperTuition, remark } = agreement;
  const side = lower.school === upper.school ? "both" : upper.school === own ? "upper" : "lower";
  const partner = side === "both" ? null : side === "upper" ? lower : upper;
  return {
    kind, side,
    partner: partner?.school ?? null,
    partnerName: partner !== null && partner.school === null ? partner.schoolName : "",
    lowerProgramme: lower.programme ?? "",
    upperProgramme: upper.programme,
    upperProgrammeName: upper.programme === null ? upper.programmeName : "",
    renews: id,
    firstCohort: lastCohort === null ? null : lastCohort + 1,
    lastCohort: lastCohort === null ? null : 2 * lastCohort - firstCohort + 1,
    quota, conditions, assessment, lowerYears, upperYears, lowerTuition, upperTuition, remark,
  };
} // prettier-ignore

/** Task: an agreement is written, looked through by the rules, and proposed to the other school. */
export function Component() {
  const [params] = useSearchParams();
  const renews = params.get("renews");
  const me = useMe();
  const renewed = useAgreement(renews ?? undefined, false);
  if (renews === null) return <Written key="new" begun={EMPTY} renewed={null} />;
  if (renewed.error) return <Failure error={renewed.error} retry={() => void renewed.refetch()} />;
  if (!renewed.data || !me.data) return <Loading rows={10} />;
  const own = me.data.user?.hat?.organisation?.id ?? null;
  return <Written key={renews} begun={renewalOf(renewed.data, own)} renewed={renewed.data} />;
}

function Written({ begun, renewed }: { begun: Form; renewed: Agreement | null }) {
  const { t } = useTranslation("pathways");
  const me = useMe();
  const navigate = useNavigate();
  const propose = usePropose();
  const check = useMutation({ mutationFn: checkAgreement });
  const year = me.data?.installation.year ?? null;
  const [form, setForm] = useState<Form>(begun);
  const set = (patch: Partial<typeof form>): void => {
    check.reset();
    setForm({ ...form, ...patch });
  };
  const whole: NewAgreement = { ...form, firstCohort: form.firstCohort ?? (year ?? 0) + 1 };
  const own = me.data?.user?.hat?.organisation?.name ?? "";
  const passed = check.data !== undefined && check.data.faults.length === 0;
  return (
    <Page
      title={t(renewed ? "agreements.renew" : "agreements.new")}
      crumbs={[{ name: t("shell:place.agreements"), path: "/agreements" }]}
      lead={
        renewed
          ? t("agreements.renew-lead", { lower: `${renewed.lower.schoolName} ${renewed.lower.programmeName}`, upper: `${renewed.upper.schoolName} ${renewed.upper.programmeName}`, last: renewed.lastCohort })
          : t("new.lead")
      }
    >
      <form
        className="form agreement-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (passed) propose.mutate(whole, { onSuccess: ({ id }) => void navigate(`/agreements/${id}`) });
          else check.mutate(whole);
        }}
      >
        {!renewed && <Joined form={form} set={set} own={own} />}
        <TermsFields terms={whole} onChange={(terms) => set(terms)} />
        {check.error && <Failure error={check.error} />}
        {propose.error && <Failure error={propose.error} />}
        {check.data && <Checked {...check.data} />}
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={check.isPending || propose.isPending || form.lowerProgramme === ""}
          >
            {t(passed ? "step.propose" : "new.check")}
          </button>
        </div>
      </form>
    </Page>
  );
} // prettier-ignore

/** Whom and what it joins. */
function Joined({ form, set, own }: { form: Form; set: (patch: Partial<Form>) => void; own: string }) {
  const { t } = useTranslation("pathways");
  const university = form.upperProgramme === null && TO_BACHELOR.includes(form.kind);
  return (
    <>
        <div className="ways-row">
            <label>
              <span>{t("agreements.kind")}</span>
              <select
                value={form.kind}
                onChange={({ target: { value } }) => {
                  const kind = value as Kind;
                  const [lowerYears, upperYears] = YEARS[kind];
                  const side = kind !== "five-year" && form.side === "both" ? "lower" : form.side;
                  set({ kind, lowerYears, upperYears, side });
                }}
              >
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`move.${kind}`)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span>{t("new.side", { school: own })}</span>
              <select value={form.side} onChange={(event) => set({ side: event.target.value as NewAgreement["side"] })}>
                <option value="lower">{t("terms.lower")}</option>
                <option value="upper">{t("terms.upper")}</option>
                {form.kind === "five-year" && <option value="both">{t("new.both")}</option>}
              </select>
            </label>
          </div>
          {form.side !== "both" && (
            <div className="ways-row">
              <OrganisationField
                label={t("new.partner")}
                placeholder={t("new.partner-example")}
                chosen={form.partner}
                onChoose={(partner) => set({ partner })}
              />
              {form.partner === null && (
                <label>
                  <span>{t("new.partner-name")}</span>
                  <input maxLength={120} value={form.partnerName} onChange={(event) => set({ partnerName: event.target.value })} />
                </label>
              )}
            </div>
          )}
          <Picker
            kind="programme"
            {...(form.kind === "five-year" ? {} : { level: FROM_COLLEGE.includes(form.kind) ? "college" : "secondary" })}
            label={t("new.lower-programme")}
            placeholder={t("ask.programme-example")}
            values={form.lowerProgramme ? [form.lowerProgramme] : []}
            onChange={([code]) => set({ lowerProgramme: code ?? "" })}
          />
          <Picker
            kind="programme"
            level={TO_BACHELOR.includes(form.kind) ? "bachelor" : "college"}
            label={t("new.upper-programme")}
            placeholder={t("ask.programme-example")}
            values={form.upperProgramme ? [form.upperProgramme] : []}
            onChange={([code]) => set({ upperProgramme: code ?? null, upperProgrammeName: "" })}
          />
          {university && (
            <label>
              <span>{t("new.university-programme")}</span>
              <input maxLength={80} value={form.upperProgrammeName} onChange={(event) => set({ upperProgrammeName: event.target.value })} />
            </label>
          )}
    </>
  );
} // prettier-ignore

/** What the rules say of it: faults have to be mended, warnings need a reason when it is recorded. */
function Checked({ faults, warnings, seats }: Awaited<ReturnType<typeof checkAgreement>>) {
  const { t } = useTranslation("pathways");
  const say = useSay();
  const language = useLanguage();
  return (
    <Section title={t("new.checked")}>
      <div role="status">
        {faults.length === 0 && <p>{t("new.passed")}</p>}
        {faults.map((fault) => (
          <p key={fault.field + fault.reason} className="field-error">
            {half(fault.reason, language)}
          </p>
        ))}
        {warnings.map((warning) => (
          <p key={warning.rule + warning.text.zh} className="doubt">
            {say(warning.text)} {/^[A-Z]/.test(warning.rule) && <small>{warning.rule}</small>}
          </p>
        ))}
        {seats !== null && <p className="section-note">{t("terms.seats", { value: seats })}</p>}
      </div>
    </Section>
  );
}
