import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client.ts";
import { useMe } from "../../api/session.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useCohorts, useEnterCohorts, type Agreement, type Cohorts, type CohortYear } from "./api.ts";
import { half, useFlowWords } from "./pieces.tsx";

const FIELDS = [
  "enrolled",
  "leftSchool",
  "changedTrack",
  "assessed",
  "passed",
  "movedUp",
  "finished",
] as const;
type Field = (typeof FIELDS)[number];
/** Only the lower part ends in an assessment by which one moves up. */
const LOWER_ONLY: readonly Field[] = ["assessed", "passed", "movedUp"];
const MAY_BE_MISSING: readonly Field[] = ["assessed", "passed"];

/** What became of each cohort: a sentence a cohort, the rows behind it, and for the schools the next row. */
export function CohortSection({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation("pathways");
  const words = useFlowWords();
  const found = useCohorts(agreement.id, true);
  return (
    <Section title={t("cohorts.title")} note={t("cohorts.note")}>
      {found.isPending && <Loading rows={3} />}
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && (
        <>
          {found.data.items.length === 0 && <p>{t("cohorts.none")}</p>}
          <ul>
            {found.data.cohorts.map((flow) => (
              <li key={flow.cohort}>
                <b>{t("cohorts.of", { year: flow.cohort })}</b> {words(flow)}
              </li>
            ))}
          </ul>
          <Rows agreement={agreement} cohorts={found.data} />
        </>
      )}
    </Section>
  );
}

function Rows({ agreement, cohorts }: { agreement: Agreement; cohorts: Cohorts }) {
  const { t } = useTranslation("pathways");
  const me = useMe();
  const enter = useEnterCohorts(agreement.id, cohorts.etag);
  const [draft, setDraft] = useState<CohortYear | null>(null);
  const own = me.data?.user?.hat?.organisation?.id ?? null;
  const stage = own !== null && own === agreement.lower.school ? "lower" : "upper";
  const begin = (row?: CohortYear): void => setDraft(row ? { ...row } : nextOf(cohorts.items, stage, agreement));
  const mayChange = (row: CohortYear): boolean =>
    agreement.mayEnterCohorts && own === (row.stage === "lower" ? agreement.lower.school : agreement.upper.school);
  return (
    <>
      {cohorts.items.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t("cohorts.title")}>
          <table className="data">
            <caption className="hidden">{t("cohorts.title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("cohorts.row")}</th>
                {FIELDS.map((field) => (
                  <th key={field} scope="col" className="n">
                    {t(`cohort.${field}`)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {cohorts.items.map((row) => (
                <tr key={`${row.cohort} ${row.year} ${row.stage}`}>
                  <th scope="row">
                    {t("cohorts.row-of", { cohort: row.cohort, year: row.year, part: t(`terms.${row.stage}`) })}
                  </th>
                  {FIELDS.map((field) => (
                    <td key={field} className="n" title={row.enteredBy}>
                      {row[field] ?? "—"}
                    </td>
                  ))}
                  <td>
                    {mayChange(row) && (
                      <button type="button" className="button small" onClick={() => begin(row)}>
                        {t("cohorts.change")}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {agreement.mayEnterCohorts && draft === null && (
        <button type="button" className="button" onClick={() => begin()}>
          {t("cohorts.enter")}
        </button>
      )}
      {draft && (
        <form
          className="form agreement-form"
          onSubmit={(event) => {
            event.preventDefault();
            enter.mutate([draft], { onSuccess: () => setDraft(null) });
          }}
        >
          <div className="ways-row">
            {(["cohort", "year"] as const).map((field) => (
              <Figure key={field} field={field} row={draft} onChange={setDraft} />
            ))}
            <label>
              <span>{t("cohorts.part")}</span>
              <select value={draft.stage} onChange={(event) => setDraft({ ...draft, stage: event.target.value as CohortYear["stage"] })}>
                {agreement.lower.school === own && <option value="lower">{t("terms.lower")}</option>}
                {agreement.upper.school === own && <option value="upper">{t("terms.upper")}</option>}
              </select>
            </label>
          </div>
          <div className="ways-row">
            {FIELDS.filter((field) => draft.stage === "lower" || !LOWER_ONLY.includes(field)).map((field) => (
              <Figure key={field} field={field} row={draft} onChange={setDraft} />
            ))}
          </div>
          {enter.error && <Refused error={enter.error} />}
          <div className="actions">
            <button type="submit" className="button primary" disabled={enter.isPending}>
              {t("cohorts.save")}
            </button>
            <button type="button" className="button" onClick={() => setDraft(null)}>
              {t("cancel")}
            </button>
          </div>
        </form>
      )}
    </>
  );
} // prettier-ignore

/** Why figures were not taken: each sentence names its cohort, year and part. */
function Refused({ error }: { error: unknown }) {
  const language = useLanguage();
  if (!(error instanceof Problem) || error.errors.length === 0) return <Failure error={error} />;
  return (
    <div role="alert">
      {error.errors.map(({ field, reason }) => (
        <p key={`${field} ${reason}`} className="field-error">
          {half(reason ?? "", language)}
        </p>
      ))}
    </div>
  );
}

const NOTHING = { leftSchool: 0, changedTrack: 0, assessed: null, passed: null, movedUp: 0, finished: 0 };

/** The year that is reported next: the longest unreported one of a cohort that is still in the part, or the first of the next cohort. */
function nextOf(items: readonly CohortYear[], stage: CohortYear["stage"], agreement: Agreement): CohortYear {
  const own = items.filter((row) => row.stage === stage);
  const before = stage === "lower" ? 0 : Math.ceil(agreement.lowerYears);
  const length = Math.ceil(stage === "lower" ? agreement.lowerYears : agreement.upperYears);
  const cohorts = [...new Set(own.map(({ cohort }) => cohort))];
  const waiting = cohorts.flatMap((cohort) => {
    const last = own.filter((row) => row.cohort === cohort).reduce((late, row) => (row.year > late.year ? row : late));
    const rest = last.enrolled - last.leftSchool - last.changedTrack - last.movedUp - last.finished;
    const year = last.year + 1;
    return rest > 0 && year < cohort + before + length ? [{ ...NOTHING, cohort, year, stage, enrolled: rest }] : [];
  });
  if (waiting.length > 0) return waiting.reduce((first, one) => (one.year < first.year ? one : first));
  const cohort = cohorts.length > 0 ? Math.max(...cohorts) + 1 : agreement.firstCohort;
  const moved = items.filter((row) => row.cohort === cohort && row.stage === "lower").reduce((sum, row) => sum + row.movedUp, 0);
  return { ...NOTHING, cohort, year: cohort + before, stage, enrolled: stage === "upper" ? moved : 0 };
} // prettier-ignore

function Figure(props: { field: Field | "cohort" | "year"; row: CohortYear; onChange: (row: CohortYear) => void }) {
  const { field, row, onChange } = props;
  const { t } = useTranslation("pathways");
  const optional = MAY_BE_MISSING.some((one) => one === field);
  return (
    <label>
      <span>{t(`cohort.${field}`)}</span>
      <input
        type="number"
        min={0}
        required={!optional}
        value={row[field] ?? ""}
        onChange={({ target: { value } }) => onChange({ ...row, [field]: value === "" && optional ? null : Number(value) })}
      />
    </label>
  );
} // prettier-ignore
